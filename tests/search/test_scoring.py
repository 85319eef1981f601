"""Single precision and field lengths, as Lucene keeps them."""

from __future__ import annotations

import pytest

from fakeinfer.formats.singles import single
from fakeinfer.search.engine import shortest
from fakeinfer.search.scoring import stored_length


@pytest.mark.parametrize(
    ("length", "kept"), [(0, 0), (1, 1), (39, 39), (40, 40), (41, 40), (42, 42), (55, 54), (100, 96), (1000, 984)]
)
def test_lengths_beyond_40_lose_their_last_bits(length: int, kept: int) -> None:
    assert stored_length(length) == kept


def test_stored_lengths_never_grow_and_keep_their_order() -> None:
    stored = [stored_length(length) for length in range(5000)]
    assert stored == sorted(stored)
    assert all(kept <= length for length, kept in enumerate(stored))


@pytest.mark.parametrize("number", [0.8416345, 1.0, 0.49917626, 2.618587, 1e-7, 123456.79])
def test_a_single_is_printed_with_the_fewest_digits(number: float) -> None:
    assert shortest(single(number)) == number
