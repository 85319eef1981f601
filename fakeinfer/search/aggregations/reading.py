"""Reading `aggs` of a search, and answering them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...errors import ApiError, illegal_argument, not_implemented
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..names import aggregation_names
from ..query import Query, Reading, Scores

if TYPE_CHECKING:
    from ..view import View

Matches = list[tuple["View", list[int]]]
"""Matching documents, index by index."""
BESIDE = (
    "avg_bucket", "sum_bucket", "min_bucket", "max_bucket", "stats_bucket", "extended_stats_bucket", "percentiles_bucket",
)  # fmt: skip
"""Kinds that look at the answer of a sibling."""
INSIDE = (
    "cumulative_sum", "derivative", "serial_diff", "bucket_script", "bucket_selector", "bucket_sort", "moving_fn",
)  # fmt: skip
"""Kinds that look at the buckets they stand in."""
_METRICS = "fakeinfer.search.aggregations.metrics"
MODULES = {
    "avg": _METRICS, "min": _METRICS, "max": _METRICS, "sum": _METRICS, "stats": _METRICS, "extended_stats": _METRICS,
    "value_count": _METRICS, "cardinality": _METRICS,
    "percentiles": "fakeinfer.search.aggregations.percentiles",
    "percentile_ranks": "fakeinfer.search.aggregations.percentiles",
    "median_absolute_deviation": "fakeinfer.search.aggregations.percentiles",
    "weighted_avg": "fakeinfer.search.aggregations.weighted",
    "terms": "fakeinfer.search.aggregations.terms",
    "range": "fakeinfer.search.aggregations.ranges", "date_range": "fakeinfer.search.aggregations.ranges",
    "histogram": "fakeinfer.search.aggregations.histograms",
    "date_histogram": "fakeinfer.search.aggregations.histograms",
    "filter": "fakeinfer.search.aggregations.single", "filters": "fakeinfer.search.aggregations.single",
    "missing": "fakeinfer.search.aggregations.single", "global": "fakeinfer.search.aggregations.single",
    "nested": "fakeinfer.search.aggregations.single", "reverse_nested": "fakeinfer.search.aggregations.single",
    "top_hits": "fakeinfer.search.aggregations.top_hits",
    "composite": "fakeinfer.search.aggregations.composite",
    "multi_terms": "fakeinfer.search.aggregations.multi_terms",
    "rare_terms": "fakeinfer.search.aggregations.rare_terms",
    "sampler": "fakeinfer.search.aggregations.sampling",
    "diversified_sampler": "fakeinfer.search.aggregations.sampling",
    "adjacency_matrix": "fakeinfer.search.aggregations.adjacency",
    "scripted_metric": "fakeinfer.search.aggregations.scripted_metric",
    "auto_date_histogram": "fakeinfer.search.aggregations.auto_dates",
    "significant_terms": "fakeinfer.search.aggregations.significant",
    "boxplot": "fakeinfer.search.aggregations.boxplots",
    "top_metrics": "fakeinfer.search.aggregations.top_metrics",
    **dict.fromkeys(BESIDE, "fakeinfer.search.aggregations.pipelines.siblings"),
    **dict.fromkeys(
        ("cumulative_sum", "derivative", "serial_diff"), "fakeinfer.search.aggregations.pipelines.steps"
    ),
    **dict.fromkeys(("bucket_script", "bucket_selector"), "fakeinfer.search.aggregations.pipelines.scripted"),
    "bucket_sort": "fakeinfer.search.aggregations.pipelines.sorted_buckets",
    "moving_fn": "fakeinfer.search.aggregations.pipelines.moving",
}  # fmt: skip
"""Where each kind is; read when one is asked for."""
LEAVES = frozenset(
    ("avg", "min", "max", "sum", "stats", "extended_stats", "value_count", "cardinality", "percentiles", "percentile_ranks",
     "median_absolute_deviation", "weighted_avg", "top_hits", "boxplot", "top_metrics")
)  # fmt: skip
"""Kinds that have no aggregations inside."""
_NONE_OF_THEM = "but none were specified."
_BAD_NAME = re.compile(r"[\[\]>]")


class Around(NamedTuple):
    """What aggregations may ask for beside the documents they are over."""

    views: list[View]
    """All indices."""
    scores: Mapping[int, Scores]
    """What the query scores, by the identity of a view."""
    query: Query | None = None
    """The query itself."""
    typed: bool = False
    """Whether the names of answers say what kind they are (`typed_keys`)."""


class Aggregator(Protocol):
    """What one kind of aggregation does, read from its options."""

    def check(self, wanted: Aggregation, view: View) -> None:
        """Refuse an index that cannot be aggregated so."""
        ...

    def prefix(self, matches: Matches) -> str:
        """The kind, as names of answers say it."""
        ...

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        """What it makes of the documents."""
        ...


class Aggregation(NamedTuple):
    """One requested aggregation."""

    name: str
    kind: str
    does: Any
    """An `Aggregator`, or a `pipelines.pipeline.Pipeline`."""
    inner: tuple[Aggregation, ...] = ()
    meta: Json = None

    @property
    def is_pipeline(self) -> bool:
        """Whether it is over answers instead of documents."""
        return self.kind in BESIDE or self.kind in INSIDE

    def within(self, matches: Matches, around: Around) -> dict[str, Json]:
        """How many documents a bucket has, and what the aggregations inside make of them."""
        count = sum(len(numbers) for _, numbers in matches)
        return {"doc_count": count, **aggregated(self.inner, matches, around)}


def read_aggregations(value: Json, place: Place, reading: Reading) -> tuple[Aggregation, ...]:
    """`aggs` of a body."""
    found = _read_level(value, place, reading)
    if any(map(_has_pipelines, found)):
        from .pipelines.validating import arranged  # few ask for any

        found = arranged(found, reading.state.contract.product.name)
    return found


def _has_pipelines(one: Aggregation) -> bool:
    return one.is_pipeline or any(map(_has_pipelines, one.inner))


def _read_level(value: Json, place: Place, reading: Reading) -> tuple[Aggregation, ...]:
    found: list[Aggregation] = []
    for name, definition in value.items():
        here = place / name
        if _BAD_NAME.search(name):
            raise errors.bad_aggregation_name(name, here.key())
        if not isinstance(definition, dict):
            raise errors.parsing(
                f"Aggregation definition for [{name} starts with a [{token_name(definition)}], expected a [START_OBJECT].",
                here.value(),
            )
        found.append(_read_one(name, definition, here, reading))
    return tuple(found)


def _read_one(name: str, definition: dict[str, Json], place: Place, reading: Reading) -> Aggregation:
    kind, does = "", None
    inner: tuple[Aggregation, ...] | None = None
    meta: Json = None
    for key, value in definition.items():
        here = place / key
        if not isinstance(value, dict):
            raise errors.parsing(
                f"Expected [START_OBJECT] under [{key}], but got a [{token_name(value)}] in [{name}]", here.value()
            )
        if key in ("aggs", "aggregations"):
            if inner is not None:
                raise errors.parsing(f"Found two sub aggregation definitions under [{name}]", here.value())
            inner = _read_level(value, here, reading)
        elif key == "meta":
            meta = value
        elif kind:
            raise errors.parsing(
                f"Found two aggregation type definitions in [{name}]: [{kind}] and [{key}]", here.value()
            )
        elif key not in (known := aggregation_names(reading.state.contract)):
            raise errors.unknown_aggregation(key, here.value(), known)
        elif key not in MODULES:
            raise not_implemented(f"the aggregation [{key}]")
        else:
            kind = key
            does = _read_kind(key, name, value, here, reading)
    if does is None:
        raise errors.parsing(f"Missing definition for aggregation [{name}]", place.end())
    if inner is not None and (kind in BESIDE or kind in INSIDE):
        raise illegal_argument(f"Aggregation [{name}] cannot define sub-aggregations")
    product = reading.state.contract.product.name
    if kind in LEAVES and (inner if product == "opensearch" else inner is not None):
        raise errors.no_inner_aggregations(name, kind, product)
    return Aggregation(name, kind, does, inner or (), meta)


def _read_kind(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Any:
    try:
        return importlib.import_module(MODULES[kind]).read(kind, name, options, place, reading)
    except ApiError as refused:
        if (refused.reason or "").endswith(_NONE_OF_THEM) and reading.state.contract.product.name == "opensearch":
            raise illegal_argument(f"{refused.reason} ") from None  # its text ends with a blank
        raise


def check_aggregations(view: View, wanted: Iterable[Aggregation], inside: bool = False) -> None:
    """Refuse what this index cannot be aggregated by; `inside`: below a nested aggregation."""
    for aggregation in wanted:
        if aggregation.is_pipeline:
            continue
        if aggregation.kind == "reverse_nested" and not inside:
            raise errors.not_inside_nested(aggregation.name)
        aggregation.does.check(aggregation, view)
        check_aggregations(view, aggregation.inner, inside or aggregation.kind == "nested")


def aggregated(wanted: Iterable[Aggregation], matches: Matches, around: Around) -> dict[str, Json]:
    """The answers of several aggregations over the same documents."""
    answers: dict[str, Json] = {}
    over: list[Aggregation] = []
    for aggregation in wanted:
        if aggregation.is_pipeline:
            over.append(aggregation)
            continue
        answer = aggregation.does.answer(aggregation, matches, around)
        if aggregation.inner and aggregation.inner[-1].is_pipeline:  # they stand last
            from .pipelines.running import run_inside

            run_inside(aggregation, answer, around)
        name = f"{aggregation.does.prefix(matches)}#{aggregation.name}" if around.typed else aggregation.name
        answers[name] = {"meta": aggregation.meta, **answer} if aggregation.meta is not None else answer
    for aggregation in over:
        if aggregation.kind in BESIDE:
            from .pipelines.running import run_beside

            run_beside(aggregation, answers, around)
    return answers
