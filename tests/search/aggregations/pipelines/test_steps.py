"""Numbers that go from bucket to bucket, against what a loop makes of the counts."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered

VALUES = st.lists(st.integers(0, 9), min_size=1, max_size=12)


def steps(values: list[int], pipeline: Any) -> list[dict[str, Any]]:
    histogram = {"histogram": {"field": "n", "interval": 1}, "aggs": {"p": pipeline}}
    found: list[dict[str, Any]] = answered([{"n": value} for value in values], histogram)["buckets"]
    return found


@given(VALUES)
def test_sums_so_far(values: list[int]) -> None:
    found = steps(values, {"cumulative_sum": {"buckets_path": "_count"}})
    assert [one["p"]["value"] for one in found] == list(accumulate(one["doc_count"] for one in found))


@given(VALUES)
def test_changes(values: list[int]) -> None:
    found = steps(values, {"derivative": {"buckets_path": "_count"}})
    assert "p" not in found[0]
    counts = [one["doc_count"] for one in found]
    assert [one["p"]["value"] for one in found[1:]] == [after - before for before, after in pairwise(counts)]


@given(VALUES, st.integers(1, 3))
def test_changes_since_some_steps(values: list[int], lag: int) -> None:
    found = steps(values, {"serial_diff": {"buckets_path": "_count", "lag": lag}})
    counts = [one["doc_count"] for one in found]
    expected = [after - before for before, after in zip(counts, counts[lag:], strict=False)]
    assert [one["p"]["value"] for one in found if "p" in one] == expected


def test_changes_by_unit_of_time() -> None:
    months = {
        "date_histogram": {"field": "d", "calendar_interval": "month"},
        "aggs": {"p": {"derivative": {"buckets_path": "_count", "unit": "day", "format": "0.00"}}},
    }
    found = answered([{"d": "2024-01-05"}, {"d": "2024-02-01"}, {"d": "2024-02-29"}], months)["buckets"]
    assert found[1]["p"] == {
        "value": 1.0, "value_as_string": "1.00", "normalized_value": 1 / 31, "normalized_value_as_string": "0.03",
    }  # fmt: skip
