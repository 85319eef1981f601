"""Processors of requests that need nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.pipelines.search_pipeline_api import search_pipeline
from fakeinfer.opensearch.search_running import on_requests
from fakeinfer.opensearch.search_running.running import SearchRun

STATE = Cluster("opensearch", "2.19").state


def after(source: dict[str, Any], processor: dict[str, Any]) -> SearchRun:
    """What a processor makes of a source."""
    pipeline = search_pipeline(STATE, {"request_processors": [processor]})
    run = SearchRun(STATE, [], source, pipeline)
    (step,) = pipeline.on_request
    on_requests.PROCESSORS[step.name](run, step.options)
    return run


def test_a_filter_stands_alone_where_no_query_is() -> None:
    query = {"term": {"a": 1}}
    assert after({}, {"filter_query": {"query": query}}).source == {"query": {"bool": {"filter": [query]}}}


def test_raised_sizes_are_rounded_up_and_remembered() -> None:
    run = after({"size": 3}, {"oversample": {"sample_factor": 1.5, "context_prefix": "a"}})
    assert (run.source, run.attributes) == ({"size": 5}, {"a.original_size": 3})


@pytest.mark.parametrize(("factor", "found"), [("1e400", 2**31 - 1), ("NaN", 0), (1.01, 4)])
def test_sizes_are_whole_numbers_as_java_has_them(factor: Any, found: int) -> None:
    assert after({"size": 3}, {"oversample": {"sample_factor": factor}}).source["size"] == found


def test_sources_are_replaced_not_edited() -> None:
    source = {"size": 1}
    after(source, {"oversample": {"sample_factor": 2}})
    assert source == {"size": 1}


ENRICHER = {"neural_query_enricher": {"default_model_id": "d", "neural_field_default_id": {"f": "of-f"}}}


@pytest.mark.parametrize(
    ("query", "models"),
    [
        ({"neural": {"f": {"query_text": "a"}}}, ["of-f"]),
        ({"neural_sparse": {"g": {"query_text": "a"}}}, ["d"]),
        ({"neural": {"f": {"query_text": "a", "model_id": "own"}}}, ["own"]),
        ({"bool": {"should": [{"neural": {"g": {}}}], "filter": {"neural_sparse": {"f": {}}}}}, ["d", "of-f"]),
        ({"hybrid": {"queries": [{"neural": {"f": {}}}, {"neural": {"g": {}}}]}}, ["of-f", "d"]),
        ({"nested": {"path": "o", "query": {"neural": {"g": {}}}}}, ["d"]),
        ({"neural": {"f": {"filter": {"neural": {"g": {}}}}}}, ["of-f"]),
        ({"knn": {"f": {"filter": {"neural": {"g": {}}}}}}, []),
        ({"function_score": {"query": {"neural": {"g": {}}}}}, []),
    ],
)
def test_models_are_filled_in_wherever_a_query_stands(query: dict[str, Any], models: list[str]) -> None:
    assert _models(after({"query": query}, ENRICHER).source["query"]) == models


def _models(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for one in value for found in _models(one)]
    if not isinstance(value, dict):
        return []
    inner = [found for one in value.values() for found in _models(one)]
    return [*inner, value["model_id"]] if "model_id" in value else inner


def test_nothing_is_filled_in_where_no_query_is() -> None:
    assert after({"size": 1}, ENRICHER).source == {"size": 1}


def test_a_field_without_a_model_is_refused() -> None:
    with pytest.raises(ApiError, match="model id must be provided in neural query"):
        after({"query": {"neural": {"g": {}}}}, {"neural_query_enricher": {"neural_field_default_id": {"f": "m"}}})


def test_rewriting_questions_is_a_placeholder() -> None:
    assert after({"size": 1}, {"question_rewrite": {"model_id": "m"}}).source == {"size": 1}
