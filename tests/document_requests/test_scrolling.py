"""Requests that go on with a scroll, or end it."""

from __future__ import annotations

import pytest

from tests.search.asking import asked, holding, reason, searched


def test_the_id_may_stand_in_the_path_or_in_a_parameter() -> None:
    for target in ("/_search/scroll/{}?scroll=1m", "/_search/scroll?scroll=1m&scroll_id={}"):
        cluster = holding({"n": number} for number in range(2))
        id = searched(cluster, target="/s/_search?scroll=1m", size=1)["_scroll_id"]
        status, answer = asked(cluster, "GET", target.format(id))
        assert (status, len(answer["hits"]["hits"])) == (200, 1)


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ("scroll=1m&from=2", {}),
        ("scroll=1m&size=0", {}),
        ("scroll=1m&request_cache=true", {}),
        ("scroll=1m", {"track_total_hits": False}),
        ("scroll=25h", {}),
        ("scroll=x", {}),
    ],
)
def test_what_cannot_go_on(parameters: str, body: dict[str, bool]) -> None:
    assert reason(holding([]), target=f"/s/_search?{parameters}", **body)


def test_what_was_ended_is_gone() -> None:
    cluster = holding([{"n": 1}])
    scrolls = [searched(cluster, target="/s/_search?scroll=1m", size=1)["_scroll_id"] for _ in range(3)]
    assert asked(cluster, "DELETE", "/_search/scroll", {"scroll_id": scrolls[:2]}) == (
        200,
        {"succeeded": True, "num_freed": 2},
    )
    assert asked(cluster, "POST", "/_search/scroll", {"scroll_id": scrolls[0]})[0] == 404
    assert asked(cluster, "POST", "/_search/scroll", {"scroll_id": scrolls[2]})[0] == 200
    assert asked(cluster, "DELETE", "/_search/scroll", {"scroll_id": scrolls[0]})[0] == 404
