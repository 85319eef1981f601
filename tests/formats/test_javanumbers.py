"""Whole numbers in texts, as Java reads them."""

from __future__ import annotations

import pytest

from fakeinfer.formats.javanumbers import whole


@pytest.mark.parametrize(
    ("text", "bits", "number"),
    [
        ("7", 32, 7),
        ("+7", 32, 7),
        ("-007", 32, -7),
        ("0", 32, 0),
        ("2147483647", 32, 2**31 - 1),
        ("-2147483648", 32, -(2**31)),
        ("2147483648", 32, None),
        ("2147483648", 64, 2**31),
        ("9223372036854775808", 64, None),
        ("0" * 5000 + "5", 32, 5),
        ("9" * 5000, 64, None),
        ("²", 32, None),
        ("٣", 32, 3),
        ("1.0", 32, None),
        ("", 32, None),
    ],
)
def test_what_fits_is_a_number(text: str, bits: int, number: int | None) -> None:
    assert whole(text, bits) == number
