"""One index as searches see it: values and terms of its fields by document number, read when first asked for.

A view is kept as long as neither documents nor mapping change. Every write is visible at once; the real servers show it
after a refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from .. import documents, indices
from ..documents import Document
from ..errors import not_implemented
from ..mapping.fields import Field, Fields, fields_of
from ..wire import Json
from . import analysis
from .values import boolean_of, leaf_values, millis_of, number_of, text_of

if TYPE_CHECKING:
    from ..cluster import State
    from .analyzing.chains import Chain

GAP = 100
"""Positions between two values of one text field (`position_increment_gap`)."""


Analyzer = Union[Callable[[str], list[str]], "Chain"]
"""What cuts a text into terms; a chain knows where each stands."""


class Postings(NamedTuple):
    """The terms of one field: term -> document number -> positions (none for fields without text)."""

    terms: dict[str, dict[int, list[int]]]
    lengths: dict[int, int]
    """Terms in the field, by document that has any."""
    total: int


class View:
    """An index, or the nested objects at one path of it."""

    def __init__(
        self,
        state: State,
        index: str,
        fields: Fields,
        sources: list[Any],
        path: str = "",
        owners: list[int] | None = None,
    ) -> None:
        self.state = state
        self.index = index
        self.fields = fields
        self.sources = sources
        self.path = path
        """The nested path whose objects are the documents here, "" for the index itself."""
        self.owners = owners
        """Of nested objects: the number of the document around each."""
        self.around: View | None = None
        """Of nested objects: the view with the documents around them."""
        self.documents: list[Document] = []
        self.numbers: dict[str, int] = {}
        """Document id -> number; empty for nested objects."""
        self.memo: dict[Any, Any] = {}
        """What queries keep as long as the view is valid."""
        self._values: dict[str, list[list[Any]]] = {}
        self._postings: dict[str, Postings] = {}
        self._nested: dict[str, View] = {}

    def __len__(self) -> int:
        return len(self.sources)

    def raw(self, field: Field) -> Iterator[tuple[int, list[Json]]]:
        """JSON values of a field by document number, of the documents that have any."""
        if field.nested != self.path:
            return
        for number, source in enumerate(self.sources):
            found = leaf_values(source, field.steps)
            if found:
                yield number, found
            elif "null_value" in field.options and self._has_null(source, field.steps):
                yield number, [field.options["null_value"]]

    def values(self, field: Field) -> list[list[Any]]:
        """Values of a field in the form in which they are compared, by document number."""
        cached = self._values.get(field.path)
        if cached is None:
            cached = [[] for _ in self.sources]
            convert = converter(field, self.normalizer(field) if field.family == "keyword" else None)
            for number, found in self.raw(field):
                cached[number] = [value for item in found if (value := convert(item)) is not None]
            self._values[field.path] = cached
        return cached

    def postings(self, field: Field) -> Postings:
        """Terms of a text or keyword field."""
        cached = self._postings.get(field.path)
        if cached is None:
            cached = self._postings[field.path] = self._index(field)
        return cached

    def _index(self, field: Field) -> Postings:
        terms: dict[str, dict[int, list[int]]] = {}
        lengths: dict[int, int] = {}
        if field.family == "text":
            analyze = self.analyzer(field)
            gap = int(field.options.get("position_increment_gap", GAP))
            if stages := getattr(analyze, "stages", None):
                total = self._index_places(field, stages, gap, terms, lengths)
                return Postings(terms, lengths, total)
            for number, found in self.raw(field):
                position = -gap
                length = 0
                for value in found:
                    position += gap
                    for token in analyze(text_of(value)):
                        terms.setdefault(token, {}).setdefault(number, []).append(position)
                        position += 1
                        length += 1
                if length:
                    lengths[number] = length
        else:
            for number, values in enumerate(self.values(field)):
                different = dict.fromkeys(text_of(value) for value in values)
                for term in different:
                    terms.setdefault(term, {})[number] = []
                if different:
                    lengths[number] = len(different)
        return Postings(terms, lengths, sum(lengths.values()))

    def _index_places(
        self,
        field: Field,
        stages: Callable[[str], list[list[Any]]],
        gap: int,
        terms: dict[str, dict[int, list[int]]],
        lengths: dict[int, int],
    ) -> int:
        """What an analyzer makes of texts that says itself where its tokens stand; how many it made.

        Several at one place make a text no longer.
        """
        total = 0
        for number, found in self.raw(field):
            begin = -gap
            length = 0
            for value in found:
                begin += gap
                cut = stages(text_of(value))
                before = -1
                for token in cut[-1]:
                    terms.setdefault(token.text, {}).setdefault(number, []).append(begin + token.position)
                    length += token.position != before
                    before = token.position
                total += len(cut[-1])
                begin += max((stage[-1].position + 1 for stage in (cut[0], cut[-1]) if stage), default=0)
            if length:
                lengths[number] = length
        return total

    def analyzer(self, field: Field, *, searching: bool = False) -> Analyzer:
        """What cuts a text field's values, or a query's text, into terms."""
        name = field.options.get("analyzer", "default")
        if searching:
            name = field.options.get("search_analyzer", name)
            if name == "default" and self._analysis_of_its_own and self.named_analyzer("default_search") is not None:
                name = "default_search"
        found = self.named_analyzer(name)
        if found is None:
            raise not_implemented(f"the analyzer [{name}]")
        return found

    def named_analyzer(self, name: str) -> Analyzer | None:
        """An analyzer by name: the index's own, or one that all have. None where there is none."""
        if not self._analysis_of_its_own and (plain := analysis.ANALYZERS.get(name)) is not None:
            return plain
        from .analyzing.of_index import analysis_of  # read by who has more than plain words

        known = analysis_of(self.state, self.index)
        if name in known.defined.get("analyzer", ()):
            return known.analyzer(name)
        plain = analysis.ANALYZERS.get(name)
        return plain if plain is not None else known.analyzer(name)

    def normalizer(self, field: Field) -> Callable[[str], str] | None:
        """What makes keywords alike before they are compared."""
        name = field.options.get("normalizer")
        if name is None:
            return None
        if name == "lowercase" and not self._analysis_of_its_own:
            return str.lower
        from .analyzing.of_index import analysis_of  # read by who has normalizers of its own

        chain: Analyzer | None = analysis_of(self.state, self.index).normalizer(name)
        return None if chain is None else partial(_joined, chain)

    @property
    def _analysis_of_its_own(self) -> bool:
        """Whether the settings of the index say how to cut texts."""
        known: bool | None = self.memo.get("analysis_of_its_own")
        if known is None:
            record = self.state.store.get("indices", self.index)
            known = record is not None and any(key.startswith("index.analysis.") for key in record["settings"])
            self.memo["analysis_of_its_own"] = known
        return known

    def nested(self, path: str) -> View:
        """The nested objects at a path, as a view of their own."""
        found = self._nested.get(path)
        if found is None:
            steps = tuple(path.split("."))
            sources: list[Any] = []
            owners: list[int] = []
            for number, source in enumerate(self.sources):
                for item in leaf_values(source, steps):
                    if isinstance(item, dict):
                        sources.append(_under(steps, item))
                        owners.append(number)
            found = self._nested[path] = View(self.state, self.index, self.fields, sources, path, owners)
            found.around = self
        return found

    def outermost(self, number: int) -> tuple[View, int]:
        """The view of the index itself, and the number of the document around a nested object."""
        view: View = self
        while view.around is not None:
            assert view.owners is not None
            number = view.owners[number]
            view = view.around
        return view, number

    def lucene_number(self, number: int) -> int:
        """The number that a document has in the index, where its nested objects stand before it and count too."""
        if not self.fields.nested or self.path:
            return number
        before: list[int] | None = self.memo.get("lucene_numbers")
        if before is None:
            counts = [0] * len(self)
            for path in self.fields.nested:
                for owner in self.nested(path).owners or ():
                    counts[owner] += 1
            before, total = [], -1
            for count in counts:
                total += count + 1
                before.append(total)
            self.memo["lucene_numbers"] = before
        return before[number]

    @staticmethod
    def _has_null(source: Any, steps: tuple[str, ...]) -> bool:
        for step in steps:
            if not isinstance(source, dict) or step not in source:
                return False
            source = source[step]
        return source is None


