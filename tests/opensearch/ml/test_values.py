"""Values of ML bodies as the server's parser takes them."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.ml.values import text_of, whole_number


@pytest.mark.parametrize(("value", "text"), [("a", "a"), (5, "5"), (1.5, "1.5"), (True, "true"), (None, None)])
def test_numbers_and_booleans_are_taken_as_text(value: object, text: str | None) -> None:
    assert text_of({"x": value}, "x") == text
    assert text_of({}, "x") is None


@pytest.mark.parametrize(("value", "number"), [(4, 4), ("4", 4), (4.9, 4), (-(2**31), -(2**31))])
def test_numbers_may_stand_as_text_and_lose_their_fraction(value: object, number: int) -> None:
    assert whole_number(value) == number


@pytest.mark.parametrize("value", [2**31, "1" * 400, -1e300])
def test_numbers_beyond_an_int_are_refused(value: object) -> None:
    with pytest.raises(ApiError, match="out of range for an integer"):
        whole_number(value)
