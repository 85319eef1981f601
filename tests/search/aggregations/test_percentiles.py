"""Percentiles and ranks, against what sorting says."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered
from tests.search.asking import holding, reason

VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=12)
PRODUCTS = pytest.mark.parametrize("product", ["opensearch", "elasticsearch"])


def numbers(values: list[int], **options: Any) -> Any:
    return answered([{"n": value} for value in values], {"percentiles": {"field": "n", **options}})["values"]


@given(VALUES)
def test_percentiles_rise_from_the_least_to_the_largest(values: list[int]) -> None:
    found = list(numbers(values, percents=[0, 10, 50, 90, 100]).values())
    assert found == sorted(found)
    assert (found[0], found[-1]) == (min(values), max(values))


@given(VALUES)
def test_half_are_below_the_median_in_elasticsearch(values: list[int]) -> None:
    found = answered([{"n": value} for value in values], {"percentiles": {"field": "n"}}, "elasticsearch")
    assert found["values"]["50.0"] == median(values)


@PRODUCTS
@given(VALUES, st.integers(-60, 60))
def test_ranks_are_shares(product: str, values: list[int], value: int) -> None:
    found = answered(
        [{"n": one} for one in values], {"percentile_ranks": {"field": "n", "values": [value, 60.5]}}, product
    )
    assert 0 <= found["values"][f"{float(value)}"] <= 100 == found["values"]["60.5"]


@PRODUCTS
def test_how_far_values_are_from_their_median(product: str) -> None:
    sources = [{"n": value} for value in (1, 2, 3, 10)]
    found = answered(sources, {"median_absolute_deviation": {"field": "n"}}, product)
    assert found == {"value": 1.0}


def test_a_list_has_keys_in_order() -> None:
    found = numbers([1, 2, 3], percents=[90, 10], keyed=False, format="0.0")
    assert [one["key"] for one in found] == [10.0, 90.0]
    assert found[0]["value_as_string"] == "1.0"


def test_a_histogram_is_as_precise_as_its_digits() -> None:
    assert numbers([1, 2, 10], hdr={}, percents=[50]) == {"50.0": 2.0009765625}


def test_what_is_refused() -> None:
    assert "percent must be in" in str(reason_of({"percents": [101]}))
    assert reason(holding([{"f": -1}]), aggs={"x": {"percentiles": {"field": "f", "hdr": {}}}}).startswith(
        "The value -1.0"
    )


def reason_of(options: dict[str, Any]) -> Any:
    from tests.search.asking import asked

    status, answer = asked(
        holding([]), "POST", "/s/_search", {"aggs": {"x": {"percentiles": {"field": "n", **options}}}}
    )
    assert status == 400
    return answer
