"""Cutting texts into chunks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.elasticsearch.inference.chunking import chunk

PROSE = st.lists(
    st.sampled_from(["word", "two.", "why?", "a\n\n", "\n", "  ", "v1.2", "it's", "...", "é!", "("]), max_size=60
)
WORDS = re.compile(r"\w+(?:['’.]\w+)*")
ALL = (
    {"strategy": "word", "max_chunk_size": 10, "overlap": 3},
    {"strategy": "sentence", "max_chunk_size": 10, "sentence_overlap": 0},
    {"strategy": "sentence", "max_chunk_size": 10, "sentence_overlap": 1},
    {"strategy": "recursive", "max_chunk_size": 10, "separator_group": "plaintext"},
    {"strategy": "recursive", "max_chunk_size": 10, "separators": ["\n", " "]},
    {"strategy": "none"},
)


def cut(text: str, **chunking: Any) -> list[str]:
    """The chunks themselves."""
    return [text[start:end] for start, end in chunk(text, chunking)]


def test_words_overlap_and_later_chunks_begin_with_the_blank() -> None:
    text = "one two three, four five six seven"
    assert cut(text, strategy="word", max_chunk_size=3, overlap=1) == [
        "one two three",
        " three, four five",
        " five six seven",
    ]


def test_sentences_are_kept_whole() -> None:
    text = "One is here. Two is there! Is that three? Yes."
    assert cut(text, strategy="sentence", max_chunk_size=6, sentence_overlap=0) == [
        "One is here. Two is there! ",
        "Is that three? Yes.",
    ]


def test_the_last_sentence_comes_again_where_it_fits() -> None:
    text = "One here. Two there. Three too."
    assert cut(text, strategy="sentence", max_chunk_size=4, sentence_overlap=1) == [
        "One here. Two there. ",
        "Two there. Three too.",
    ]


def test_a_long_sentence_is_cut_by_words() -> None:
    assert cut("a b c d e f", strategy="sentence", max_chunk_size=4, sentence_overlap=1) == ["a b c d", " e f"]


def test_a_number_with_a_point_ends_no_sentence() -> None:
    assert cut("It is v1.2 now.", strategy="sentence", max_chunk_size=20, sentence_overlap=0) == ["It is v1.2 now."]


def test_recursion_takes_the_next_separator_for_what_is_too_long() -> None:
    text = "a b\n\nc d\ne f g"
    chunks = cut(text, strategy="recursive", max_chunk_size=3, separator_group="plaintext")
    assert chunks == ["a b", "\n\nc d", "\ne f g"]


def test_markdown_is_cut_at_headings() -> None:
    text = "# A\nx y z\n# B\nu v w"
    assert cut(text, strategy="recursive", max_chunk_size=5, separator_group="markdown") == [
        "# A\nx y z",
        "\n# B\nu v w",
    ]


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
@pytest.mark.parametrize("chunking", ALL)
def test_blanks_have_no_chunks(blank: str, chunking: dict[str, Any]) -> None:
    assert chunk(blank, chunking) == []


@settings(deadline=None)
@given(parts=PROSE, chunking=st.sampled_from(ALL))
def test_chunks_cover_the_text_in_order_and_keep_to_the_size(parts: list[str], chunking: dict[str, Any]) -> None:
    text = " ".join(parts)
    if not text.strip():
        return
    spans = chunk(text, chunking)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    for (start, end), (following, last) in pairwise(spans):
        assert start < following <= end < last
    for start, end in spans:
        assert len(WORDS.findall(text, start, end)) <= chunking.get("max_chunk_size", len(text))
