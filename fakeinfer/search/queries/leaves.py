"""Queries that look at one field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..errors import QueryRefused
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, constant, nothing, query
from ..terms import term_scores
from ..values import boolean_of, number_of, text_of
from ..view import View
from .one_field import COMMON, read_number, read_one_field
from .patterns import wildcard_expression
from .ranges import Bounds, range_query


def by_id(ids: Iterable[str], view: View) -> list[int]:
    """Numbers of the documents that have one of these ids."""
    return sorted({view.numbers[id] for id in ids if id in view.numbers})


def exact(field: Field, value: Json, view: View) -> Any:
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
    normalize = view.normalizer(field) if family == "keyword" else None
    return text if normalize is None else normalize(text)


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
        value = exact(field, self.value, view)
        if field.family in ("whole", "decimal"):
            return {number: boost for number, held in enumerate(view.values(field)) if value in held}
        if self.case_insensitive:
            wanted = text_of(value).lower()
            terms = view.postings(field).terms
            return {n: boost for term, numbers in terms.items() if term.lower() == wanted for n in numbers}
        if field.family == "semantic":
            raise QueryRefused(f"{field.type.name} fields do not support term query")
        if field.type.name == "sparse_vector":
            from ..vectors.features import scores_of_token

            return scores_of_token(view, field, text_of(value), boost)
        if field.family not in ("text", "keyword", "boolean", "flat"):
            raise errors.no_exact_values(self.path, field.type.name, view.state.contract.product.name)
        return term_scores(view, field, text_of(value), boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        wanted = text_of(self.value)
        field = view.fields.get(self.path)
        if not self.case_insensitive or field is None or field.family not in ("text", "keyword"):
            return [Mark(self.path, frozenset((wanted,)))]
        return [Mark(self.path, frozenset(t for t in view.postings(field).terms if t.lower() == wanted.lower()))]


@query("term")
def term(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Exactly this value."""
    if len(body) == 1 and None in body.values():
        raise illegal_argument("field name is null or empty")
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
        elif value is None:
            raise errors.parsing(f"[terms] unknown token [VALUE_NULL] after [{key}]", (place / key).value())
        elif key not in COMMON and key != "value_type":
            raise errors.unsupported("terms", key, (place / key).value())
    if values is None:
        raise errors.parsing(
            "[terms] query requires a field name, followed by array of terms or a document lookup specification",
            place.end(),
        )
    if any(value is None for value in values):
        raise illegal_argument("No value specified for terms query")
    return Terms(field, tuple(values), boost)


class Terms(NamedTuple):
    """Documents whose field has one of these values."""

    path: str
    values: tuple[Json, ...]
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        return dict.fromkeys(_any_term(self.path, list(self.values), view), boost * self.boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return [Mark(self.path, frozenset(map(text_of, self.values)))]


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
            unknown = errors.unknown_field("ids", key, (place / key).key(), ("values", *COMMON))
            raise errors.parsing(unknown.reason or "", (place / key).value(), caused_by=unknown)
    values = body.get("values")
    if "values" not in body and reading.state.contract.product.name == "elasticsearch":
        values = []
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
    return constant(with_any, body["field"], boost=read_number(body.get("boost", 1.0)))


def with_any(path: str, view: View) -> list[int]:
    """The documents that have any value in a field."""
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


def everything_in(view: View) -> range:
    """The numbers of all documents."""
    return range(len(view))


@query("match_all")
def match_all(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Every document."""
    _only("match_all", body, place, reading)
    return constant(everything_in, boost=read_number(body.get("boost", 1.0)))


def finds_everything(query: Query | None) -> bool:
    """Whether a search looks for every document, with a query or without one."""
    if query is None:
        return True
    find = getattr(query, "find", None)
    return getattr(find, "func", None) is everything_in


@query("match_none")
def match_none(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """No document."""
    _only("match_none", body, place, reading)
    return nothing()


def _only(name: str, body: dict[str, Json], place: Place, reading: Reading) -> None:
    for key in body:
        if key not in COMMON:
            unknown = errors.unknown_field(name, key, (place / key).key(), COMMON)
            if reading.state.contract.product.name == "opensearch":
                raise unknown
            if name == "match_none":  # which no object parser reads
                raise errors.unsupported(name, key, (place / key).value())
            raise errors.parsing(unknown.reason or "", (place / key).value(), caused_by=unknown)


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
