"""Which values a field has for an aggregation, and how they are shown."""

from __future__ import annotations

import math

import pytest

from fakeinfer.search.aggregations.columns import shown_number
from tests.search.asking import holding, reason, searched


@pytest.mark.parametrize(
    ("pattern", "value", "shown"),
    [
        ("0.00", 2.5, "2.50"),
        ("0", 2.4, "2"),
        ("0.0", -1.0, "-1.0"),
        ("#,##0.0", 1e22 / 3, "3,333,333,333,333,333,500,000.0"),
        ("0", 9007199254740993, "9007199254740993"),
        ("x0y", math.inf, "x∞y"),
        ("x0y", math.nan, "NaN"),
    ],
)
def test_numbers_in_a_format(pattern: str, value: float, shown: str) -> None:
    assert shown_number(value, pattern) == shown


def test_what_stands_for_a_missing_value() -> None:
    cluster = holding([{"n": 1}, {}])
    assert searched(cluster, size=0, aggs={"x": {"avg": {"field": "n", "missing": 3}}})["aggregations"]["x"] == {
        "value": 2.0
    }


def test_words_have_no_values() -> None:
    assert "per-document field data" in reason(holding([]), aggs={"x": {"terms": {"field": "t"}}})
    assert "Field [k] of type [keyword] is not supported" in reason(holding([]), aggs={"x": {"sum": {"field": "k"}}})
