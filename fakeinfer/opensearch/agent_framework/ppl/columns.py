"""Fields as PPL knows them: their types, and a document's values.

`opensearch-project/sql:opensearch/src/main/java/org/opensearch/sql/opensearch/data/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ....formats.javatext import hash_order
from ....formats.singles import single
from ....search.scoring import shortest
from ....wire import Json
from .reading import not_run

TYPES = {
    "text": "string", "keyword": "string", "boolean": "boolean", "byte": "byte", "short": "short", "integer": "integer",
    "long": "long", "float": "float", "half_float": "float", "double": "double", "scaled_float": "double", "date": "timestamp",
    "date_nanos": "date_nanos", "object": "struct", "nested": "array", "ip": "ip", "geo_point": "geo_point", "binary": "binary",
}  # fmt: skip
"""Types of fields by what mappings call them; other fields are not seen at all."""
UNSHOWN = frozenset({"array", "ip", "geo_point", "binary", "date_nanos"})
"""Types whose values are not answered here."""
WHOLE = {"byte": "tinyint", "short": "smallint", "integer": "int", "long": "bigint"}
"""Whole numbers, and what they are called since 3.0."""
DECIMAL = frozenset({"float", "double"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """A field, or a result under a name."""

    name: str
    type: str
    exact: str | None = None
    """The field by which it is compared; None where that cannot be done without cutting texts to words."""


def columns(properties: Mapping[str, Any]) -> dict[str, Column]:
    """Every field by its path, in the order in which columns stand."""
    return {
        column.name: column for name in hash_order(sorted(properties)) for column in _columns(name, properties[name])
    }


def top(found: Mapping[str, Column]) -> list[Column]:
    """The fields that are in no other."""
    return [column for name, column in found.items() if name.rpartition(".")[0] not in found]


def value(document: Mapping[str, Any], column: Column, found: Mapping[str, Column], dates: Mapping[str, Json]) -> Json:
    """A document's value; times are taken from what the index keeps."""
    here: Any = document
    for part in column.name.split("."):
        if not isinstance(here, Mapping):
            if here is None:
                return None
            raise not_run("lists of values")
        here = here.get(part)
    return _converted(here, column, found, dates)


def instant(text: str, *, iso: bool) -> int | None:
    """Milliseconds of a time as it is written in conditions."""
    if iso:
        text = text.replace("T", " ").removesuffix("Z")
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d"):
        try:
            moment = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    return None


def _columns(path: str, mapping: Mapping[str, Any]) -> list[Column]:
    kind = mapping.get("type", "object")
    if kind not in TYPES:
        return []
    exact: str | None = path
    if kind == "text":
        inner = (name for name, field in (mapping.get("fields") or {}).items() if field.get("type") == "keyword")
        exact = next((f"{path}.{name}" for name in inner), None)
    found = [Column(path, TYPES[kind], exact)]
    properties = mapping.get("properties") or {}
    return found + [column for name in sorted(properties) for column in _columns(f"{path}.{name}", properties[name])]


def _converted(value: Any, column: Column, found: Mapping[str, Column], dates: Mapping[str, Json]) -> Json:
    if value is None:
        return None
    if isinstance(value, list) or (isinstance(value, dict) and column.type != "struct"):
        raise not_run("lists of values")
    if column.type == "timestamp":
        return dates[column.name]
    if column.type == "struct" and isinstance(value, dict):
        inner = {name: found.get(f"{column.name}.{name}") for name in value}
        return {
            name: _converted(value[name], child, found, dates) for name, child in inner.items() if child is not None
        }
    if column.type == "string":
        return value if isinstance(value, str) else _text(value)
    try:
        if column.type == "boolean":
            return value is True or value == "true"
        if column.type in WHOLE:
            return int(value)
        if column.type in DECIMAL:
            number = float(value)
            return shortest(single(number)) if column.type == "float" else number
    except (ValueError, OverflowError):
        pass
    raise not_run(f"values of type {column.type}")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def time_text(millis: int) -> str:
    """A time as PPL shows it, with as many digits of a second as are not zero."""
    moment = _EPOCH + timedelta(milliseconds=millis)
    fraction = f".{millis % 1000:03d}".rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction}"
