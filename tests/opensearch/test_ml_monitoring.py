"""Profile and stats: honest about what is not measured."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml_indices import node_id
from tests.opensearch.asking import ML, ask, new_connector, new_model, ok


def test_stats_count_connectors_only_with_models() -> None:
    cluster = Cluster("opensearch")
    new_connector(cluster)
    stats = ok(cluster, "GET", f"{ML}/stats")
    assert stats["ml_connector_count"] == 0
    assert stats["ml_connector_index_status"] == "green"
    assert stats["nodes"][node_id(cluster.state)]["ml_request_count"] == 0


def test_what_would_have_to_be_measured_is_not_implemented() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    assert ask(cluster, "GET", f"{ML}/stats").status == 501
    assert ok(cluster, "GET", f"{ML}/profile") == {}
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert ask(cluster, "GET", f"{ML}/profile").status == 501


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
