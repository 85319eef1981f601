"""Relevance of documents to a query without a model: the share of the query a document covers, and how close they are."""

from __future__ import annotations

from collections.abc import Sequence

from .dense import CORE, embed
from .sparse import importance
from .tokens import stem, words

_COVERAGE, _CLOSENESS = 0.75, 0.2
_LEAST = 0.01


def relevance(query: str, document: str, seed: str) -> float:
    """A score between 0 and 1 that grows with the words of `query`, in any form, that `document` has."""
    wanted = {stem(word): importance(word, seed) for word in words(query)}
    there = {stem(word) for word in words(document)}
    total = sum(wanted.values())
    covered = sum(weight for word, weight in wanted.items() if word in there) / total if total else 0.0
    closeness = max(0.0, embed(query, CORE, seed).closeness(embed(document, CORE, seed)))
    return round(_LEAST + _COVERAGE * covered + _CLOSENESS * min(1.0, closeness), 6)


def rank(query: str, documents: Sequence[str], seed: str) -> list[tuple[int, float]]:
    """Position and score of each document, best first; equal scores keep the order of the request."""
    scored = [(position, relevance(query, document, seed)) for position, document in enumerate(documents)]
    return sorted(scored, key=lambda item: (-item[1], item[0]))
