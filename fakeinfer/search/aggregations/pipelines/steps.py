"""Numbers that go from bucket to bucket of the histogram around: sums so far, changes, windows.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/pipeline/
{CumulativeSum,Derivative,SerialDiff}PipelineAggregator.java
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from ....errors import ApiError
from ....object_parser import TEXT, TEXTS, ObjectParser
from ....operations import read_time
from ....wire import Json
from ... import errors
from ...locate import Place
from ...query import Reading
from ..columns import shown_number
from ..intervals import CALENDAR, NOMINAL
from ..options import read_options
from .options import GAP_POLICIES, ByHand, gap_policy, only_path, text, texts
from .paths import SKIP, ZEROS, steps_of, value_at
from .pipeline import Bucket, Level, only_in_steps, simple_value


class CumulativeSum(NamedTuple):
    """The sum of all buckets so far."""

    given: tuple[str, ...]
    format: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return self.given

    def problems(self, name: str, level: Level) -> list[str]:
        single = [] if len(self.given) == 1 else [f"buckets_path must contain a single entry for aggregation [{name}]"]
        return [*single, *only_in_steps("cumulative_sum", name, level)]

    def prefix(self) -> str:
        return "simple_value"

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets with their sums."""
        steps, total = steps_of(self.given[0]), 0.0
        for bucket in buckets:
            value = value_at(name, bucket, steps, ZEROS)
            if value is not None and math.isfinite(value):
                total += value
            bucket[name] = simple_value(total, self.format)
        return buckets


class Derivative(NamedTuple):
    """The change since the bucket before."""

    path: str
    gap: str = SKIP
    format: str | None = None
    unit: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def problems(self, name: str, level: Level) -> list[str]:
        return only_in_steps("derivative", name, level)

    def prefix(self) -> str:
        return "derivative"

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets with their changes, but for the first."""
        steps = steps_of(self.path)
        unit = None if self.unit is None else _millis(self.unit)
        before: tuple[Any, float] | None = None
        for bucket in buckets:
            value = value_at(name, bucket, steps, self.gap)
            if before is not None and value is not None:
                change = value - before[1]
                bucket[name] = simple_value(change, self.format)
                if unit is not None:
                    bucket[name] |= self._normalized(change / ((bucket["key"] - before[0]) / unit))
            before = None if value is None else (bucket["key"], value)
        return buckets

    def _normalized(self, number: float) -> dict[str, Json]:
        if not math.isfinite(number):
            return {"normalized_value": None}
        if self.format is None:
            return {"normalized_value": number}
        return {"normalized_value": number, "normalized_value_as_string": shown_number(number, self.format)}


def _millis(unit: str) -> float:
    if unit in CALENDAR:
        named = CALENDAR[unit]
        return NOMINAL[named]
    return read_time("DerivativePipelineAggregationBuilder.unit", unit)


class SerialDiff(NamedTuple):
    """The change since some buckets before."""

    path: str
    gap: str = SKIP
    format: str | None = None
    lag: int = 1

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def problems(self, name: str, level: Level) -> list[str]:
        return only_in_steps("serial_diff", name, level)

    def prefix(self) -> str:
        return "simple_value"

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets with their changes, where there are both values."""
        steps = steps_of(self.path)
        values = [value_at(name, bucket, steps, self.gap) for bucket in buckets]
        for number, bucket in enumerate(buckets):
            value = values[number]
            before = values[number - self.lag] if number >= self.lag else None
            if value is not None and before is not None and not math.isnan(value - before):
                bucket[name] = simple_value(value - before, self.format)
        return buckets


def _unexpected(name: str, option: str, token: str, place: Place) -> ApiError:
    if token in ("VALUE_STRING", "START_ARRAY"):
        return errors.unknown_key(token, option, place.value(), name)
    return errors.parsing(f"Unexpected token {token} in [{name}].", place.value())


def _unknown(name: str, option: str, token: str, place: Place) -> ApiError:
    if token == "VALUE_NUMBER":
        return errors.unknown_key(token, option, place.value(), name)
    return _unexpected(name, option, token, place)


def _lag(value: Json, place: Place) -> int:
    return int(value)


def _readers(product: str) -> dict[str, ByHand]:
    plain = {"format": text, "buckets_path": text, "gap_policy": gap_policy(product)}
    lists = {"buckets_path": texts}
    return {
        "derivative": ByHand({"VALUE_STRING": {**plain, "unit": text}, "START_ARRAY": lists}, _unexpected),
        "serial_diff": ByHand({"VALUE_STRING": plain, "START_ARRAY": lists, "VALUE_NUMBER": {"lag": _lag}}, _unknown),
    }


READERS = {product: _readers(product) for product in GAP_POLICIES}
_OF_SUM = ObjectParser("cumulative_sum", {"format": TEXT, "buckets_path": TEXTS}, required=("buckets_path",))


def read(
    kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading
) -> CumulativeSum | Derivative | SerialDiff:
    """Read one."""
    if kind == "cumulative_sum":
        known = read_options(_OF_SUM, options, place)
        return CumulativeSum(tuple(known["buckets_path"]), known.get("format"))
    known = READERS[reading.state.contract.product.name][kind].read(name, options, place)
    if kind == "derivative":
        path = only_path("derivative ", name, known, place)
        return Derivative(path, known.get("gap_policy", SKIP), known.get("format"), known.get("unit"))
    lag = known.get("lag", 1)
    if lag < 1:
        reason = f"Lag must be a positive, non-zero integer.  Value supplied was{lag} in [{name}]: [lag]."
        raise errors.parsing(reason, (place / "lag").value())
    path = only_path("derivative ", name, known, place)
    return SerialDiff(path, known.get("gap_policy", SKIP), known.get("format"), lag)
