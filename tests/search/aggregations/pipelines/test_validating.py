"""Where aggregations over answers can stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.aggregations.asking import answered
from tests.search.asking import holding, reason

STEPS = {"field": "n", "interval": 1}


def test_they_run_in_the_order_in_which_they_look_at_each_other() -> None:
    inner = {
        "twice": {"cumulative_sum": {"buckets_path": "once"}},
        "once": {"cumulative_sum": {"buckets_path": "_count"}},
    }
    found = answered([{"n": 1}, {"n": 2}], {"histogram": STEPS, "aggs": inner})["buckets"]
    assert [one["twice"]["value"] for one in found] == [1.0, 3.0]


@pytest.mark.parametrize(
    ("aggregations", "told"),
    [
        ({"p": {"cumulative_sum": {"buckets_path": "_count"}}}, "but doesn't have a parent"),
        ({"k": {"terms": {"field": "k"}, "aggs": {"p": {"derivative": {"buckets_path": "_count"}}}}}, "as parent;"),
        ({"p": {"bucket_selector": {"buckets_path": "_count", "script": "true"}}}, "must be declared inside"),
        ({"p": {"avg_bucket": {"buckets_path": "zork>_count"}}}, "No aggregation found for path [zork>_count]"),
        ({"h": {"histogram": STEPS}, "p": {"avg_bucket": {"buckets_path": "h>zork"}}}, "No aggregation [zork] found"),
        (
            {"a": {"avg_bucket": {"buckets_path": "b>x"}}, "b": {"avg_bucket": {"buckets_path": "a>x"}}},
            "Cyclical dependency found with pipeline aggregator [a]",
        ),
    ],
)
def test_where_they_cannot(aggregations: Any, told: str) -> None:
    assert told in reason(holding([{"n": 1, "k": "a"}]), aggs=aggregations)


def test_all_that_is_wrong_is_told() -> None:
    inner = {"p": {"cumulative_sum": {"buckets_path": "_count"}}, "q": {"derivative": {"buckets_path": "_count"}}}
    told = reason(holding([]), aggs={"k": {"terms": {"field": "k"}, "aggs": inner}})
    assert "1: cumulative_sum" in told
    assert "2: derivative" in told
