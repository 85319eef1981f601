"""A token, and what parts of analyzers are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Token(NamedTuple):
    """A token; `position` counts the tokens before it, those that were taken out too."""

    text: str
    start: int
    end: int
    type: str
    position: int
    span: int = 1
    """How many positions it covers (`positionLength`)."""
    keyword: bool = False
    """Whether stemmers leave it alone."""


class Cut(NamedTuple):
    """What a tokenizer makes of a text."""

    tokens: list[Token]
    reach: int
    """How many positions there are, with those that hold nothing."""


Tokenizer = Callable[[str], list[Token]]
Filter = Callable[[list[Token]], list[Token]]


class Filtered(NamedTuple):
    """A text after character filters."""

    text: str
    offsets: list[int] | None = None
    """Where each of its characters, and its end, was before; None where nothing moved."""


CharFilter = Callable[[str], Filtered]
