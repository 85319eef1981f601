"""`minimum_should_match`: how many of several optional clauses a document needs."""

from __future__ import annotations

from typing import TypeAlias

from ..errors import illegal_number

Minimum: TypeAlias = int | str
"""2, "-1", "75%", "-25%", or conditions such as "2<75% 9<-3"."""


def shown_minimum(minimum: Minimum | None, clauses: int, *, default: int = 1) -> int:
    """The number of clauses that must match, of `clauses` there are (`Queries.calculateMinShouldMatch` of both servers)."""
    if minimum is None:
        return default
    text = str(minimum).strip()
    try:
        if "<" in text:
            return _conditional(text, clauses)
        if text.endswith("%"):
            counted = int(clauses * int(text[:-1]) / 100)
            return max(0, clauses + counted if text.startswith("-") else counted)
        number = int(text)
    except ValueError:
        raise illegal_number(text) from None
    return max(0, clauses + number if number < 0 else number)


def _conditional(text: str, clauses: int) -> int:
    found = clauses
    for condition in text.split():
        above, _, then = condition.partition("<")
        if clauses <= int(above):
            return found
        found = shown_minimum(then, clauses)
    return found
