"""Steps of time that are as short as they can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


def buckets(dates: list[str], most: int) -> Any:
    return answered([{"d": date} for date in dates], {"auto_date_histogram": {"field": "d", "buckets": most}})


@given(st.lists(st.integers(0, 50_000_000), min_size=1, max_size=8), st.integers(1, 12))
def test_there_are_no_more_than_asked_for_and_none_is_lost(seconds: list[int], most: int) -> None:
    found = buckets([(BEGIN + timedelta(seconds=one)).isoformat() for one in seconds], most)
    assert len(found["buckets"]) <= most
    assert sum(one["doc_count"] for one in found["buckets"]) == len(seconds)


def test_steps_are_taken_together() -> None:
    found = buckets(["2020-01-01", "2020-01-20"], 4)
    assert found["interval"] == "7d"
    assert [one["doc_count"] for one in found["buckets"]] == [1, 0, 1]


def test_nothing() -> None:
    assert buckets([], 3) == {"buckets": [], "interval": "1s"}
