"""The best documents of a bucket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..hits.showing import shown_hits
from ..hits.sorting import Hit, check_sort, ordered, sorted_hits
from ..locate import Place
from ..queries.one_field import read_number
from ..query import Merged, Reading
from ..request import KEYS, SearchRequest, read_key
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View

OPTIONS = (
    "from", "size", "version", "seq_no_primary_term", "explain", "track_scores", "_source", "sort", "highlight",
    "stored_fields", "fields", "docvalue_fields", "script_fields",
)  # fmt: skip
WINDOW = 100
"""How far the hits may reach (`index.max_inner_result_window`)."""


class TopHits(NamedTuple):
    """A page of hits."""

    request: SearchRequest

    def check(self, wanted: Aggregation, view: View) -> None:
        window = self.request.start + self.request.size
        if window > WINDOW:
            raise errors.inner_window_too_large(f"the top hits aggregator [{wanted.name}]'s", window, WINDOW)
        if not window:
            raise illegal_argument(
                "numHits must be > 0; please use TotalHitCountCollectorManager if you just need the total hit count"
            )
        check_sort(view, self.request.sort, "")

    def prefix(self, matches: Matches) -> str:
        return "top_hits"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        hits: list[Hit] = []
        for view, numbers in matches:
            scores = {number: _score(view, number, around) for number in numbers}
            if self.request.sort:
                hits += sorted_hits(view, self.request.sort, numbers, scores, len(numbers))
            else:
                hits += [Hit(view, number, scores[number], [], []) for number in numbers]
        total = len(hits)
        if self.request.sort:
            hits = ordered(hits, self.request.sort)
        else:
            hits.sort(key=lambda hit: -(hit.score or 0.0))
        best = max((hit.score or 0.0 for hit in hits), default=0.0)
        scored = not self.request.sort or self.request.track_scores
        merged = Merged(hits, best, self.request.start, scored, total)
        return {"hits": shown_hits(merged, replace(self.request, query=around.query), True)}


def _score(view: View, number: int, around: Around) -> float:
    """What the query gave the document, or the one around a nested object."""
    view, number = view.outermost(number)
    return around.scores.get(id(view), {}).get(number, 1.0)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> TopHits:
    """Read one."""
    request = SearchRequest(size=3, track_total_hits=True)
    for key, value in options.items():
        here = place / key
        if key not in OPTIONS or value is None or token_name(value) not in KEYS[key]:
            raise errors.unknown_key(token_name(value), key, here.value())
        if key in ("from", "size") and not isinstance(value, bool) and read_number(value) < 0:
            shown = int(read_number(value))
            raise illegal_argument(f"[{key}] must be greater than or equal to 0. Found [{shown}] in [{name}]")
        read_key(request, key, value, here, reading)
    return TopHits(request)
