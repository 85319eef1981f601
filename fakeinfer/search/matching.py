"""`minimum_should_match`: how many of several optional clauses a document needs."""

from __future__ import annotations

from typing import TypeAlias

Minimum: TypeAlias = int | str
"""2, "-1", "75%", "-25%", or conditions such as "2<75% 9<-3"."""


def shown_minimum(minimum: Minimum | None, clauses: int, *, default: int = 1) -> int:
    """The number of clauses that must match, of `clauses` there are (`Queries.calculateMinShouldMatch` of both servers)."""
    if minimum is None:
        return default
    text = str(minimum).strip()
    if "<" in text:
        found = clauses
        for condition in text.split():
            above, _, then = condition.partition("<")
            if clauses <= int(above):
                return found
            found = shown_minimum(then, clauses)
        return found
    if text.endswith("%"):
        share = int(text[:-1])
        counted = int(clauses * share / 100)
        return clauses + counted if share < 0 else counted
    number = int(text)
    return max(0, clauses + number if number < 0 else min(number, clauses) if number > clauses else number)
