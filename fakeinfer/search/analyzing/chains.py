"""An analyzer: character filters, a tokenizer and token filters, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .tokens import CharFilter, Filter, Token, Tokenizer

GAP = 100
"""Positions between two texts (`position_increment_gap`)."""


class Chain(NamedTuple):
    """The parts of an analyzer, the filters with their names."""

    tokenizer: Tokenizer
    filters: tuple[tuple[str, Filter], ...] = ()
    char_filters: tuple[tuple[str, CharFilter], ...] = ()
    gap: int = 0
    """Positions between two texts, where `_analyze` is asked for several."""
    custom: bool = False
    """Whether `_analyze` tells of its parts."""
    tokenizer_name: str = ""

    def stages(self, text: str) -> list[list[Token]]:
        """The tokens after the tokenizer, and after each filter."""
        offsets = None
        for _, strip in self.char_filters:
            text, moved = strip(text)
            if moved is not None:
                offsets = moved if offsets is None else [offsets[at] for at in moved]
        tokens = self.tokenizer(text)
        if offsets is not None:
            tokens = [token._replace(start=offsets[token.start], end=_end(offsets, token)) for token in tokens]
        found = [tokens]
        for _, apply in self.filters:
            found.append(apply(found[-1]))
        return found

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text; where they stand in it counts characters."""
        return self.stages(text)[-1]

    def reach(self, stages: list[list[Token]]) -> int:
        """How many positions a text has, those that hold nothing any more too."""
        ends = [stage[-1].position + 1 for stage in (stages[0], stages[-1]) if stage]
        return max(ends, default=0)

    def __call__(self, text: str) -> list[str]:
        """The words of a text."""
        return [token.text for token in self.tokens(text)]

    def many(self, texts: Iterable[str]) -> list[list[Token]]:
        """The tokens of several texts after each stage, one after the other, places in UTF-16 units."""
        found: list[list[Token]] = [[] for _ in range(len(self.filters) + 1)]
        offset = position = 0
        for text in texts:
            stages = self.stages(text)
            units = _units(text)
            for whole, tokens in zip(found, stages, strict=True):
                whole += [
                    token._replace(
                        start=(units[token.start] if units else token.start) + offset,
                        end=(units[token.end] if units else token.end) + offset,
                        position=token.position + position,
                    )
                    for token in tokens
                ]
            offset += (units[-1] if units else len(text)) + 1
            position += self.reach(stages) + self.gap
        return found


def _end(offsets: list[int], token: Token) -> int:
    """Where a token ended before characters were filtered: behind its last one."""
    return offsets[token.end]


def _units(text: str) -> list[int]:
    """Where each character begins in UTF-16 units; empty where that is its number."""
    if not any(character > "\uffff" for character in text):
        return []
    at = [0]
    for character in text:
        at.append(at[-1] + 1 + (character > "\uffff"))
    return at
