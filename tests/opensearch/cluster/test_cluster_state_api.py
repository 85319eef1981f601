"""The cluster's state, beyond what fixtures hold."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask, ok


def test_the_whole_state_has_all_its_parts_in_the_servers_order() -> None:
    cluster = Cluster("opensearch", "2.19")
    ok(cluster, "PUT", "/docs", {"mappings": {"properties": {"a": {"type": "keyword"}}}})
    state = ok(cluster, "GET", "/_cluster/state")
    assert [name for name in state if name != "state_uuid"] == [
        "cluster_name", "cluster_uuid", "version", "master_node", "cluster_manager_node", "blocks", "nodes",
        "metadata", "routing_table", "routing_nodes",
    ]  # fmt: skip
    index = state["metadata"]["indices"]["docs"]
    assert index["mappings"] == {"_doc": {"properties": {"a": {"type": "keyword"}}}}
    assert index["settings"]["index"]["number_of_shards"] == "1"
    kept = index["in_sync_allocations"]["0"]
    assert kept == [state["routing_table"]["indices"]["docs"]["shards"]["0"][0]["allocation_id"]["id"]]


def test_the_old_name_of_the_manager_is_warned_of() -> None:
    headers = dict(ask(Cluster("opensearch", "2.19"), "GET", "/_cluster/state/master_node").headers)
    assert "please use [cluster_manager_node] instead." in headers["Warning"]


def test_statistics_count_indices_and_documents() -> None:
    cluster = Cluster("opensearch", "2.19")
    empty = ok(cluster, "GET", "/_cluster/stats")
    assert (empty["indices"]["count"], empty["indices"]["shards"], empty["status"]) == (
        1,
        {"total": 1, "primaries": 1, "replication": 0.0},
        "green",
    )
    ok(cluster, "PUT", "/docs", {})
    ask(cluster, "PUT", "/docs/_doc/1?refresh=true", {"a": 1})
    stats = ok(cluster, "GET", "/_cluster/stats")
    assert stats["indices"]["shards"] == {"total": 2, "primaries": 2, "replication": 0.0}
    assert (stats["indices"]["docs"]["count"], stats["status"]) == (2, "yellow")


def test_a_pattern_means_indices_and_aliases() -> None:
    cluster = Cluster("opensearch", "2.19")
    ok(cluster, "PUT", "/docs", {"aliases": {"d": {}}})
    ok(cluster, "PUT", "/others", {})
    resolved = ok(cluster, "GET", "/_resolve/index/d*")
    assert resolved["indices"] == [{"name": "docs", "aliases": ["d"], "attributes": ["open"]}]
    assert resolved["aliases"] == [{"name": "d", "indices": ["docs"]}]
