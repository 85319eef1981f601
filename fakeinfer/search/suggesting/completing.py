"""The suggester `completion`: inputs of documents that begin as the text does, the weightiest first.

Source: apache/lucene:lucene/suggest/src/java/org/apache/lucene/search/suggest/document/{PrefixCompletionQuery,FuzzyCompletionQuery,CompletionScorer}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...wire import Json
from ..locate import Place
from ..queries.fuzzy import Fuzzy, distance, read_fuzzy
from ..queries.one_field import read_number
from ..queries.patterns import lucene_expression
from ..scoring import shortest
from ..values import leaf_values, text_of, truth_of
from .reading import field_missing, positive, unsupported
from .texts import Asked, known_field

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..request import SearchRequest
    from ..view import View

LEAST = 5
"""So many inputs of an index are looked at, even if fewer documents are wanted."""
SEPARATOR = "\x1f"
"""Stands between the words of an input."""


class Completed(NamedTuple):
    """An input of a document that fits."""

    text: str
    score: float
    cut: str
    """The input as the field cuts it."""
    view: View
    number: int


class Near(NamedTuple):
    """How beginnings may differ from the text."""

    fuzzy: Fuzzy
    least: int = 3
    """Shorter texts have to be equal."""


class Completing(NamedTuple):
    """The suggester, with its options."""

    path: str
    size: int = 5
    skips_duplicates: bool = False
    near: Near | None = None
    analyzer: str | None = None
    kind: str = "completion"

    def check(self, view: View) -> None:
        field = known_field(view, self.path)
        if field.type.name != "completion":
            raise illegal_argument(f"Field [{self.path}] is not a completion suggest field")

    def entries(self, view: View, asked: Asked) -> list[dict[str, Any]]:
        text = asked.whole()
        found = self._found(view, known_field(view, self.path), asked)
        return [{"text": text, "offset": 0, "length": len(text), "options": found}]

    def _found(self, view: View, field: Field, asked: Asked) -> list[Completed]:
        fits = self._fitting(view, field, asked)
        every: list[Completed] = []
        for number, text, weight in inputs(view, field):
            cut = _cut(view, field, text, field.options.get("analyzer", "simple"))
            boost = fits(cut)
            if cut and boost is not None:
                score = float(weight if boost == 0 else max(weight, 1) * boost)
                every.append(Completed(text, score, cut, view, number))
        every.sort(key=lambda one: (-one.score, one.cut, one.number))
        if not self.skips_duplicates and asked.regex is None:  # so many inputs are looked at, of whatever documents
            every = every[: max(self.size, LEAST)]
        if self.skips_duplicates:
            every = _different(every)
        first: dict[int, Completed] = {}
        for one in every:
            first.setdefault(one.number, one)
        return sorted(first.values(), key=lambda one: (-one.score, one.text, one.number))

    def _fitting(self, view: View, field: Field, asked: Asked) -> Callable[[str], int | None]:
        """What a beginning is worth, None for one that does not fit."""
        if asked.regex is not None:
            pattern = lucene_expression(asked.regex, False)
            return lambda cut: 0 if _begins(pattern, cut) else None
        wanted = _cut(
            view,
            field,
            asked.whole(),
            self.analyzer or field.options.get("search_analyzer") or field.options.get("analyzer", "simple"),
        )
        if not wanted:
            return lambda cut: None
        near = self.near
        if near is None or len(wanted) < near.least or not near.fuzzy.allowed(wanted):
            worth = 0 if near is None else len(wanted)
            return lambda cut: worth if cut.startswith(wanted) else None
        return lambda cut: _nearly(wanted, cut, near.fuzzy)

    def merged(self, parts: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        first = (parts or [[]])[0]
        for at, entry in enumerate(first):
            every = [option for part in parts for option in part[at]["options"]]
            every.sort(key=lambda one: (-one.score, one.text))
            if self.skips_duplicates:
                every = _different(every)
            entry["options"] = every[: self.size]
        return first

    def shown(self, entries: list[dict[str, Any]], request: SearchRequest) -> Json:
        return [{**entry, "options": [_shown(one, request) for one in entry["options"]]} for entry in entries]


def _different(every: list[Completed]) -> list[Completed]:
    """The first of each text."""
    seen: dict[str, Completed] = {}
    for one in every:
        seen.setdefault(one.text, one)
    return list(seen.values())


def _shown(one: Completed, request: SearchRequest) -> dict[str, Json]:
    document = one.view.documents[one.number]
    shown: dict[str, Json] = {
        "text": one.text,
        "_index": one.view.index,
        "_id": document.id,
        "_score": shortest(one.score),
    }
    if request.source.fetch:
        ways = one.view.state.contract.product.documents
        shown["_source"] = ways.visible(one.view.state, one.view.index, document, request.source, [])
    return shown


def _begins(pattern: re.Pattern[str], cut: str) -> bool:
    return any(pattern.fullmatch(cut[:end]) for end in range(len(cut) + 1))


def _nearly(wanted: str, cut: str, fuzzy: Fuzzy) -> int | None:
    """How much of the text the first beginning shares that is near enough."""
    edits, same = fuzzy.allowed(wanted), wanted[: fuzzy.prefix_length]
    if not cut.startswith(same):
        return None
    for end in range(max(len(wanted) - edits, len(same)), min(len(wanted) + edits, len(cut)) + 1):
        if distance(wanted, cut[:end], edits, swaps=fuzzy.transpositions) is not None:
            return next(
                (at for at, (a, b) in enumerate(zip(wanted, cut[:end], strict=False)) if a != b), min(end, len(wanted))
            )
    return None


def _cut(view: View, field: Field, text: str, analyzer: str) -> str:
    """A text as beginnings are compared."""
    cut = view.named_analyzer(analyzer)
    if cut is None:
        raise illegal_argument(f"analyzer [{analyzer}] doesn't exists")
    words = cut(text)
    return (SEPARATOR if field.options.get("preserve_separators", True) in (True, "true") else "").join(words)


def inputs(view: View, field: Field) -> Iterator[tuple[int, str, int]]:
    """What documents say may be completed, with its weight."""
    longest = int(field.options.get("max_input_length", 50))
    for number, source in enumerate(view.sources):
        for value in leaf_values(source, field.steps):
            held = value if isinstance(value, dict) else {"input": value}
            given = held.get("input", [])
            weight = int(read_number(held.get("weight", 1)))
            for text in given if isinstance(given, list) else [given]:
                if isinstance(text, str) and text:
                    yield number, text[:longest], weight


def read_completion(options: dict[str, Json], place: Place, product: str) -> Completing:
    """The suggester `completion` of a body."""
    path: str | None = None
    made = Completing("")
    for key, value in options.items():
        here = place / key
        if key == "field":
            path = text_of(value)
        elif key == "size":
            made = made._replace(size=positive(value, "size"))
        elif key == "shard_size":
            positive(value, "shardSize")
        elif key == "analyzer":
            made = made._replace(analyzer=text_of(value))
        elif key == "skip_duplicates":
            made = made._replace(skips_duplicates=truth_of(value) is True)
        elif key == "fuzzy":
            if value is not False:
                made = made._replace(near=_near(value if isinstance(value, dict) else {}))
        elif key == "regex" and isinstance(value, dict):
            continue
        elif key == "contexts":
            raise not_implemented("contexts of the suggester [completion]")
        else:
            raise unsupported("completion", key, here)
    if path is None:
        raise field_missing()
    return made._replace(path=path)


def _near(options: dict[str, Json]) -> Near:
    given = options.get("fuzziness", 1)
    fuzzy = read_fuzzy(
        1 if text_of(given).upper().startswith("AUTO") else given,
        int(read_number(options.get("prefix_length", 1))),
        transpositions=options.get("transpositions", True) not in (False, "false"),
    )
    return Near(fuzzy, int(read_number(options.get("min_length", 3))))
