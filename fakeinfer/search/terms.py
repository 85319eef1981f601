"""Scores of terms and phrases in one field."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappushpop
from typing import TYPE_CHECKING, NamedTuple

from ..formats.singles import single
from ..mapping.fields import Field
from .changes import KEYWORDS_SCORE_ONE, PLAIN_BM25
from .query import Scores
from .scoring import LEGACY_FACTOR, TermScorer, average_length, idf

if TYPE_CHECKING:
    from .view import Postings, View


class Slot(NamedTuple):
    """A place in a text, and the words that may stand there."""

    place: int
    words: tuple[str, ...]


def term_scores(view: View, field: Field, term: str, boost: float, documents: int | None = None) -> Scores:
    """Documents that have a term, scored as the field's similarity does; `documents` is how many are to count as having it."""
    postings = view.postings(field)
    found = postings.terms.get(term)
    if not found:
        return {}
    if field.family == "keyword" and KEYWORDS_SCORE_ONE in view.state.switched_on:
        return dict.fromkeys(found, boost)
    scorer = _scorer(view, postings, idf(len(postings.lengths), documents or len(found)), boost)
    if field.family != "text" or field.options.get("norms", True) in (False, "false"):
        score = scorer.score(1.0, 1)
        if field.family != "text":
            return dict.fromkeys(found, score)
        return {number: scorer.score(len(positions), 1) for number, positions in found.items()}
    lengths = postings.lengths
    return {number: scorer.score(len(positions), lengths[number]) for number, positions in found.items()}


def synonym_scores(view: View, field: Field, words: Iterable[str], boost: float) -> Scores:
    """Documents that have any of several terms, scored as if they were one, as rare as the most frequent of them."""
    postings = view.postings(field)
    listed = [found for word in words if (found := postings.terms.get(word))]
    if not listed:
        return {}
    together = _any_of(listed)
    scorer = _scorer(view, postings, idf(len(postings.lengths), max(map(len, listed))), boost)
    norms = field.options.get("norms", True) not in (False, "false")
    lengths = postings.lengths
    return {n: scorer.score(len(places), lengths[n] if norms else 1) for n, places in together.items()}


def _any_of(listed: list[dict[int, list[int]]]) -> dict[int, list[int]]:
    """Where any of several terms stands."""
    if len(listed) == 1:
        return listed[0]
    together: dict[int, list[int]] = {}
    for found in listed:
        for number, places in found.items():
            together[number] = sorted([*together.get(number, ()), *places])
    return dict(sorted(together.items()))


def phrase_scores(view: View, field: Field, phrase: list[Slot], slop: int, boost: float) -> Scores:
    """Documents that have the terms of a phrase at their places, moved by `slop` positions at most."""
    postings = view.postings(field)
    columns: list[dict[int, list[int]]] = []
    weighed: list[dict[int, list[int]]] = []
    for step, slot in enumerate(phrase):
        listed = [found for word in slot.words if (found := postings.terms.get(word))]
        if not listed:
            return {}
        weighed += listed
        column = _any_of(listed)
        hole = slot.place - phrase[0].place - step
        columns.append({n: [at - hole for at in places] for n, places in column.items()} if hole else column)
    return _in_a_row(view, postings, columns, weighed, slop, boost)


def phrase_prefix_scores(view: View, field: Field, words: list[str], slop: int, most: int, boost: float) -> Scores:
    """Documents that have the terms of a phrase, of the last of which only the beginning is known.

    The first terms that begin so, at most `most`, stand for it.
    """
    postings = view.postings(field)
    *begun, last = words
    listed = [postings.terms.get(term) for term in begun]
    ends = [postings.terms[term] for term in sorted(postings.terms) if term.startswith(last)][:most]
    if not all(listed) or not ends:
        return {}
    columns = [found for found in listed if found]
    together: dict[int, list[int]] = {}
    for end in ends:
        for number, positions in end.items():
            together[number] = sorted([*together.get(number, ()), *positions])
    return _in_a_row(view, postings, [*columns, together], [*columns, *ends], slop, boost)


def _in_a_row(
    view: View,
    postings: Postings,
    columns: list[dict[int, list[int]]],
    weighed: list[dict[int, list[int]]],
    slop: int,
    boost: float,
) -> Scores:
    """Documents whose positions follow each other, weighed by how rare all of the terms are."""
    documents = len(postings.lengths)
    weight = single(sum(idf(documents, len(found)) for found in weighed))
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
    return _sloppy_frequency([[at - step for at in column] for step, column in enumerate(columns)], slop)


def _sloppy_frequency(columns: list[list[int]], slop: int) -> float:
    """Matches that are no further apart than `slop`, the nearer ones for more (Lucene's `SloppyPhraseMatcher`).

    The column that is furthest behind goes on until it overtakes the next one; the nearest that all came by then counts.
    """
    behind = [(column[0], step) for step, column in enumerate(columns)]
    places = [0] * len(columns)
    heapify(behind)
    end = max(at for at, _ in behind)
    at, step = heappop(behind)
    apart, frequency = end - at, 0.0
    while True:
        places[step] += 1
        if places[step] == len(columns[step]):
            return frequency + 1 / (1 + apart) if apart <= slop else frequency
        at = columns[step][places[step]]
        end = max(end, at)
        if at > behind[0][0]:
            if apart <= slop:
                frequency += 1 / (1 + apart)
            at, step = heappushpop(behind, (at, step))
            apart = end - at
        else:
            apart = min(apart, end - at)


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
