"""Values from and to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import holding, reason, searched

NUMBERS = st.lists(st.integers(-9, 9), max_size=8)


@given(NUMBERS, st.integers(-9, 9), st.integers(-9, 9))
def test_from_is_inside_and_to_is_not(numbers: list[int], low: int, high: int) -> None:
    cluster = holding({"n": number} for number in numbers)
    ranges = [{"key": "a", "from": low, "to": high}, {"key": "b", "to": low}, {"key": "c", "from": high}]
    answer = searched(cluster, size=0, aggs={"x": {"range": {"field": "n", "ranges": ranges, "keyed": True}}})
    found = {key: bucket["doc_count"] for key, bucket in answer["aggregations"]["x"]["buckets"].items()}
    assert found == {
        "a": sum(low <= number < high for number in numbers),
        "b": sum(number < low for number in numbers),
        "c": sum(number >= high for number in numbers),
    }


def test_days() -> None:
    cluster = holding([{"d": "2024-01-31"}, {"d": "2024-02-01"}])
    dates = {"field": "d", "format": "yyyy-MM", "ranges": [{"to": "2024-02"}, {"from": "2024-02"}]}
    found = searched(cluster, size=0, aggs={"x": {"date_range": dates}})["aggregations"]["x"]["buckets"]
    assert [(bucket["key"], bucket["doc_count"]) for bucket in found] == [("*-2024-02", 1), ("2024-02-*", 1)]


def test_there_have_to_be_some() -> None:
    assert reason(holding([]), aggs={"x": {"range": {"field": "n", "ranges": []}}})
