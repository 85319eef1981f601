"""Time that a test owns."""

from __future__ import annotations

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.clock import START_MILLIS, Clock


def test_a_request_takes_a_millisecond() -> None:
    clock = Clock()
    clock.tick()
    assert clock.iso() == "2026-01-01T00:00:00.001Z"


def test_a_frozen_clock_moves_when_it_is_told_to() -> None:
    clock = Clock()
    clock.freeze("2027-03-04T05:06:07.089+01:00")
    clock.tick()
    assert clock.iso() == "2027-03-04T04:06:07.089Z"
    clock.advance(hours=1, minutes=-1, seconds=0.5)
    assert clock.iso() == "2027-03-04T05:05:07.589Z"
    clock.resume()
    clock.tick()
    assert clock.iso() == "2027-03-04T05:05:07.590Z"


def test_a_time_without_a_zone_is_utc() -> None:
    clock = Clock()
    clock.freeze("2026-01-01")
    assert clock.millis == START_MILLIS


@pytest.mark.parametrize("at", ["", "tomorrow", "1969-12-31T23:59:59Z"])
def test_what_is_no_time_changes_nothing(at: str) -> None:
    clock = Clock()
    with pytest.raises(ValueError, match=r"."):
        clock.freeze(at)
    with pytest.raises(ValueError, match="1970 to 9999"):
        clock.advance(hours=24 * 366 * 8000)
    assert clock == Clock()


def test_freezing_is_part_of_a_snapshot() -> None:
    with FakeElasticsearch() as fake:
        before = fake.snapshot()
        fake.clock.freeze()
        frozen = fake.snapshot()
        fake.restore(before)
        assert not fake.clock.frozen
        fake.restore(frozen)
        assert fake.clock.frozen
