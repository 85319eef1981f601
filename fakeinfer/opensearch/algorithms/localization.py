"""`anomaly_localization`: which values of some fields made an aggregate change over time. Computed with searches of our own.

Time is cut into buckets, the first of which is what the others are held against. opensearch-project/ml-commons:ml-algorithms/src/
main/java/org/opensearch/ml/engine/algorithms/anomalylocalization/AnomalyLocalizerImpl.java.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ...errors import ApiError, NoAnswer, illegal_argument, not_implemented
from ...operations import Call
from ...wire import Json
from . import errors as algorithm_errors
from .reading import read_list, read_object, read_text, read_whole

MOST_BUCKETS = 8
MOST_DOCUMENTS = 10_000
LEAST_CHANGE = 0.01
_NUMBERS = ("start_time", "end_time", "min_time_interval", "anomaly_start_time")


@dataclass(slots=True)
class Asked:
    """The input, and what the server has where it gives nothing."""

    index: str | None = None
    fields: list[str] = field(default_factory=list)
    aggregations: dict[str, Json] = field(default_factory=dict)
    time_field: str = ""
    start_time: int = 0
    end_time: int = 0
    min_time_interval: int = 0
    anomaly_start_time: int | None = None
    num_outputs: int = 0
    filter_query: Json = None


def read(call: Call, body: dict[str, Any]) -> Asked:
    """The input."""
    asked = Asked()
    for name, value in body.items():
        if name == "index_name":
            asked.index = read_text(call, (name,), value)
        elif name == "attribute_field_names":
            items = read_list(call, (name,), value)
            asked.fields = [read_text(call, (name, place), item) for place, item in enumerate(items)]
        elif name == "aggregations":
            for place, aggregation in enumerate(read_list(call, (name,), value)):
                asked.aggregations.update(read_object(call, (name, place), aggregation))
        elif name == "time_field_name":
            asked.time_field = read_text(call, (name,), value)
        elif name in _NUMBERS:
            setattr(asked, name, read_whole(call, (name,), value, "Long"))
        elif name == "num_outputs":
            asked.num_outputs = read_whole(call, (name,), value)
        elif name == "filter_query":
            asked.filter_query = read_object(call, (name,), value)
    return asked


def localize(call: Call, asked: Asked) -> Json:
    """The aggregates of the buckets, and who contributed to what changed."""
    if not asked.aggregations:
        raise NoAnswer("the server never answers an anomaly localization without aggregations")
    if not asked.index or not asked.time_field:
        raise NoAnswer("the server never answers an anomaly localization without an index and a time field")
    buckets = _buckets(asked)
    results = []
    for name, aggregation in asked.aggregations.items():
        aggregated = _Aggregate(call, asked, aggregation)
        results.append({"name": name, "result": {"buckets": _localized(asked, aggregated, buckets)}})
    return {"results": results}


def _buckets(asked: Asked) -> list[tuple[int, int]]:
    if asked.end_time - asked.start_time < 2 * asked.min_time_interval:
        raise illegal_argument("Time range is too short")
    if asked.min_time_interval == 0:
        raise algorithm_errors.division_by_zero()
    if asked.min_time_interval < 0:
        raise not_implemented("a min_time_interval below 0")
    anomaly = asked.anomaly_start_time
    if anomaly is None:
        count = min((asked.end_time - asked.start_time) // asked.min_time_interval, MOST_BUCKETS)
        length = (asked.end_time - asked.start_time) // count
        starts = [asked.start_time + number * length for number in range(count)]
    else:
        end = max(asked.end_time, anomaly + asked.min_time_interval)
        count = min((end - anomaly) // asked.min_time_interval, MOST_BUCKETS - 1)
        length = (end - anomaly) // count
        starts = [min(asked.start_time, anomaly - length), *(anomaly + number * length for number in range(count))]
    return [(start, start + length) for start in starts]


class _Aggregate:
    """One aggregation, asked over spans of time and values of fields."""

    def __init__(self, call: Call, asked: Asked, aggregation: Json) -> None:
        from ...indices.resolving import resolve

        self._call, self._asked, self._aggregation = call, asked, aggregation
        assert asked.index is not None
        try:
            self._indices = resolve(call.state, asked.index)
        except ApiError:
            self._indices = []
        if not self._indices:
            raise algorithm_errors.index_to_localize_not_found(asked.index)

    def value(self, span: tuple[int, int], key: tuple[str, ...] = ()) -> float:
        """The aggregate over documents of a time (ends belong to it), with some values."""
        answer = self._search(span, key, {"size": 0, "aggs": {"it": self._aggregation}})
        aggregate = answer["aggregations"]["it"]
        if "value" not in aggregate:
            raise algorithm_errors.aggregate_is_no_number()
        value = aggregate["value"]
        return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0

    def keys(self, span: tuple[int, int]) -> list[tuple[str, ...]]:
        """The values of the fields in documents of a time, in order."""
        found: set[tuple[str, ...]] = set()
        answer = self._search(span, (), {"size": MOST_DOCUMENTS, "_source": self._asked.fields})
        for hit in answer["hits"]["hits"]:
            values = [hit["_source"].get(name) for name in self._asked.fields]
            lists = [value if isinstance(value, list) else [] if value is None else [value] for value in values]
            found.update(tuple(map(str, key)) for key in product(*lists))
        return sorted(found)

    def _search(self, span: tuple[int, int], key: tuple[str, ...], body: dict[str, Any]) -> dict[str, Any]:
        from ...search import engine

        filters: list[Json] = [{"range": {self._asked.time_field: {"gte": span[0], "lte": span[1]}}}]
        filters += [{"term": {name: value}} for name, value in zip(self._asked.fields, key, strict=False)]
        if self._asked.filter_query is not None:
            filters.append(self._asked.filter_query)
        return engine.search(self._call.state, self._indices, {**body, "query": {"bool": {"filter": filters}}})


def _localized(asked: Asked, aggregated: _Aggregate, buckets: list[tuple[int, int]]) -> list[Json]:
    values = [aggregated.value(span) for span in buckets]
    base, found = values[0], []
    for span, value in zip(buckets, values, strict=True):
        bucket: dict[str, Json] = {"start_time": span[0], "end_time": span[1], "overall_aggregate_value": value}
        if span != buckets[0] and _changed(asked, span, value, base):
            entities = _entities(asked, aggregated, buckets[0], span, value, base)
            if entities:
                bucket["entities"] = entities
        found.append(bucket)
    return found


def _changed(asked: Asked, span: tuple[int, int], value: float, base: float) -> bool:
    if not asked.fields:
        raise illegal_argument("Composite [sources] cannot be null or empty")
    if asked.anomaly_start_time is not None:
        return span[1] > asked.anomaly_start_time
    return value != 0 if base == 0 else abs(1.0 - value / base) > LEAST_CHANGE


def _entities(
    asked: Asked,
    aggregated: _Aggregate,
    base_span: tuple[int, int],
    span: tuple[int, int],
    value: float,
    base: float,
) -> list[Json]:
    """Those with the largest contributions; of them, those that went the way of the whole."""
    found = []
    for key in aggregated.keys(span):
        new, old = aggregated.value(span, key), aggregated.value(base_span, key)
        found.append({"key": list(key), "contribution_value": new - old, "base_value": old, "new_value": new})
    if found and asked.num_outputs == 0:
        raise algorithm_errors.no_outputs_asked()
    found.sort(key=lambda entity: -float(entity["contribution_value"]))  # type: ignore[arg-type]
    way = _sign(value - base)
    return [one for one in found[: asked.num_outputs] if _sign(float(one["contribution_value"])) == way]  # type: ignore[arg-type]


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
