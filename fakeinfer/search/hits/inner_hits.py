"""`inner_hits`: what is inside of a hit: the nested objects that a query found, or the hits that a collapse left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..queries.compound import Bool
from ..query import Merged, Query, Reading
from ..request import KEYS, SearchRequest, read_key
from .sorting import Hit, ordered, sorted_hits

if TYPE_CHECKING:
    from ..view import View

OPTIONS = (
    "name", "ignore_unmapped", "from", "size", "explain", "version", "seq_no_primary_term", "track_scores", "_source",
    "sort", "highlight", "stored_fields", "fields", "docvalue_fields", "script_fields", "collapse",
)  # fmt: skip
WINDOW = 100


class InnerHits(NamedTuple):
    """One named page of hits inside of hits."""

    name: str | None
    request: SearchRequest

    def page(self, found: list[tuple[View, int, float]], query: Query | None) -> dict[str, Json]:
        """The page of these documents with their scores."""
        from .showing import shown_hits

        hits: list[Hit] = []
        for view in {id(view): view for view, _, _ in found}.values():
            scores = {number: score for one, number, score in found if one is view}
            if self.request.sort:
                hits += sorted_hits(view, self.request.sort, sorted(scores), scores, len(scores))
            else:
                hits += [Hit(view, number, score, [], []) for number, score in sorted(scores.items())]
        total = len(hits)
        hits = (
            ordered(hits, self.request.sort) if self.request.sort else sorted(hits, key=lambda hit: -(hit.score or 0.0))
        )
        best = max((hit.score or 0.0 for hit in hits), default=0.0)
        scored = not self.request.sort or self.request.track_scores
        merged = Merged(hits, best, self.request.start, scored, total)
        return {"hits": shown_hits(merged, replace(self.request, query=query), True)}


class Inside(NamedTuple):
    """Inner hits of a nested query."""

    hits: InnerHits
    path: str
    query: Query

    def of(self, hit: Hit, request: SearchRequest) -> dict[str, Json]:
        """Those of one hit."""
        inside = hit.view.nested(self.path)
        cached = request.named_scores.get((id(inside), f"inner:{id(self.query)}"))
        if cached is None:
            query = unlimited(self.query)
            cached = request.named_scores[id(inside), f"inner:{id(self.query)}"] = query.scores(inside, 1.0)
        owners = inside.owners or []
        found = [(inside, number, score) for number, score in cached.items() if owners[number] == hit.number]
        return self.hits.page(found, self.query)

    def pages(self, hit: Hit, request: SearchRequest) -> dict[str, Json]:
        """The same by name."""
        return {self.hits.name or "": self.of(hit, request)}


def unlimited(query: Query) -> Query:
    """A query for inner hits, which show all that fit, also where the query limits itself to so many of an index."""
    if isinstance(query, Bool):
        return replace(query, must=tuple(map(unlimited, query.must)), should=tuple(map(unlimited, query.should)))
    without_limit = getattr(query, "unlimited", None)
    return query if without_limit is None else without_limit()


def read_inner_hits(value: Json, place: Place, reading: Reading) -> InnerHits:
    """Read one."""
    if not isinstance(value, dict):
        raise errors.expected_object("inner_hits", token_name(value), place.value())
    request = SearchRequest(size=3, track_total_hits=True)
    for key, given in value.items():
        if key not in OPTIONS or (key in KEYS and token_name(given) not in KEYS[key]):
            raise errors.unknown_field("inner_hits", key, (place / key).key(), OPTIONS)
        if key not in ("name", "ignore_unmapped"):
            read_key(request, key, given, place / key, reading)
    name = value.get("name")
    return InnerHits(name if isinstance(name, str) else None, request)


def check_inner_hits(several: Sequence[InnerHits]) -> None:
    """Refuse pages that reach too far."""
    for one in several:
        window = one.request.start + one.request.size
        if window > WINDOW:
            raise errors.inner_window_too_large(
                f"the inner hit definition's [{one.name or 'null'}]'s", window, WINDOW, "Inner"
            )
