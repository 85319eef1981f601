"""Vectors that a test gives."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.brains.given import GivenVector, read_vector, read_weights, shortest

SINGLE = st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(SINGLE)
def test_the_shortest_number_is_the_same_number_in_single_precision(number: float) -> None:
    assert struct.pack("<f", shortest(number)) == struct.pack("<f", number)


@pytest.mark.parametrize(
    ("number", "short"), [(0.1, 0.1), (1 / 3, 0.33333334), (0.30000000000000004, 0.3), (1e-10, 1e-10)]
)
def test_no_digits_that_say_nothing(number: float, short: float) -> None:
    assert shortest(number) == short


@given(st.lists(SINGLE, min_size=1, max_size=5))
def test_numbers_and_json_are_the_same(numbers: list[float]) -> None:
    vector = GivenVector(numbers, "float")
    assert vector.dimensions == len(numbers)
    assert json.loads(vector.json()) == pytest.approx(vector.numbers(), rel=1e-7)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0.0"), (1, "1.0"), (-0.5, "-0.5"), (0.0001, "1.0E-4"), (12_345_678, "1.2345678E7"), (9_999_999, "9999999.0")],
)
def test_json_is_as_java_prints_floats(number: float, text: str) -> None:
    assert GivenVector([number], "float").json() == f"[{text}]"


def test_bits_are_packed() -> None:
    assert GivenVector([1, -1], "bit").dimensions == 16
    assert GivenVector([1, -1], "byte").json() == "[1,-1]"


@pytest.mark.parametrize("value", [None, "12", [], [True], ["1"], [float("inf")], [1e300], {"a": 1}])
def test_what_is_no_vector_is_refused_by_name(value: Any) -> None:
    with pytest.raises(ValueError, match="the vector"):
        read_vector(value, None, "the vector")


@pytest.mark.parametrize("value", [[1.5], [128], [-129]])
def test_bytes_have_their_range(value: Any) -> None:
    with pytest.raises(ValueError, match="whole numbers from -128 to 127"):
        read_vector(value, "byte", "the vector")


@pytest.mark.parametrize(
    "value", [None, [1], {"": 1}, {"a": 0}, {"a": -1}, {"a": True}, {"a": "1"}, {"a": float("nan")}]
)
def test_what_are_no_weights_is_refused_by_name(value: Any) -> None:
    with pytest.raises(ValueError, match="the weights"):
        read_weights(value, "the weights")
