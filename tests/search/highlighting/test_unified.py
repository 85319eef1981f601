"""Fragments of the unified highlighter: pieces of the text, no longer than asked for, with all that is marked in them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.highlighting.highlight import Style, Token
from fakeinfer.search.highlighting.unified import fragments

WORDS = st.lists(st.sampled_from(["red", "fox", "sleeps.", "dog", "barks!", "a"]), min_size=1, max_size=30)


def tokens(text: str) -> list[Token]:
    return [Token(found[0], found.start(), found.end(), found[0] == "red") for found in re.finditer(r"\w+", text)]


def cut(text: str, style: Style) -> list[str]:
    return fragments([text], [tokens(text)], style._replace(before="<", after=">"))


@given(WORDS, st.integers(10, 60))
def test_fragments_are_pieces_of_the_text(words: list[str], size: int) -> None:
    text = " ".join(words)
    found = cut(text, Style(fragment_size=size, fragments=100))
    assert sum(one.count("<red>") for one in found) == words.count("red")
    for one in found:
        assert one.replace("<", "").replace(">", "") in text
        assert "<red>" in one


@given(WORDS, st.integers(1, 3))
def test_no_more_than_asked_for(words: list[str], count: int) -> None:
    text = " ".join(words)
    every, some = (cut(text, Style(fragment_size=20, fragments=most)) for most in (100, count))
    assert len(some) == min(count, len(every))
    assert set(some) <= set(every)


def test_the_whole_text() -> None:
    text = "A red fox. " * 30
    assert cut(text.strip(), Style(fragments=0)) == [text.strip().replace("red", "<red>")]


def test_the_beginning_of_a_text_without_a_mark() -> None:
    (shown,) = cut("the quick brown fox", Style(no_match_size=6))
    assert "the quick brown fox".startswith(shown)
    assert cut("the quick brown fox", Style()) == []
