"""Versions and spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.versions import Span, Version, reached


@pytest.mark.parametrize(
    ("version", "edge", "expected"),
    [
        ("8.19.0", "8.19", True),
        ("8.18.9", "8.19", False),
        ("9.0.0", "8.19/9.1", False),
        ("9.1.0", "8.19/9.1", True),
        ("8.19.4", "8.19/9.1", True),
        ("10.0.0", "8.19/9.1", True),
        ("8.19.4", "9.2", False),
        ("9.0.0", "8.11", True),
    ],
)
def test_an_edge_is_reached_on_its_own_line(version: str, edge: str, expected: bool) -> None:
    assert reached(Version.parse(version), edge) is expected


@pytest.mark.parametrize("text", ["9", "9.x", "", "9.2.1.0", "newest"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - int() words the message
        Version.parse(text)


def test_until_is_not_included() -> None:
    span = Span("2.9", "2.11")
    assert [line for line in ("2.8", "2.9", "2.10", "2.11", "3.0") if Version.parse(line) in span] == ["2.9", "2.10"]


@given(st.integers(0, 20), st.integers(0, 30), st.integers(0, 20), st.integers(0, 30))
def test_a_single_edge_orders_as_numbers_do(major: int, minor: int, edge_major: int, edge_minor: int) -> None:
    assert reached(Version(major, minor), f"{edge_major}.{edge_minor}") == ((major, minor) >= (edge_major, edge_minor))
