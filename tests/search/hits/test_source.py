"""Parts of sources."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.search.hits.source import read_source_filter

SOURCE = {"a": 1, "o": {"x": 1, "y": {"z": 2}}, "l": [{"p": 1, "q": 2}, {"q": 3}]}


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (True, SOURCE),
        ("a", {"a": 1}),
        (["o.*"], {"o": {"x": 1, "y": {"z": 2}}}),
        (["o.y"], {"o": {"y": {"z": 2}}}),
        (["*z"], {"o": {"y": {"z": 2}}}),
        ({"excludes": ["o"]}, {"a": 1, "l": [{"p": 1, "q": 2}, {"q": 3}]}),
        ({"includes": ["l.q"]}, {"l": [{"q": 2}, {"q": 3}]}),
        ({"includes": ["l"], "excludes": ["*.p"]}, {"l": [{"q": 2}, {"q": 3}]}),
        (["zz"], {}),
    ],
)
def test_patterns_choose_a_part(wanted: Any, shown: Any) -> None:
    assert read_source_filter(wanted).apply(SOURCE) == shown


def test_false_fetches_nothing() -> None:
    assert not read_source_filter(False).fetch
