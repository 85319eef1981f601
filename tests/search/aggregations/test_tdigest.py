"""Digests of values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.aggregations.tdigest import Digest, Merging, Sorted, Tree

DIGESTS = pytest.mark.parametrize("digest", [Tree, Merging, Sorted])
FLOATS = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=300)


@DIGESTS
@given(FLOATS, st.floats(0, 1), st.floats(0, 1))
def test_quantiles_lie_between_the_ends_and_rise(
    digest: type[Tree] | type[Merging] | type[Sorted], values: list[float], q: float, other: float
) -> None:
    held: Digest = digest(values)
    low, high = held.quantile(min(q, other)), held.quantile(max(q, other))
    assert min(values) - 1e-6 <= low <= high + 1e-6
    assert high <= max(values) + 1e-6


@DIGESTS
@given(FLOATS, st.floats(-2e6, 2e6), st.floats(-2e6, 2e6))
def test_ranks_rise(
    digest: type[Tree] | type[Merging] | type[Sorted], values: list[float], one: float, other: float
) -> None:
    held: Digest = digest(values)
    low, high = held.rank(min(one, other)), held.rank(max(one, other))
    assert -1e-9 <= low <= high + 1e-9
    assert high <= 1


@DIGESTS
def test_nothing_has_no_quantile(digest: type[Tree] | type[Merging] | type[Sorted]) -> None:
    held: Digest = digest([])
    assert math.isnan(held.quantile(0.5))
    assert math.isnan(held.rank(1.0))


def test_values_of_a_tree_stand_in_the_middle_of_what_they_weigh() -> None:
    held = Tree([1, 2, 3, 10])
    assert [held.quantile(q) for q in (0.01, 0.25, 0.5, 0.75)] == [1.0, 1.5, 2.5, 6.5]
    assert (held.rank(2), held.rank(5)) == (0.375, 0.65625)


def test_many_values_are_taken_together() -> None:
    assert len(Tree(range(3000))._means) <= 2000
    assert len(Merging(range(3000))._means) < 500


def test_a_compression_beyond_doubles_is_a_great_one() -> None:
    assert Merging([1.0, 2.0, 3.0], float("inf")).quantile(0.5) == 2.0
