"""Texts in the pieces of a stream."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.brains.pieces import FORMS, Shape, cut, read_chunks, read_delay, read_pieces


@pytest.mark.parametrize("chunks", [*FORMS, 1, 7])
@given(text=st.text())
def test_the_pieces_of_a_text_make_the_text(text: str, chunks: str | int) -> None:
    pieces = cut(text, chunks)
    assert "".join(pieces) == text
    assert all(pieces)


@pytest.mark.parametrize(
    ("chunks", "pieces"),
    [
        ("words", ["One", " two.", " Three?"]),
        ("sentences", ["One two.", " Three?"]),
        ("whole", ["One two. Three?"]),
        (6, ["One tw", "o. Thr", "ee?"]),
    ],
)
def test_boundaries_are_where_they_are_wanted(chunks: str | int, pieces: list[str]) -> None:
    assert cut("One two. Three?", chunks) == pieces


def test_listed_pieces_are_kept_for_the_text_they_make_and_no_other() -> None:
    shape = Shape(pieces=("Hel", "lo you"))
    assert shape.cut("Hello you") == ["Hel", "lo you"]
    assert shape.cut("Hello me") == ["Hello", " me"]


def test_options_come_as_texts_too() -> None:
    assert (read_chunks("4"), read_chunks(4), read_delay("0.5"), read_delay(0)) == (4, 4, 0.5, 0.0)


@pytest.mark.parametrize("chunks", ["letters", 0, -1, True, None, 1.5, "²"])
def test_other_boundaries_are_refused(chunks: Any) -> None:
    with pytest.raises(ValueError, match="words, characters, sentences, whole or a number"):
        read_chunks(chunks)


@pytest.mark.parametrize("delay", ["soon", -1, True, None, float("nan"), float("inf")])
def test_other_delays_are_refused(delay: Any) -> None:
    with pytest.raises(ValueError, match="number of seconds"):
        read_delay(delay)


@pytest.mark.parametrize("pieces", [[], ["a", ""], [1]])
def test_pieces_are_texts(pieces: Any) -> None:
    with pytest.raises(ValueError, match="texts"):
        read_pieces(pieces)
