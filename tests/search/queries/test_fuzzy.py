"""Distances against the textbook's recursion; which terms are near, and how near they may be."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.search.queries.fuzzy import Fuzzy, distance, read_fuzzy
from tests.search.asking import holding, ids

WORDS = st.text("abc", max_size=5)


def edits(one: str, other: str, swaps: bool) -> int:
    @cache
    def away(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        same = one[i - 1] == other[j - 1]
        best = min(away(i - 1, j) + 1, away(i, j - 1) + 1, away(i - 1, j - 1) + (not same))
        if swaps and i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            best = min(best, away(i - 2, j - 2) + 1)
        return best

    return away(len(one), len(other))


@given(WORDS, WORDS, st.integers(0, 3), st.booleans())
def test_a_distance_is_the_textbooks_or_more_than_asked_for(one: str, other: str, most: int, swaps: bool) -> None:
    expected = edits(one, other, swaps)
    assert distance(one, other, most, swaps=swaps) == (expected if expected <= most else None)


@pytest.mark.parametrize(
    ("given_", "term", "allowed"),
    [
        ("AUTO", "ab", 0),
        ("AUTO", "abc", 1),
        ("auto", "abcdef", 2),
        ("AUTO:2,4", "ab", 1),
        ("AUTO:2,4", "abcd", 2),
        (1, "a", 1),
        ("0", "abcdef", 0),
        (1.0, "abc", 1),
    ],
)
def test_how_far_a_term_may_be_away(given_: object, term: str, allowed: int) -> None:
    assert read_fuzzy(given_).allowed(term) == allowed


@pytest.mark.parametrize("odd", ["x", -1, "AUTO:x", "AUTO:1"])
def test_what_is_no_fuzziness(odd: object) -> None:
    with pytest.raises(ApiError):
        read_fuzzy(odd)


def test_only_so_many_terms_are_tried() -> None:
    cluster = holding({"t": f"fo{letter}"} for letter in "abcdef")
    query = {"value": "fox", "fuzziness": 1}
    assert len(ids(cluster, {"fuzzy": {"t": query}})) == 6
    assert ids(cluster, {"fuzzy": {"t": {**query, "max_expansions": 2}}}) == ["0", "1"]


def test_the_beginning_that_has_to_be_the_same_is_not_counted_away() -> None:
    assert Fuzzy(edits=1, prefix_length=1).allowed("fox") == 1
    cluster = holding([{"t": "fox"}, {"t": "box"}])
    assert ids(cluster, {"fuzzy": {"t": {"value": "fox", "fuzziness": 1, "prefix_length": 1}}}) == ["0"]
