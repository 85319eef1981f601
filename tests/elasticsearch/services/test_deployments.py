"""Deployments behind inference endpoints: made, asked, changed and ended with them."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import SPARSE, ask, ok, reason
from tests.elasticsearch.trained_models.making import MODELS, deploy, stats, upload

ADAPTIVE = {"enabled": True, "min_number_of_allocations": 0, "max_number_of_allocations": 4}
E5 = ".multilingual-e5-small-elasticsearch"


def shown(cluster: Cluster, inference_id: str) -> int | None:
    (endpoint,) = ok(cluster, "GET", f"/_inference/{inference_id}")["endpoints"]
    count: int | None = endpoint["service_settings"].get("num_allocations")
    return count


def test_an_endpoint_downloads_its_model_and_runs_it_under_its_id() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)
    entry = stats(cluster, "e")
    assert entry["model_id"] == ".elser_model_2"
    assert entry["deployment_stats"]["deployment_id"] == "e"


def test_questions_to_the_endpoint_are_the_deployments() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)
    ok(cluster, "POST", "/_inference/e", {"input": ["a", "b", "a"]})
    node = stats(cluster, "e")["deployment_stats"]["nodes"][0]
    assert (node["inference_count"], node["inference_cache_hit_count"]) == (3, 1)


def test_a_preconfigured_endpoint_starts_when_it_is_asked() -> None:
    cluster = Cluster("elasticsearch")
    assert shown(cluster, E5) is None
    assert len(ok(cluster, "POST", f"/_inference/{E5}", {"input": "x"})["text_embedding"][0]["embedding"]) == 384
    assert shown(cluster, E5) == 1
    cluster.state.clock.advance(hours=24)
    assert shown(cluster, E5) == 0
    assert "starting deployment of one allocation" in reason(cluster, "POST", f"/_inference/{E5}", {"input": "x"})
    ok(cluster, "POST", f"/_inference/{E5}", {"input": "x"})
    assert shown(cluster, E5) == 1


def test_an_update_reaches_the_deployment_and_get_shows_it() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)
    ok(cluster, "PUT", "/_inference/sparse_embedding/e/_update", {"service_settings": {"num_allocations": 3}})
    assert stats(cluster, "e")["deployment_stats"]["number_of_allocations"] == shown(cluster, "e") == 3
    ok(
        cluster,
        "PUT",
        "/_inference/sparse_embedding/e/_update",
        {"service_settings": {"adaptive_allocations": ADAPTIVE}},
    )
    assert stats(cluster, "e")["deployment_stats"]["adaptive_allocations"] == ADAPTIVE


def test_a_deleted_endpoint_leaves_no_deployment() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)
    ok(cluster, "DELETE", "/_inference/e")
    assert ask(cluster, "GET", f"{MODELS}/e/_stats")[0] == 404
    assert "deployment_stats" not in stats(cluster, ".elser_model_2")


def test_an_endpoint_on_a_running_deployment_leaves_it_running() -> None:
    cluster = Cluster("elasticsearch")
    upload(cluster, embedding_size=4)
    deploy(cluster, query="?number_of_allocations=2")
    body = {"service": "elasticsearch", "service_settings": {"deployment_id": "mine"}}
    created = ok(cluster, "PUT", "/_inference/text_embedding/e", body)
    assert created["service_settings"]["num_allocations"] == 2
    assert len(ok(cluster, "POST", "/_inference/e", {"input": "x"})["text_embedding"][0]["embedding"]) == 4
    assert stats(cluster, "mine")["deployment_stats"]["inference_count"] == 1
    ok(cluster, "DELETE", "/_inference/e")
    assert stats(cluster, "mine")["deployment_stats"]["number_of_allocations"] == 2


def test_a_model_that_was_not_uploaded_whole_makes_no_endpoint() -> None:
    cluster = Cluster("elasticsearch")
    body = {"model_type": "pytorch", "inference_config": {"text_embedding": {}}, "input": {"field_names": ["t"]}}
    ok(cluster, "PUT", f"{MODELS}/mine", body)
    settings = {"num_allocations": 1, "num_threads": 1, "model_id": "mine"}
    endpoint = {"service": "elasticsearch", "service_settings": settings}
    assert (
        reason(cluster, "PUT", "/_inference/text_embedding/e", endpoint)
        == "Could not find trained model definition [mine]"
    )
    assert ask(cluster, "GET", "/_inference/e")[0] == 404


@pytest.mark.parametrize("version", ["8.16", "9.5"])
def test_documents_are_embedded_by_the_deployment(version: str) -> None:
    cluster = Cluster("elasticsearch", version)
    ok(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)
    ok(cluster, "PUT", "/i", {"mappings": {"properties": {"t": {"type": "semantic_text", "inference_id": "e"}}}})
    ok(cluster, "PUT", "/i/_doc/1", {"t": "a text"})
    assert stats(cluster, "e")["deployment_stats"]["inference_count"] == 1
