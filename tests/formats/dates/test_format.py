"""Formats read and show; the refusals of the servers are in the fixtures of the processor `date`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.dates.format import BadFormat, Unparsed, date_format
from fakeinfer.formats.dates.moments import Moment, from_millis
from fakeinfer.formats.dates.named import NAMED
from fakeinfer.formats.dates.patterns import UnknownPattern
from fakeinfer.formats.dates.resolving import moment_of
from fakeinfer.formats.dates.zones import UTC, zone_of

_MOMENT = from_millis(1_580_702_706_789, UTC)
"""2020-02-03T04:05:06.789Z, a Monday."""


def read(format: str, text: str) -> Moment:
    return moment_of(date_format(format).parse(text), UTC)


@pytest.mark.parametrize("name", sorted(set(NAMED) - {"epoch_millis", "epoch_second"}))
def test_a_named_format_reads_what_it_shows(name: str) -> None:
    shown = date_format(name).show(_MOMENT)
    assert date_format(name).show(read(name, shown)) == shown


@given(st.integers(-(10**14), 10**14))
def test_no_millisecond_is_lost(millis: int) -> None:
    moment = from_millis(millis, zone_of("+05:30"))
    pattern = "uuuu-MM-dd'T'HH:mm:ss.SSSXXX"
    assert read(pattern, date_format(pattern).show(moment)).millis == millis


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("YYYY-'W'ww-e", "2020-W06-1"),
        ("Q D DDD F E EEEE EEEEE MMMMM", "1 34 034 3 Mon Monday M F"),
        ("n N A kk KK hh a", "789000000 14706789000000 14706789 04 04 04 AM"),
        ("VV z O OOOO x xx xxx X XX Z ZZZZ ZZZZZ", "Z Z GMT GMT +00 +0000 +00:00 Z Z +0000 GMT Z"),
        ("G yy u pppd 'o''clock'", "AD 20 2020   3 o'clock"),
        ("epoch_millis", "1580702706789"),
        ("strict_date_optional_time", "2020-02-03T04:05:06.789Z"),
    ],
)
def test_letters_mean_what_java_says(pattern: str, shown: str) -> None:
    assert date_format(pattern).show(_MOMENT) == shown


@pytest.mark.parametrize(
    ("format", "text", "at"),
    [
        ("yyyy-MM", "2020-1", "at index 5"),
        ("yyyy", "20200", "at index 0"),
        ("HH", "04x", "unparsed text found at index 2"),
    ],
)
def test_a_refusal_tells_where(format: str, text: str, at: str) -> None:
    with pytest.raises(Unparsed, match=at):
        date_format(format).parse(text)


@pytest.mark.parametrize("format", ["", "foo", "||", "yyyy||", "yyyy]", "HHH", "'x", "VVV"])
def test_formats_that_java_refuses(format: str) -> None:
    with pytest.raises(BadFormat):
        date_format(format)


@pytest.mark.parametrize(("format", "language"), [("zzzz", "en"), ("MMMM", "fi"), ("rfc3339_lenient", "en")])
def test_what_is_not_there_is_told(format: str, language: str) -> None:
    with pytest.raises(UnknownPattern):
        date_format(format, language)


def test_months_have_other_names_in_another_provider() -> None:
    assert date_format("MMM", "de", "jre").show(_MOMENT) == "Feb"
    assert date_format("MMM", "de", "cldr").show(_MOMENT) == "Feb."
