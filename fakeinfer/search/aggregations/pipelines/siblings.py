"""Numbers about the buckets of a sibling: their mean, the largest, percentiles of them.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/pipeline/BucketMetricsPipelineAggregator.java
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from ....errors import ApiError, illegal_argument
from ....formats.javatext import double_text
from ....object_parser import FLOAT, Source, Unreadable
from ....wire import Json
from ... import errors
from ...locate import Place
from ...query import Reading
from ..columns import Column, shown_number
from ..metrics import described, extended
from ..options import read_numeric
from ..percentiles import DEFAULT
from ..reading import BESIDE
from .options import GAP_POLICIES, ByHand, Read, gap_policy, number, only_path, text, texts, truth
from .paths import SKIP, key_text, named, steps_of, value_at
from .pipeline import Level, only_beside_buckets, simple_value


class OverBuckets(NamedTuple):
    """One of them."""

    kind: str
    path: str
    gap: str = SKIP
    format: str | None = None
    sigma: float = 2.0
    percents: tuple[float, ...] = DEFAULT
    keyed: bool = True

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def problems(self, name: str, level: Level) -> list[str]:
        return only_beside_buckets(name, self.path, level)

    def prefix(self) -> str:
        if self.kind in ("min_bucket", "max_bucket"):
            return "bucket_metric_value"
        return "simple_value" if self.kind in ("avg_bucket", "sum_bucket") else self.kind

    def beside(self, answers: dict[str, Any]) -> dict[str, Json]:
        """What it makes of the answers around it."""
        first, *rest = steps_of(self.path)
        whole = named(answers, first)
        while "buckets" not in whole and rest:
            first, *rest = rest
            whole = named(whole, first)
        held = whole["buckets"]
        pairs = list(held.items()) if isinstance(held, dict) else [(None, one) for one in held]
        found = []
        for key, bucket in pairs:
            value = value_at(first, bucket, rest, self.gap)
            if value is not None and not math.isnan(value):
                found.append((key if key is not None else key_text(bucket), value))
        return self._answer([value for _, value in found], found)

    def _answer(self, values: list[float], found: list[tuple[str, float]]) -> dict[str, Json]:
        if self.kind == "percentiles_bucket":
            return self._percentiles(sorted(values))
        if self.kind in ("min_bucket", "max_bucket"):
            best = (min if self.kind == "min_bucket" else max)(values, default=math.nan)
            return {**simple_value(best, self.format), "keys": [key for key, value in found if value == best]}
        numbers = described(values, _plainly)
        if self.kind in ("avg_bucket", "sum_bucket"):
            one = numbers[self.kind.partition("_")[0]]
            return simple_value(math.nan if one is None else one, self.format)
        answer: dict[str, Json] = dict(numbers)
        if values and self.format is not None:
            answer |= {
                f"{name}_as_string": shown_number(numbers[name], self.format) for name in ("min", "max", "avg", "sum")
            }
        if self.kind == "extended_stats_bucket":
            answer |= extended(Column(None, format=self.format), None, values, numbers, self.sigma, _plainly)
        return answer

    def _percentiles(self, values: list[float]) -> dict[str, Json]:
        shown: list[tuple[float, float | None]] = []
        for percent in self.percents:
            place = math.floor(percent / 100 * (len(values) - 1) + 0.5) if values else 0
            shown.append((percent, values[place] if values else None))
        if not self.keyed:
            return {
                "values": [{"key": percent, "value": value, **self._text("value", value)} for percent, value in shown]
            }
        keyed: dict[str, Json] = {}
        for percent, value in shown:
            keyed[double_text(percent)] = value
            keyed |= self._text(double_text(percent), value)
        return {"values": keyed}

    def _text(self, name: str, value: float | None) -> dict[str, Json]:
        if value is None or self.format is None:
            return {}
        return {f"{name}_as_string": shown_number(value, self.format)}


def _plainly(values: Iterable[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def _percents(value: Json, place: Place) -> list[float]:
    data, path = place.located()
    try:
        return [read_numeric(FLOAT, one, Source(data), (*path, at)) for at, one in enumerate(value)]
    except Unreadable as unreadable:
        raise unreadable.cause from None


def _unexpected(name: str, option: str, token: str, place: Place) -> ApiError:
    return errors.parsing(f"Unexpected token {token} [{option}] in [{name}]", place.value())


def _readers(product: str) -> dict[str, ByHand]:
    texts_by_name = {"format": text, "buckets_path": text, "gap_policy": gap_policy(product)}
    lists = {"buckets_path": texts}
    plain = ByHand({"VALUE_STRING": texts_by_name, "START_ARRAY": lists}, _unexpected)
    percentiles: dict[str, dict[str, Read]] = {
        "VALUE_STRING": texts_by_name,
        "START_ARRAY": {**lists, "percents": _percents},
        "VALUE_BOOLEAN": {"keyed": truth},
    }
    return {
        **dict.fromkeys(BESIDE, plain),
        "extended_stats_bucket": ByHand({**plain.known, "VALUE_NUMBER": {"sigma": number}}, _unexpected),
        "percentiles_bucket": ByHand(percentiles, _unexpected),
    }


READERS = {product: _readers(product) for product in GAP_POLICIES}


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> OverBuckets:
    """Read one."""
    known = READERS[reading.state.contract.product.name][kind].read(name, options, place)
    path = only_path("", name, known, place)
    sigma = known.get("sigma", 2.0)
    if sigma < 0:
        raise illegal_argument("sigma must be a non-negative double")
    percents = tuple(known.get("percents", DEFAULT))
    wrong = next((one for one in percents if not 0 <= one <= 100), None)
    if wrong is not None:
        raise illegal_argument("percents must only contain non-null doubles from 0.0-100.0 inclusive")
    return OverBuckets(
        kind, path, known.get("gap_policy", SKIP), known.get("format"), sigma, percents, known.get("keyed", True)
    )
