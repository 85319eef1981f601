"""The lists of one index: for each query of a hybrid query the documents it finds, best first.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/search/collector/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappush, heapreplace, nlargest
from typing import TYPE_CHECKING, NamedTuple

from ...formats.singles import single
from ...search.hits.sorting import Hit
from ...search.query import Scores

if TYPE_CHECKING:
    from ...search.hits.rescoring import Rescore
    from ...search.view import View


class Entry(NamedTuple):
    """One document in the list of one query."""

    hit: Hit
    score: float


def summed(found: Sequence[Scores]) -> Scores:
    """What each document scores in all queries together, added in single precision (`HybridQueryScorer.score`)."""
    total: Scores = {}
    for scores in found:
        for number, score in scores.items():
            total[number] = single(total.get(number, 0.0) + score)
    return dict(sorted(total.items()))


def by_score(scores: Scores, hits: dict[int, Hit], depth: int) -> list[Entry]:
    """The best documents of one query; one that scores nothing is left out (`HybridTopScoreDocCollector`)."""
    numbers = [number for number in hits if scores.get(number, 0.0) != 0.0]
    return [Entry(hits[number], scores[number]) for number in nlargest(depth, numbers, key=scores.__getitem__)]


def by_rank(scores: Scores, ranked: Iterable[Hit], depth: int) -> list[Entry]:
    """The first documents of one query, in the order in which `ranked` comes (`HybridTopFieldDocSortCollector`).

    The queue takes documents as they are stored; once it is full, a document that displaces another one is given the score
    of the displaced one, which the server forgets to replace (observed: opensearch 2.19.1).
    """
    ranks = {hit.number: rank for rank, hit in enumerate(ranked) if scores.get(hit.number, 0.0) != 0.0}
    hits = {hit.number: hit for hit in ranked}
    queue: list[tuple[int, int, float]] = []
    for number in sorted(ranks):
        if len(queue) < depth:
            heappush(queue, (-ranks[number], number, scores[number]))
        elif queue and ranks[number] < -queue[0][0]:
            heapreplace(queue, (-ranks[number], number, queue[0][2]))
    return [Entry(hits[number], score) for _, number, score in sorted(queue, reverse=True)]


def rescored(entries: list[Entry], again: Rescore, view: View) -> list[Entry]:
    """The list of one query after another query scored its first documents (`HybridCollectorManager.rescoredTopDocs`)."""
    hits = [Hit(view, hit.number, score, [], []) for hit, score in entries]
    return [Entry(hit, hit.score or 0.0) for hit in again.again(view, hits)]
