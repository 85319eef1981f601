"""Tokens with their places."""

from __future__ import annotations

import pytest

from fakeinfer.search import analysis
from fakeinfer.search.tokenizing import ANALYZERS, FILTERS, OTHER_ANALYZERS, OTHER_FILTERS, TOKENIZERS, Chain


@pytest.mark.parametrize("name", sorted(set(analysis.ANALYZERS) & set(ANALYZERS)))
@pytest.mark.parametrize("text", ["The Quick-Brown fox's 42 dogs", "", "日本語 a_b U.S.A.", "x  y\tz"])
def test_tokens_are_the_terms_that_an_index_keeps(name: str, text: str) -> None:
    assert [token.text for token in ANALYZERS[name].tokens([text])] == analysis.ANALYZERS[name](text)


def test_offsets_point_into_the_text() -> None:
    text = "One, two; three"
    for token in ANALYZERS["standard"].tokens([text]):
        assert text[token.start : token.end].lower() == token.text


def test_what_a_filter_takes_out_leaves_its_position() -> None:
    chain = Chain("whitespace", ("stop",))
    assert [(token.text, token.position) for token in chain.tokens(["a b the c"])] == [("b", 1), ("c", 3)]


def test_offsets_count_a_character_beyond_the_first_plane_twice() -> None:
    (token,) = ANALYZERS["whitespace"].tokens(["😀😀"])
    assert (token.start, token.end) == (0, 4)


def test_what_is_imitated_is_not_listed_as_missing() -> None:
    assert not set(FILTERS) & set(OTHER_FILTERS)
    assert not set(ANALYZERS) & set(OTHER_ANALYZERS)
    assert set(TOKENIZERS) == {"standard", "letter", "lowercase", "whitespace", "keyword"}
