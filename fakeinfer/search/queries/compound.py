"""Queries made of other queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import ApiError, illegal_argument, is_ours
from ...formats.positions import token_name
from ...formats.singles import single
from ...wire import Json
from .. import errors
from ..errors import QueryRefused
from ..highlighting.marks import Mark, marks_of
from ..locate import Place, Position
from ..query import Query, Reading, Scores, query
from ..standing import stood_at
from ..terms import added
from ..values import text_of
from ..view import View
from .matching import Minimum, shown_minimum
from .one_field import COMMON, read_number

BOOL_KEYS = ("must", "filter", "should", "must_not", "minimum_should_match", "adjust_pure_negative", *COMMON)


@dataclass(frozen=True, slots=True)
class Bool:
    """All of `must` and `filter`, none of `must_not`, enough of `should`; `must` and `should` add to the score."""

    must: tuple[Query, ...] = ()
    filter: tuple[Query, ...] = ()
    should: tuple[Query, ...] = ()
    must_not: tuple[Query, ...] = ()
    minimum: Minimum | None = None
    boost: float = 1.0

    def only_clause(self) -> Query | None:
        """The clause that this query is no more than, if it has a single one that scores."""
        if self.filter or self.must_not or self.boost != 1.0 or len(self.must) + len(self.should) != 1:
            return None
        if self.must:
            return self.must[0]
        return self.should[0] if shown_minimum(self.minimum, 1) == 1 else None

    def scores(self, view: View, boost: float) -> Scores:
        boost *= self.boost
        if not (self.must or self.filter or self.should or self.must_not):
            return dict.fromkeys(range(len(view)), boost)
        required = [part.scores(view, boost) for part in self.must]
        optional = [part.scores(view, boost) for part in self.should]
        allowed: set[int] | None = None
        for found in [*required, *(part.scores(view, 1.0) for part in self.filter)]:
            allowed = set(found) if allowed is None else allowed & found.keys()
        enough = shown_minimum(self.minimum, len(optional), default=0 if self.must or self.filter else 1)
        if optional and enough:
            counts: dict[int, int] = {}
            for found in optional:
                for number in found:
                    counts[number] = counts.get(number, 0) + 1
            reached = {number for number, count in counts.items() if count >= enough}
            allowed = reached if allowed is None else allowed & reached
        if allowed is None:
            allowed = set(range(len(view)))
        for part in self.must_not:
            allowed -= part.scores(view, 1.0).keys()
        total = added([*required, *optional])
        return {number: total.get(number, 0.0) for number in sorted(allowed)}

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return (mark for part in (*self.must, *self.filter, *self.should) for mark in marks_of(part, view))


@query("bool")
def bool_(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Clauses that must, should or must not match."""
    parts: dict[str, tuple[Query, ...]] = {}
    minimum: Minimum | None = None
    boost = 1.0
    for key, value in body.items():
        here = place / key
        if key in ("must", "filter", "should", "must_not"):
            parts[key] = _clauses(key, value, here, reading)
        elif key == "minimum_should_match":
            minimum = value if isinstance(value, int) else text_of(value)
        elif key == "boost":
            boost = _boost(value)
        elif key == "mustNot":
            parts["must_not"] = _clauses("must_not", value, here, reading)
        elif key not in BOOL_KEYS:
            known = BOOL_KEYS if reading.state.contract.product.name == "opensearch" else (*BOOL_KEYS, "mustNot")
            raise errors.unknown_field("bool", key, here.key(), known)
    return Bool(minimum=minimum, boost=boost, **parts)


def _clauses(kind: str, value: Json, place: Place, reading: Reading) -> tuple[Query, ...]:
    if not isinstance(value, dict | list):
        raise errors.wrong_token("bool", kind, token_name(value), place.value())
    if isinstance(value, dict):
        return (_clause(kind, value, place, reading),)
    return tuple(_clause(kind, item, place / number, reading) for number, item in enumerate(value))


def _clause(kind: str, value: Json, place: Place, reading: Reading) -> Query:
    """One clause; its refusal says in which list it stands (observed: opensearch 2.19.1, elasticsearch 8.19.0)."""
    if isinstance(value, list):
        at = place.value()
        raise errors.failed_field("bool", kind, at, errors.expected_value(token_name(value)))
    try:
        if not isinstance(value, dict):
            begin = place.value()
            raise errors.not_an_object(Position(begin.line, begin.column + len(json.dumps(value))))
        return reading.query(value, place)
    except ApiError as refused:
        if is_ours(refused):
            raise
        raise errors.failed_field("bool", kind, stood_at(refused, value, place), refused) from None


def _boost(value: Json) -> float:
    number = read_number(value)
    if number < 0:
        raise illegal_argument(
            "negative [boost] are not allowed in [bool] query, use a value between 0 and 1 to deboost"
        )
    return number


@dataclass(frozen=True, slots=True)
class ConstantScore:
    """Matches of another query, all with the same score."""

    inner: Query
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        return dict.fromkeys(self.inner.scores(view, 1.0), boost * self.boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.inner, view)


