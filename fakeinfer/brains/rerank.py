"""Relevance of documents to a query without a model: the share of the query a document covers, and how close they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .dense import CORE, embed
from .sparse import importance
from .tokens import stem, words

_COVERAGE, _CLOSENESS = 0.75, 0.2
_LEAST = 0.01


def judge(query: str, seed: str) -> Callable[[str], float]:
    """A function from a document to a score between 0 and 1, which grows with the words of `query`, in any form."""
    wanted = {stem(word): importance(word, seed) for word in words(query)}
    total = sum(wanted.values()) or 1.0
    asked = embed(query, CORE, seed)

    def relevance(document: str) -> float:
        there = {stem(word) for word in words(document)}
        covered = sum(weight for word, weight in wanted.items() if word in there) / total
        closeness = max(0.0, min(1.0, asked.closeness(embed(document, CORE, seed))))
        return round(_LEAST + _COVERAGE * covered + _CLOSENESS * closeness, 6)

    return relevance


def rank(query: str, documents: Sequence[str], seed: str) -> list[tuple[int, float]]:
    """Position and score of each document, best first; equal scores keep the order of the request."""
    scored = list(enumerate(map(judge(query, seed), documents)))
    return sorted(scored, key=lambda item: (-item[1], item[0]))
