"""Tables about the cluster, beyond what fixtures can hold: text whose width depends on names and time."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.cluster.cluster_api import TABLES
from tests.opensearch.asking import ask, ok


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("opensearch", "2.19", node_name="n")
    ok(cluster, "PUT", "/c", {"settings": {"number_of_replicas": 0}})
    return cluster


def text(cluster: Cluster, path: str) -> str:
    response = ask(cluster, "GET", path)
    assert response.status == 200, response.content
    return response.content.decode()


def test_health_is_told_with_the_clocks_time(cluster: Cluster) -> None:
    cluster.state.clock.millis = 1_795_253_925_000
    head, row = text(cluster, "/_cat/health?v&h=epoch,timestamp,status,active_shards_percent").splitlines()
    assert head == "epoch      timestamp status active_shards_percent"
    assert row == "1795253925 09:38:45  green                 100.0%"


def test_the_node_is_named_shortly_unless_asked_in_full(cluster: Cluster) -> None:
    short, full = (text(cluster, f"/_cat/nodes?h=id&full_id={full}").strip() for full in ("false", "true"))
    assert len(short) == 4
    assert full.startswith(short)


def test_empty_cells_keep_the_columns_after_them_in_their_places(cluster: Cluster) -> None:
    ok(cluster, "PUT", "/c2", {})
    assert text(cluster, "/_cat/shards/c2").splitlines() == [
        "c2 0 p STARTED    0 208b 127.0.0.1 n",
        "c2 0 r UNASSIGNED                  ",
    ]


def test_the_old_name_of_the_manager_is_warned_of(cluster: Cluster) -> None:
    headers = dict(ask(cluster, "GET", "/_cat/master").headers)
    assert "[GET /_cat/master] is deprecated! Use [GET /_cat/cluster_manager] instead." in headers["Warning"]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_that_is_listed_answers(cluster: Cluster, table: str) -> None:
    response = ask(cluster, "GET", f"/_cat/{table}".replace("{index}", "c").replace("{", "").replace("}", ""))
    statuses = {"pit_segments": 400, "pit_segments/{pit_id}": 400, "snapshots/{repository}": 404}
    assert response.status == statuses.get(table, 200)
