"""Aggregations over the matching documents: terms, and the simple numbers."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import illegal_argument, not_implemented
from ..formats.positions import token_name
from ..mapping.fields import Field
from ..wire import Json
from . import errors
from .locate import Place, Position
from .names import aggregation_names
from .one_field import read_number
from .values import iso, number_of, text_of

if TYPE_CHECKING:
    from .view import View

NUMBERS = ("avg", "min", "max", "sum", "stats", "value_count", "cardinality")
TERMS_OPTIONS = (
    "field", "size", "shard_size", "order", "min_doc_count", "missing", "include", "exclude",
    "show_term_doc_count_error", "shard_min_doc_count", "execution_hint", "collect_mode", "value_type", "format", "script",
)  # fmt: skip
NUMBER_OPTIONS = ("field", "missing", "script", "format", "value_type", "precision_threshold", "execution_hint")
NOT_IMITATED = ("script", "missing", "include", "exclude", "format")
Matches = list[tuple["View", list[int]]]
"""Matching documents, index by index."""


class Aggregation(NamedTuple):
    """One requested aggregation."""

    name: str
    kind: str
    options: dict[str, Json]
    inner: tuple[Aggregation, ...] = ()
    meta: Json = None


def read_aggregations(value: Json, place: Place) -> tuple[Aggregation, ...]:
    """`aggs` of a body."""
    found: list[Aggregation] = []
    for name, definition in value.items():
        here = place / name
        if not isinstance(definition, dict):
            raise errors.parsing(
                f"Aggregation definition for [{name} starts with a [{token_name(definition)}], expected a [START_OBJECT].",
                here.value(),
            )
        found.append(_read_one(name, definition, here))
    return tuple(found)


def _read_one(name: str, definition: dict[str, Json], place: Place) -> Aggregation:
    kind = ""
    options: dict[str, Json] = {}
    inner: tuple[Aggregation, ...] = ()
    meta: Json = None
    for key, value in definition.items():
        here = place / key
        if key in ("aggs", "aggregations"):
            inner = read_aggregations(value, here)
        elif key == "meta":
            meta = value
        elif kind:
            raise errors.parsing(
                f"Found two aggregation type definitions in [{name}]: [{kind}] and [{key}]", here.value()
            )
        elif key not in aggregation_names():
            raise errors.unknown_aggregation(key, here.value())
        elif key != "terms" and key not in NUMBERS:
            raise not_implemented(f"the aggregation [{key}]")
        elif not isinstance(value, dict):
            raise errors.parsing(
                f"Expected [START_OBJECT] under [{key}], but got a [{token_name(value)}] in [{name}]", here.value()
            )
        else:
            kind, options = key, value
    if not kind:
        raise errors.parsing(f"Missing definition for aggregation [{name}]", place.end())
    _check_options(kind, options, place / kind)
    if "field" not in options:
        raise illegal_argument("Required one of fields [field, script], but none were specified. ")
    return Aggregation(name, kind, options, inner, meta)


def _check_options(kind: str, options: dict[str, Json], place: Place) -> None:
    known = TERMS_OPTIONS if kind == "terms" else NUMBER_OPTIONS
    for option, value in options.items():
        if option not in known:
            raise errors.unknown_field(kind, option, (place / option).key(), known)
        if option in NOT_IMITATED:
            raise not_implemented(f"[{option}] of the aggregation [{kind}]")
        if option in ("size", "min_doc_count"):
            read_number(value)
        if option == "order":
            _check_order(value, (place / option).value())


def _check_order(order: Json, position: Position) -> None:
    for criterion in order if isinstance(order, list) else [order]:
        if not isinstance(criterion, dict) or len(criterion) != 1:
            raise errors.parsing("Must specify at least one field for [order]", position)
        ((name, direction),) = criterion.items()
        if str(direction).lower() not in ("asc", "desc"):
            raise errors.parsing(f"Unknown order direction [{text_of(direction)}]", position)
        if name not in ("_count", "_key", "_term"):
            raise not_implemented(f"ordering buckets by [{name}]")


def check_aggregations(view: View, wanted: tuple[Aggregation, ...]) -> None:
    """Refuse what this index cannot be aggregated by."""
    for aggregation in wanted:
        path = text_of(aggregation.options["field"])
        field = view.fields.get(path)
        refused = field and errors.no_field_data(path, field, view.index, view.state.contract.product.name)
        if refused:
            raise refused
        check_aggregations(view, aggregation.inner)


def aggregated(wanted: tuple[Aggregation, ...], matches: Matches, *, typed: bool = False) -> dict[str, Json]:
    """The answers of several aggregations over the same documents."""
    answers: dict[str, Json] = {}
    for aggregation in wanted:
        name, answer = _answer(aggregation, matches, typed)
        answers[name] = {"meta": aggregation.meta, **answer} if aggregation.meta is not None else answer
    return answers


def _answer(wanted: Aggregation, matches: Matches, typed: bool) -> tuple[str, dict[str, Json]]:
    path = text_of(wanted.options["field"])
    held: list[tuple[View, int, list[Any]]] = []
    field: Field | None = None
    for view, numbers in matches:
        here = view.fields.get(path)
        if here is None:
            continue
        field = here
        values = view.values(here)
        held.extend((view, number, values[number]) for number in numbers if values[number])
    if wanted.kind == "terms":
        prefix = "sterms" if field is None or field.family in ("keyword", "flat") else "lterms"
        if field is not None and field.family == "decimal":
            prefix = "dterms"
        answer = _terms(wanted, field, held, typed)
    else:
        prefix = wanted.kind
        answer = _number(wanted.kind, [value for _, _, values in held for value in values])
    return (f"{prefix}#{wanted.name}" if typed else wanted.name), answer


def _number(kind: str, values: list[Any]) -> dict[str, Json]:
    if kind == "value_count":
        return {"value": len(values)}
    if kind == "cardinality":
        return {"value": len(set(values))}
    numbers = [float(number) for value in values if (number := _as_number(value)) is not None]
    total = sum(numbers)
    if kind == "sum":
        return {"value": total}
    described = {
        "count": len(numbers),
        "min": min(numbers, default=None),
        "max": max(numbers, default=None),
        "avg": total / len(numbers) if numbers else None,
        "sum": total,
    }
    return described if kind == "stats" else {"value": described[kind]}


def _as_number(value: Any) -> float | int | None:
    return int(value) if isinstance(value, bool) else number_of(value)


def _terms(
    wanted: Aggregation, field: Field | None, held: list[tuple[View, int, list[Any]]], typed: bool
) -> dict[str, Json]:
    buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
    for view, number, values in held:
        for value in dict.fromkeys(values):
            buckets.setdefault(value, {}).setdefault(id(view), (view, []))[1].append(number)
    counted = [(key, sum(len(numbers) for _, numbers in found.values()), found) for key, found in buckets.items()]
    counted = [bucket for bucket in counted if bucket[1] >= int(read_number(wanted.options.get("min_doc_count", 1)))]
    counted.sort(key=itemgetter(0))
    _arrange(counted, wanted.options.get("order"))
    size = int(read_number(wanted.options.get("size", 10)))
    if size < 1:
        raise illegal_argument(f"[size] must be greater than 0. Found [{size}] in [{wanted.name}]")
    return {
        "doc_count_error_upper_bound": 0,
        "sum_other_doc_count": sum(count for _, count, _ in counted[size:]),
        "buckets": [
            {
                **_bucket_key(field, key),
                "doc_count": count,
                **aggregated(wanted.inner, list(found.values()), typed=typed),
            }
            for key, count, found in counted[:size]
        ],
    }


def _arrange(counted: list[Any], order: Json) -> None:
    """By count, most first, unless asked otherwise."""
    criteria = order if isinstance(order, list) else [order or {"_count": "desc"}]
    for criterion in reversed(criteria):
        for name, direction in criterion.items():
            position = 1 if name == "_count" else 0
            counted.sort(key=itemgetter(position), reverse=str(direction).lower() == "desc")


def _bucket_key(field: Field | None, key: Any) -> dict[str, Json]:
    if field is not None and field.family == "boolean":
        return {"key": int(key), "key_as_string": text_of(key)}
    if field is not None and field.family == "date":
        return {"key": key, "key_as_string": iso(key)}
    return {"key": float(key) if field is not None and field.family == "decimal" else key}
