"""Buckets in another order, or a page of them (`bucket_sort`).

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/pipeline/BucketSortPipelineAggregator.java
"""

from __future__ import annotations

import math
from functools import cmp_to_key
from typing import Any, NamedTuple

from ....errors import ApiError, illegal_argument
from ....object_parser import INT, Field, ObjectParser, Path, Source
from ....wire import Json
from ...hits.sorting import SortKey, read_sort
from ...locate import Place
from ...query import Reading
from ..options import place_at, read_options
from .options import GAP_POLICIES, gap_policy_field
from .paths import SKIP, steps_of, value_at
from .pipeline import Bucket, Level, only_inside


class BucketSort(NamedTuple):
    """One of them."""

    keys: tuple[SortKey, ...]
    start: int = 0
    size: int | None = None
    gap: str = SKIP

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(key.field for key in self.keys)

    def problems(self, name: str, level: Level) -> list[str]:
        nothing = not self.keys and self.size is None and not self.start
        idle = f"[{name}] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort"
        return [*only_inside("bucket_sort", name, level), *([idle] if nothing else [])]

    def prefix(self) -> str:
        return "bucket_sort"

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The page of the buckets in their order; those that have no value at all to go by are left out."""
        end = None if self.size is None else self.start + self.size
        if not self.keys:
            return buckets[self.start : end]
        values = {id(bucket): self._values(name, bucket) for bucket in buckets}
        kept = [bucket for bucket in buckets if values[id(bucket)]]
        kept.sort(key=cmp_to_key(lambda one, other: self._compare(values[id(one)], values[id(other)])))
        return kept[self.start : end]

    def _values(self, name: str, bucket: Bucket) -> dict[int, Any]:
        found = {}
        for number, key in enumerate(self.keys):
            if key.field == "_key":
                found[number] = bucket.get("key")
                continue
            value = value_at(name, bucket, steps_of(key.field), self.gap)
            if value is not None and not (self.gap == SKIP and math.isnan(value)):
                found[number] = value
        return found

    def _compare(self, one: dict[int, Any], other: dict[int, Any]) -> int:
        for number, key in enumerate(self.keys):
            left, right = one.get(number), other.get(number)
            if left == right:
                continue
            if left is None or right is None:
                return 1 if left is None else -1
            return -1 if (left < right) != key.descending else 1
        return 0


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> BucketSort:
    """Read one."""
    try:
        known = read_options(PARSER[reading.state.contract.product.name], options, place)
    except ApiError as refused:
        raise _built_late(refused, options) from None
    return BucketSort(
        tuple(known.get("sort", ())), known.get("from", 0), known.get("size"), known.get("gap_policy", SKIP)
    )


def _built_late(refused: ApiError, options: dict[str, Json]) -> ApiError:
    """What the page is like is looked at when the sort was read, or when all is."""
    before = list(options)[: list(options).index("sort")] if "sort" in options else list(options)
    late = any((refused.reason or "").endswith(f"failed to parse field [{option}]") for option in before)
    if not late or refused.caused_by is None or not (refused.caused_by.reason or "").startswith("["):
        return refused
    at = (refused.reason or "").partition(" ")[0]
    reason = f"{at} failed to build [bucket_sort] after last required field arrived"
    return ApiError(400, "x_content_parse_exception", reason, caused_by=refused, root_cause=(refused,))


def _start(value: Json, source: Source, path: Path) -> int:
    number: int = INT.read(value, source, path)
    if number < 0:
        raise illegal_argument(f"[from] must be a non-negative integer: [{number}]")
    return number


def _size(value: Json, source: Source, path: Path) -> int:
    number: int = INT.read(value, source, path)
    if number <= 0:
        raise illegal_argument(f"[size] must be a positive integer: [{number}]")
    return number


def _sort(value: Json, source: Source, path: Path) -> tuple[SortKey, ...]:
    return read_sort(value, place_at(source, path))


PARSER = {
    product: ObjectParser(
        "bucket_sort",
        {
            "sort": Field(("START_OBJECT", "START_ARRAY"), _sort),
            "from": Field(INT.tokens, _start),
            "size": Field(INT.tokens, _size),
            "gap_policy": gap_policy_field(product),
        },
    )
    for product in GAP_POLICIES
}
