"""Paths to numbers."""

from __future__ import annotations

import math
from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.search.aggregations.pipelines.paths import BadPath, Element, elements, steps_of, value_at

BUCKET: dict[str, Any] = {
    "key": 3.0, "doc_count": 2, "one": {"value": 5.0}, "none": {"value": None}, "stats": {"count": 1, "avg": 2.0},
    "ext": {"count": 1, "std_deviation_bounds": {"upper": 7.0, "lower_sampling": 1.0}},
    "p": {"values": {"99.0": 4.0}}, "listed": {"values": [{"key": 50.0, "value": 6.0}]},
    "f": {"doc_count": 1, "one": {"value": 8.0}}, "sterms#t": {"buckets": [{"key": "a", "doc_count": 9}]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("one", 5.0), ("one.value", 5.0), ("_count", 2.0), ("_key", 3.0), ("stats.avg", 2.0), ("ext.std_upper", 7.0),
        ("ext.std_lower_sampling", 1.0), ("p.99", 4.0), ("p[99.0]", 4.0), ("listed[50]", 6.0), ("f>one", 8.0), ("f>_count", 1.0),
        ("t['a']>_count", 9.0), ("t._bucket_count", 1.0), ("zork", None), ("f>zork", None), ("t['b']>_count", None),
    ],
)  # fmt: skip
def test_where_paths_lead(path: str, found: float | None) -> None:
    assert value_at("h", BUCKET, steps_of(path), "skip") == found


def test_gaps() -> None:
    empty = {**BUCKET, "doc_count": 0}
    assert math.isnan(value_at("h", empty, ["one"], "skip") or 0.0)
    assert value_at("h", empty, ["one"], "insert_zeros") == 0.0
    assert value_at("h", empty, ["one"], "keep_values") == 5.0
    assert value_at("h", empty, ["_count"], "skip") == 0.0
    assert math.isnan(value_at("h", BUCKET, ["none"], "skip") or 0.0)


@pytest.mark.parametrize("path", ["", ">", "a.", ".a", "a[", "[a]", "a[]", "a[1>b"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(BadPath):
        elements(path)


def test_elements() -> None:
    assert elements("a>b.c") == [Element("a"), Element("b", "c")]
    assert elements("a['x']>b") == [Element("a", "'x'"), Element("b")]


@pytest.mark.parametrize(
    ("path", "told"), [("stats", "contains multiple values"), ("t", "got: [StringTerms]"), ("", "got: [Bucket]")]
)
def test_what_is_no_number(path: str, told: str) -> None:
    with pytest.raises(ApiError) as refused:
        value_at("h", BUCKET, [path] if path else [], "skip")
    assert told in str(refused.value.reason)
