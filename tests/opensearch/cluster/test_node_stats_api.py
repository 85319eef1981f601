"""Statistics of the node, and its idle threads."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.cluster.node_stats_api import ORDER
from tests.opensearch.asking import ask, ok


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch", "2.19", node_name="n-1")


def test_threads_are_idle_at_the_clocks_time(cluster: Cluster) -> None:
    cluster.state.clock.millis = 1_795_253_925_000 - 1
    told = ask(cluster, "GET", "/_nodes/hot_threads?interval=1s&threads=1").content.decode()
    assert told.startswith("::: {n-1}{")
    assert "Hot threads at 2026-11-21T09:38:45.000Z, interval=1s, busiestThreads=1, ignoreIdleThreads=true:\n" in told


def test_every_metric_is_told_once_and_in_order(cluster: Cluster) -> None:
    (node,) = ok(cluster, "GET", "/_nodes/stats")["nodes"].values()
    names = ["breakers" if name == "breaker" else name for name in ORDER]
    assert [key for key in node if key in names] == names
    assert node["name"] == "n-1"


@pytest.mark.parametrize(
    ("version", "lacks"),
    [("2.9", {"caches", "repositories"}), ("2.12", {"caches"}), ("2.19", set())],
)
def test_metrics_come_with_versions(version: str, lacks: set[str]) -> None:
    cluster = Cluster("opensearch", version)
    (node,) = ok(cluster, "GET", "/_nodes/stats")["nodes"].values()
    assert {"caches", "repositories"} - set(node) == lacks


def test_statistics_hold_the_clocks_time(cluster: Cluster) -> None:
    (node,) = ok(cluster, "GET", "/_nodes/stats/os,process")["nodes"].values()
    assert node["timestamp"] == node["os"]["timestamp"] == node["process"]["timestamp"] == cluster.state.clock.millis


def test_documents_are_counted_and_closed_indices_left_out(cluster: Cluster) -> None:
    for index in ("a", "b"):
        ask(cluster, "PUT", f"/{index}/_doc/1", {"x": 1})
    ok(cluster, "POST", "/b/_close")
    (node,) = ok(cluster, "GET", "/_nodes/stats/indices?level=indices")["nodes"].values()
    assert node["indices"]["indices"]["a"]["docs"] == {"count": 1, "deleted": 0}
    assert "b" not in node["indices"]["indices"]


def test_a_path_names_breakers_in_the_singular(cluster: Cluster) -> None:
    assert ask(cluster, "GET", "/_nodes/stats/breakers").status == 400
    (node,) = ok(cluster, "GET", "/_nodes/stats/breaker")["nodes"].values()
    assert "parent" in node["breakers"]
