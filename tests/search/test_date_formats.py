"""Dates in formats and zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.search.date_formats import shown_date, zone_named

MOMENT = 1_709_398_799_125  # 2024-03-02T16:59:59.125Z


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        (None, "2024-03-02T16:59:59.125Z"),
        ("epoch_millis", "1709398799125"),
        ("epoch_second", "1709398799"),
        ("yyyy-MM", "2024-03"),
        ("dd/MM/yy||yyyy", "02/03/24"),
        ("basic_date", "20240302"),
        ("yyyy-MM-dd'T'HH:mm", "2024-03-02T16:59"),
        ("EEE MMM d hh:mm a", "Sat Mar 2 04:59 PM"),
        ("HH:mm:ss.SSS", "16:59:59.125"),
    ],
)
def test_formats(format: str | None, shown: str) -> None:
    assert shown_date(MOMENT, format) == shown


def test_zones() -> None:
    assert shown_date(MOMENT, "HH:mm XXX", zone_named("+05:30")) == "22:29 +05:30"
    assert shown_date(MOMENT, None, zone_named("-1")) == "2024-03-02T15:59:59.125-01:00"
    with pytest.raises(ApiError, match="Unknown time-zone"):
        zone_named("Nowhere/Land")


@given(st.datetimes(datetime(1, 1, 2), datetime(9998, 1, 1)))
def test_the_default_is_the_standards(moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC, microsecond=moment.microsecond // 1000 * 1000)
    millis = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert datetime.fromisoformat(shown_date(millis, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX")) == moment
