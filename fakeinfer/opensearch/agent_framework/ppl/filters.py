"""Conditions as queries, so that an index is asked what it is asked in truth.

`opensearch-project/sql:opensearch/src/main/java/org/opensearch/sql/opensearch/storage/script/filter/FilterQueryBuilder.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .columns import DECIMAL, WHOLE, Column, instant
from .reading import Compared, Condition, Filled, Joined, Literal, Matched, Negated, not_run

RANGES = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def query(condition: Condition, found: Mapping[str, Column], *, calcite: bool) -> dict[str, Any]:
    """A query. With Calcite what is unknown stays so: NOT does not hold either for documents without the field."""
    match condition:
        case Joined(parts, every):
            inner = [query(part, found, calcite=calcite) for part in parts]
            return {"bool": {"filter" if every else "should": inner}}
        case Negated(part) if calcite and not isinstance(part, Matched):
            return query(_opposite(part), found, calcite=True)
        case Negated(part):
            return {"bool": {"must_not": [query(part, found, calcite=calcite)]}}
        case Matched(name, text):
            if found[name].type != "string":
                raise not_run(f"match on {name}, of type {found[name].type}")
            return {"match": {name: text}}
        case Filled(name, wanted):
            field = _field(found[name])
            return {"bool": {"filter" if wanted else "must_not": [{"exists": {"field": field}}]}}
        case Compared(name, sign, value):
            return _comparison(found[name], sign, value, iso=calcite)


def names(condition: Condition) -> list[str]:
    """The fields that it is about."""
    match condition:
        case Joined(parts):
            return [name for part in parts for name in names(part)]
        case Negated(part):
            return names(part)
        case _:
            return [condition.field]


def _opposite(condition: Condition) -> Condition:
    match condition:
        case Joined(parts, every):
            return Joined(tuple(_opposite(part) for part in parts), not every)
        case Negated(part):
            return part
        case Filled(name, wanted):
            return Filled(name, not wanted)
        case Matched():
            return Negated(condition)
        case Compared(name, sign, value):
            return Compared(name, OPPOSITES[sign], value)


def _comparison(column: Column, sign: str, value: Literal, *, iso: bool) -> dict[str, Any]:
    field, wanted = _field(column), _fitting(column, value, iso=iso)
    more = {"format": "epoch_millis"} if column.type == "timestamp" else {}
    if sign in RANGES:
        return {"range": {field: {RANGES[sign]: wanted, **more}}}
    same = {"range": {field: {"gte": wanted, "lte": wanted, **more}}} if more else {"term": {field: wanted}}
    if sign == "=":
        return same
    return {"bool": {"filter": [{"exists": {"field": field}}], "must_not": [same]}}


def _field(column: Column) -> str:
    if column.exact is None:
        raise not_run(f"conditions on {column.name}, a text without a field of type keyword,")
    return column.exact


def _fitting(column: Column, value: Literal, *, iso: bool) -> Literal:
    """A value in the form of a field's type."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (
        (column.type in WHOLE and number and isinstance(value, int))
        or (column.type in DECIMAL and number)
        or (column.type == "string" and isinstance(value, str))
        or (column.type == "boolean" and isinstance(value, bool))
    ):
        return value
    if column.type == "timestamp" and isinstance(value, str):
        moment = instant(value, iso=iso)
        if moment is not None:
            return moment
    raise not_run(f"{column.name}, of type {column.type}, beside {value!r}")
