"""What pipelines name: endpoints, models, other pipelines."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.references import referrers

INFERENCE: dict[str, Any] = {"inference": {"model_id": "e", "input_output": {"input_field": "a", "output_field": "b"}}}
OTHER: dict[str, Any] = {"drop": {}}


def users(product: str, kind: str, collection: str, config: dict[str, Any], id: str) -> list[str]:
    cluster = Cluster(product)
    cluster.state.store.put(collection, "p", {"config": config})
    rules = cluster.contract.product.references
    return referrers(cluster.state.store, rules, kind, id).get(collection, [])


def nested(depth: int) -> dict[str, Any]:
    processor = INFERENCE
    for _ in range(depth):
        processor = {"foreach": {"field": "x", "processor": processor}}
    return {"processors": [processor]}


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ({"processors": [INFERENCE, INFERENCE]}, True),
        ({"processors": [{"foreach": {"field": "x", "processor": INFERENCE}}]}, True),
        ({"processors": [{"drop": {"on_failure": [INFERENCE]}}]}, True),
        ({"processors": [OTHER], "on_failure": [INFERENCE]}, False),
        ({"processors": [{"inference": {"model_id": "other", "on_failure": [INFERENCE]}}]}, False),
        ({"processors": [{"foreach": {"field": "x", "processor": OTHER, "on_failure": [INFERENCE]}}]}, False),
        ({"processors": [{"set": {"field": "model_id", "value": "e"}}]}, False),
        (nested(10), True),
        (nested(11), False),
    ],
)
def test_endpoints_are_found_where_the_server_looks(config: dict[str, Any], found: bool) -> None:
    assert users("elasticsearch", "endpoint", "pipelines", config, "e") == (["p"] if found else [])


@pytest.mark.parametrize(
    ("collection", "config", "found"),
    [
        ("pipelines", {"processors": [], "on_failure": [{"text_embedding": {"model_id": "m"}}]}, True),
        ("pipelines", {"processors": [{"foreach": {"processor": {"ml_inference": {"model_id": "m"}}}}]}, True),
        ("pipelines", {"processors": [{"set": {"field": "m", "value": "m"}}]}, False),
        ("search_pipelines", {"response_processors": [{"rerank": {"ml_opensearch": {"model_id": "m"}}}]}, True),
        ("search_pipelines", {"request_processors": [{"neural_query_enricher": {"default_model_id": "m"}}]}, False),
    ],
)
def test_models_are_found_under_any_model_id(collection: str, config: dict[str, Any], found: bool) -> None:
    assert users("opensearch", "model", collection, config, "m") == (["p"] if found else [])


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_called_pipelines_are_found_everywhere(product: str) -> None:
    config = {"processors": [{"drop": {"on_failure": [{"pipeline": {"name": "q"}}]}}]}
    assert users(product, "pipeline", "pipelines", config, "q") == ["p"]
