"""Fields that name inference endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.semantic.semantic_text import model_of
from fakeinfer.references import referrers
from fakeinfer.wire import Request


def cluster_with(properties: dict[str, Any], **options: Any) -> Cluster:
    """A cluster with one index."""
    cluster = Cluster("elasticsearch", "9.2", **options)
    body = json.dumps({"mappings": {"properties": properties}}).encode()
    response = cluster.handle(Request.build("PUT", "/i", {"Content-Type": "application/json"}, body))
    assert response.status == 200, response.content
    return cluster


@pytest.mark.parametrize(
    "properties",
    [
        {"s": {"type": "semantic_text", "inference_id": "e"}},
        {"s": {"type": "semantic_text", "inference_id": "x", "search_inference_id": "e"}},
        {"o": {"properties": {"s": {"type": "semantic_text", "inference_id": "e"}}}},
        {"t": {"type": "text", "fields": {"s": {"type": "semantic_text", "inference_id": "e"}}}},
    ],
)
def test_an_index_refers_to_the_endpoints_its_mapping_names(properties: dict[str, Any]) -> None:
    cluster = cluster_with(properties)
    rules = cluster.contract.product.references
    assert referrers(cluster.state.store, rules, "endpoint", "e").get("indices") == ["i"]
    assert "indices" not in referrers(cluster.state.store, rules, "endpoint", "other")


def test_the_default_endpoint_can_be_chosen() -> None:
    cluster = cluster_with({"s": {"type": "semantic_text"}}, semantic_text_endpoint="mine")
    mappings = cluster.state.store.get("indices", "i")["mappings"]
    assert mappings["properties"]["s"]["inference_id"] == "mine"


def test_the_default_endpoint_is_referred_to() -> None:
    cluster = cluster_with({"s": {"type": "semantic_text"}})
    rules = cluster.contract.product.references
    assert referrers(cluster.state.store, rules, "endpoint", ".elser-2-elasticsearch") == {"indices": ["i"]}


def test_what_an_endpoint_keeps_to_itself_is_known_of_its_model() -> None:
    cluster = Cluster("elasticsearch", "9.2")
    settings = {"api_key": "k", "model_id": "voyage-3-lite", "embedding_type": "int8", "similarity": "cosine"}
    body = json.dumps({"service": "voyageai", "service_settings": settings}).encode()
    json_type = {"Content-Type": "application/json"}
    created = cluster.handle(Request.build("PUT", "/_inference/text_embedding/e", json_type, body))
    assert set(json.loads(created.content)["service_settings"]) == {"model_id", "rate_limit"}
    model = model_of(cluster.state, "e")
    assert model is not None
    assert (model["dimensions"], model["similarity"], model["element_type"]) == (512, "cosine", "byte")
