"""Means of scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.hybrid.combination import combined

SCORES = st.lists(st.floats(0.015625, 1, width=32), min_size=1, max_size=5)


def mean(kind: str, scores: list[float], weights: tuple[float, ...] = ()) -> float:
    return combined({"technique": f"{kind}_mean", "weights": list(weights)}, scores)


@given(SCORES)
def test_means_lie_between_and_one_below_the_other(scores: list[float]) -> None:
    harmonic, geometric, arithmetic = (mean(kind, scores) for kind in ("harmonic", "geometric", "arithmetic"))
    near = 1 + 1e-5
    assert min(scores) <= harmonic * near
    assert harmonic <= geometric * near
    assert geometric <= arithmetic * near
    assert arithmetic <= max(scores) * near


def test_what_was_not_found_counts_only_for_the_arithmetic_mean() -> None:
    assert mean("arithmetic", [0.5, 0.0]) == 0.25
    assert mean("geometric", [0.5, 0.0]) == 0.5
    assert mean("harmonic", [0.5, 0.0]) == 0.5
    assert mean("harmonic", [0.0, 0.0]) == 0.0


def test_weights() -> None:
    assert mean("arithmetic", [1.0, 0.5], (0.25, 0.75)) == 0.625
    with pytest.raises(ApiError):
        mean("arithmetic", [1.0, 0.5], (1.0,))
