"""Zones by the ids of Java."""

from __future__ import annotations

import pytest

from fakeinfer.formats.dates.zones import UTC, BadZone, Zone, fixed, zone_of


@pytest.mark.parametrize(
    ("id", "zone"),
    [
        ("Z", UTC),
        ("+00:00", UTC),
        ("UTC", Zone("UTC", 0)),
        ("+2", Zone("+02:00", 7200)),
        ("-0130", Zone("-01:30", -5400)),
        ("+01:02:03", Zone("+01:02:03", 3723)),
        ("GMT+2", Zone("GMT+02:00", 7200)),
        ("Europe/Berlin", Zone("Europe/Berlin", None)),
    ],
)
def test_an_id_is_a_zone(id: str, zone: Zone) -> None:
    assert zone_of(id) == zone


@pytest.mark.parametrize(
    ("id", "reason", "unknown"),
    [
        ("", "Invalid ID for ZoneOffset, invalid format: ", False),
        ("+25:00", "Zone offset hours not in valid range: value 25 is not in the range -18 to 18", False),
        ("Mars Base", "Invalid ID for region-based ZoneId, invalid format: Mars Base", False),
        ("Mars/Base", "Unknown time-zone ID: Mars/Base", True),
        ("EST", "Unknown time-zone ID: EST", True),
    ],
)
def test_other_ids_are_refused(id: str, reason: str, unknown: bool) -> None:
    with pytest.raises(BadZone) as raised:
        zone_of(id)
    assert (str(raised.value), raised.value.unknown) == (reason, unknown)


def test_a_region_has_summers() -> None:
    berlin = zone_of("Europe/Berlin")
    assert [berlin.offset_at(moment) for moment in (1_580_000_000, 1_595_000_000)] == [3600, 7200]
    assert berlin.name_at(1_580_000_000) == "CET"


def test_an_offset_without_distance_is_utc() -> None:
    assert fixed(0) is UTC
