"""Buckets in an order of what is in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.asking import holding, reason, searched

SOURCES = [{"k": "a", "n": 1}, {"k": "b", "n": 9}, {"k": "c", "n": 5}, {"k": "c", "n": 5}]
INNER = {"m": {"avg": {"field": "n"}}, "s": {"stats": {"field": "n"}}}


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ({"m": "desc"}, "bca"),
        ({"s.max": "asc"}, "acb"),
        ([{"_count": "desc"}, {"m": "desc"}], "cba"),
        ({"_key": "desc"}, "cba"),
        ({"_count": "asc"}, "abc"),
    ],
)
def test_orders(order: Any, keys: str) -> None:
    answer = searched(holding(SOURCES), size=0, aggs={"x": {"terms": {"field": "k", "order": order}, "aggs": INNER}})
    assert "".join(bucket["key"] for bucket in answer["aggregations"]["x"]["buckets"]) == keys


@pytest.mark.parametrize("order", [{"zz": "asc"}, {"s": "asc"}, {"_count": "up"}])
def test_what_is_no_order(order: Any) -> None:
    assert reason(holding(SOURCES), aggs={"x": {"terms": {"field": "k", "order": order}, "aggs": INNER}})
