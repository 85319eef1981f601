"""Scrolls and points in time: pages that are together what was there when they began."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer import documents
from fakeinfer.cluster import Cluster
from tests.search.asking import asked, holding, ids, searched


def all_pages(cluster: Cluster, size: int, **body: Any) -> list[str]:
    answer = searched(cluster, target="/s/_search?scroll=1m", size=size, **body)
    found: list[str] = []
    while answer["hits"]["hits"]:
        found += [hit["_id"] for hit in answer["hits"]["hits"]]
        status, answer = asked(cluster, "POST", "/_search/scroll", {"scroll": "1m", "scroll_id": answer["_scroll_id"]})
        assert status == 200, answer
    return found


@given(st.lists(st.integers(0, 9), max_size=9), st.integers(1, 4))
def test_the_pages_of_a_scroll_are_all_hits_in_their_order(numbers: list[int], size: int) -> None:
    cluster = holding({"n": number} for number in numbers)
    assert all_pages(cluster, size, sort=[{"n": "desc"}]) == ids(cluster, sort=[{"n": "desc"}])


def test_what_is_written_later_is_not_seen() -> None:
    cluster = holding({"n": number} for number in range(4))
    first = searched(cluster, target="/s/_search?scroll=1m", size=2, sort=["n"])
    point = asked(cluster, "POST", "/s/_search/point_in_time?keep_alive=1m")[1]["pit_id"]
    documents.write(cluster.state, "s", "3", {"n": -1})
    documents.write(cluster.state, "s", "new", {"n": 2})
    _, second = asked(cluster, "POST", "/_search/scroll", {"scroll_id": first["_scroll_id"]})
    assert [hit["sort"] for hit in second["hits"]["hits"]] == [[2], [3]]
    kept = searched(cluster, target="/_search", pit={"id": point}, sort=["n"])
    assert [hit["sort"][0] for hit in kept["hits"]["hits"]] == [0, 1, 2, 3]
    assert ids(cluster, sort=["n"])[0] == "3"


def test_what_is_kept_is_forgotten_in_time() -> None:
    cluster = holding([{"n": 1}])
    scroll = searched(cluster, target="/s/_search?scroll=1m", size=1)["_scroll_id"]
    point = asked(cluster, "POST", "/s/_search/point_in_time?keep_alive=1m")[1]["pit_id"]
    cluster.state.clock.advance(seconds=50)
    assert asked(cluster, "POST", "/_search/scroll", {"scroll_id": scroll, "scroll": "1m"})[0] == 200
    assert asked(cluster, "POST", "/_search", {"pit": {"id": point, "keep_alive": "1m"}})[0] == 200
    cluster.state.clock.advance(seconds=70)
    status, answer = asked(cluster, "POST", "/_search/scroll", {"scroll_id": scroll})
    assert (status, answer["error"]["root_cause"][0]["type"]) == (404, "search_context_missing_exception")
    assert asked(cluster, "POST", "/_search", {"pit": {"id": point}})[0] == 404


@given(st.text(max_size=30) | st.binary(max_size=30).map(lambda data: data.hex()))
def test_no_id_is_an_error_of_ours(id: str) -> None:
    cluster = holding([])
    for target, body in (("/_search/scroll", {"scroll_id": id}), ("/_search", {"pit": {"id": id}})):
        status, answer = asked(cluster, "POST", target, body)
        assert 400 <= status < 500, answer
    assert cluster.bugs == []
