"""Analyzers of parts, and the common ones that texts of documents are cut by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search import analysis
from fakeinfer.search.analyzing import components, languages
from fakeinfer.search.analyzing.options import Options

TEXTS = ["The Quick-Brown fox's 42 dogs", "", "日本語 a_b U.S.A.", "x  y\tz"]


@pytest.mark.parametrize("name", sorted(analysis.ANALYZERS))
@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_the_terms_that_an_index_keeps(name: str, text: str) -> None:
    chain = languages.analyzer(name, Options(name, {}))
    assert chain is not None
    assert chain(text) == ([] if name == "keyword" and not text else analysis.ANALYZERS[name](text))


@given(st.text())
def test_offsets_point_into_the_text(text: str) -> None:
    chain = languages.analyzer("whitespace", Options("whitespace", {}))
    assert chain is not None
    assert all(text[token.start : token.end] == token.text for token in chain.tokens(text))


@given(st.text(alphabet="<>/bp &;amx!-'\"= "))
def test_stripped_texts_know_where_their_characters_were(text: str) -> None:
    strip = components.char_filter("html_strip", Options("html_strip", {}))
    assert strip is not None
    found = strip(text)
    if found.offsets is not None:
        assert len(found.offsets) == len(found.text) + 1
        assert found.offsets == sorted(found.offsets)
        assert found.offsets[-1] == len(text)


def test_what_is_imitated_is_not_listed_as_missing() -> None:
    assert not set(components.PLAIN_FILTERS) & set(components.OTHER_FILTERS)
    assert not set(languages.ANALYZERS) & set(languages.OTHERS)