@query("constant_score")
def constant_score(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A filter with a score of its own."""
    for key in body:
        if key not in ("filter", *COMMON):
            raise errors.unsupported("constant_score", key, (place / key).value())
    if "filter" not in body:
        raise errors.parsing("[constant_score] requires a 'filter' element", place.end())
    return ConstantScore(reading.query(body["filter"], place / "filter"), _boost(body.get("boost", 1.0)))


@dataclass(frozen=True, slots=True)
class DisMax:
    """The best of several queries, with a share of the others."""

    parts: tuple[Query, ...]
    tie_breaker: float
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        best: Scores = {}
        others: Scores = {}
        for part in self.parts:
            for number, score in part.scores(view, boost * self.boost).items():
                if score > best.get(number, -1.0):
                    others[number] = others.get(number, 0.0) + best.get(number, 0.0)
                    best[number] = score
                else:
                    others[number] = others.get(number, 0.0) + score
        return {number: single(score + others[number] * self.tie_breaker) for number, score in best.items()}

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return (mark for part in self.parts for mark in marks_of(part, view))


@query("dis_max")
def dis_max(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The best of several queries."""
    for key in body:
        if key not in ("queries", "tie_breaker", *COMMON):
            raise errors.unsupported("dis_max", key, (place / key).value())
    if "queries" not in body:
        raise errors.parsing("[dis_max] requires 'queries' field with at least one clause", place.end())
    queries, here = body["queries"], place / "queries"
    listed = isinstance(queries, list)
    parts = (
        tuple(reading.query(one, here / n) for n, one in enumerate(queries))
        if listed
        else (reading.query(queries, here),)
    )
    return DisMax(parts, _boost(body.get("tie_breaker", 0.0)), _boost(body.get("boost", 1.0)))


class Boosting(NamedTuple):
    """Matches of one query, of which those that another one finds too score less."""

    positive: Query
    negative: Query
    share: float
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        boost *= self.boost
        less = self.negative.scores(view, 1.0)
        return {
            number: single((single(score * self.share) if number in less else score) * boost)
            for number, score in self.positive.scores(view, 1.0).items()
        }

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.positive, view)


@query("boosting")
def boosting(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Matches, some of them for less."""
    for key in body:
        if key not in ("positive", "negative", "negative_boost", *COMMON):
            raise errors.unsupported("boosting", key, (place / key).value())
    found = {key: reading.query(body[key], place / key) for key in body if key in ("positive", "negative")}
    for key in ("positive", "negative"):
        if key not in found:
            raise errors.parsing(f"[boosting] query requires '{key}' query to be set'", place.end())
    share = read_number(body.get("negative_boost", -1.0))
    if share < 0:
        raise errors.parsing(
            "[boosting] query requires 'negative_boost' to be set to be a positive value'", place.end()
        )
    return Boosting(found["positive"], found["negative"], single(share), _boost(body.get("boost", 1.0)))


@dataclass(frozen=True, slots=True)
class Nested:
    """Documents with nested objects that match; their scores are put together by `mode`."""

    path: str
    inner: Query
    mode: str
    ignore_unmapped: bool
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        if self.path not in view.fields.nested:
            if self.ignore_unmapped:
                return {}
            if view.state.contract.product.name == "elasticsearch":
                raise QueryRefused(f"[nested] failed to find nested object under path [{self.path}]", "")
            if self.path in view.fields.objects and self.path:
                raise QueryRefused(
                    f"[nested] nested object under path [{self.path}] is not of nested type", "illegal_state_exception"
                )
            raise QueryRefused(
                f"[nested] failed to find nested object under path [{self.path}]", "illegal_state_exception"
            )
        around = view.fields.nested[self.path]
        if around != view.path:  # a deeper path: go down level by level
            return Nested(around, self, self.mode, True, 1.0).scores(view, boost)
        inside = view.nested(self.path)
        gathered: dict[int, list[float]] = {}
        assert inside.owners is not None
        for number, score in self.inner.scores(inside, boost * self.boost).items():
            gathered.setdefault(inside.owners[number], []).append(score)
        return {number: _combined(scores, self.mode) for number, scores in sorted(gathered.items())}

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.inner, view.nested(self.path)) if self.path in view.fields.nested else ()


def _combined(scores: list[float], mode: str) -> float:
    if mode == "avg":
        return single(sum(scores) / len(scores))
    if mode == "sum":
        return single(sum(scores))
    return {"max": max, "min": min}[mode](scores) if mode != "none" else 0.0


@query("nested")
def nested(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Nested objects that match."""
    for key in body:
        if key not in ("path", "query", "score_mode", "ignore_unmapped", "inner_hits", *COMMON):
            raise errors.unsupported("nested", key, (place / key).value())
    if "path" not in body:
        raise illegal_argument("[nested] requires 'path' field")
    if "query" not in body:
        raise illegal_argument("[nested] requires 'query' field")
    mode = body.get("score_mode", "avg")
    if mode not in ("avg", "sum", "max", "min", "none"):
        raise illegal_argument(f"No score mode for child query [{text_of(mode)}] found")
    inner = reading.query(body["query"], place / "query")
    if body.get("inner_hits") is not None:
        from ..hits.inner_hits import Inside, read_inner_hits

        found = read_inner_hits(body["inner_hits"], place / "inner_hits", reading)
        path = text_of(body["path"])
        reading.inner.append(Inside(found._replace(name=found.name or path), path, inner))
    return Nested(
        text_of(body["path"]), inner, mode, body.get("ignore_unmapped") is True, _boost(body.get("boost", 1.0))
    )
