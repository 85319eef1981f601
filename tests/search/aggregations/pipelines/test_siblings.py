"""Numbers about the buckets of a sibling, against those of the buckets."""

from __future__ import annotations

from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import beside
from tests.search.asking import holding, reason, searched

VALUES = st.lists(st.integers(0, 9), min_size=1, max_size=8)


def about(values: list[int], kind: str, **options: Any) -> Any:
    """A number about the sums of steps of 2."""
    steps = {"histogram": {"field": "n", "interval": 2}, "aggs": {"s": {"sum": {"field": "n"}}}}
    pipeline = {kind: {"buckets_path": "h>s", **options}}
    return beside([{"n": value} for value in values], h=steps, p=pipeline)["p"]


def sums(values: list[int]) -> dict[float, float]:
    return {
        float(step): float(sum(one for one in values if one // 2 * 2 == step)) for step in {v // 2 * 2 for v in values}
    }


@given(VALUES)
def test_gaps_do_not_count(values: list[int]) -> None:
    expected = sums(values)
    assert about(values, "avg_bucket")["value"] == pytest.approx(fmean(expected.values()))
    largest = about(values, "max_bucket")
    assert largest["value"] == max(expected.values())
    assert {float(key) for key in largest["keys"]} == {k for k, v in expected.items() if v == largest["value"]}
    assert about(values, "stats_bucket")["count"] == len(expected)


@given(VALUES)
def test_gaps_may_count_as_nothing(values: list[int]) -> None:
    steps = (max(values) // 2 - min(values) // 2) + 1
    assert about(values, "stats_bucket", gap_policy="insert_zeros")["count"] == steps


def test_percentiles_are_values_of_buckets() -> None:
    assert about([1, 3, 5], "percentiles_bucket", percents=[0, 50, 100])["values"] == {
        "0.0": 1.0,
        "50.0": 3.0,
        "100.0": 5.0,
    }
    listed = about([1], "percentiles_bucket", percents=[50], keyed=False, format="0.0")["values"]
    assert listed == [{"key": 50.0, "value": 1.0, "value_as_string": "1.0"}]


def test_nothing_has_no_mean() -> None:
    steps = {"histogram": {"field": "n", "interval": 2}}
    found = beside(
        [], h=steps, a={"avg_bucket": {"buckets_path": "h>_count"}}, m={"max_bucket": {"buckets_path": "h>_count"}}
    )
    assert (found["a"], found["m"]) == ({"value": None}, {"value": None, "keys": []})


def test_paths_through_a_single_bucket_in_elasticsearch() -> None:
    steps = {"histogram": {"field": "n", "interval": 2}}
    single = {"filter": {"match_all": {}}, "aggs": {"h": steps}}
    aggregations = {"f": single, "p": {"sum_bucket": {"buckets_path": "f>h>_count"}}}
    sources = [{"n": 1}, {"n": 5}]
    found = searched(holding(sources, "elasticsearch", "9.2"), size=0, aggs=aggregations)
    assert found["aggregations"]["p"] == {"value": 2.0}
    assert "must be a multi-bucket aggregation" in reason(holding(sources), aggs=aggregations)


def test_names_tell_kinds() -> None:
    steps = {"histogram": {"field": "n", "interval": 2}}
    aggregations = {"h": steps, "p": {"avg_bucket": {"buckets_path": "h>_count"}, "meta": {"a": 1}}}
    found = searched(holding([{"n": 1}]), target="/s/_search?typed_keys=true", size=0, aggs=aggregations)
    assert found["aggregations"]["simple_value#p"] == {"meta": {"a": 1}, "value": 1.0}
