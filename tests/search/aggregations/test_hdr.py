"""Quantiles of a histogram of a wide range."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.aggregations.hdr import Histogram

VALUES = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=50)


@given(VALUES, st.integers(1, 4), st.floats(0, 1))
def test_values_are_as_precise_as_was_asked(values: list[float], digits: int, q: float) -> None:
    found = Histogram(values, digits).quantile(q)
    nearest = min(values, key=lambda value: abs(value - found))
    assert abs(found - nearest) <= nearest * 2 / 10**digits


@given(VALUES)
def test_all_are_below_the_largest(values: list[float]) -> None:
    held = Histogram(values)
    assert held.rank(max(values)) == 1.0
    assert held.rank(0.0) == 0.0


def test_nothing() -> None:
    assert math.isnan(Histogram([]).quantile(0.5))


def test_places_are_the_next_or_the_nearest() -> None:
    values = [1.0, 2.0, 3.0, 5.0, 10.0]
    assert (Histogram(values).quantile(0.25), Histogram(values, to_nearest=True).quantile(0.25)) == (2.0009765625, 1.0)
