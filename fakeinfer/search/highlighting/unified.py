"""The unified highlighter: passages of whole sentences, as long as they are not too long, scored as documents of their own.

Sources: apache/lucene:lucene/highlighter/src/java/org/apache/lucene/search/uhighlight/,
opensearch-project/OpenSearch:server/src/main/java/org/opensearch/lucene/search/uhighlight/BoundedBreakIteratorScanner.java
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .highlight import Style, Token, marked_up

SEPARATOR = "\u2029"
"""Stands between the values of a field."""
PIVOT = 87
"""How long a passage is thought to be."""
K1, B = 1.2, 0.75
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]}]*\s+")
_PIECES = re.compile(r"[\w'’]+|\s+|.", re.DOTALL)


class Passage(NamedTuple):
    """A part of a text."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    score: float


def fragments(values: list[str], tokens: list[list[Token]], style: Style) -> list[str]:
    """The parts of a field's values that hold marked words."""
    text = SEPARATOR.join(values)
    found: list[Token] = []
    at = 0
    for value, inside in zip(values, tokens, strict=True):
        found += [token._replace(start=token.start + at, end=token.end + at) for token in inside if token.marked]
        at += len(value) + 1
    passages = list(_passages(text, found, style))
    if not passages:
        return _beginning(values, style)
    if style.fragments:
        passages = sorted(passages, key=lambda one: -one.score)[: style.fragments]
    if not style.best_first or not style.fragments:
        passages.sort(key=lambda one: one.start)
    return [marked_up(text, one.start, one.end, one.tokens, style).strip() for one in passages]


def _beginning(values: list[str], style: Style) -> list[str]:
    """What is shown of a text without a mark: its first words, up to the one in which the wanted length is reached."""
    value = next((value for value in values if value), "")
    if not style.no_match_size or not value:
        return []
    words = _boundaries(_PIECES, value)
    end = len(value)
    if style.no_match_size < end:
        end = words[min(bisect_right(words, style.no_match_size), len(words) - 1)]
    return [marked_up(value, 0, end, (), style).strip()]


def _passages(text: str, tokens: list[Token], style: Style) -> Iterator[Passage]:
    scanner = _Scanner(text, style)
    counts: dict[str, int] = {}
    for token in tokens:
        counts[token.text] = counts.get(token.text, 0) + 1
    start = end = -1
    inside: list[Token] = []
    for token in tokens:
        if token.start >= end:
            if inside:
                yield _scored(start, end, inside, counts, len(text))
            start, end = scanner.around(token.start)
            inside = []
        inside.append(token)
    if inside:
        yield _scored(start, end, inside, counts, len(text))


def _scored(start: int, end: int, tokens: list[Token], counts: dict[str, int], length: int) -> Passage:
    frequencies: dict[str, int] = {}
    for token in tokens:
        frequencies[token.text] = frequencies.get(token.text, 0) + 1
    documents = 1 + length / PIVOT
    norm = K1 * ((1 - B) + B * ((end - start) / PIVOT))
    score = sum(
        (K1 + 1) * math.log(1 + (documents + 0.5) / (counts[term] + 0.5)) * (frequency / (frequency + norm))
        for term, frequency in frequencies.items()
    )
    return Passage(start, end, tuple(tokens), score * (1 + 1 / math.log(PIVOT + start)))


def _boundaries(pattern: re.Pattern[str], text: str) -> list[int]:
    """Where pieces of a text begin and end."""
    return [0, *(found.end() for found in pattern.finditer(text))]


def _sentences(text: str) -> list[int]:
    ends = [0]
    for found in _SENTENCE_END.finditer(text):
        following = text[found.end() : found.end() + 1]
        if found[0].strip()[0] != "." or not following.islower():
            ends.append(found.end())
    for at, letter in enumerate(text):
        if letter == SEPARATOR:
            ends += [at, at + 1]
    return sorted({*ends, len(text)})


class _Scanner:
    """Finds the passage around a place: its sentence and those that follow, cut at words when that is too long."""

    def __init__(self, text: str, style: Style) -> None:
        self.text = text
        self.longest = style.fragment_size if style.fragments else 0
        self.words = _boundaries(_PIECES, text)
        if not style.fragments:
            self.main = sorted(
                {0, len(text), *(at + step for at, c in enumerate(text) if c == SEPARATOR for step in (0, 1))}
            )
        else:
            self.main = self.words if style.by_word else _sentences(text)
        self.bounded = self.longest > 0 and not style.by_word
        self.window = (-1, -1)
        self.inner = (-1, -1)

    def around(self, at: int) -> tuple[int, int]:
        offset = at + 1
        if not self.bounded:
            return _before(self.main, offset), _after(self.main, at)
        if self.window[0] < offset < self.window[1]:
            start, end = self.inner[1], self.window[1]
        else:
            start, end = _before(self.main, offset), _after(self.main, at)
            while end - start < self.longest and end < len(self.text):
                further = _after(self.main, end)
                if further - start > self.longest or SEPARATOR in self.text[start:further]:
                    break
                end = further
            self.window = (start, end)
        if end - start > self.longest:
            if offset - self.longest > start:
                start = max(start, _before(self.words, offset - self.longest))
            rest = max(0, self.longest - (offset - start))
            if offset + rest < end:
                end = min(self.window[1], _after(self.words, offset + rest))
        self.inner = (start, end)
        return start, end


def _before(boundaries: list[int], offset: int) -> int:
    """The last boundary before a place."""
    return boundaries[max(bisect_left(boundaries, offset) - 1, 0)]


def _after(boundaries: list[int], offset: int) -> int:
    """The first boundary after a place."""
    return boundaries[min(bisect_right(boundaries, offset), len(boundaries) - 1)]
