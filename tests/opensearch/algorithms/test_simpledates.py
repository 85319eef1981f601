"""Patterns of dates as Java's `SimpleDateFormat` reads them."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.algorithms.simpledates import date_reader

MIDNIGHT = 1577836800000
"""2020-01-01 in UTC."""


@pytest.mark.parametrize(
    ("pattern", "zone", "text", "moment"),
    [
        ("yyyy-MM-dd", "UTC", "2020-01-01", MIDNIGHT),
        ("yyyy-MM-dd HH:mm:ss", "UTC", "2020-01-01 01:02:03", MIDNIGHT + 3723_000),
        ("yyyyMMdd", "UTC", "20200101", MIDNIGHT),
        ("yyyy-MM-dd'T'HH:mm:ss.SSS", "UTC", "2020-01-01T00:00:00.250", MIDNIGHT + 250),
        ("dd.MM.yy", "UTC", "01.01.20", MIDNIGHT),
        ("yyyy-MM-dd", "UTC", "2019-12-32", MIDNIGHT),
        ("yyyy-MM-dd", "UTC", "2020-01-01 and more", MIDNIGHT),
        ("yyyy-MM-dd", "nowhere", "2020-01-01", MIDNIGHT),
        ("yyyy-MM-dd HH:mm:ss", "UTC", "2020-01-01", None),
    ],
)
def test_a_text_is_a_moment(pattern: str, zone: str, text: str, moment: int | None) -> None:
    assert date_reader(pattern, zone)(text) == moment


def test_a_letter_that_means_nothing_is_no_pattern() -> None:
    with pytest.raises(ValueError, match="Illegal pattern character 'b'"):
        date_reader("bogus", "UTC")


def test_a_letter_that_is_not_read_is_told() -> None:
    with pytest.raises(ApiError) as refused:
        date_reader("yyyy-MM-dd EEE", "UTC")
    assert refused.value.status == 501
