"""Steps of numbers and of time: every value in one of them, and no gaps."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import holding, reason, searched


def buckets(values: list[Any], field: str = "n", kind: str = "histogram", **options: Any) -> list[dict[str, Any]]:
    cluster = holding({field: value} for value in values)
    answer = searched(cluster, size=0, aggs={"x": {kind: {"field": field, **options}}})
    found: list[dict[str, Any]] = answer["aggregations"]["x"]["buckets"]
    return found


@given(st.lists(st.integers(-20, 20), max_size=9), st.sampled_from([1, 3, 7.5]), st.sampled_from([0, 1]))
def test_every_number_is_in_one_step(numbers: list[int], interval: float, offset: int) -> None:
    found = buckets(numbers, interval=interval, offset=offset)
    for bucket in found:
        inside = [number for number in numbers if bucket["key"] <= number < bucket["key"] + interval]
        assert bucket["doc_count"] == len(inside)
    assert sum(bucket["doc_count"] for bucket in found) == len(numbers)
    keys = [bucket["key"] for bucket in found]
    assert all(later - earlier == interval for earlier, later in pairwise(keys))
    least = buckets(numbers, interval=interval, offset=offset, min_doc_count=1)
    assert least == [bucket for bucket in found if bucket["doc_count"]]


def test_bounds_go_further() -> None:
    found = buckets([5], interval=5, extended_bounds={"min": 0, "max": 12})
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found] == [(0, 0), (5, 1), (10, 0)]


def test_months_with_their_names() -> None:
    found = buckets(["2024-01-31", "2024-03-01"], "d", "date_histogram", calendar_interval="month", format="yyyy-MM")
    assert [(bucket["key_as_string"], bucket["doc_count"]) for bucket in found] == [
        ("2024-01", 1),
        ("2024-02", 0),
        ("2024-03", 1),
    ]


def test_a_step_has_a_width() -> None:
    assert "interval" in reason(holding([]), aggs={"x": {"histogram": {"field": "n", "interval": 0}}})
    assert "interval" in reason(holding([]), aggs={"x": {"date_histogram": {"field": "d"}}})


def test_steps_too_small_for_the_numbers_beside_them_end() -> None:
    (only,) = buckets([1, 1_000_000], interval=1, offset=1e308)
    assert only["doc_count"] == 2


def test_steps_beyond_all_numbers() -> None:
    (only,) = buckets([10, 20], interval=1e-308, min_doc_count=1)
    assert only["doc_count"] == 2
