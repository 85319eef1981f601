"""Reading and running a hybrid query.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/HybridQueryBuilder.java,
opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/search/query/HybridQueryPhaseSearcher.java
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ... import indices, token_errors
from ...search.collecting import MAX_WINDOW, Found
from ...search.errors import illegal_number, not_an_object
from ...search.hits.sorting import Hit, after, sorted_hits
from ...search.locate import Place
from ...search.queries.compound import Bool, ConstantScore, DisMax
from ...search.query import Merged, Query, RankingQuery, Reading, Scores, query
from ...search.values import number_of
from ...wire import Json
from . import changes, errors
from .collecting import by_rank, by_score, rescored, summed

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.request import SearchRequest
    from ...search.view import View

MOST_QUERIES = 5
TECHNIQUES = ("normalization-processor", "score-ranker-processor")
"""The processors that put the lists together."""


class Hybrid(RankingQuery):
    """Up to five queries, each with its own list of documents."""

    __slots__ = ("depth", "queries")

    def __init__(self, queries: tuple[Query, ...], depth: int | None) -> None:
        self.queries = queries
        self.depth = depth
        """How many documents of each query are looked at; None: as many as the page shows."""

    def scores(self, view: View, boost: float) -> Scores:
        """Inside another query: the sum of what the queries find."""
        return summed([part.scores(view, boost) for part in self.queries])

    def inside(self, query: Query) -> Query:
        return Around(query)

    def check(self, state: State, request: SearchRequest) -> None:
        if request.frequencies_first and changes.HYBRID_REFUSES_DFS in state.switched_on:
            raise errors.frequencies_first()

    def collect(self, view: View, request: SearchRequest) -> Found:
        switched_on = view.state.switched_on
        if changes.HYBRID_NEVER_HOLDS_HYBRID in switched_on and any(isinstance(q, Hybrid) for q in self.queries):
            raise errors.inside_itself()
        self._check_depth(view)
        found = [part.scores(view, 1.0) for part in self.queries]
        _check_request(request, self.depth, changes.HYBRID_PAGES in switched_on)
        total = summed(found)
        if request.min_score is not None:
            total = {number: score for number, score in total.items() if score >= request.min_score}
        shown = list(total)
        if request.post_filter is not None:
            allowed = request.post_filter.scores(view, 1.0)
            shown = [number for number in shown if number in allowed]
        depth = self.depth if self.depth is not None else request.start + request.size
        if request.sort:
            ranked = sorted_hits(view, request.sort, shown, total, len(shown))
            if request.search_after is not None:
                ranked = after(ranked, request.sort, request.search_after)
            seen = [hit.number for hit in ranked]
            lists = tuple(by_rank(scores, ranked, depth) for scores in found)
        else:
            hits = {number: Hit(view, number, None, [], []) for number in shown}
            seen = shown
            lists = tuple(by_score(scores, hits, depth) for scores in found)
        best = max((scores[number] for scores in found for number in seen if number in scores), default=0.0)
        if changes.HYBRID_RESCORES in switched_on:
            for one in request.rescore:
                lists = tuple(rescored(entries, one, view) for entries in lists)
                best = max(best, *(entries[0].score for entries in lists if entries), 0.0)
        return Found([], len(shown), best, view, list(total), total, lists)

    def merge(self, found: list[Found], request: SearchRequest, phase_results: Sequence[Any]) -> Merged:
        for step in phase_results:
            if step.name in TECHNIQUES and any(entries for one in found for entries in one.lists):
                from .merging import merged  # read by who has a pipeline for it

                return merged(found, request, step.options)
        from .marked import merged as all_of_them
        from .marked import rows

        best = max((one.best for one in found), default=0.0)
        lists = [rows(one.lists, request.sort) for one in found]
        return all_of_them(lists, request, best, sum(one.total for one in found))

    def _check_depth(self, view: View) -> None:
        if self.depth is None:
            return
        window = int(indices.setting(indices.find(view.state, view.index), "max_result_window", MAX_WINDOW))
        if self.depth < 0:
            raise errors.depth_below_zero()
        if self.depth > window:
            raise errors.depth_beyond_window()
        if self.depth == 0:
            raise errors.depth_is_zero()


class Around:
    """A query that holds a hybrid query somewhere: refused where the server finds it, else run with the sums of scores."""

    __slots__ = ("query",)

    def __init__(self, query: Query) -> None:
        self.query = query

    def scores(self, view: View, boost: float) -> Scores:
        """What the query finds."""
        switched_on = view.state.switched_on
        explained = changes.HYBRID_WRAPPING_IS_EXPLAINED in switched_on
        if changes.HYBRID_WRAPPING_IS_REFUSED in switched_on and not _may_hold(self.query, switched_on):
            nested = bool(view.fields.nested)  # the server then searches inside a bool query with one more clause
            if _holds(self.query, nested and not explained, explained):
                raise errors.wrapped(explained)
        return self.query.scores(view, boost)


def _may_hold(query: Query, switched_on: frozenset[str]) -> bool:
    """Whether a bool query has a hybrid one first and filters, as searches for the inner hits of a collapse have."""
    return (
        changes.HYBRID_WITH_FILTER_IS_BOOL in switched_on
        and isinstance(query, Bool)
        and bool(query.must)
        and isinstance(query.must[0], Hybrid)
        and bool(query.filter or query.must_not)
    )


def _holds(query: Query, only_in_bools: bool, everywhere: bool) -> bool:
    """Whether the server finds a hybrid query inside: in bools below a bool, in dis_max queries below one, later everywhere."""
    if isinstance(query, Hybrid):
        return True
    if isinstance(query, Bool):
        parts = (*query.must, *query.filter, *query.should, *query.must_not)
        if len(parts) == 1 and query.filter and not everywhere:  # one filter alone becomes a constant score
            return False
        if not everywhere:
            parts = tuple(part for part in parts if not isinstance(part, DisMax))
        return any(_holds(part, only_in_bools, everywhere) for part in parts)
    if isinstance(query, DisMax) and not only_in_bools:
        inner = (part for part in query.parts if everywhere or not isinstance(part, Bool))
        return any(_holds(part, only_in_bools, everywhere) for part in inner)
    inner_query = getattr(query, "inner", None) if everywhere and isinstance(query, ConstantScore) else None
    return inner_query is not None and _holds(inner_query, only_in_bools, everywhere)


def _check_request(request: SearchRequest, depth: int | None, pages: bool) -> None:
    if request.kept_for is not None:
        raise errors.scrolled()
    if pages and depth is None and request.start > 0:
        raise errors.later_page_without_depth()
    by_score = [key.field == "_score" for key in request.sort]
    if any(by_score) and not all(by_score):
        raise errors.score_among_fields()
    if request.sort and request.track_scores:
        raise errors.sorted_by_score_with_scores() if all(by_score) else errors.sorted_by_fields_with_scores()


@query("hybrid", since="2.10")
def hybrid(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Several queries, the results of which a search pipeline puts together."""
    switched_on = reading.state.switched_on
    queries: list[Query] = []
    wanted: Query | None = None
    depth: int | None = None
    for key, value in body.items():
        here = place / key
        if key == "queries" and isinstance(value, dict):
            queries.append(reading.query(value, here))
        elif key == "queries" and isinstance(value, list):
            _read_queries(value, here, reading, queries)
        elif key == "filter" and changes.HYBRID_FILTERS in switched_on:
            if not isinstance(value, dict):
                raise errors.filter_is_no_query(here.value())
            wanted = reading.query(value, here)
        elif isinstance(value, dict | list):
            raise errors.unknown_key(here.value())
        elif key == "boost":
            if _number(value, here) != 1.0:
                raise errors.boosted(here.value())
        elif key == "pagination_depth" and changes.HYBRID_PAGES in switched_on:
            depth = int(_number(value, here))
        elif key != "_name":
            raise errors.unknown_key(here.value())
    if not queries:
        raise errors.no_queries(place.end())
    if wanted is not None:
        queries = [_filtered(part, wanted) for part in queries]
    found = Hybrid(tuple(queries), depth)
    reading.ranking.append(found)
    return found


def _read_queries(values: list[Json], place: Place, reading: Reading, queries: list[Query]) -> None:
    """A list of queries. After the first, what is no object is passed over if an object follows, as the server does."""
    if not values:
        raise not_an_object(place.end())
    number = 0
    while number < len(values):
        if len(queries) == MOST_QUERIES:
            raise errors.too_many_queries((place / number).value())
        if number and not isinstance(values[number], dict | list):
            number += 1
            if number == len(values):
                raise not_an_object(place.end())
        queries.append(reading.query(values[number], place / number))
        number += 1


def _filtered(query: Query, wanted: Query) -> Query:
    """A query with a filter: its own way of filtering, if it has one (`QueryBuilder.filter`)."""
    own = getattr(query, "filtered", None)
    filtered: Query = own(wanted) if own is not None else Bool(must=(query,), filter=(wanted,))
    return filtered


def _number(value: Json, place: Place) -> float | int:
    if value is None or isinstance(value, bool):
        raise token_errors.not_numeric(value, *place.value())
    number = number_of(value)
    if number is None:
        raise illegal_number(str(value))
    return number
