"""Stats: what was counted; configurations."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import node_id
from tests.opensearch.asking import KEY, ML, ask, new_connector, new_model, ok


def test_stats_count_connectors_only_with_models() -> None:
    cluster = Cluster("opensearch")
    new_connector(cluster)
    stats = ok(cluster, "GET", f"{ML}/stats")
    assert stats["ml_connector_count"] == 0
    assert stats["ml_connector_index_status"] == "green"
    assert stats["nodes"][node_id(cluster.state)]["ml_request_count"] == 0


def test_requests_and_failures_are_counted_by_algorithm_and_by_model() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}})
    ok(cluster, "POST", f"{ML}/models/{model}/_undeploy")
    ask(cluster, "POST", f"{ML}/_execute/local_sample_calculator", {"operation": "nope", "input_data": [1]})
    node = ok(cluster, "GET", f"{ML}/stats")["nodes"][node_id(cluster.state)]
    assert node["algorithms"] == {
        "remote": {
            "register": {"ml_action_request_count": 1},
            "deploy": {"ml_action_request_count": 1},
            "predict": {"ml_action_request_count": 1},
            "undeploy": {"ml_action_request_count": 1},
        },
        "local_sample_calculator": {"execute": {"ml_action_request_count": 1, "ml_action_failure_count": 1}},
    }
    assert set(node["models"][model]) == {"deploy", "predict", "undeploy"}
    assert (node["ml_request_count"], node["ml_failure_count"]) == (5, 1)


def test_open_breakers_are_counted() -> None:
    cluster = Cluster("opensearch", settings={f"{KEY}only_run_on_ml_node": False, f"{KEY}jvm_heap_memory_threshold": 0})
    data = {"operation": "sum", "input_data": [1]}
    assert ask(cluster, "POST", f"{ML}/_execute/local_sample_calculator", data).status == 429
    node = ok(cluster, "GET", f"{ML}/stats")["nodes"][node_id(cluster.state)]
    assert node["ml_circuit_breaker_trigger_count"] == 1


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ({"type": "t", "configuration": {"a": 1}}, {"type": "t", "configuration": {"a": 1}}),
        (
            {"config_type": "t", "ml_configuration": {"a": 1}, "create_time": 1, "last_updated_time": 2},
            {"type": "t", "configuration": {"a": 1}, "create_time": 1, "last_update_time": 2},
        ),
    ],
)
def test_configurations_are_documents_in_older_or_newer_names(stored: dict[str, Any], shown: dict[str, Any]) -> None:
    """No fixture: a real server keeps the index, and answers otherwise once it is there."""
    cluster = Cluster("opensearch")
    assert ask(cluster, "PUT", "/.plugins-ml-config/_doc/chat", stored).status == 201
    assert ok(cluster, "GET", f"{ML}/config/chat") == shown
    assert ask(cluster, "GET", f"{ML}/config/other").status == 404
