"""References to methods."""

from __future__ import annotations

import pytest

from fakeinfer.painless import compile


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("[0L].stream().map(Instant::ofEpochMilli).map(Instant::toString).collect(Collectors.joining())", "1970-01-01T00:00:00Z"),
        ("['2024-01-02'].stream().map(LocalDate::parse).map(LocalDate::getYear).collect(Collectors.toList())[0]", 2024),
        ("[1, 2].stream().map(Integer::toString).collect(Collectors.joining('-'))", "1-2"),
    ],
)  # fmt: skip
def test_a_reference_means_a_static_method_where_there_is_one(source: str, value: object) -> None:
    assert compile(source).run({}) == value
