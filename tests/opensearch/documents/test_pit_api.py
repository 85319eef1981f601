"""Points in time: opened, searched, closed."""

from __future__ import annotations

from tests.search.asking import asked, holding


def test_points_in_time_are_listed_until_they_are_closed() -> None:
    cluster = holding([{"n": 1}])
    points = [asked(cluster, "POST", "/s/_search/point_in_time?keep_alive=1m")[1]["pit_id"] for _ in range(2)]
    listed = asked(cluster, "GET", "/_search/point_in_time/_all")[1]["pits"]
    assert sorted(one["pit_id"] for one in listed) == sorted(points)
    assert {one["keep_alive"] for one in listed} == {60_000}
    closed = asked(cluster, "DELETE", "/_search/point_in_time", {"pit_id": points[0]})
    assert closed == (200, {"pits": [{"successful": True, "pit_id": points[0]}]})
    assert asked(cluster, "POST", "/_search", {"pit": {"id": points[0]}})[0] == 404
    assert asked(cluster, "DELETE", "/_search/point_in_time/_all")[1]["pits"][0]["pit_id"] == points[1]
    assert asked(cluster, "GET", "/_search/point_in_time/_all") == (200, {"pits": []})


def test_a_search_of_one_names_no_index() -> None:
    cluster = holding([{"n": 1}])
    point = asked(cluster, "POST", "/s/_search/point_in_time?keep_alive=1m")[1]["pit_id"]
    status, answer = asked(cluster, "POST", "/s/_search", {"pit": {"id": point}})
    assert status == 400
    assert "[indices] cannot be used with point in time" in answer["error"]["reason"]
