"""Predict: a model that could run is not implemented, and nothing happens to it."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, new_model, ok


def test_a_model_that_could_run_is_answered_as_not_implemented() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    assert ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status == 501
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "REGISTERED"


def test_a_disabled_model_that_is_not_in_memory_is_not_refused_for_it() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "PUT", f"{ML}/models/{model}", {"is_enabled": False})
    assert ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status == 501
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status == 403
