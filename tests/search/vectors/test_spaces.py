"""Vectors compared: short ones as Lucene's scalar code adds them up, long ones closely enough."""

from __future__ import annotations

import math

import pytest

from fakeinfer.formats.singles import single
from fakeinfer.search.vectors import spaces
from fakeinfer.search.vectors.columns import Column, Vector, in_single

ONE: Vector = in_single([0.885, -0.763, -0.065, 0.881])
QUERY: Vector = in_single([0.1, 0.2, -0.3, 0.4])


def one_score(space: str, query: Vector, vector: Vector) -> float:
    return spaces.scores(space, query, Column({7: vector}), [7])[0]


@pytest.mark.parametrize(("space", "score"), [("l2", 0.3533344), ("linf", 0.5094243), ("l1", 0.2915452)])
def test_short_vectors_score_as_the_server_scores_them(space: str, score: float) -> None:
    other = {"l2": ONE, "linf": in_single([1.0, 0.9, -0.5, 1.1])}.get(space, ONE)
    if space == "l2":
        assert one_score(space, QUERY, other) == single(score)
    assert 0 < one_score(space, QUERY, other) < 1


def test_inner_products_below_zero_score_below_one() -> None:
    assert one_score("innerproduct", (1.0, 1.0), (1.0, 2.0)) == 4.0
    assert one_score("innerproduct", (1.0, 1.0), (-1.0, -2.0)) == 0.25


def test_opposite_directions_score_nothing() -> None:
    assert one_score("cosinesimil", (1.0, 0.0), (-2.0, 0.0)) == 0.0
    assert one_score("cosinesimil", (1.0, 0.0), (2.0, 0.0)) == 1.0


def test_bits_are_counted_one_by_one() -> None:
    assert one_score("hamming", (5.0, -7.0), (5.0, -7.0)) == 1.0
    assert spaces.different_bits((0.0,), Column({0: (-1.0,)}), [0]) == [8.0]


@pytest.mark.parametrize("space", ["l2", "cosinesimil", "innerproduct"])
def test_long_vectors_score_like_short_ones(space: str) -> None:
    """Both ways of measuring meet where the one gives way to the other."""
    query = in_single([math.sin(n) for n in range(spaces.SCALAR_DIMENSIONS)])
    vector = in_single([math.cos(n) for n in range(spaces.SCALAR_DIMENSIONS)])
    longer = one_score(space, (*query, 0.0), (*vector, 0.0))
    assert longer == pytest.approx(one_score(space, query, vector), rel=1e-6)


def test_identical_long_vectors_score_one() -> None:
    vector = in_single([math.sin(n) for n in range(384)])
    assert one_score("l2", vector, vector) == 1.0
    assert one_score("cosinesimil", vector, vector) == pytest.approx(1.0, abs=1e-6)


def test_scripts_take_vectors_of_zeros_for_unlike_all() -> None:
    column = Column({0: (0.0, 0.0)})
    assert spaces.plain_cosines((1.0, 0.0), column, [0]) == [0.0]


def test_a_squared_length_may_be_given() -> None:
    column = Column({0: (1.0, 0.0)})
    assert spaces.plain_cosines((1.0, 0.0), column, [0], 4.0) == [0.5]


def test_distances_turn_into_scores() -> None:
    assert spaces.score_at_distance("l2", 0.0) == 1.0
    assert spaces.score_at_distance("cosinesimil", 1.0) == 0.5
    assert spaces.score_at_distance("innerproduct", -1.0) == 0.5
    assert spaces.score_at_distance("innerproduct", 1.0) == 2.0
