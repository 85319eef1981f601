"""The order of hits, and the `sort` values they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ...errors import ApiError, illegal_argument, not_implemented
from ...wire import Json
from .. import errors
from ..changes import SORTS_BY_SHARD_DOC
from ..date_formats import moment_read, shown_date
from ..locate import Place
from ..values import text_of

if TYPE_CHECKING:
    from ...script_definitions import Script
    from ..view import View

T = TypeVar("T")
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
OPENSEARCH_OPTIONS = tuple(option for option in OPTIONS if option != "format")
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
    script: Script | None = None
    """What `_script` runs, and what `kind` of value it makes."""
    kind: str = "number"


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


def read_sort(value: Json, place: Place, known: Sequence[str] = OPTIONS) -> tuple[SortKey, ...]:
    """`sort` of a body: a name, an object, or a list of both; `known` are the options that fields may have."""
    items = value if isinstance(value, list) else [value]
    keys: list[SortKey] = []
    for number, item in enumerate(items):
        here = place / number if isinstance(value, list) else place
        if isinstance(item, str):
            keys.append(SortKey(item, descending=item == "_score"))
        elif isinstance(item, dict):
            keys.extend(_key(name, options, here / name, known) for name, options in item.items())
        else:
            raise illegal_argument(
                "malformed sort format, within the sort array, an object, or an actual string are allowed"
            )
    return tuple(keys)


def but_by_score(keys: tuple[SortKey, ...]) -> tuple[SortKey, ...]:
    """The keys, but none for the order that hits have anyway (`SortBuilder.buildSort` of both servers)."""
    alone = len(keys) == 1 and keys[0].field == "_score" and keys[0].descending
    return () if alone else keys


def _key(name: str, options: Json, place: Place, known: Sequence[str]) -> SortKey:
    if isinstance(options, str):
        return SortKey(name, read_order(options))
    if name == "_geo_distance":
        raise not_implemented(f"sorting by [{name}]")
    if name == "_script" and isinstance(options, dict):
        from .script_sorting import read_script_key  # read by who sorts so

        return read_script_key(options, place)
    if not isinstance(options, dict):
        raise errors.parsing(f"[field_sort] failed to parse field [{name}]", place.value())
    for option in options:
        if option not in known:
            raise errors.unknown_field("field_sort", option, (place / option).key(), known)
    if any(option.startswith("nested") for option in options):
        raise not_implemented("sorting by nested fields")
    return SortKey(
        name,
        read_order(text_of(options["order"])) if "order" in options else name == "_score",
        options.get("missing", "_last"),
        options.get("mode"),
        options.get("unmapped_type"),
        options.get("format"),
    )


def read_order(text: str) -> bool:
    """Whether an order is the descending one."""
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


def sorted_hits(
    view: View, keys: tuple[SortKey, ...], numbers: list[int], scores: Mapping[int, float], most: int
) -> list[Hit]:
    """The first of the documents in order, with what each is compared by and what it shows."""
    columns = [[read(number, scores[number]) for number in numbers] for read in (_reader(view, key) for key in keys)]
    order = list(range(len(numbers)))
    for key, column in zip(reversed(keys), reversed(columns), strict=True):
        order = _arranged(order, key, column.__getitem__)
    showers = [_shower(view, key) for key in keys]
    return [
        Hit(
            view,
            numbers[at],
            scores[numbers[at]],
            [column[at] for column in columns],
            [show(column[at]) for show, column in zip(showers, columns, strict=True)],
        )
        for at in order[:most]
    ]


def check_sort(view: View, keys: Iterable[SortKey], uuid: str) -> None:
    """Refuse what this index cannot be sorted by."""
    for key in keys:
        if key.script is not None:
            from ..scripts.search_scripts import compiled

            compiled(key.script, view, "String" if key.kind == "string" else "double", scored=True)
            continue
        if key.field in SPECIAL and (key.field != "_shard_doc" or SORTS_BY_SHARD_DOC in view.state.switched_on):
            continue
        field = view.fields.get(key.field)
        if field is None:
            if key.unmapped_type is None:
                raise errors.no_mapping_to_sort(key.field, view.index, uuid)
        elif refused := errors.no_sort_field(key.field, field, view.index, view.state.contract.product.name):
            raise refused


def _reader(view: View, key: SortKey) -> Callable[[int, float], Any]:
    """What a criterion compares documents by, from number and score; None where the field has no value."""
    if key.field == "_score":
        return lambda number, score: score
    if key.field in ("_doc", "_shard_doc"):
        return lambda number, score: view.lucene_number(number)
    if key.script is not None:
        from .script_sorting import reader  # read by who sorts so

        return reader(view, key)
    if key.field == "_id":
        return lambda number, score: view.documents[number].id
    field = view.fields.get(key.field)
    if field is None:
        return lambda number, score: None
    every = view.values(field)
    missing = key.missing if key.missing not in ("_last", "_first") else None
    pick = max if (key.mode or ("max" if key.descending else "min")) == "max" else min
    if field.family == "boolean":
        return lambda number, score: int(pick(every[number])) if every[number] else missing
    return lambda number, score: pick(every[number]) if every[number] else missing


def _shower(view: View, key: SortKey) -> Callable[[Any], Json]:
    """How a criterion shows what it compared."""
    field = view.fields.get(key.field)
    if key.field in SPECIAL or key.script is not None:
        return lambda value: value
    if field is None:
        return lambda value: _missing(key, key.unmapped_type or "long", "whole")
    absent = _missing(key, field.type.name, field.family)
    show: Callable[[Any], Json] | None = float if field.family == "decimal" else None
    if field.family == "date" and key.format is not None and key.format != "epoch_millis":
        show = partial(shown_date, format=key.format)
    if show is None:
        return lambda value: absent if value is None else value
    return lambda value: absent if value is None else value if value == key.missing else show(value)


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
        hits = _arranged(hits, keys[position], lambda hit, at=position: hit.keys[at])  # type: ignore[misc]
    return hits


def comes_before(hit: Hit, other: Hit, keys: tuple[SortKey, ...]) -> bool:
    """Whether one hit stands before another, by its score if there are no keys."""
    if not keys:
        return (hit.score or 0.0) > (other.score or 0.0)
    return ordered([other, hit], keys)[0] is hit


def _arranged(items: list[T], key: SortKey, value_of: Callable[[T], Any]) -> list[T]:
    """Items by one criterion, ties in the order in which they came."""
    present = [item for item in items if value_of(item) is not None]
    absent = [item for item in items if value_of(item) is None]
    present.sort(key=value_of, reverse=key.descending)
    return absent + present if key.missing == "_first" else present + absent


def check_search_after(keys: tuple[SortKey, ...], values: list[Json]) -> None:
    """Refuse a place in the order that is not one."""
    if not keys:
        raise illegal_argument("Sort must contain at least one field.")
    if len(values) != len(keys):
        raise illegal_argument(f"search_after has {len(values)} value(s) but sort has {len(keys)}.")


def after(hits: list[Hit], keys: tuple[SortKey, ...], values: list[Json]) -> list[Hit]:
    """The hits that come after a place in the order."""
    return [hit for hit in hits if _follows(hit, keys, values)]


def _read_limit(limit: str, key: SortKey, *, formatted: bool) -> float:
    """A number that came as a text; a moment comes as it was shown."""
    try:
        number = moment_read(limit, key.format, UTC, 0) if formatted else float(limit)
    except (ValueError, ApiError):
        number = None
    if number is None:
        raise illegal_argument(f"Failed to parse search_after value for field [{key.field}].")
    return number


def _follows(hit: Hit, keys: tuple[SortKey, ...], values: list[Json]) -> bool:
    for key, held, shown, limit in zip(keys, hit.keys, hit.shown, values, strict=True):
        value = shown if held is None else held
        if isinstance(limit, str) and isinstance(value, int | float) and not isinstance(value, bool):
            limit = _read_limit(limit, key, formatted=isinstance(shown, str))
        if value == limit:
            continue
        if value is None or limit is None:
            return value is None
        if isinstance(value, str) != isinstance(limit, str):
            value, limit = text_of(value), text_of(limit)
        return bool(value > limit) != key.descending
    return False
