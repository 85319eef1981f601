"""Points in time: opened, searched, closed."""

from __future__ import annotations

from tests.search.asking import asked, holding


def test_a_point_in_time_is_open_until_it_is_closed() -> None:
    cluster = holding([{"n": 1}], "elasticsearch", "9.0")
    point = asked(cluster, "POST", "/s/_pit?keep_alive=1m")[1]["id"]
    status, answer = asked(cluster, "POST", "/_search", {"pit": {"id": point}})
    assert (status, len(answer["hits"]["hits"])) == (200, 1)
    assert asked(cluster, "DELETE", "/_pit", {"id": point}) == (200, {"succeeded": True, "num_freed": 1})
    assert asked(cluster, "POST", "/_search", {"pit": {"id": point}})[0] == 404
    assert asked(cluster, "DELETE", "/_pit", {"id": point})[0] == 404


def test_how_long_it_is_kept_has_to_be_said() -> None:
    assert asked(holding([], "elasticsearch", "9.0"), "POST", "/s/_pit")[0] == 400
