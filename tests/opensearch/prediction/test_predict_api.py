"""Predict: what becomes of the model that is asked, and of the body."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.opensearch.asking import ML, ask, new_model, ok


def test_a_remote_model_is_deployed_by_the_first_call() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "REGISTERED"
    assert ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status == 200
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "DEPLOYED"


def test_a_disabled_model_that_is_not_in_memory_is_not_refused_for_it() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "PUT", f"{ML}/models/{model}", {"is_enabled": False})
    assert ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status == 200
    assert ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status == 403


def test_a_body_that_breaks_off_is_a_404_until_the_model_is_in_memory() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    headers = {"Content-Type": "application/json"}
    broken = Request.build("POST", f"{ML}/models/{model}/_predict", headers, b'{"parameters":')
    assert cluster.handle(broken).status == 404
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert cluster.handle(broken).status == 500
