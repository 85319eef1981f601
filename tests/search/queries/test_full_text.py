"""match and phrases against what a reader of the documents would say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import holding, ids, reason, scores

WORDS = st.lists(st.sampled_from(["red", "blue", "fox", "dog"]), min_size=1, max_size=4)
TEXTS = st.lists(WORDS, max_size=6)


def containing(texts: list[list[str]], phrase: list[str]) -> set[str]:
    size = len(phrase)
    return {str(n) for n, words in enumerate(texts) if any(words[i : i + size] == phrase for i in range(len(words)))}


@given(TEXTS, WORDS)
def test_any_or_all_of_the_words(texts: list[list[str]], wanted: list[str]) -> None:
    cluster = holding({"t": " ".join(words)} for words in texts)
    some = {str(n) for n, words in enumerate(texts) if set(words) & set(wanted)}
    every = {str(n) for n, words in enumerate(texts) if set(words) >= set(wanted)}
    text = " ".join(wanted)
    assert set(ids(cluster, {"match": {"t": text}})) == some
    assert set(ids(cluster, {"match": {"t": {"query": text, "operator": "and"}}})) == every


@given(TEXTS, WORDS)
def test_a_phrase_stands_as_it_was_written(texts: list[list[str]], phrase: list[str]) -> None:
    cluster = holding({"t": " ".join(words)} for words in texts)
    assert set(ids(cluster, {"match_phrase": {"t": " ".join(phrase)}})) == containing(texts, phrase)


@given(TEXTS, WORDS, st.integers(0, 2))
def test_more_slop_finds_no_less(texts: list[list[str]], phrase: list[str], slop: int) -> None:
    cluster = holding({"t": " ".join(words)} for words in texts)
    found = [
        set(ids(cluster, {"match_phrase": {"t": {"query": " ".join(phrase), "slop": s}}})) for s in (slop, slop + 1)
    ]
    assert found[0] <= found[1]


@given(TEXTS, WORDS)
def test_the_last_word_of_a_phrase_may_only_begin_so(texts: list[list[str]], phrase: list[str]) -> None:
    cluster = holding({"t": " ".join(words)} for words in texts)
    begun = " ".join([*phrase[:-1], phrase[-1][:2]])
    assert set(ids(cluster, {"match_phrase_prefix": {"t": begun}})) == containing(texts, phrase)


def test_how_many_of_the_words() -> None:
    cluster = holding([{"t": "red fox"}, {"t": "red dog"}, {"t": "red fox dog"}])
    match = {"query": "red fox dog", "minimum_should_match": 3}
    assert ids(cluster, {"match": {"t": match}}) == ["2"]
    assert set(ids(cluster, {"match": {"t": {**match, "minimum_should_match": "-1"}}})) == {"0", "1", "2"}


def test_words_that_begin_so_count_the_same() -> None:
    cluster = holding([{"t": "fox"}, {"t": "fog fog fog"}])
    assert scores(cluster, {"match_bool_prefix": {"t": "fo"}}) == {"0": 1.0, "1": 1.0}


def test_a_phrase_needs_words() -> None:
    cluster = holding([{"n": 1}])
    assert "field:[n] was indexed without position data" not in reason(cluster, {"match_phrase_prefix": {"n": "1"}})
    assert ids(cluster, {"match_phrase": {"n": "1"}}) == ["0"]
