"""Numbers about a field, against the standard library."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.aggregations.metrics import summed
from tests.search.asking import holding, searched

NUMBERS = st.lists(st.integers(-100, 100), min_size=1, max_size=9)


def metric(values: list[Any], kind: str, field: str = "n", **options: Any) -> Any:
    cluster = holding({field: value} for value in values)
    answer = searched(cluster, size=0, aggs={"x": {kind: {"field": field, **options}}})
    return answer["aggregations"]["x"]


@given(NUMBERS)
def test_numbers_about_numbers(numbers: list[int]) -> None:
    found = metric(numbers, "extended_stats")
    assert found["count"] == len(numbers)
    assert (found["min"], found["max"], found["sum"]) == (min(numbers), max(numbers), sum(numbers))
    assert found["avg"] == pytest.approx(statistics.fmean(numbers))
    assert found["variance"] == pytest.approx(statistics.pvariance(numbers), abs=1e-6)
    assert found["std_deviation"] == pytest.approx(statistics.pstdev(numbers), abs=1e-3)
    if len(numbers) > 1:
        assert found["variance_sampling"] == pytest.approx(statistics.variance(numbers), abs=1e-6)


@given(NUMBERS)
def test_how_many(numbers: list[int]) -> None:
    assert metric(numbers, "value_count") == {"value": len(numbers)}
    assert metric(numbers, "cardinality") == {"value": len(set(numbers))}


def test_of_nothing() -> None:
    assert metric([], "avg") == {"value": None}
    assert metric([], "sum") == {"value": 0.0}
    assert metric([], "stats") == {"count": 0, "min": None, "max": None, "avg": None, "sum": 0.0}


def test_days_are_shown_as_text_too() -> None:
    assert metric(["2024-01-01"], "max", "d") == {
        "value": 1704067200000.0,
        "value_as_string": "2024-01-01T00:00:00.000Z",
    }
    assert metric(["2024-01-01"], "max", "d", format="yyyy")["value_as_string"] == "2024"


@pytest.mark.parametrize("values", [[1.7e308, 1.7e308, 2.0], [1.7e308, 1.7e308, -1.7e308]])
def test_sums_too_large_for_a_double(values: list[float]) -> None:
    assert summed(values) == math.inf
    assert summed([-value for value in values]) == -math.inf


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_sums_lose_next_to_nothing(values: list[float]) -> None:
    assert summed(values) == pytest.approx(math.fsum(values), rel=1e-9, abs=1e-9 * max(map(abs, values), default=0))
