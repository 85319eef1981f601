"""Several fields at once, against one query for each of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.singles import single
from tests.search.asking import holding, ids, reason, scores

WORDS = st.lists(st.sampled_from(["red", "blue", "fox"]), max_size=3).map(" ".join)
SOURCES = st.lists(st.fixed_dictionaries({"t": WORDS, "u": WORDS}), max_size=5)


def multi(text: str, **options: object) -> dict[str, object]:
    return {"multi_match": {"query": text, "fields": ["t", "u"], **options}}


@given(SOURCES, WORDS.filter(bool))
def test_the_best_or_the_sum_of_the_fields(sources: list[dict[str, str]], text: str) -> None:
    cluster = holding(sources)
    t, u = (scores(cluster, {"match": {field: text}}) for field in ("t", "u"))
    both = {id: (t.get(id, 0.0), u.get(id, 0.0)) for id in {*t, *u}}
    assert scores(cluster, multi(text)) == {id: max(pair) for id, pair in both.items()}
    most = scores(cluster, multi(text, type="most_fields"))
    assert most == pytest.approx({id: sum(pair) for id, pair in both.items()}, rel=1e-6)
    tied = scores(cluster, multi(text, tie_breaker=0.5))
    assert tied == pytest.approx({id: max(pair) + min(pair) / 2 for id, pair in both.items()}, rel=1e-6)


@given(SOURCES, WORDS.filter(bool))
def test_words_in_whichever_field(sources: list[dict[str, str]], text: str) -> None:
    cluster = holding(sources)
    wanted = set(text.split())
    expected = {str(n) for n, s in enumerate(sources) if wanted <= {*s["t"].split(), *s["u"].split()}}
    assert set(ids(cluster, multi(text, type="cross_fields", operator="and"))) == expected


def test_a_field_counts_as_often_as_its_boost_says() -> None:
    cluster = holding([{"n": 4}])
    query = {"multi_match": {"query": "4", "fields": ["n^2.5", "k"]}}
    assert scores(cluster, query) == {"0": single(2.5)}


def test_fields_by_a_pattern_are_those_that_can_hold_the_text() -> None:
    cluster = holding([{"t": "red", "n": 1}])
    assert ids(cluster, {"multi_match": {"query": "red"}}) == ["0"]
    assert ids(cluster, {"multi_match": {"query": "red", "fields": ["zz*"]}}) == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"type": "zork"}, "unknown type"),
        ({"type": "phrase", "fuzziness": 1}, "Fuzziness not allowed"),
        ({"type": "bool_prefix", "slop": 1}, "[slop] not allowed"),
        ({"foo": 1}, "does not support [foo]"),
    ],
)
def test_what_does_not_go_together(options: dict[str, object], why: str) -> None:
    assert why in reason(holding([]), multi("red", **options))
