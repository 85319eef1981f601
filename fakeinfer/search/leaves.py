"""Queries that look at one field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import illegal_argument, not_implemented
from ..mapping.fields import Field
from ..wire import Json
from . import errors
from .errors import QueryRefused
from .locate import Place
from .matching import shown_minimum
from .one_field import COMMON, read_number, read_one_field
from .patterns import wildcard_expression
from .query import Query, Reading, Scores, constant, nothing, query
from .ranges import Bounds, range_query
from .terms import added, phrase_scores, term_scores
from .values import boolean_of, number_of, text_of
from .view import View, analyzer

if TYPE_CHECKING:
    from .matching import Minimum


def by_id(ids: Iterable[str], view: View) -> list[int]:
    """Numbers of the documents that have one of these ids."""
    return sorted({view.numbers[id] for id in ids if id in view.numbers})


def exact(field: Field, value: Json) -> Any:
    """A query's value in the form the field's values have; `QueryRefused` when it cannot be one."""
    family = field.family
    if family in ("whole", "decimal"):
        number = number_of(value)
        if number is None:
            raise QueryRefused(f'For input string: "{text_of(value)}"', "number_format_exception")
        return number
    if family == "boolean":
        truth = boolean_of(value)
        if truth is None:
            raise QueryRefused(f"Can't parse boolean value [{text_of(value)}], expected [true] or [false]")
        return truth
    if family == "date":
        return value
    text = text_of(value)
    return text.lower() if field.options.get("normalizer") == "lowercase" else text


@dataclass(frozen=True, slots=True)
class Term:
    """Documents whose field has exactly this value."""

    path: str
    value: Json
    boost: float = 1.0
    case_insensitive: bool = False

    def scores(self, view: View, boost: float) -> Scores:
        boost *= self.boost
        if self.path == "_id":
            return dict.fromkeys(by_id([text_of(self.value)], view), boost)
        if self.path == "_index":
            return dict.fromkeys(range(len(view)), boost) if self.value == view.index else {}
        field = view.fields.get(self.path)
        if field is None:
            return {}
        if not field.searchable:
            raise QueryRefused(f"Cannot search on field [{self.path}] since it is not indexed.")
        if field.family == "date":
            return range_query(self.path, Bounds(gte=self.value, lte=self.value), boost).scores(view, 1.0)
        value = exact(field, self.value)
        if field.family in ("whole", "decimal"):
            return {number: boost for number, held in enumerate(view.values(field)) if value in held}
        if self.case_insensitive:
            wanted = text_of(value).lower()
            terms = view.postings(field).terms
            return {n: boost for term, numbers in terms.items() if term.lower() == wanted for n in numbers}
        if field.family == "semantic":
            raise QueryRefused(f"{field.type.name} fields do not support term query")
        if field.family not in ("text", "keyword", "boolean", "flat"):
            raise errors.no_exact_values(self.path, field.type.name)
        return term_scores(view, field, text_of(value), boost)


@query("term")
def term(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Exactly this value."""
    read = read_one_field("term", body, place, "value", ("case_insensitive",))
    if read.options.get("value") is None:
        raise illegal_argument("value cannot be null")
    return Term(read.field, read.options["value"], read.boost, bool(read.options.get("case_insensitive", False)))


