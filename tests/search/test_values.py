"""Dates and numbers as fields hold them."""

from __future__ import annotations

import pytest

from fakeinfer.search.values import iso, leaf_values, millis_of, truth_of


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2020-01-02", "2020-01-02T00:00:00.000Z"),
        ("2020-01-02T03:04:05.678+01:00", "2020-01-02T02:04:05.678Z"),
        ("2020", "2020-01-01T00:00:00.000Z"),
        (0, "1970-01-01T00:00:00.000Z"),
        ("1577836800000", "2020-01-01T00:00:00.000Z"),
        ("2020-01-31||+1M/d", "2020-02-29T00:00:00.000Z"),
        ("2020/01/02", "2020-01-02T00:00:00.000Z"),
    ],
)
def test_dates(value: object, shown: str) -> None:
    found = millis_of(value)
    assert found is not None
    assert iso(found) == shown


def test_what_was_left_out_of_an_upper_bound_is_its_end() -> None:
    assert iso(millis_of("2020-02", round_up=True) or 0) == "2020-02-29T23:59:59.999Z"
    assert iso(millis_of("now/d", round_up=True, now=90_000_000) or 0) == "1970-01-02T23:59:59.999Z"


@pytest.mark.parametrize("value", ["soon", "2020-13-01", True, None, {}, "now+1q"])
def test_what_is_no_date(value: object) -> None:
    assert millis_of(value) is None


def test_values_are_found_through_lists_and_dotted_keys() -> None:
    source = {"a": [{"b": 1}, {"b": [2, None]}], "a.b": 3}
    assert leaf_values(source, ("a", "b")) == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "truth"),
    [(True, True), ("true", True), (False, False), ("false", False), (1, None), ("", None), ({}, None)],
)
def test_numbers_are_no_booleans(value: object, truth: bool | None) -> None:
    assert truth_of(value) is truth
