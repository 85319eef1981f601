"""What aggregations over answers have in common: where they stand, in which order they run, how they show a number.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/AggregatorFactories.java,
`.../PipelineAggregationBuilder.java`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ....wire import Json
from ..columns import shown_number
from .paths import BadPath, elements

if TYPE_CHECKING:
    from ..reading import Aggregation

Bucket = dict[str, Any]
IN_STEPS = ("histogram", "date_histogram", "auto_date_histogram")
"""Kinds whose buckets follow each other."""
_METRICS = "search.aggregations.metrics"
_CLASSES = {
    "avg": f"{_METRICS}.Avg", "min": f"{_METRICS}.Min", "max": f"{_METRICS}.Max", "sum": f"{_METRICS}.Sum",
    "stats": f"{_METRICS}.Stats", "extended_stats": f"{_METRICS}.ExtendedStats",
    "value_count": f"{_METRICS}.ValueCount", "cardinality": f"{_METRICS}.Cardinality",
    "percentiles": f"{_METRICS}.Percentiles", "percentile_ranks": f"{_METRICS}.PercentileRanks",
    "median_absolute_deviation": f"{_METRICS}.MedianAbsoluteDeviation", "weighted_avg": f"{_METRICS}.WeightedAvg",
    "top_hits": f"{_METRICS}.TopHits", "scripted_metric": f"{_METRICS}.ScriptedMetric",
    "filter": "search.aggregations.bucket.filter.Filter", "global": "search.aggregations.bucket.global.Global",
    "missing": "search.aggregations.bucket.missing.Missing", "nested": "search.aggregations.bucket.nested.Nested",
    "reverse_nested": "search.aggregations.bucket.nested.ReverseNested",
    "composite": "search.aggregations.bucket.composite.Composite",
    "sampler": "search.aggregations.bucket.sampler.Sampler",
    "diversified_sampler": "search.aggregations.bucket.sampler.DiversifiedSampler",
}  # fmt: skip
"""The builders of aggregations without several buckets, as refusals name them."""


class Level(NamedTuple):
    """What stands beside and around an aggregation."""

    siblings: dict[str, Aggregation]
    pipelines: dict[str, Aggregation]
    parent: Aggregation | None
    vendor: str


class Pipeline(Protocol):
    """What one kind does, read from its options."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths to what it looks at."""
        ...

    def problems(self, name: str, level: Level) -> list[str]:
        """Why it cannot stand there."""
        ...

    def prefix(self) -> str:
        """The kind, as names of answers say it."""
        ...


class Beside(Pipeline, Protocol):
    """One that looks at the buckets of a sibling."""

    def beside(self, answers: dict[str, Any]) -> dict[str, Json]:
        """What it makes of the answers around it."""
        ...


class Inside(Pipeline, Protocol):
    """One that looks at the buckets it stands in."""

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets as it leaves them."""
        ...


def only_in_steps(kind: str, name: str, level: Level) -> list[str]:
    """Refuse to stand elsewhere than in buckets that follow each other without gaps."""
    parent = level.parent
    known = "histogram, date_histogram or auto_date_histogram"
    if parent is None:
        return [f"{kind} aggregation [{name}] must have a {known} as parent but doesn't have a parent"]
    if parent.kind not in IN_STEPS:
        return [f"{kind} aggregation [{name}] must have a {known} as parent"]
    if getattr(parent.does, "least", 0) != 0:
        return [f"parent histogram of {kind} aggregation [{name}] must have min_doc_count of 0"]
    return []


def only_inside(kind: str, name: str, level: Level) -> list[str]:
    """Refuse to stand at the top."""
    return [] if level.parent else [f"{kind} aggregation [{name}] must be declared inside of another aggregation"]


def only_beside_buckets(name: str, path: str, level: Level) -> list[str]:
    """Refuse a path without an aggregation that has buckets: it has to be the first, or in Elasticsearch any after others
    with a single bucket.
    """
    deep = level.vendor == "elasticsearch"
    first, *others = [one.name for one in elements(path)] if deep else [path.partition(">")[0].partition(".")[0]]
    found = level.siblings.get(first)
    if found is None:
        return [f"buckets_path aggregation does not exist for aggregation [{name}]: {path}"]
    while found.kind in _CLASSES and others:
        after = next((one for one in found.inner if one.name == others[0] and not one.is_pipeline), None)
        if after is None:
            break
        found, others = after, others[1:]
    if found.kind not in _CLASSES or (deep and found.kind == "composite"):
        return []
    builder = f"org.{level.vendor}.{_CLASSES[found.kind]}AggregationBuilder"
    problem = "The first aggregation in buckets_path must be a multi-bucket aggregation"
    if deep:
        problem = "Unable to find unqualified multi-bucket aggregation in buckets_path. Path must include a multi-bucket aggregation"
    return [f"{problem} for aggregation [{name}] found :{builder} for buckets path: {path}"]


# --- the order in which they run --------------------------------------------------------------------------------------


class Unordered(Exception):
    """A path leads nowhere, or in a circle."""


def in_order(level: Level) -> list[Aggregation]:
    """Those of a level, each after those it looks at."""
    done: dict[str, Aggregation] = {}
    for one in level.pipelines.values():
        _place(one, level, done, ())
    return list(done.values())


def _place(one: Aggregation, level: Level, done: dict[str, Aggregation], waiting: tuple[str, ...]) -> None:
    if one.name in done:
        return
    if one.name in waiting:
        raise Unordered(f"Cyclical dependency found with pipeline aggregator [{one.name}]")
    for path in one.does.paths:
        try:
            steps = elements(path)
        except BadPath as bad:
            raise Unordered(str(bad)) from None
        first = steps[0].name
        if path in ("_count", "_key"):
            continue
        if first in level.siblings:
            _follow(level.siblings[first], [step.name for step in steps[1:]], path)
        elif first in level.pipelines:
            _place(level.pipelines[first], level, done, (*waiting, one.name))
        else:
            raise Unordered(f"No aggregation found for path [{path}]")
    done[one.name] = one


def _follow(found: Aggregation, names: Sequence[str], path: str) -> None:
    for number, name in enumerate(names):
        last = number == len(names) - 1
        if last and (name.lower() == "_key" or name == "_count"):
            return
        inner = next((one for one in found.inner if one.name == name and not one.is_pipeline), None)
        if inner is not None:
            found = inner
        elif not (last and any(one.name == name for one in found.inner)):
            raise Unordered(f"No aggregation [{name}] found for path [{path}]")


# --- what they show ---------------------------------------------------------------------------------------------------


def simple_value(number: float, format: str | None, meta: Json = None) -> dict[str, Json]:
    """A number, or null where there is none."""
    if not math.isfinite(number):
        return {"value": None}
    if format is None:
        return {"value": number}
    return {"value": number, "value_as_string": shown_number(number, format)}
