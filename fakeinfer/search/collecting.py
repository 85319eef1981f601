"""What one index has for a search: the hits that can come onto the page, how many there are, what aggregations count."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import indices
from . import errors
from .aggregations.reading import check_aggregations
from .hits.sorting import Hit, check_search_after, check_sort, sorted_hits
from .query import Scores

if TYPE_CHECKING:
    from .request import SearchRequest
    from .view import View

MAX_WINDOW = 10_000
LONGEST_MILLIS = 86_400_000
"""How long one request may keep what it looks at (`search.max_keep_alive`, `point_in_time.max_keep_alive`)."""


class Target(NamedTuple):
    """An index that is searched, as it is or as it was."""

    view: View
    record: dict[str, Any]


class Found(NamedTuple):
    """What one index has for a search."""

    hits: list[Hit]
    """Those that can come onto the page that was asked for."""
    total: int
    best: float
    """The highest score of all."""
    view: View
    counted: list[int]
    """What aggregations count: documents before `post_filter`."""
    scores: Scores
    """What each document scores."""
    lists: tuple[Any, ...] = ()
    """What a `RankingQuery` wants to remember until the indices are put together."""


def matching(view: View, request: SearchRequest) -> Scores:
    """Documents of one index that the query finds, before `post_filter`."""
    everything = dict.fromkeys(range(len(view)), 1.0)
    boost = 1.0
    if request.boost_of:
        from .index_boosts import checked_boost  # read by who prefers indices

        boost = checked_boost(request.boost_of.get(view.index, 1.0))
        everything = dict.fromkeys(everything, boost)
    scores = everything if request.query is None else request.query.scores(view, boost)
    if request.min_score is not None:
        scores = {number: score for number, score in scores.items() if score >= request.min_score}
    if request.slice is not None:
        held = request.slice.holds(view)
        scores = {number: score for number, score in scores.items() if held(number)}
    return scores


def check_keep_alive(millis: float, setting: str) -> None:
    """Refuse to keep anything for more than a day."""
    if millis > LONGEST_MILLIS:
        raise errors.kept_too_long(millis, setting)


def collect(view: View, record: dict[str, Any], request: SearchRequest) -> Found:
    """What one index has; refuses what it cannot be asked."""
    limit = int(indices.setting(record, "max_result_window", MAX_WINDOW))
    scrolls = request.kept_for is not None
    if request.start + request.size > limit:
        raise (errors.batch_too_large if scrolls else errors.window_too_large)(request.start + request.size, limit)
    if request.kept_for is not None:
        check_keep_alive(request.kept_for, "search.max_keep_alive")
    if scrolls and request.search_after is not None:
        raise errors.not_while_scrolling("`search_after` cannot be used in a scroll context.")
    if request.slice is not None:
        request.slice.check(view, goes_on=scrolls or request.pit is not None or request.parts > 0)
    check_sort(view, request.sort, record["uuid"])
    if request.search_after is not None:
        check_search_after(request.sort, request.search_after)
    check_aggregations(view, request.aggregations)
    for field in request.fields:
        field.check(view)
    if request.stored is not None and request.stored.nothing and request.source.fetch:
        raise errors.stored_fields_disabled("_source")
    if request.suggestions:
        from .suggesting.reading import check_suggestions  # read by who wants suggestions

        check_suggestions(view, request.suggestions)
    if request.script_fields:
        from .hits.script_fields import check_script_fields

        check_script_fields(view, request.script_fields)
    if request.highlight is not None:
        from .highlighting.highlight import check_highlight

        check_highlight(view, request.highlight)
    if request.collapse is not None:
        request.collapse.check(view, request)
    if request.inside:
        from .hits.inner_hits import check_inner_hits

        check_inner_hits([one.hits for one in request.inside])
    if request.rescore:
        from .hits.rescoring import check_rescore

        collapsed = request.collapse is not None and view.state.contract.product.name == "opensearch"
        check_rescore(request.rescore, sorted_=bool(request.sort), collapsed=collapsed)
    if request.ranking is not None:
        return request.ranking.collect(view, request)
    scores = {} if request.only_suggests() else matching(view, request)
    if request.terminate_after:
        scores = {number: scores[number] for number in sorted(scores)[: max(request.terminate_after, 0)]}
    counted = sorted(scores)
    shown = counted
    if request.post_filter is not None:
        allowed = request.post_filter.scores(view, 1.0)
        shown = [number for number in counted if number in allowed]
    if request.collapse is not None:
        request.collapse.check_values(view, shown)
    best = max((scores[number] for number in shown), default=0.0)
    most = request.start + request.size
    if scrolls or request.collapse is not None:
        most = len(shown)
    elif request.rescore:
        most = max(most, *(one.window for one in request.rescore))
    if request.sort:
        hits = sorted_hits(view, request.sort, shown, scores, most if request.search_after is None else len(shown))
    else:
        first = nlargest(most, shown, key=scores.__getitem__)
        hits = [Hit(view, number, scores[number], [], []) for number in first]
        if request.rescore and request.collapse is not None and not request.collapse.inner:
            hits = request.collapse.firsts(hits)
        for one in request.rescore:
            hits = one.again(view, hits)
        if request.rescore:
            best = max((hit.score or 0.0 for hit in hits), default=0.0)
    return Found(hits, len(shown), best, view, counted, scores)
