"""The order of hits, and the `sort` values they show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import illegal_argument, not_implemented
from ..wire import Json
from . import errors
from .locate import Place
from .values import iso, text_of

if TYPE_CHECKING:
    from .view import View

SPECIAL = ("_score", "_doc", "_id", "_shard_doc")
OPTIONS = (
    "order",
    "missing",
    "mode",
    "unmapped_type",
    "format",
    "numeric_type",
    "nested",
    "nested_path",
    "nested_filter",
)
INTEGERS = ("byte", "short", "integer")
"""Field types that are sorted as 32-bit integers."""


class SortKey(NamedTuple):
    """One criterion."""

    field: str
    descending: bool = False
    missing: Json = "_last"
    mode: str | None = None
    unmapped_type: str | None = None
    format: str | None = None


@dataclass(slots=True)
class Hit:
    """One matching document."""

    view: View
    number: int
    score: float | None
    keys: list[Any]
    """What it is compared by, None where the field has no value."""
    shown: list[Json]
    """What `sort` shows."""


def read_sort(value: Json, place: Place) -> tuple[SortKey, ...]:
    """`sort` of a body: a name, an object, or a list of both."""
    items = value if isinstance(value, list) else [value]
    keys: list[SortKey] = []
    for number, item in enumerate(items):
        here = place / number if isinstance(value, list) else place
        if isinstance(item, str):
            keys.append(SortKey(item, descending=item == "_score"))
        elif isinstance(item, dict):
            keys.extend(_key(name, options, here / name) for name, options in item.items())
        else:
            raise illegal_argument(
                "malformed sort format, within the sort array, an object, or an actual string are allowed"
            )
    return tuple(keys)


def _key(name: str, options: Json, place: Place) -> SortKey:
    if isinstance(options, str):
        return SortKey(name, _order(options))
    if name in ("_script", "_geo_distance"):
        raise not_implemented(f"sorting by [{name}]")
    if not isinstance(options, dict):
        raise errors.parsing(f"[field_sort] failed to parse field [{name}]", place.value())
    for option in options:
        if option not in OPTIONS:
            raise errors.unknown_field("field_sort", option, (place / option).key(), OPTIONS)
    if any(option.startswith("nested") for option in options):
        raise not_implemented("sorting by nested fields")
    return SortKey(
        name,
        _order(text_of(options["order"])) if "order" in options else name == "_score",
        options.get("missing", "_last"),
        options.get("mode"),
        options.get("unmapped_type"),
        options.get("format"),
    )


def _order(text: str) -> bool:
    if text.lower() not in ("asc", "desc"):
        raise illegal_argument(f"Unknown SortOrder [{text}]")
    return text.lower() == "desc"


def parse_sort_parameter(text: str) -> list[Json]:
    """`?sort=field:desc,other` as a body would say it."""
    found: list[Json] = []
    for part in text.split(","):
        name, colon, order = part.rpartition(":")
        found.append({name: {"order": order}} if colon else part)
    return found


def sort_values(view: View, keys: Iterable[SortKey], number: int, score: float | None) -> tuple[list[Any], list[Json]]:
    """What one document is compared by, and what it shows."""
    compared: list[Any] = []
    shown: list[Json] = []
    for key in keys:
        value, print_as = _value(view, key, number, score)
        compared.append(value)
        shown.append(print_as)
    return compared, shown


def check_sort(view: View, keys: Iterable[SortKey], uuid: str) -> None:
    """Refuse what this index cannot be sorted by."""
    for key in keys:
        if key.field in SPECIAL:
            continue
        field = view.fields.get(key.field)
        if field is None:
            if key.unmapped_type is None:
                raise errors.no_mapping_to_sort(key.field, view.index, uuid)
        elif field.family == "text":
            raise errors.field_data_disabled(key.field, view.index, view.state.contract.product.name)


def _value(view: View, key: SortKey, number: int, score: float | None) -> tuple[Any, Json]:
    if key.field == "_score":
        return score, score
    if key.field in ("_doc", "_shard_doc"):
        return number, number
    if key.field == "_id":
        id = view.documents[number].id
        return id, id
    field = view.fields.get(key.field)
    if field is None:
        return None, _missing(key, key.unmapped_type or "long", "whole")
    values = view.values(field)[number]
    if not values:
        if key.missing not in ("_last", "_first"):
            return key.missing, key.missing
        return None, _missing(key, field.type.name, field.family)
    pick = max if (key.mode or ("max" if key.descending else "min")) == "max" else min
    value = pick(values)
    if field.family == "boolean":
        return int(value), int(value)
    if field.family == "date" and key.format is not None and key.format != "epoch_millis":
        return value, iso(value)
    if field.family == "decimal":
        return value, float(value)
    return value, value


def _missing(key: SortKey, type_name: str, family: str) -> Json:
    """What a document without a value shows: the largest or smallest number there is, null for texts."""
    last = key.missing != "_first"
    largest = last != key.descending
    if family in ("keyword", "flat"):
        return None
    if family == "decimal":
        return "Infinity" if largest else "-Infinity"
    if type_name in INTEGERS:
        return 2**31 - 1 if largest else -(2**31)
    return 2**63 - 1 if largest else -(2**63)


def ordered(hits: list[Hit], keys: tuple[SortKey, ...]) -> list[Hit]:
    """Hits by all keys, ties in the order in which they came."""
    for position in range(len(keys) - 1, -1, -1):
        key = keys[position]
        present = [hit for hit in hits if hit.keys[position] is not None]
        absent = [hit for hit in hits if hit.keys[position] is None]
        present.sort(key=lambda hit, at=position: hit.keys[at], reverse=key.descending)  # type: ignore[misc]
        hits = absent + present if key.missing == "_first" else present + absent
    return hits


def check_search_after(keys: tuple[SortKey, ...], values: list[Json]) -> None:
    """Refuse a place in the order that is not one."""
    if not keys:
        raise illegal_argument("Sort must contain at least one field.")
    if len(values) != len(keys):
        raise illegal_argument(f"search_after has {len(values)} value(s) but sort has {len(keys)}.")


def after(hits: list[Hit], keys: tuple[SortKey, ...], values: list[Json]) -> list[Hit]:
    """The hits that come after a place in the order."""
    return [hit for hit in hits if _follows(hit, keys, values)]


def _follows(hit: Hit, keys: tuple[SortKey, ...], values: list[Json]) -> bool:
    for key, held, shown, limit in zip(keys, hit.keys, hit.shown, values, strict=True):
        value = shown if held is None else held
        if isinstance(limit, str) and isinstance(value, int | float) and not isinstance(value, bool):
            try:
                limit = float(limit)
            except ValueError:
                raise illegal_argument(f"Failed to parse search_after value for field [{key.field}].") from None
        if value == limit:
            continue
        if value is None or limit is None:
            return value is None
        if isinstance(value, str) != isinstance(limit, str):
            value, limit = text_of(value), text_of(limit)
        return bool(value > limit) != key.descending
    return False
