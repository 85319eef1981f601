"""The lists of one index, without their rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.opensearch.hybrid.collecting import by_rank, by_score, summed
from fakeinfer.search.hits.sorting import Hit
from fakeinfer.search.view import view_of
from tests.search.asking import holding

VIEW = view_of(holding([{}] * 8).state, "s")
FOUND = st.dictionaries(st.integers(0, 7), st.sampled_from([0.0, 0.5, 1.0, 2.0]))


def hit(number: int) -> Hit:
    return Hit(VIEW, number, None, [], [])


@given(FOUND, st.integers(0, 9))
def test_the_best_of_a_query_without_what_scores_nothing(found: dict[int, float], depth: int) -> None:
    entries = by_score(found, {number: hit(number) for number in range(8)}, depth)
    expected = sorted((score for score in found.values() if score), reverse=True)[:depth]
    assert [entry.score for entry in entries] == expected


@given(FOUND, st.permutations(range(8)), st.integers(1, 9))
def test_the_first_of_a_query_in_an_order(found: dict[int, float], order: list[int], depth: int) -> None:
    entries = by_rank(found, [hit(number) for number in order], depth)
    assert [entry.hit.number for entry in entries] == [number for number in order if found.get(number)][:depth]


@given(st.lists(FOUND, max_size=3))
def test_sums(found: list[dict[int, float]]) -> None:
    assert summed(found) == {
        number: sum(scores.get(number, 0.0) for scores in found) for number in {n for scores in found for n in scores}
    }
