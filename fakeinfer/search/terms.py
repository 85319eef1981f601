"""Scores of terms and phrases in one field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..mapping.fields import Field
from .query import Scores
from .scoring import LEGACY_FACTOR, TermScorer, average_length, idf, single

if TYPE_CHECKING:
    from .view import Postings, View

PLAIN_BM25 = "plain_bm25"
"""Change: scores lack the constant factor 2.2 of the old form of BM25."""
KEYWORDS_SCORE_ONE = "keywords_score_one"
"""Change: a term of a keyword field scores 1."""


def term_scores(view: View, field: Field, term: str, boost: float) -> Scores:
    """Documents that have a term, scored as the field's similarity does."""
    postings = view.postings(field)
    found = postings.terms.get(term)
    if not found:
        return {}
    if field.family == "keyword" and KEYWORDS_SCORE_ONE in view.state.switched_on:
        return dict.fromkeys(found, boost)
    scorer = _scorer(view, postings, idf(len(postings.lengths), len(found)), boost)
    if field.family != "text" or field.options.get("norms", True) in (False, "false"):
        score = scorer.score(1.0, 1)
        if field.family != "text":
            return dict.fromkeys(found, score)
        return {number: scorer.score(len(positions), 1) for number, positions in found.items()}
    lengths = postings.lengths
    return {number: scorer.score(len(positions), lengths[number]) for number, positions in found.items()}


def phrase_scores(view: View, field: Field, phrase: list[str], slop: int, boost: float) -> Scores:
    """Documents that have the terms of a phrase one after the other, `slop` positions apart at most."""
    postings = view.postings(field)
    listed = [postings.terms.get(term) for term in phrase]
    if not all(listed):
        return {}
    columns = [found for found in listed if found]
    documents = len(postings.lengths)
    weight = single(sum(idf(documents, len(found)) for found in columns))
    scorer = _scorer(view, postings, weight, boost)
    scores: Scores = {}
    for number in columns[0]:
        if all(number in found for found in columns[1:]):
            frequency = _phrase_frequency([found[number] for found in columns], slop)
            if frequency:
                scores[number] = scorer.score(frequency, postings.lengths[number])
    return scores


def _phrase_frequency(columns: list[list[int]], slop: int) -> float:
    if slop == 0:
        later = [set(column) for column in columns[1:]]
        return sum(all(at + 1 + step in column for step, column in enumerate(later)) for at in columns[0])
    frequency = 0.0
    for at in columns[0]:
        shifts = [
            min((abs(other - at - 1 - step), other - at - 1 - step) for other in column)[1]
            for step, column in enumerate(columns[1:])
        ]
        distance = max([0, *shifts]) - min([0, *shifts])
        if distance <= slop:
            frequency += 1 / (1 + distance)
    return frequency


def _scorer(view: View, postings: Postings, weight: float, boost: float) -> TermScorer:
    factor = 1.0 if PLAIN_BM25 in view.state.switched_on else LEGACY_FACTOR
    average = average_length(postings.total, len(postings.lengths))
    return TermScorer(single(single(boost * factor) * weight), average)


def added(parts: Iterable[Scores]) -> Scores:
    """Sums of scores by document, added in double precision and kept in single."""
    total: Scores = {}
    for part in parts:
        for number, score in part.items():
            total[number] = total.get(number, 0.0) + score
    return {number: single(score) for number, score in total.items()}
