"""What is answered when nothing puts the lists of a hybrid query together: all of them, one after the other.

A row with a score nobody has stands before the first list, between lists and after the last one; it repeats the first document
of all (`opensearch-project/neural-search:.../search/util/HybridSearchResultFormatUtil.java`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ...formats.singles import single
from ...search.hits.sorting import Hit, SortKey, comes_before
from ...search.query import Merged
from ...search.request import SearchRequest
from ...search.view import View
from ...wire import Json
from .collecting import Entry

START_STOP = single(-9549511920.4881596047)
DELIMITER = single(-4422440593.9791198149)
_TEXTS = ("keyword", "flat", "text")


def rows(lists: Sequence[list[Entry]], sort: Sequence[SortKey]) -> list[Hit]:
    """The lists of one index with the rows between them; nothing when all are empty."""
    first = next((entries[0].hit for entries in lists if entries), None)
    if first is None:
        return []
    shown = [_placeholder(first.view, key) for key in sort]

    def marker(score: float) -> Hit:
        return Hit(first.view, first.number, score, shown, shown)

    found = [marker(START_STOP)]
    for entries in lists:
        found.append(marker(DELIMITER))
        found.extend(Hit(hit.view, hit.number, score, hit.keys, hit.shown) for hit, score in entries)
    return [*found, marker(START_STOP)]


def _placeholder(view: View, key: SortKey) -> Json:
    """What a row shows for a sort criterion."""
    field = view.fields.get(key.field)
    if key.field == "_id" or (field is not None and field.family in _TEXTS):
        return ""
    decimal = key.field == "_score" or (field is not None and field.family == "decimal")
    return 1.0 if decimal else 1


def merged(indices: list[list[Hit]], request: SearchRequest, best: float, total: int) -> Merged:
    """The rows of all indices. They are merged as if each index' were in order: whose next row is first comes next."""
    heads = [rows for rows in indices if rows]
    if len(indices) == 1:  # the page of a single index begins at its first row
        return Merged(heads[0] if heads else [], best, 0, not request.sort, total)
    taken: list[Hit] = []
    positions = [0] * len(heads)
    while True:
        next_: int | None = None
        for number, rows in enumerate(heads):
            if positions[number] == len(rows):
                continue
            if next_ is None or comes_before(rows[positions[number]], heads[next_][positions[next_]], request.sort):
                next_ = number
        if next_ is None:
            return Merged(taken, best, request.start, not request.sort, total)
        taken.append(heads[next_][positions[next_]])
        positions[next_] += 1
