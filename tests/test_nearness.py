"""Names that a misspelt one may have meant."""

from __future__ import annotations

import pytest

from fakeinfer.nearness import likeness, near_names


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [("match", "match", 1.0), ("matc", "match", 0.8), ("", "a", 0.0), ("", "", 1.0), ("ab", "xy", 0.0)],
)
def test_likeness_is_the_share_of_letters_that_stay(a: str, b: str, share: float) -> None:
    assert likeness(a, b) == pytest.approx(share)


def test_near_names_come_nearest_first_then_by_alphabet() -> None:
    assert near_names("size", ["sizes", "sine", "side", "colour"]) == ["sizes", "side", "sine"]
    assert near_names("size", ["sizes", "sine"], above=0.77) == ["sizes"]
