"""Models for tests, in a line."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ok

MODELS = "/_ml/trained_models"
NODE_FEATURES = ["area"]


def upload(
    cluster: Cluster,
    model_id: str = "mine",
    kind: str = "text_embedding",
    prefixes: dict[str, str] | None = None,
    **settings: Any,
) -> None:
    """Upload a text model, in one part."""
    body = {"model_type": "pytorch", "inference_config": {kind: settings}, "input": {"field_names": ["text"]}}
    if prefixes is not None:
        body["prefix_strings"] = prefixes
    ok(cluster, "PUT", f"{MODELS}/{model_id}", body)
    part = {"definition": "c29tZSBieXRlcw==", "total_definition_length": 10, "total_parts": 1}
    ok(cluster, "PUT", f"{MODELS}/{model_id}/definition/0", part)
    ok(cluster, "PUT", f"{MODELS}/{model_id}/vocabulary", {"vocabulary": ["a", "b"]})


def deploy(cluster: Cluster, model_id: str = "mine", body: Any = None, query: str = "") -> dict[str, Any]:
    """Start a deployment; its assignment."""
    answer = ok(cluster, "POST", f"{MODELS}/{model_id}/deployment/_start{query}", body)
    assignment: dict[str, Any] = answer["assignment"]
    return assignment


def infer(cluster: Cluster, name: str, *texts: str, **config: Any) -> list[dict[str, Any]]:
    """What a text model answers."""
    body: dict[str, Any] = {"docs": [{"text": text} for text in texts]}
    if config:
        body["inference_config"] = config
    results: list[dict[str, Any]] = ok(cluster, "POST", f"{MODELS}/{name}/_infer", body)["inference_results"]
    return results


def stats(cluster: Cluster, name: str) -> dict[str, Any]:
    """Statistics of one model or deployment."""
    (entry,) = ok(cluster, "GET", f"{MODELS}/{name}/_stats")["trained_model_stats"]
    found: dict[str, Any] = entry
    return found


def tree(*, target: str = "regression", **more: Any) -> dict[str, Any]:
    """A tree with two leaves: below 50 it says 0, else 1."""
    return {
        "tree": {
            "feature_names": NODE_FEATURES,
            "target_type": target,
            "tree_structure": [
                {
                    "node_index": 0,
                    "split_feature": 0,
                    "threshold": 50.0,
                    "left_child": 1,
                    "right_child": 2,
                    "default_left": True,
                },
                {"node_index": 1, "leaf_value": 0.0},
                {"node_index": 2, "leaf_value": 1.0},
            ],
            **more,
        }
    }
