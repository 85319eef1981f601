"""`MovingFunctions` of scripts: means and models of the values in a window.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/pipeline/MovingFunctions.java
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ....painless import Host, Thrown


class MovingFunctions(Host):
    """The class that scripts call; values that are none do not count."""

    java_class = "org.opensearch.search.aggregations.pipeline.MovingFunctions"

    def call(self, name: str, arguments: list[Any]) -> Any:
        function = _FUNCTIONS.get((name, len(arguments)))
        if function is None:
            return super().call(name, arguments)
        values = [float(value) for value in arguments[0]]
        return function(values, *arguments[1:])


def _known(values: Sequence[float]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _largest(values: Sequence[float]) -> float:
    return max(_known(values), default=math.nan)


def _smallest(values: Sequence[float]) -> float:
    return min(_known(values), default=math.nan)


def _sum(values: Sequence[float]) -> float:
    return sum(_known(values), 0.0) if len(values) else 0.0


def _mean(values: Sequence[float]) -> float:
    known = _known(values)
    return sum(known, 0.0) / len(known) if known else math.nan


def _deviation(values: Sequence[float], mean: float) -> float:
    if math.isnan(mean):
        return math.nan
    known = _known(values)
    squares = 0.0
    for value in known:
        squares += (value - mean) ** 2
    return math.sqrt(squares / len(known)) if known else math.nan


def _linear(values: Sequence[float]) -> float:
    found, weights, current = 0.0, 1.0, 1.0
    known = _known(values)
    for value in known:
        found += value * current
        weights += current
        current += 1
    return found / weights if known else math.nan


def _exponential(values: Sequence[float], alpha: float) -> float:
    found = math.nan
    for value in _known(values):
        found = value if math.isnan(found) else value * alpha + found * (1 - alpha)
    return found


def _holt(values: Sequence[float], alpha: float, beta: float) -> float:
    if not values:
        return math.nan
    level = trend = last_level = last_trend = 0.0
    count = 0
    for value in _known(values):
        if count == 0:
            level, trend = value, 0.0
        else:
            level = alpha * value + (1 - alpha) * (last_level + last_trend)
            trend = beta * (level - last_level) + (1 - beta) * last_trend
        count += 1
        last_level, last_trend = level, trend
    return level if count else math.nan


def _holt_winters(
    values: Sequence[float], alpha: float, beta: float, gamma: float, period: int, multiplicative: bool
) -> float:
    if not values:
        return math.nan
    if len(values) < period * 2:
        reason = (
            "Holt-Winters aggregation requires at least (2 * period == 2 * "
            f"{period} == {2 * period}) data-points to function.  Only [{len(values)}] were provided."
        )
        raise Thrown("java.lang.IllegalArgumentException", reason, _HOLT_WINTERS)
    padding = 0.0000000001 if multiplicative else 0.0
    padded = [value + padding for value in values]
    level = sum(padded[:period]) / period
    trend = sum((padded[number + period] - padded[number]) / period for number in range(period)) / period
    seasonal = [padded[number] / level for number in range(period)]
    last_level, last_trend = level, trend
    for number in range(period, len(padded)):
        value, season = padded[number], seasonal[number - period]
        base = value / season if multiplicative else value - season
        level = alpha * base + (1 - alpha) * (last_level + last_trend)
        trend = beta * (level - last_level) + (1 - beta) * last_trend
        around = last_level + last_trend
        change = value / around if multiplicative else value - around
        seasonal.append(gamma * change + (1 - gamma) * season)
        last_level, last_trend = level, trend
    place = len(values) - period
    season = seasonal[place % len(seasonal)]
    return (level + trend) * season if multiplicative else level + trend + season


_CLASS = "org.opensearch.search.aggregations.pipeline.MovingFunctions"
_HOLT_WINTERS = (
    f"{_CLASS}.holtWintersForecast(MovingFunctions.java:289)",
    f"{_CLASS}.holtWinters(MovingFunctions.java:269)",
)
"""Where the server is when it misses data."""
_FUNCTIONS: dict[tuple[str, int], Callable[..., float]] = {
    ("max", 1): _largest,
    ("min", 1): _smallest,
    ("sum", 1): _sum,
    ("unweightedAvg", 1): _mean,
    ("stdDev", 2): _deviation,
    ("linearWeightedAvg", 1): _linear,
    ("ewma", 2): _exponential,
    ("holt", 3): _holt,
    ("holtWinters", 6): _holt_winters,
}
