from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.opensearch.security.patterns import matches, matches_any


@pytest.mark.parametrize(
    ("pattern", "name", "means"),
    [
        ("*", "anything", True),
        ("docs", "docs", True),
        ("docs", "docs-1", False),
        ("docs*", "docs-1", True),
        ("d?cs", "docs", True),
        ("a.b*", "axb", False),
        ("/docs-[0-9]+/", "docs-12", True),
        ("/docs-[0-9]+/", "docs-x", False),
        ("/[/", "/[/", True),
        ("[a]*", "a", False),
        ("", "a", False),
    ],
)
def test_what_a_pattern_means(pattern: str, name: str, means: bool) -> None:
    assert matches(pattern, name) is means


@pytest.mark.parametrize("pattern", [{}, {"a": 1}, ["a"], 5, None])
def test_what_is_no_text_means_nothing(pattern: Any) -> None:
    assert not matches(pattern, "a")


def test_any_of_several() -> None:
    assert matches_any(["a", "b*"], "bc")
    assert not matches_any([], "bc")
