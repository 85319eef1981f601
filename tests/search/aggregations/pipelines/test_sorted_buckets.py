"""Buckets in another order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.aggregations.asking import answered

SOURCES = [{"k": "a", "n": 5}, {"k": "b", "n": 9}, {"k": "c", "n": 1}, {"k": "d"}]


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ({"sort": [{"s": "desc"}]}, "bac"),
        ({"sort": ["s"], "size": 2}, "ca"),
        ({"sort": [{"_count": "asc"}, {"_key": "desc"}]}, "dcba"),
        ({"from": 1, "size": 2}, "bc"),
        ({"sort": [{"s": "asc"}], "gap_policy": "insert_zeros"}, "dcab"),
    ],
)
def test_order_and_page(options: dict[str, Any], keys: str) -> None:
    aggregations = {"s": {"max": {"field": "n"}}, "p": {"bucket_sort": options}}
    found = answered(SOURCES, {"terms": {"field": "k"}, "aggs": aggregations})["buckets"]
    assert "".join(one["key"] for one in found) == keys
