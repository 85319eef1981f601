"""Profile and stats: honest about what is not measured."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml_indices import node_id

from .asking import ML, ask, new_connector, new_model, ok


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
