"""Java's meaning of operators."""

from __future__ import annotations

import pytest

from fakeinfer.ingest.painless import TYPES, compared, equal


@pytest.mark.parametrize(("one", "two", "result"), [(7, 2, 3), (-7, 2, -3), (7, -2, -3), (7.0, 2, 3.5)])
def test_whole_numbers_divide_towards_zero(one: float, two: float, result: float) -> None:
    assert compared("/", one, two) == result


def test_the_rest_has_the_sign_of_the_dividend() -> None:
    assert compared("%", -7, 2) == -1


def test_true_is_no_number() -> None:
    assert not equal(True, 1)
    assert not TYPES["Number"](True)
    with pytest.raises(TypeError):
        compared("<", True, 2)


def test_long_numbers_are_long() -> None:
    assert TYPES["Long"](2**40)
    assert not TYPES["Integer"](2**40)
