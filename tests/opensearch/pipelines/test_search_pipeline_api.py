"""Search pipelines: kept as sent, read for whoever runs searches, and told to whoever deletes models."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.pipelines.search_pipeline_api import search_pipeline
from fakeinfer.references import referrers
from tests.ingest.tools import ask


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch", "2.19")
    body = {
        "request_processors": [{"oversample": {"sample_factor": "2", "tag": "t", "ignore_failure": True}}],
        "response_processors": [
            {"rerank": {"ml_opensearch": {"model_id": "m"}, "context": {"document_fields": ["a"]}}}
        ],
    }
    assert ask(made, "PUT", "/_search/pipeline/p", body).status == 200
    return made


def test_a_stored_pipeline_is_read_with_its_defaults(cluster: Cluster) -> None:
    (oversample,) = search_pipeline(cluster.state, "p").on_request
    assert (oversample.name, oversample.tag, oversample.ignore_failure) == ("oversample", "t", True)
    assert oversample.options.sample_factor == 2.0


def test_a_pipeline_of_a_search_is_read_under_its_own_name(cluster: Cluster) -> None:
    with pytest.raises(ApiError, match=r"pipeline \[_ad_hoc_pipeline\] doesn't support"):
        search_pipeline(cluster.state, {"foo": 1})


def test_an_unknown_pipeline_is_not_defined(cluster: Cluster) -> None:
    with pytest.raises(ApiError, match="Pipeline nope is not defined"):
        search_pipeline(cluster.state, "nope")


def test_a_model_in_a_search_pipeline_is_in_use(cluster: Cluster) -> None:
    rules = cluster.contract.product.references
    assert referrers(cluster.state.store, rules, "model", "m") == {"search_pipelines": ["p"]}


def test_a_pipeline_is_kept_as_it_was_sent(cluster: Cluster) -> None:
    shown = json.loads(ask(cluster, "GET", "/_search/pipeline/p").content)
    assert shown["p"]["request_processors"][0]["oversample"]["sample_factor"] == "2"


def test_processors_of_later_versions_are_invalid_before() -> None:
    body = {"response_processors": [{"hybrid_score_explanation": {}}]}
    assert ask(Cluster("opensearch", "2.18"), "PUT", "/_search/pipeline/p", body).status == 400
    assert ask(Cluster("opensearch", "2.19"), "PUT", "/_search/pipeline/p", body).status == 200
