"""Profiles: what models in memory did, and tasks on their way."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import node_id
from tests.opensearch.asking import KEY, ML, ask, new_model, ok


def profile(cluster: Cluster, path: str = "/models") -> Any:
    return ok(cluster, "GET", f"{ML}/profile{path}")["nodes"][node_id(cluster.state)]


def test_answers_are_remembered_up_to_a_number() -> None:
    cluster = Cluster("opensearch", settings={f"{KEY}monitoring_request_count": 2})
    model = new_model(cluster)
    for _ in range(3):
        ok(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}})
    shown = profile(cluster)["models"][model]
    assert shown["model_inference_stats"]["count"] == shown["predict_request_stats"]["count"] == 2


def test_a_model_that_nobody_asked_has_no_times() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    shown = profile(cluster)["models"][model]
    assert list(shown) == ["model_state", "predictor", "target_worker_nodes", "worker_nodes"]
    assert shown["predictor"].startswith("org.opensearch.ml.engine.algorithms.remote.RemoteModel@")


def test_an_undeployed_model_is_forgotten() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}})
    ok(cluster, "POST", f"{ML}/models/{model}/_undeploy")
    assert ok(cluster, "GET", f"{ML}/profile") == {}
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert "predict_request_stats" not in profile(cluster)["models"][model]


def test_tasks_on_their_way_show_until_they_end() -> None:
    cluster = Cluster("opensearch", tasks="polls:1", settings={f"{KEY}only_run_on_ml_node": False})
    body = {"name": "m", "version": "1", "model_format": "ONNX"}
    task = ok(cluster, "POST", f"{ML}/models/_register", body)["task_id"]
    assert profile(cluster, "/tasks")["tasks"][task]["state"] == "CREATED"
    assert ok(cluster, "GET", f"{ML}/profile/tasks/other") == {}
    assert list(profile(cluster, f"/tasks/{task}")["tasks"]) == [task]
    for _ in range(2):
        ask(cluster, "GET", f"{ML}/tasks/{task}")
    assert ok(cluster, "GET", f"{ML}/profile/tasks") == {}
