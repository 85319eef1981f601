"""Texts in the pieces in which a stream delivers them. Joined, the pieces are the text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

_FORMS = {
    "words": r"\s*\S+|\s+$",
    "characters": r"(?s).",
    "sentences": r"(?s).+?(?:[.!?…]+(?=\s|$)|[。！？]|\n|$)",
}
FORMS = (*_FORMS, "whole")
"""The boundaries that have a name; a number means so many characters a piece."""


def cut(text: str, chunks: str | int = "words") -> list[str]:
    """`text` in pieces; none for an empty text."""
    if isinstance(chunks, int):
        return [text[at : at + chunks] for at in range(0, len(text), chunks)]
    if chunks == "whole":
        return [text] if text else []
    return re.findall(_FORMS[chunks], text)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a stream comes: where it is cut, and how many seconds pass between two of its chunks."""

    chunks: str | int = "words"
    delay: float = 0.0
    pieces: tuple[str, ...] = ()
    """The pieces themselves, where they are the answer."""

    def cut(self, text: str) -> list[str]:
        """`text` in the pieces in which it is to come."""
        return list(self.pieces) if "".join(self.pieces) == text else cut(text, self.chunks)


class Laid(NamedTuple):
    """What was laid down about the shape of an endpoint's streams; None is what is usual."""

    chunks: str | int | None = None
    delay: float | None = None
    pieces: tuple[str, ...] = ()


def read_chunks(value: Any) -> str | int:
    """Boundaries from what a user writes, a number as text too; ValueError for others."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    named = isinstance(value, str) and value in FORMS
    if named or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        chosen: str | int = value
        return chosen
    raise ValueError(f"chunks of a stream are {', '.join(FORMS)} or a number of characters, not {value!r}")


def read_delay(value: Any) -> float:
    """Seconds from what a user writes, as text too; ValueError for others."""
    try:
        seconds = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        seconds = math.nan
    if 0 <= seconds < math.inf:
        return seconds
    raise ValueError(f"the delay between chunks of a stream is a number of seconds, not {value!r}")


def read_pieces(value: Sequence[Any]) -> tuple[str, ...]:
    """Pieces that a user lists; ValueError unless they are texts."""
    if not value or not all(isinstance(piece, str) and piece for piece in value):
        raise ValueError("the pieces of a stream are texts, none of them empty, and there is at least one")
    return tuple(value)
