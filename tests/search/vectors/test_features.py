"""Features are kept without their last bits."""

from __future__ import annotations

import pytest

from fakeinfer.search.vectors import features


@pytest.mark.parametrize(("value", "kept"), [(1.3, 1.296875), (3.7, 3.6953125), (11111.0, 11104.0), (0.5, 0.5)])
def test_a_value_loses_its_last_bits(value: float, kept: float) -> None:
    assert features.value_of(features.frequency(value)) == kept


def test_functions_grow_with_the_value() -> None:
    for function in (
        features.linear(),
        features.saturation(2.0),
        features.logarithm(1.0),
        features.sigmoid(2.0, 0.5),
    ):
        scores = [function(1.0, value) for value in (0.5, 2.0, 8.0)]
        assert scores == sorted(scores)
        assert len(set(scores)) == 3


def test_at_the_pivot_half_of_the_weight_is_left() -> None:
    assert features.saturation(4.0)(3.0, 4.0) == 1.5
    assert features.sigmoid(4.0, 0.7)(3.0, 4.0) == 1.5


def test_without_documents_the_usual_value_is_one() -> None:
    assert features.usual_value([]) == 1.0
