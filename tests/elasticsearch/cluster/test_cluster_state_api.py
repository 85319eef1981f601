"""What Elasticsearch tells of itself, beyond what the fixtures hold."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/one", {"mappings": {"properties": {"a": {"type": "keyword"}}}})
    ok(cluster, "PUT", "/one/_doc/1", {"a": "x"})
    return cluster


def test_only_newer_versions_tell_transport_versions_of_indices() -> None:
    for version, there in (("9.2", False), ("9.5", True)):
        cluster = Cluster("elasticsearch", version)
        ok(cluster, "PUT", "/one")
        state = ok(cluster, "GET", "/_cluster/state/metadata/one")["metadata"]["indices"]["one"]
        assert ("transport_version" in state) is there


def test_statistics_count_documents_and_fields(cluster: Cluster) -> None:
    stats = ok(cluster, "GET", "/_cluster/stats")["indices"]
    assert (stats["docs"]["count"], stats["mappings"]["field_types"][0]["name"]) == (1, "keyword")


def test_replicas_that_have_nowhere_to_go_make_the_report_yellow(cluster: Cluster) -> None:
    report = ok(cluster, "GET", "/_health_report")
    assert (report["status"], report["indicators"]["shards_availability"]["status"]) == ("yellow", "yellow")
    ok(cluster, "PUT", "/one/_settings", {"index.number_of_replicas": 0})
    assert ok(cluster, "GET", "/_health_report")["status"] == "green"


@pytest.mark.parametrize("level", ["node", "indices", "shards"])
def test_nodes_count_documents_at_every_level(cluster: Cluster, level: str) -> None:
    (node,) = ok(cluster, "GET", f"/_nodes/stats/indices/docs?level={level}")["nodes"].values()
    assert node["indices"]["docs"]["count"] == 1
    assert set(node["indices"]) - {"docs"} == ({level} if level != "node" else set())


def test_numbers_that_came_later_are_not_told_before() -> None:
    cluster = Cluster("elasticsearch", "8.19")
    ok(cluster, "PUT", "/one")
    assert "peak_write_load" not in ok(cluster, "GET", "/one/_stats")["_all"]["primaries"]["indexing"]


def test_a_moved_shard_is_explained_by_the_query_from_9_0_on(cluster: Cluster) -> None:
    path = "/_cluster/allocation/explain?index=one&shard=0&primary=true"
    assert ok(cluster, "GET", path)["current_state"] == "started"
    assert ask(Cluster("elasticsearch", "8.19"), "GET", path)[0] == 400
