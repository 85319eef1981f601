"""Searching: a body in, the answer out. Start here.

`request.py` reads the body, `query.py` and its neighbours find and score documents in a `view.py`, `hits/sorting.py`, `hits/source.py`
and `aggregations.py` make the answer. How a vendor's request names its indices is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .. import indices
from ..errors import ApiError
from ..wire import Json
from . import errors, scoring
from .aggregations.reading import Around, aggregated
from .collecting import Found, Target, collect, matching
from .errors import QueryRefused
from .hits.showing import shown_hits
from .hits.sorting import after, ordered
from .hits.source import read_source_filter
from .query import Merged
from .request import SearchRequest, read_request
from .view import view_of

if TYPE_CHECKING:
    from ..cluster import State
    from .query import Scores
    from .view import View

TOOK_MILLIS = 1
"""Every search takes as long."""
shortest = scoring.shortest


def search(
    state: State,
    index: str | list[str],
    body: Json,
    *,
    version: bool = False,
    seq_no_primary_term: bool = False,
    source_filter: Json = None,
    text: bytes | None = None,
) -> dict[str, Any]:
    """The whole answer of a search over existing indices.

    `version` and `seq_no_primary_term` show these of each hit whatever the body says, `source_filter` stands in for a body
    without `_source`, `text` is what the body was parsed from.
    """
    request = read_request(state, body, text)
    request.version |= version
    request.seq_no_primary_term |= seq_no_primary_term
    if source_filter is not None and "_source" not in (body or {}):
        request.source = read_source_filter(source_filter)
    return run(state, [index] if isinstance(index, str) else list(index), request)


def run(
    state: State,
    names: list[str],
    request: SearchRequest,
    *,
    typed_keys: bool = False,
    phase_results: Sequence[Any] = (),
) -> dict[str, Any]:
    """The answer of a request that was read.

    `phase_results` are the processors of a search pipeline between query and fetch, which only a `RankingQuery` listens to.
    """
    if request.ranking is not None:
        request.ranking.check(state, request)
    targets = request.targets or [Target(view_of(state, name), indices.find(state, name)) for name in names]
    request.prepare([target.view.index for target in targets])
    if request.boosts:
        from .index_boosts import boosts_by_index  # read by who prefers indices

        request.boost_of = boosts_by_index(state, request.boosts)
    if request.finder is not None:
        request.finder.find(state, targets, request)
    result = found_in(state, targets, request, phase_results)
    answer: dict[str, Any] = {
        "took": TOOK_MILLIS,
        "timed_out": False,
        **_early(state, request, result),
        "_shards": shards_shown(len(targets), result.failures, state.ids.fixed("node")),
        "hits": shown_hits(result.merged, request, bool(targets)),
    }
    if request.aggregations:
        matches = [(one.view, one.counted) for one in result.found]
        views = [one.view for one in result.found]
        scores = {id(one.view): one.scores for one in result.found}
        around = Around(views, scores, request.query, typed_keys)
        answer["aggregations"] = aggregated(request.aggregations, matches, around)
    if request.suggestions:
        from .suggesting.reading import suggested  # read by who wants suggestions

        answer["suggest"] = suggested([one.view for one in result.found], request, typed_keys=typed_keys)
    if request.kept_for is not None and targets:
        from .contexts import begin_scroll  # read by who scrolls

        return {"_scroll_id": begin_scroll(state, targets, result.merged, request), **answer}
    return answer if request.pit is None else {"pit_id": request.pit, **answer}


def _early(state: State, request: SearchRequest, result: Result) -> dict[str, Json]:
    """Whether fewer documents were looked at than there are. Elasticsearch tells it of searches that only count, too."""
    if request.terminate_after:
        return {"terminated_early": _ends_early(request, result)}
    counts = request.size == 0 and request.track_total_hits is True and bool(result.found)
    if not counts or request.aggregations or request.only_suggests() or state.contract.product.name == "opensearch":
        return {}
    return {"terminated_early": False}


def _ends_early(request: SearchRequest, result: Result) -> bool:
    """Whether any index had more documents than were to be looked at."""
    return any(len(one.counted) >= request.terminate_after for one in result.found)


class Result(NamedTuple):
    """What was found in all indices, before anything is shown of it."""

    merged: Merged
    found: list[Found]
    failures: list[tuple[str, ApiError]]


def scores_by_index(
    state: State, names: Sequence[str], request: SearchRequest
) -> tuple[list[tuple[View, Scores]], list[tuple[str, ApiError]]]:
    """The documents that a prepared request finds in each index, and why others refused; raises when all of them did."""
    targets = [Target(view_of(state, name), indices.find(state, name)) for name in names]
    return _each(state, targets, lambda view, record: (view, matching(view, request)))


T = TypeVar("T")


def _each(
    state: State, targets: Sequence[Target], find: Callable[[View, dict[str, Any]], T], phase: str = "query"
) -> tuple[list[T], list[tuple[str, ApiError]]]:
    """What is found in each index, and why others refused."""
    found: list[T] = []
    failures: list[tuple[str, ApiError]] = []
    for view, record in targets:
        try:
            found.append(find(view, record))
        except QueryRefused as refused:
            failures.append((view.index, refused.at(view.index, record["uuid"])))
        except ApiError as error:
            if error.status >= 500 and error.type not in errors.OF_SHARDS:
                raise
            failures.append((view.index, error))
    failures.sort(key=lambda failure: failure[0])  # shards are asked in the order of their names
    if failures and len(failures) == len(targets):
        raise errors.all_shards_failed(failures, state, phase)
    return found, failures


def found_in(
    state: State, targets: Sequence[Target], request: SearchRequest, phase_results: Sequence[Any] = ()
) -> Result:
    """What a prepared request finds in these indices."""
    found, failures = _each(state, targets, lambda view, record: collect(view, record, request), request.phase)
    if request.ranking is not None:
        return Result(request.ranking.merge(found, request, phase_results), found, failures)
    return Result(_merged(found, request), found, failures)


def _merged(found: list[Found], request: SearchRequest) -> Merged:
    """The hits of all indices in order."""
    hits = [hit for one in found for hit in one.hits]
    if request.sort:
        hits = ordered(hits, request.sort)
        if request.search_after is not None:
            hits = after(hits, request.sort, request.search_after)
    else:
        hits.sort(key=lambda hit: hit.score or 0.0, reverse=True)
    if request.collapse is not None:
        hits = request.collapse.firsts(hits)
        request.groups = found
    scored = not request.sort or request.track_scores or any(key.field == "_score" for key in request.sort)
    best = max((one.best for one in found), default=0.0)
    return Merged(hits, best, request.start, scored, sum(one.total for one in found))


def shards_shown(total: int, failures: list[tuple[str, ApiError]], node: str) -> dict[str, Json]:
    """How many shards were asked, and which of them refused."""
    shards: dict[str, Json] = {
        "total": total,
        "successful": total - len(failures),
        "skipped": 0,
        "failed": len(failures),
    }
    if failures:
        shards["failures"] = [errors.failed_shard(index, error, node) for index, error in failures]
    return shards
