"""The query `more_like_this`: documents with the words that make some texts or documents special.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/lucene/search/{MoreLikeThisQuery,XMoreLikeThis}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import documents, indices
from ...errors import illegal_argument, not_implemented, parse_error
from ...formats.singles import single
from ...wire import Json
from .. import errors
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, query
from ..scripts.search_scripts import not_created
from ..terms import added, term_scores
from ..values import leaf_values, text_of, truth_of
from .full_text import How, words_of
from .leaves import by_id
from .matching import Minimum, shown_minimum
from .one_field import COMMON, read_number

if TYPE_CHECKING:
    from ...errors import ApiError
    from ...mapping.fields import Field
    from ..view import View

ITEM = ("_index", "_type", "_id", "doc", "fields", "_fields", "per_field_analyzer", "routing", "_routing", "version", "_version", "version_type", "_version_type")  # fmt: skip
NUMBERS = {
    "max_query_terms": "most_terms",
    "min_term_freq": "least_times",
    "min_doc_freq": "least_documents",
    "max_doc_freq": "most_documents",
    "min_word_length": "shortest",
    "max_word_length": "longest",
}
LISTS = ("fields", "like", "unlike", "stop_words")


class Item(NamedTuple):
    """A document that others should be like: one that is there, or one that was made up."""

    where: str | None = None
    id: str | None = None
    document: Mapping[str, Json] | None = None
    fields: tuple[str, ...] | None = None


class Choice(NamedTuple):
    """Which words are taken."""

    most_terms: int = 25
    least_times: int = 2
    least_documents: int = 5
    most_documents: int = 2**31 - 1
    shortest: int = 0
    longest: int = 0
    stop_words: frozenset[str] = frozenset()

    def fits(self, word: str) -> bool:
        """Whether a word may be taken at all."""
        if len(word) < self.shortest or (self.longest and len(word) > self.longest):
            return False
        return word not in self.stop_words


class Like(NamedTuple):
    """The query."""

    fields: tuple[str, ...] | None
    texts: tuple[str, ...]
    items: tuple[Item, ...]
    unlike_texts: tuple[str, ...] = ()
    unlike_items: tuple[Item, ...] = ()
    choice: Choice = Choice()
    minimum: Minimum = "30%"
    boost_terms: float = 0.0
    include: bool = False
    fails: bool = True
    analyzer: str | None = None
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        fields = self._looked_at(view)
        if not fields:
            return {}
        parts = [self._of_words(view, chosen, boost * self.boost) for chosen in self._chosen(view, fields)]
        found = added(parts)
        if self.items and not self.include:
            own = [item.id for item in self.items if item.id is not None and item.where in (None, view.index)]
            for number in by_id(own, view):
                found.pop(number, None)
        return found

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        for chosen in self._chosen(view, self._looked_at(view)):
            for field, word, _ in chosen:
                yield Mark(field.path, frozenset((word,)))

    def _looked_at(self, view: View) -> list[Field]:
        if self.fields is None:
            if self.texts:
                reason = (
                    "[more_like_this] query cannot infer the field to analyze the free text, you should update the"
                    " [index.query.default_field] index setting to a field that exists in the mapping or set the [fields]"
                    " option in the query."
                )
                raise _failed(view, illegal_argument(reason))
            return [field for field in view.fields.fields.values() if field.family in ("text", "keyword")]
        found: list[Field] = []
        for path in self.fields:
            field = view.fields.get(path)
            if field is None:
                continue
            if field.family in ("text", "keyword"):
                found.append(field)
            elif self.fails:
                raise _failed(view, illegal_argument(f"more_like_this only supports text/keyword fields: [{path}]"))
        return found

    def _chosen(self, view: View, fields: list[Field]) -> list[list[tuple[Field, str, float]]]:
        """The words of documents, and those of texts, each with its field and boost."""
        looked_at = [
            field
            for field in view.fields.fields.values()
            if field in fields
            or (field.family in ("text", "keyword") and any(_says(item, field) for item in self.items))
        ]
        groups: list[list[tuple[Field, str, float]]] = []
        if self.items:
            groups.append(
                [one for field in looked_at for one in self._best(view, field, (), self._about(field, fields))]
            )
        if self.texts:
            groups.append(self._best(view, fields[0], self.texts, (), fields))
        return groups

    def _best(
        self, view: View, field: Field, texts: Iterable[str], items: Iterable[Item], among: Iterable[Field] = ()
    ) -> list[tuple[Field, str, float]]:
        first = self.fields is not None and field.path == self.fields[0]
        unlike = [
            item
            for item in self.unlike_items
            if not among and (self.fields is None or field.path in self.fields or _says(item, field))
        ]
        skipped = self._counts(view, field, self.unlike_texts if first else (), unlike)
        weighed: list[tuple[float, Field, str]] = []
        for word, times in self._counts(view, field, texts, items).items():
            frequency, best = -1, field
            for one in tuple(among) or (field,):
                held = len(view.postings(one).terms.get(word, ()))
                if held > frequency:
                    frequency, best = held, one
            if word in skipped or not self.choice.fits(word) or times < self.choice.least_times or not frequency:
                continue
            if self.choice.least_documents <= frequency <= self.choice.most_documents:
                rarity = single(math.log((len(view) + 1) / (frequency + 1)) + 1)
                weighed.append((single(times * rarity), best, word))
        taken = sorted(weighed, key=lambda one: -one[0])[: self.choice.most_terms]
        lowest = taken[-1][0] if taken else 1.0
        factor = self.boost_terms
        return [(one, word, single(factor * weight / lowest) if factor else 1.0) for weight, one, word in taken]

    def _counts(self, view: View, field: Field, texts: Iterable[str], items: Iterable[Item]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(_words(view, field, text, self.analyzer))
        for item in items:
            if item.fields is None or field.path in item.fields:
                for value in leaf_values(_source(view, item), field.steps):
                    counts.update(_words(view, field, text_of(value), None))
        return counts

    def _about(self, field: Field, fields: list[Field]) -> list[Item]:
        """The documents whose field counts: of those that were made up, every one does."""
        return [item for item in self.items if field in fields or _says(item, field)]

    def _of_words(self, view: View, chosen: list[tuple[Field, str, float]], boost: float) -> Scores:
        parts = [term_scores(view, field, word, single(boost * own)) for field, word, own in chosen]
        needed = shown_minimum(self.minimum, len(parts)) if parts else 1
        counts: Counter[int] = Counter(number for part in parts for number in part)
        return {number: score for number, score in added(parts).items() if counts[number] >= needed}


def _words(view: View, field: Field, text: str, analyzer: str | None) -> list[str]:
    if field.family == "keyword":
        normalize = view.normalizer(field)
        return [text if normalize is None else normalize(text)]
    return words_of(view, field, text, How(analyzer=analyzer), "more_like_this")


def _says(item: Item, field: Field) -> bool:
    """Whether a document that was made up has a field."""
    return item.document is not None and bool(leaf_values(item.document, field.steps))


def _source(view: View, item: Item) -> Any:
    if item.document is not None:
        return item.document
    index = item.where or view.index
    if item.id is None or not indices.exists(view.state, index):
        return {}
    found = documents.read(view.state, index, item.id)
    return {} if found is None else found.source


def _failed(view: View, cause: ApiError) -> ApiError:
    error = not_created(view, cause)
    error.root_cause = ()
    return error


# --- reading ----------------------------------------------------------------------------------------------------------


@query("more_like_this")
@query("mlt")
def more_like_this(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents with the words that make others special."""
    made = Like(None, (), ())
    numbers: dict[str, int] = {}
    liked = False
    for key, value in body.items():
        here = place / key
        known = (
            *NUMBERS,
            *LISTS,
            *COMMON,
            "analyzer",
            "minimum_should_match",
            "boost_terms",
            "include",
            "fail_on_unsupported_field",
        )
        if (
            key not in known
            or (isinstance(value, list) and key not in LISTS)
            or (isinstance(value, dict) and key not in ("like", "unlike"))
        ):
            raise errors.unsupported("mlt", key, here.value())
        if key in ("fields", "stop_words") and not isinstance(value, list):
            raise errors.unsupported("mlt", key, here.value())
        if key == "fields":
            made = made._replace(fields=tuple(map(text_of, value)))
            if not value:
                raise errors.parsing("more_like_this requires 'fields' to be non-empty", place.end())
        elif key in ("like", "unlike"):
            texts, items = _likes(value)
            liked |= key == "like" and bool(texts or items)
            pair: dict[str, Any] = (
                {"texts": texts, "items": items} if key == "like" else {"unlike_texts": texts, "unlike_items": items}
            )
            made = made._replace(**pair)
        elif key == "stop_words":
            made = made._replace(choice=made.choice._replace(stop_words=frozenset(map(text_of, value))))
        elif key in NUMBERS:
            numbers[NUMBERS[key]] = int(read_number(value))
        elif key == "analyzer":
            made = made._replace(analyzer=text_of(value))
        elif key == "minimum_should_match":
            made = made._replace(minimum=value if isinstance(value, int) else text_of(value))
        elif key == "boost_terms":
            made = made._replace(boost_terms=max(read_number(value), 0.0))
        elif key == "include":
            made = made._replace(include=truth_of(value) is True)
        elif key == "fail_on_unsupported_field":
            made = made._replace(fails=truth_of(value) is True)
    if not liked:
        raise errors.parsing("more_like_this requires 'like' to be specified", place.end())
    if numbers.get("most_terms", 1) <= 0:
        raise illegal_argument("requires 'maxQueryTerms' to be greater than 0")
    choice: dict[str, Any] = dict(numbers)
    return made._replace(choice=made.choice._replace(**choice), boost=read_number(body.get("boost", 1.0)))


def _likes(value: Json) -> tuple[tuple[str, ...], tuple[Item, ...]]:
    texts: list[str] = []
    items: list[Item] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            items.append(_item(one))
        else:
            texts.append(text_of(one))
    return tuple(texts), tuple(items)


def _item(value: dict[str, Json]) -> Item:
    for key in value:
        if key not in ITEM:
            raise parse_error(f"failed to parse More Like This item. unknown field [{key}]")
        if key == "per_field_analyzer":
            raise not_implemented("[per_field_analyzer] of the query [more_like_this]")
    if "_id" in value and "doc" in value:
        raise parse_error("failed to parse More Like This item. either [id] or [doc] can be specified, but not both!")
    fields = value.get("fields", value.get("_fields"))
    document = value.get("doc")
    return Item(
        None if value.get("_index") is None else text_of(value["_index"]),
        None if value.get("_id") is None else text_of(value["_id"]),
        document if isinstance(document, dict) else None,
        tuple(map(text_of, fields)) if isinstance(fields, list) else None,
    )