@query("terms")
def terms(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """One of these values."""
    field, values, boost = "", None, 1.0
    for key, value in body.items():
        if isinstance(value, list):
            if field:
                raise errors.parsing("[terms] query does not support multiple fields", (place / key).value())
            field, values = key, value
        elif isinstance(value, dict):
            raise not_implemented("a terms query that looks its values up in another document")
        elif key == "boost":
            boost = read_number(value)
        elif key not in COMMON and key != "value_type":
            raise errors.unsupported("terms", key, (place / key).value())
    if values is None:
        raise errors.parsing(
            "[terms] query requires a field name, followed by array of terms or a document lookup specification",
            place.end(),
        )
    if any(value is None for value in values):
        raise illegal_argument("No value specified for terms query")
    return constant(_any_term, field, values, boost=boost)


def _any_term(path: str, values: list[Json], view: View) -> list[int]:
    if path == "_id":
        return by_id([text_of(value) for value in values], view)
    found: set[int] = set()
    for value in values:
        found.update(Term(path, value).scores(view, 1.0))
    return sorted(found)


@query("ids")
def ids(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents by id."""
    for key in body:
        if key not in ("values", "type", *COMMON):
            raise errors.unknown_field("ids", key, (place / key).key(), ("values", *COMMON))
    values = body.get("values")
    if values is None:
        raise errors.parsing("[ids] requires providing at least one value", place.end())
    listed = values if isinstance(values, list) else [values]
    return constant(by_id, [text_of(value) for value in listed], boost=read_number(body.get("boost", 1.0)))


@query("exists")
def exists(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents that have any value in a field."""
    for key in body:
        if key not in ("field", *COMMON):
            raise errors.unsupported("exists", key, (place / key).value())
    if not isinstance(body.get("field"), str):
        raise errors.parsing("[exists] must be provided with a [field]", place.end())
    return constant(_with_any, body["field"], boost=read_number(body.get("boost", 1.0)))


def _with_any(path: str, view: View) -> list[int]:
    if path in ("_id", "_index"):
        return list(range(len(view)))
    pattern = wildcard_expression(path, False) if "*" in path else None
    found: set[int] = set()
    for name, field in view.fields.fields.items():
        if pattern.fullmatch(name) if pattern else name == path or name.startswith(f"{path}."):
            found.update(number for number, _ in view.raw(field))
    below = view.fields.get(path)
    if below is not None and below.type.name == "rank_features":
        raise QueryRefused("[rank_features] fields do not support [exists] queries")
    if not found and below is not None:
        found.update(number for number, _ in view.raw(below))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Match:
    """A text, cut into terms as the field is."""

    path: str
    value: Json
    every: bool = False
    minimum: Minimum | None = None
    lenient: bool = False
    none_matches_all: bool = False
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is not None and field.family == "semantic":
            raise not_implemented(f"queries on fields of type [{field.type.name}]")
        if field is None or field.family != "text":
            return self._exactly(field, view, boost)
        words = analyzer(field, searching=True)(text_of(self.value))
        boost *= self.boost
        if not words:
            return dict.fromkeys(range(len(view)), boost) if self.none_matches_all else {}
        if len(words) == 1:
            return term_scores(view, field, words[0], boost)
        parts = [term_scores(view, field, word, boost) for word in words]
        needed = len(words) if self.every else shown_minimum(self.minimum, len(words))
        total = added(parts)
        if needed > 1:
            counts: dict[int, int] = {}
            for part in parts:
                for number in part:
                    counts[number] = counts.get(number, 0) + 1
            total = {number: score for number, score in total.items() if counts[number] >= needed}
        return total

    def _exactly(self, field: Field | None, view: View, boost: float) -> Scores:
        if field is None and self.path not in ("_id", "_index"):
            return {}
        try:
            return Term(self.path, self.value, self.boost).scores(view, boost)
        except QueryRefused:
            if self.lenient:
                return {}
            raise


MATCH_OPTIONS = (
    "operator", "minimum_should_match", "analyzer", "lenient", "zero_terms_query", "auto_generate_synonyms_phrase_query",
    "fuzziness", "prefix_length", "max_expansions", "fuzzy_rewrite", "fuzzy_transpositions", "cutoff_frequency",
)  # fmt: skip


@query("match")
def match(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words of a text."""
    read = read_one_field("match", body, place, "query", MATCH_OPTIONS)
    options = read.options
    if options.get("query") is None:
        raise errors.parsing("No text specified for text query", place.end())
    if "fuzziness" in options or "analyzer" in options:
        raise not_implemented("[fuzziness] and [analyzer] of the match query")
    operator = str(options.get("operator", "or")).lower()
    if operator not in ("or", "and"):
        raise illegal_argument(f"operator needs to be either OR or AND, but not [{options['operator']}]")
    return Match(
        read.field,
        options["query"],
        every=operator == "and",
        minimum=options.get("minimum_should_match"),
        lenient=bool(options.get("lenient", False)),
        none_matches_all=str(options.get("zero_terms_query", "none")).lower() == "all",
        boost=read.boost,
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a text, one after the other."""

    path: str
    value: Json
    slop: int = 0
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None or field.family != "text":
            return Match(self.path, self.value, boost=self.boost).scores(view, boost)
        words = analyzer(field, searching=True)(text_of(self.value))
        if len(words) < 2:
            return Match(self.path, self.value, boost=self.boost).scores(view, boost)
        return phrase_scores(view, field, words, self.slop, boost * self.boost)


@query("match_phrase")
def match_phrase(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words in this order."""
    read = read_one_field("match_phrase", body, place, "query", ("analyzer", "slop", "zero_terms_query"))
    if read.options.get("query") is None:
        raise illegal_argument("[match_phrase] requires query value")
    if "analyzer" in read.options:
        raise not_implemented("[analyzer] of the match_phrase query")
    return Phrase(read.field, read.options["query"], int(read_number(read.options.get("slop", 0))), read.boost)


@query("match_all")
def match_all(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Every document."""
    _only("match_all", body, place)
    return constant(lambda view: range(len(view)), boost=read_number(body.get("boost", 1.0)))


@query("match_none")
def match_none(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """No document."""
    _only("match_none", body, place)
    return nothing()


def _only(name: str, body: dict[str, Json], place: Place) -> None:
    for key in body:
        if key not in COMMON:
            raise errors.unknown_field(name, key, (place / key).key(), COMMON)


RANGE_OPTIONS = (
    "from",
    "to",
    "include_lower",
    "include_upper",
    "gt",
    "gte",
    "lt",
    "lte",
    "time_zone",
    "format",
    "relation",
)


@query("range")
def range_(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Values between bounds."""
    read = read_one_field("range", body, place, "value", RANGE_OPTIONS)
    options = read.options
    if "value" in options:
        raise errors.unsupported("range", read.field, read.place.value())
    if "time_zone" in options:
        raise not_implemented("[time_zone] of the range query")
    lower = "gte" if options.get("include_lower", True) else "gt"
    upper = "lte" if options.get("include_upper", True) else "lt"
    bounds = Bounds(
        gt=options.get("gt", options.get("from") if lower == "gt" else None),
        gte=options.get("gte", options.get("from") if lower == "gte" else None),
        lt=options.get("lt", options.get("to") if upper == "lt" else None),
        lte=options.get("lte", options.get("to") if upper == "lte" else None),
        format=options.get("format"),
    )
    return range_query(read.field, bounds, read.boost)
