"""What is answered when a search pipeline puts the lists of a hybrid query together.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/NormalizationProcessorWorkflow.java
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import ApiError
from ...search.collecting import Found
from ...search.hits.sorting import Hit, ordered
from ...search.query import Merged
from ...search.request import SearchRequest
from . import changes, errors
from .collecting import Entry
from .combination import combined
from .normalization import scales

Lists = Sequence[Sequence[Entry]]


def merged(found: list[Found], request: SearchRequest, options: Any) -> Merged:
    """The hits of all indices with the scores that the processor's techniques give them."""
    try:
        return _merged(found, request, options)
    except ApiError as refused:
        raise errors.phase_failed(refused) from None


def _merged(found: list[Found], request: SearchRequest, options: Any) -> Merged:
    switched_on = found[0].view.state.switched_on
    normalized = _normalized([one.lists for one in found], options, changes.RANKS_ARE_GLOBAL in switched_on)
    limit = request.min_score if changes.HYBRID_MIN_SCORE_IS_COMBINED in switched_on else None
    if request.sort and not any(key.field == "_score" for key in request.sort):
        limit = None
    total = 0
    indices: list[list[Hit]] = []
    for one, lists in zip(found, normalized, strict=True):
        hits = _combined(lists, options.combination)
        if limit is not None:
            hits = [hit for hit in hits if (hit.score or 0.0) >= limit]
        total += one.total if limit is None else len(hits)
        indices.append(_in_order(hits, request))
    hits = [hit for index in indices for hit in index]
    best = max((hit.score or 0.0 for hit in hits), default=0.0)
    if request.start > len(hits):
        raise errors.page_beyond_depth()
    if len(indices) > 1:
        hits = ordered(hits, request.sort) if request.sort else sorted(hits, key=_descending)
    # scores are shown in any order when a single index was fetched before its scores were combined
    return Merged(hits, best, request.start, not request.sort or len(indices) == 1, total)


def _normalized(indices: Sequence[Lists], options: Any, global_ranks: bool) -> list[Lists]:
    """The lists of each index with scores that can be compared."""
    queries = max(len(lists) for lists in indices)
    normalization = getattr(options, "normalization", None) or {
        "technique": "rrf",
        "rank_constant": options.combination["rank_constant"],
    }
    columns = [[entry for lists in indices for entry in lists[query]] for query in range(queries)]
    techniques = scales(normalization, [[entry.score for entry in column] for column in columns])
    ranks: list[dict[int, int]] = [{} for _ in columns]
    if global_ranks and len(indices) > 1:
        for column, places in zip(columns, ranks, strict=True):
            best_first = sorted(column, key=lambda entry: entry.score, reverse=True)
            places.update((id(entry), rank) for rank, entry in enumerate(best_first))
    return [
        [
            [Entry(entry.hit, scale(entry.score, places.get(id(entry), rank))) for rank, entry in enumerate(entries)]
            for entries, scale, places in zip(lists, techniques, ranks, strict=True)
        ]
        for lists in indices
    ]


def _combined(lists: Lists, combination: Any) -> list[Hit]:
    """Each document once, with its combined score, in the order in which the server's map of them comes."""
    scores: dict[int, list[float]] = {}
    hits: dict[int, Hit] = {}
    for query, entries in enumerate(lists):
        for hit, score in entries:
            scores.setdefault(hit.number, [0.0] * len(lists))[query] = score
            hits[hit.number] = hit
    found = []
    for number in _map_order(scores):
        hit, score = hits[number], combined(combination, scores[number])
        found.append(Hit(hit.view, number, score, hit.keys, hit.shown))
    return found


def _map_order(numbers: dict[int, Any]) -> list[int]:
    """Document numbers as a `java.util.HashMap` with them as keys comes: by the low bits of the number."""
    capacity = 16
    while len(numbers) > capacity * 3 // 4:
        capacity *= 2
    return sorted(numbers, key=lambda number: number & (capacity - 1))


def _in_order(hits: list[Hit], request: SearchRequest) -> list[Hit]:
    """Best first, or as the request sorts; by the combined scores, if it sorts by scores."""
    if not request.sort:
        return sorted(hits, key=_descending)
    in_place = sorted(hits, key=lambda hit: hit.number)
    arranged = ordered(in_place, request.sort)
    if all(key.field == "_score" for key in request.sort):
        arranged = [Hit(hit.view, hit.number, hit.score, [hit.score], [hit.score]) for hit in arranged]
    return arranged


def _descending(hit: Hit) -> float:
    return -(hit.score or 0.0)
