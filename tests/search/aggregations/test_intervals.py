"""Steps of time: each moment is in one, and steps follow each other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.search.aggregations.intervals import CALENDAR, Step, calendar_step, fixed_step, read_offset
from fakeinfer.search.date_formats import zone_named

MOMENTS = st.integers(-2_000_000_000_000, 4_000_000_000_000)
ZONES = st.sampled_from(["UTC", "+05:30", "-08:00"]).map(zone_named)
STEPS = st.sampled_from(sorted(CALENDAR)).map(calendar_step) | st.sampled_from(["90m", "7d", "250ms"]).map(fixed_step)


@given(STEPS, ZONES, st.sampled_from([0, 3_600_000, -86_400_000]), MOMENTS)
def test_a_moment_is_in_one_step(step: Step, zone: object, offset: int, moment: int) -> None:
    step = step._replace(zone=zone, offset=offset)  # type: ignore[arg-type]
    begin = step.begin(moment)
    end = step.next(begin)
    assert begin <= moment < end
    assert step.begin(begin) == begin
    assert step.begin(end) == end


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("year", "2024-01-01"),
        ("quarter", "2024-07-01"),
        ("month", "2024-08-01"),
        ("week", "2024-08-12"),
        ("1d", "2024-08-15"),
    ],
)
def test_the_calendar(name: str, begin: str) -> None:
    moment = round(datetime(2024, 8, 15, 13, 30, tzinfo=UTC).timestamp() * 1000)
    found = datetime.fromtimestamp(calendar_step(name).begin(moment) / 1000, UTC)
    assert found.isoformat() == f"{begin}T00:00:00+00:00"


def test_a_day_may_be_longer_when_the_clocks_change() -> None:
    step = calendar_step("day")._replace(zone=zone_named("Europe/Berlin"))
    begin = step.begin(round(datetime(2024, 10, 27, 12, tzinfo=UTC).timestamp() * 1000))
    assert step.next(begin) - begin == 25 * 3_600_000


def test_what_is_no_step() -> None:
    for read, text in ((calendar_step, "2M"), (fixed_step, "month"), (fixed_step, "0d"), (read_offset, "x")):
        with pytest.raises(ApiError):
            read(text)
    assert (read_offset("+6h"), read_offset("-1d")) == (21_600_000, -86_400_000)
