"""Scores on a common scale."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.elasticsearch.retrievers.normalizers import as_they_are, l2_norm, minmax, named
from fakeinfer.errors import ApiError

SCORES = st.lists(st.floats(0, 1e6, width=32), min_size=1, max_size=20)


@given(SCORES)
def test_minmax_reaches_from_0_to_1_and_keeps_the_order(scores: list[float]) -> None:
    found = minmax(scores)
    assert all(0 <= score <= 1 for score in found)
    assert max(found) == 1
    for score, other in pairwise(scores):
        at = scores.index(score), scores.index(other)
        assert (score < other) <= (found[at[0]] <= found[at[1]])


@given(SCORES)
def test_l2_norm_makes_lists_as_long_as_1(scores: list[float]) -> None:
    length = math.hypot(*l2_norm(scores))
    assert length == pytest.approx(1, abs=1e-3) or max(scores) < 1e-2


def test_scores_that_are_alike_are_all_best() -> None:
    assert minmax([0.3, 0.3]) == [1.0, 1.0]
    assert minmax([]) == []
    assert as_they_are([3.0, 1.0]) == [3.0, 1.0]


def test_names_are_known_in_any_case() -> None:
    assert named("MinMax") == "minmax"
    with pytest.raises(ApiError, match="nope"):
        named("nope")
