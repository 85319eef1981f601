"""Quartiles and whiskers."""

from __future__ import annotations

from tests.search.aggregations.asking import answered


def test_outliers_are_beyond_the_whiskers() -> None:
    found = answered([{"n": value} for value in (1, 2, 3, 100)], {"boxplot": {"field": "n"}}, "elasticsearch")
    assert found == {"min": 1.0, "max": 100.0, "q1": 1.75, "q2": 2.5, "q3": 27.25, "lower": 1.0, "upper": 3.0}


def test_nothing_has_no_ends() -> None:
    found = answered([], {"boxplot": {"field": "n"}}, "elasticsearch")
    assert (found["min"], found["max"], found["q2"]) == ("Infinity", "-Infinity", "NaN")
