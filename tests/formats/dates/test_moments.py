"""The calendar, held against Python's own where that one reaches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.dates.moments import BadDate, checked_days, date_of, days_of, days_of_week, week_of, weekday_of

_DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(_DATES)
def test_days_are_counted_as_python_counts_them(day: date) -> None:
    days = days_of(day.year, day.month, day.day)
    assert days == (day - date(1970, 1, 1)).days
    assert date_of(days) == (day.year, day.month, day.day)
    assert (*week_of(days), weekday_of(days)) == tuple(day.isocalendar())
    assert days_of_week(*day.isocalendar()) == days


@given(st.integers(-300_000_000, 300_000_000))
def test_a_day_has_one_date(days: int) -> None:
    assert days_of(*date_of(days)) == days


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ((2021, 2, 29), "Invalid date 'February 29' as '2021' is not a leap year"),
        ((2021, 4, 31), "Invalid date 'APRIL 31'"),
        ((2021, 13, 1), "Invalid value for MonthOfYear (valid values 1 - 12): 13"),
        ((2021, 1, 32), "Invalid value for DayOfMonth (valid values 1 - 28/31): 32"),
    ],
)
def test_a_date_that_is_none_is_told_as_java_does(day: tuple[int, int, int], reason: str) -> None:
    with pytest.raises(BadDate) as raised:
        checked_days(*day)
    assert str(raised.value) == reason