def view_of(state: State, index: str) -> View:
    """The current view of an index; 404 when there is none."""
    indices.find(state, index)
    fields = fields_of(state, index)
    token = documents.generation(state, index)
    cache: dict[str, tuple[Any, Any, View]] = state.memo.setdefault("views", {})
    cached = cache.get(index)
    if cached is None or cached[0] is not token or cached[1] is not fields or token is None:
        stored = list(documents.all_documents(state, index))
        view = View(state, index, fields, [document.source for document in stored])
        view.documents = stored
        view.numbers = {document.id: number for number, document in enumerate(stored)}
        cached = cache[index] = (token, fields, view)
    return cached[2]


def _joined(analyze: Analyzer, text: str) -> str:
    return "".join(analyze(text))


def converter(field: Field, normalize: Callable[[str], str] | None = None) -> Callable[[Json], Any]:
    """JSON value -> comparable value, None for what the field does not hold."""
    family = field.family
    if family in ("whole", "decimal"):
        return number_of
    if family == "date":
        return millis_of
    if family == "boolean":
        return boolean_of
    if family == "keyword":
        longest = int(field.options.get("ignore_above", 2**31 - 1))
        if normalize is not None:
            return lambda value: normalize(text) if len(text := text_of(value)) <= longest else None
        return lambda value: text if len(text := text_of(value)) <= longest else None
    if family in ("text", "flat"):
        return text_of
    return lambda value: value


def _under(steps: tuple[str, ...], value: Any) -> Any:
    for step in reversed(steps):
        value = {step: value}
    return value
