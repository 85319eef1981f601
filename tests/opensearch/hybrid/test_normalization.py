"""Scores made comparable: what stays of their order, and where they end up."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.formats.singles import single
from fakeinfer.opensearch.hybrid.normalization import LEAST, scales

SCORES = st.lists(st.floats(0.015625, 1000, width=32), min_size=1, max_size=8)


def scaled(scores: list[float], technique: str = "min_max", **parameters: Any) -> list[float]:
    options = {"technique": technique, "parameters": parameters, "rank_constant": 60, "only_lower": False}
    (scale,) = scales(options, [scores])
    return [scale(score, rank) for rank, score in enumerate(scores)]


@given(SCORES, st.sampled_from(["min_max", "l2", "z_score"]))
def test_no_score_overtakes_another(scores: list[float], technique: str) -> None:
    if technique == "z_score" and len(set(scores)) < 3:  # a score that equals the mean becomes the highest one
        return
    pairs = sorted(zip(scores, scaled(scores, technique), strict=True))
    mean = single(math.fsum(scores) / len(scores))
    found = [score for before, score in pairs if technique != "z_score" or abs(before - mean) > 1e-3]
    if technique != "l2":  # what is barely above may come below what is not, which is lifted
        found = [score for score in found if score >= LEAST]
    assert all(one <= other for one, other in pairwise(found))


@given(SCORES)
def test_min_max_goes_from_nearly_nothing_to_one(scores: list[float]) -> None:
    found = scaled(scores)
    assert max(found) == 1.0
    assert found[scores.index(min(scores))] == (1.0 if len(set(scores)) == 1 else LEAST)


@given(SCORES)
def test_l2_has_a_length_of_one(scores: list[float]) -> None:
    assert math.hypot(*scaled(scores, "l2")) == pytest.approx(1, rel=1e-4)


def test_ranks_are_all_that_counts() -> None:
    assert scaled([9.0, 3.0], "rrf") == [single(0.0163934426), single(0.0161290323)]


def test_bounds() -> None:
    scores = [2.0, 5.0, 8.0]
    assert scaled(scores, lower_bounds=[{"mode": "apply", "min_score": 0}]) == [0.25, 0.625, 1.0]
    assert scaled(scores, lower_bounds=[{"mode": "clip", "min_score": 5}]) == [LEAST, LEAST, 1.0]
    assert scaled(scores, lower_bounds=[{"mode": "ignore", "min_score": 0}]) == scaled(scores)
    assert scaled(scores, upper_bounds=[{"mode": "clip", "max_score": 5}]) == [LEAST, 1.0, 1.0]


def test_a_bound_is_a_number() -> None:
    assert scaled([2.0, 5.0, 8.0], lower_bounds=[{"mode": "clip", "min_score": "5"}]) == [LEAST, LEAST, 1.0]
    with pytest.raises(ApiError, match="must be a valid float value"):
        scaled([2.0, 5.0], lower_bounds=[{"min_score": "1d ago"}])
