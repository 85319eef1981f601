"""Searches whose answers are fetched later."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked, holding

QUERY = {"query": {"match": {"t": "x"}}}


@pytest.fixture
def cluster() -> Cluster:
    return holding([{"t": "x y"}], "elasticsearch", "9.0")


def test_a_search_that_was_not_awaited_is_done_when_it_is_fetched(cluster: Cluster) -> None:
    begun = asked(cluster, "POST", "/s/_async_search?wait_for_completion_timeout=0", QUERY)[1]
    assert begun["is_running"]
    assert asked(cluster, "GET", f"/_async_search/status/{begun['id']}")[1]["completion_status"] == 200
    status, done = asked(cluster, "GET", f"/_async_search/{begun['id']}")
    assert (status, done["is_running"], len(done["response"]["hits"]["hits"])) == (200, False, 1)


def test_what_was_awaited_is_kept_only_when_that_is_wanted(cluster: Cluster) -> None:
    assert "id" not in asked(cluster, "POST", "/s/_async_search", QUERY)[1]
    kept = asked(cluster, "POST", "/s/_async_search?keep_on_completion=true", QUERY)[1]["id"]
    assert asked(cluster, "DELETE", f"/_async_search/{kept}")[0] == 200
    assert asked(cluster, "GET", f"/_async_search/{kept}")[0] == 404


def test_an_answer_is_forgotten_when_its_time_is_over(cluster: Cluster) -> None:
    kept = asked(cluster, "POST", "/s/_async_search?keep_on_completion=true&keep_alive=1m", QUERY)[1]["id"]
    cluster.state.clock.advance(seconds=30)
    assert asked(cluster, "GET", f"/_async_search/{kept}?keep_alive=5m")[0] == 200
    cluster.state.clock.advance(seconds=120)
    assert asked(cluster, "GET", f"/_async_search/{kept}")[0] == 200
    cluster.state.clock.advance(seconds=300)
    assert asked(cluster, "GET", f"/_async_search/{kept}")[0] == 404


def test_a_search_that_fails_is_kept_with_its_status(cluster: Cluster) -> None:
    status, failed = asked(cluster, "POST", "/none/_async_search?keep_on_completion=true", QUERY)
    assert (status, failed["error"]["type"]) == (404, "status_exception")
    assert asked(cluster, "GET", f"/_async_search/{failed['id']}")[0] == 404
    assert asked(cluster, "GET", f"/_async_search/status/{failed['id']}")[1]["completion_status"] == 404


@pytest.mark.parametrize("id", ["a!b", "abcd", "AAAA", "FjktRGJ1", "_"])
def test_an_id_that_no_search_can_have_is_refused(cluster: Cluster, id: str) -> None:
    assert asked(cluster, "GET", f"/_async_search/{id}")[0] == 400
