"""Values of ML bodies as the server's parser takes them."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.ml.values import long_number, text_of, truth, whole_number


@pytest.mark.parametrize(("value", "text"), [("a", "a"), (5, "5"), (1.5, "1.5"), (True, "true"), (None, None)])
def test_numbers_and_booleans_are_taken_as_text(value: object, text: str | None) -> None:
    assert text_of({"x": value}, "x") == text
    assert text_of({}, "x") is None


@pytest.mark.parametrize(
    ("value", "number"),
    [(4, 4), ("4", 4), (4.9, 4), (-(2**31), -(2**31)), ("1e3", 1000), (" 2.9d", 2), ("NaN", 0), ("-0x", None)],
)
def test_numbers_may_stand_as_text_and_lose_their_fraction(value: object, number: int | None) -> None:
    if number is None:
        with pytest.raises(ApiError, match="For input string"):
            whole_number(value)
    else:
        assert whole_number(value) == number


@pytest.mark.parametrize("value", ["2147483648", "1" * 400, "-1e300", "Infinity"])
def test_texts_beyond_an_int_are_refused(value: str) -> None:
    with pytest.raises(ApiError, match="out of range for an integer"):
        whole_number(value)


def test_a_blank_text_is_no_number() -> None:
    with pytest.raises(ApiError, match="empty String"):
        whole_number(" ")


@pytest.mark.parametrize(("value", "number"), [(4, 4), ("1e3", 1000), ("99999999999", 99999999999), ("2.9", 2)])
def test_longs_hold_more(value: object, number: int) -> None:
    assert long_number(value) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [("NaN", 'For input string: "NaN"'), ("", 'For input string: ""'), ("1e99999999999", "out of range for a long")],
)
def test_texts_that_are_no_long_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        long_number(text)


@pytest.mark.parametrize(("value", "holds"), [(True, True), ("true", True), ("", False), ("false", False), (1, False)])
def test_only_true_is_true(value: object, holds: bool) -> None:
    assert truth(value) is holds
