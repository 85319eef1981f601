"""The health of one node and its indices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


@pytest.fixture(params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    made = Cluster(request.param)
    made.state.store.collections.pop(indices.COLLECTION, None)
    indices.create(made.state, "full", settings={"index": {"number_of_replicas": "0", "number_of_shards": "3"}})
    indices.create(made.state, "lonely", settings={"number_of_replicas": 2}, aliases={"other": {}})
    return made


def health(cluster: Cluster, target: str = "") -> tuple[int, Any]:
    response = cluster.handle(Request.build("GET", f"/_cluster/health{target}"))
    assert not cluster.bugs
    return response.status, json.loads(response.body)


def test_replicas_that_have_nowhere_to_go_make_yellow(cluster: Cluster) -> None:
    status, answer = health(cluster)
    assert (status, answer["status"]) == (200, "yellow")
    assert (answer["active_shards"], answer["unassigned_shards"]) == (4, 2)
    assert answer["active_shards_percent_as_number"] == pytest.approx(100 * 4 / 6)


@pytest.mark.parametrize(
    ("names", "color", "shards"),
    [("full", "green", 3), ("f*", "green", 3), ("other", "yellow", 1), ("no*", "green", 0)],
)
def test_only_the_named_indices_count(cluster: Cluster, names: str, color: str, shards: int) -> None:
    _, answer = health(cluster, f"/{names}")
    assert (answer["status"], answer["active_shards"]) == (color, shards)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("wait_for_status=yellow", 200),
        ("wait_for_status=GREEN", 408),
        ("wait_for_nodes=1", 200),
        ("wait_for_nodes=%3E%3D1", 200),
        ("wait_for_nodes=ge(2)", 408),
        ("wait_for_nodes=%3C2", 200),
        ("wait_for_nodes=x", 400),
    ],
)
def test_what_is_waited_for_is_there_or_never_comes(cluster: Cluster, query: str, status: int) -> None:
    assert health(cluster, f"?{query}")[0] == status


def test_levels_add_indices_and_their_shards(cluster: Cluster) -> None:
    _, answer = health(cluster, "?level=indices")
    assert {name: index["status"] for name, index in answer["indices"].items()} == {"full": "green", "lonely": "yellow"}
    assert "shards" not in answer["indices"]["full"]
    _, answer = health(cluster, "?level=shards")
    assert list(answer["indices"]["full"]["shards"]) == ["0", "1", "2"]
    assert answer["indices"]["lonely"]["shards"]["0"]["unassigned_shards"] == 2
