"""Documents by the values of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...object_parser import BOOLEAN, LONG, TEXT, Field, Path, Source
from ...wire import Json
from ..locate import Place
from ..query import Reading
from .choosing import EXCLUDE, INCLUDE, Chosen, chooser
from .columns import Column
from .options import MIN_DOC_COUNT, at_least, column_of, over_values, read_options
from .ordering import ORDER, Order, check_paths
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ...mapping import fields
    from ..view import View


BY_KEY = ("_key", "_term", "_time")


class Terms(NamedTuple):
    """Buckets by value, the largest first."""

    column: Column
    order: tuple[Order, ...]
    size: int = 10
    least: int = 1
    """How many documents a bucket needs."""
    include: Chosen | None = None
    exclude: Chosen | None = None
    tells_errors: bool = False
    shard_size: int = 25
    """How many buckets shards tell of."""
    hint: str | None = None

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("terms", view)
        check_hint(self.hint, self.column, view)
        check_paths(self.order, wanted.inner)

    def prefix(self, matches: Matches) -> str:
        family = self.column.family(self.column.field(matches))
        if family == "decimal":
            return "dterms"
        return "lterms" if family in ("whole", "date", "boolean") else "sterms"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        field = self.column.field(matches)
        kept = chooser(self.include, self.exclude, self.column.family(field))
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            for value in dict.fromkeys(values):
                if kept(value):
                    buckets.setdefault(value, {}).setdefault(id(view), (view, []))[1].append(number)
        if self.least == 0:
            everything = [(view, list(range(len(view)))) for view, _ in matches]
            for _, _, values in self.column.held(everything):
                for value in values:
                    if kept(value):
                        buckets.setdefault(value, {})
        sizes = {key: sum(len(numbers) for _, numbers in found.values()) for key, found in buckets.items()}
        keys = sorted(key for key in buckets if sizes[key] >= self.least)
        needs_answers = any(order.path for order in self.order)
        if not needs_answers:
            keys = arranged(keys, self.order, sizes, {})
            answers = {key: wanted.within(list(buckets[key].values()), around) for key in keys[: self.size]}
        else:
            answers = {key: wanted.within(list(buckets[key].values()), around) for key in keys}
            keys = arranged(keys, self.order, sizes, answers)
        return {
            "doc_count_error_upper_bound": error_bound(self.order, len(keys), self.shard_size),
            "sum_other_doc_count": sum(sizes[key] for key in keys[self.size :]),
            "buckets": [self._bucket(field, key, answers[key]) for key in keys[: self.size]],
        }

    def _bucket(self, field: fields.Field | None, key: Any, answer: dict[str, Json]) -> dict[str, Json]:
        bucket = shown_key(self.column, field, key)
        if not self.tells_errors:
            return {**bucket, **answer}
        return {**bucket, "doc_count": answer["doc_count"], "doc_count_error_upper_bound": 0, **answer}


def shown_key(column: Column, field: fields.Field | None, key: Any) -> dict[str, Json]:
    """The key of a bucket, and how it is shown if not as such."""
    shown = column.shown(field, key) if not isinstance(key, str) else None
    bucket: dict[str, Json] = {"key": float(key) if column.family(field) == "decimal" else key}
    return bucket if shown is None else {**bucket, "key_as_string": shown}


def error_bound(order: tuple[Order, ...], found: int, shard_size: int) -> int:
    """-1 if shards may have left out what belongs to the first: in other orders than by key or the largest first."""
    first = order[0]
    in_order = first.name in BY_KEY or (first.name == "_count" and first.descending)
    return 0 if in_order or found < shard_size else -1


def arranged(keys: list[Any], orders: tuple[Order, ...], sizes: dict[Any, int], answers: dict[Any, Any]) -> list[Any]:
    """Keys in order; those that are equal by all criteria in their own."""
    for order in reversed(orders):
        if order.path:
            keys = order.by_answer(keys, answers)
        elif order.name == "_count":
            keys.sort(key=sizes.__getitem__, reverse=order.descending)
        else:
            keys.sort(reverse=order.descending)
    return keys


def check_hint(hint: str | None, column: Column, view: View) -> None:
    """Refuse a way of collecting texts that does not exist; numbers are collected in one way."""
    field = None if column.path is None else view.fields.get(column.path)
    texts = field is not None and field.family in ("keyword", "flat")
    if texts and hint is not None and hint not in ("map", "global_ordinals"):
        raise illegal_argument(f"Unknown `execution_hint`: [{hint}], expected any of [map, global_ordinals]")


def _collect_mode(value: Json, source: Source, path: Path) -> Json:
    if value not in ("depth_first", "breadth_first"):
        raise ApiError(400, "parse_exception", f"no [collect_mode] found for value [{value}]")
    return value


COLLECT_MODE = Field(("VALUE_STRING",), _collect_mode)
PARSER = over_values(
    "terms",
    {
        "show_term_doc_count_error": BOOLEAN,
        "shard_size": at_least(1, "shardSize"),
        "min_doc_count": MIN_DOC_COUNT,
        "shard_min_doc_count": at_least(0, "shardMinDocCount", LONG),
        "size": at_least(1, "size"),
        "execution_hint": TEXT,
        "collect_mode": COLLECT_MODE,
        "order": ORDER,
        "include": INCLUDE,
        "exclude": EXCLUDE,
    },
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Terms:
    """Read one."""
    known = read_options(PARSER, options, place)
    if "include" in known and "exclude" in known:
        known["include"].check_beside()
    size = known.get("size", 10)
    return Terms(
        column_of(known, "keyword" if known.get("field") is None else ""),
        known.get("order", (Order("_count", True),)),
        size,
        known.get("min_doc_count", 1),
        known.get("include"),
        known.get("exclude"),
        known.get("show_term_doc_count_error", False),
        max(known.get("shard_size", int(size * 1.5 + 10)), size),
        known.get("execution_hint"),
    )
