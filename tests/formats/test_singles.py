"""Numbers in single precision."""

from __future__ import annotations

import math

import pytest

from fakeinfer.formats.singles import shortest, single


@pytest.mark.parametrize(
    ("number", "held"),
    [(0.5, 0.5), (0.1, 0.10000000149011612), (16777217, 16777216.0), (1e300, math.inf), (-1e300, -math.inf)],
)
def test_the_nearest_number_is_held(number: float, held: float) -> None:
    assert single(number) == held


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0.1, 0.1),
        (0.123456789012, 0.12345679),
        (123456789, 1.2345679e8),
        (1.401298464324817e-45, 1e-45),
        (-1e300, -math.inf),
    ],
)
def test_no_more_digits_are_shown_than_are_needed(number: float, shown: float) -> None:
    assert shortest(number) == shown
    assert single(shown) == single(number)


def test_more_digits_can_be_asked_for() -> None:
    assert shortest(single(3e9), fewest=8) == 3e9
    assert math.isnan(shortest(math.nan))
