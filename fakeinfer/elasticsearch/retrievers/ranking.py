"""`rank` and `sub_searches`: how lists of hits were put together before there were retrievers, which servers take to this day.

Sources: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/builder/{SearchSourceBuilder,SubSearchSourceBuilder}.java,
x-pack/plugin/rank-rrf/src/main/java/org/elasticsearch/xpack/rank/rrf/RRFRankBuilder.java; observed: elasticsearch 8.19.0, 9.5.0
(`sub_searches`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...formats.positions import token_name
from ...object_parser import INT, ObjectParser, Source, Unreadable
from ...search.locate import Place
from ...search.queries.compound import Bool
from ...search.query import Query, Reading
from ...search.request import SearchRequest
from ...wire import Json
from .. import changes
from ..licensing import licences
from . import errors
from .finding import Found
from .knn import Knn
from .reading import Context, query_field
from .rrf import RANK_CONSTANT, Rrf
from .standard import Standard
from .tree import WINDOW, Leaf

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.collecting import Target
    from ..vector_search.knn_section import Part, Together


class Ranking:
    """The queries of a search, and how what they find is put together."""

    __slots__ = ("knn", "queries", "rrf", "switched_on")

    def __init__(self, switched_on: frozenset[str]) -> None:
        self.switched_on = switched_on
        self.queries: Sequence[Query] | None = None
        """Those of `sub_searches`; None: the one of the search."""
        self.rrf: Mapping[str, int] | None = None
        self.knn: Together | None = None
        """The knn searches beside them."""

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        """What is wrong with the request as a whole (`SearchSourceBuilder.validate`)."""
        queries, parts = self._lists(request)
        if self.rrf is None:
            return ["[sub_searches] requires [rank]"] if len(queries) > 1 else []
        return problems(request, self.rrf["window"], len(queries) + len(parts), self.switched_on, scrolls=scrolls)

    def find(self, state: State, targets: Sequence[Target], request: SearchRequest) -> None:
        """Run it as the retriever it would be now."""
        queries, parts = self._lists(request)
        if self.rrf is None:
            if queries:
                request.query = queries[0] if request.query is None else Bool(must=(request.query, *queries))
            if self.knn is not None:
                self.knn.find(state, targets, request)
            return
        if self.queries is None:
            request.query = None
        names = {id(query): name for name, query in request.named.items()}
        children: list[Leaf] = [Standard(query=query, name=names.get(id(query))) for query in queries]
        for part in parts:
            filters = tuple(query for query, _ in part.clean.get("filter", ()))
            children.append(Knn(clean=part.clean, made=part.made, filters=filters, name=part.clean.get("_name")))
        retriever = Rrf(
            children=children,
            weights=[1.0] * len(children),
            rank_constant=self.rrf["constant"],
            window=self.rrf["window"],
            switched_on=state.switched_on,
        )
        Found(retriever).find(state, targets, request)

    def _lists(self, request: SearchRequest) -> tuple[Sequence[Query], Sequence[Part]]:
        queries = self.queries
        if queries is None:
            queries = () if request.query is None else (request.query,)
        return queries, () if self.knn is None else self.knn.parts


def problems(
    request: SearchRequest, window: int, lists: int | None, switched_on: frozenset[str], *, scrolls: bool
) -> list[str]:
    """What cannot be ranked, or stand beside a rank, of so many lists, or of one that is ranked again (None)."""
    name = _window_name(switched_on)
    found = []
    if request.size == 0:
        found.append("[rank] requires [size] greater than [0]")
    if request.size > window:
        found.append(f"[rank] requires [{name}: {window}] be greater than or equal to [size: {request.size}]")
    if lists is not None and lists < 2:
        combined = "a combination of sub searches and/or knn searches"
        found.append(f"[rank] requires a minimum of [2] result sets using {combined}")
    if scrolls:
        found.append("[rank] cannot be used in a scroll context")
    beside = {"rescore": bool(request.rescore), "suggest": request.suggestions is not None}
    if changes.RANKS_BECOME_RETRIEVERS not in switched_on:
        beside = {
            "rescore": bool(request.rescore),
            "sort": "sort" in request.keys or bool(request.sort),
            "collapse": request.collapse is not None,
            "suggest": request.suggestions is not None,
            "highlighter": request.highlight is not None,
            "point in time": request.pit is not None,
        }
    return [*found, *(f"[rank] cannot be used with [{name}]" for name, stands in beside.items() if stands)]


def read_rank(request: SearchRequest, value: dict[str, Json], place: Place, reading: Reading) -> None:
    """How lists are put together."""
    _warn("rank", reading)
    if not value:
        raise errors.no_rank_name(place.end())
    name = next(iter(value))
    here = place / name
    if name != "rrf":
        raise errors.not_registered(name, str(here.key()))
    licences.check(reading.state, licences.RRF)
    window = _window_name(reading.state.switched_on)
    fields = {window: INT, "rank_constant": INT}
    text, steps = here.located()
    try:
        read = ObjectParser("rrf", fields, build=_checked).read(value[name], Source(text), steps)
    except Unreadable as refused:
        raise refused.cause from None
    ranking = _ranking(request, reading)
    ranking.rrf = {"window": read.get(window, WINDOW), "constant": read.get("rank_constant", RANK_CONSTANT)}


def _window_name(switched_on: frozenset[str]) -> str:
    return "rank_window_size" if changes.WINDOWS_ARE_OF_RANKS in switched_on else "window_size"


def _checked(read: dict[str, Any]) -> dict[str, Any]:
    if read.get("rank_constant", RANK_CONSTANT) < 1:
        raise errors.low_rank_constant()
    return read


def read_sub_searches(request: SearchRequest, value: list[Json], place: Place, reading: Reading) -> None:
    """Queries, each with hits of its own."""
    _warn("sub_searches", reading)
    keys = list(request.keys)
    if "query" in keys:
        first, second = sorted(("query", "sub_searches"), key=keys.index)
        raise errors.queries_twice(second, first)
    found = [_sub_search(one, place / number, reading) for number, one in enumerate(value)]
    if found:
        _ranking(request, reading).queries = found


def _sub_search(value: Json, place: Place, reading: Reading) -> Query:
    if not isinstance(value, dict):
        raise errors.no_sub_search(token_name(value), str(place.value()))
    text, steps = place.located()
    parser = ObjectParser("sub_search_source_builder", {"query": query_field(Context(reading))}, ("query",))
    try:
        found: Query = parser.read(value, Source(text), steps)["query"]
    except Unreadable as refused:
        raise refused.cause from None
    return found


def _ranking(request: SearchRequest, reading: Reading) -> Ranking:
    """That of a request; retrievers, which are refused beside it, stay what finds the hits."""
    from ..vector_search.knn_section import Together

    before = request.finder
    if isinstance(before, Ranking):
        return before
    found = Ranking(reading.state.switched_on)
    if isinstance(before, Together):
        found.knn = before
    if not isinstance(before, Found):
        request.finder = found
    return found


def _warn(key: str, reading: Reading) -> None:
    if changes.RANKS_BECOME_RETRIEVERS in reading.state.switched_on:
        reading.warn(f"Deprecated field [{key}] used, replaced by [retriever]")
