"""Searching: a body in, the answer out. Start here.

`request.py` reads the body, `query.py` and its neighbours find and score documents in a `view.py`, `sorting.py`, `source.py`
and `aggregations.py` make the answer. How a vendor's request names its indices is the caller's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .. import indices
from ..errors import ApiError
from ..wire import Json
from . import errors
from .aggregations import aggregated
from .collecting import Found, collect
from .errors import QueryRefused
from .query import Merged
from .request import SearchRequest, read_request
from .scoring import single
from .sorting import Hit, after, ordered
from .source import read_source_filter
from .values import iso
from .view import view_of

if TYPE_CHECKING:
    from ..cluster import State

TOOK_MILLIS = 1
"""Every search takes as long."""


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
    request.prepare(names)
    found: list[Found] = []
    failures: list[tuple[str, ApiError]] = []
    for name in names:
        record = indices.find(state, name)
        try:
            found.append(collect(view_of(state, name), record, request))
        except QueryRefused as refused:
            failures.append((name, refused.at(name, record["uuid"])))
        except ApiError as error:
            if error.status >= 500:
                raise
            failures.append((name, error))
    node = state.ids.fixed("node")
    if failures and len(failures) == len(names):
        raise errors.all_shards_failed(failures, node)
    if request.ranking is not None:
        merged = request.ranking.merge(found, request, phase_results)
    else:
        merged = _merged(found, request)
    answer: dict[str, Any] = {
        "took": TOOK_MILLIS,
        "timed_out": False,
        "_shards": _shards(len(names), failures, node),
        "hits": _hits(merged, request, bool(names)),
    }
    if request.aggregations:
        matches = [(one.view, one.counted) for one in found]
        answer["aggregations"] = aggregated(request.aggregations, matches, typed=typed_keys)
    return answer


def _merged(found: list[Found], request: SearchRequest) -> Merged:
    """The hits of all indices in order."""
    hits = [hit for one in found for hit in one.hits]
    if request.sort:
        hits = ordered(hits, request.sort)
        if request.search_after is not None:
            hits = after(hits, request.sort, request.search_after)
    else:
        hits.sort(key=lambda hit: hit.score or 0.0, reverse=True)
    scored = not request.sort or request.track_scores or any(key.field == "_score" for key in request.sort)
    best = max((one.best for one in found), default=0.0)
    return Merged(hits, best, request.start, scored, sum(one.total for one in found))


def _shards(total: int, failures: list[tuple[str, ApiError]], node: str) -> dict[str, Json]:
    shards: dict[str, Json] = {
        "total": total,
        "successful": total - len(failures),
        "skipped": 0,
        "failed": len(failures),
    }
    if failures:
        shards["failures"] = [errors.failed_shard(index, error, node) for index, error in failures]
    return shards


def _hits(merged: Merged, request: SearchRequest, any_index: bool) -> dict[str, Json]:
    answer: dict[str, Json] = {}
    if request.track_total_hits is not False:
        answer["total"] = _total(merged.total, request.track_total_hits)
    tells_best = request.ranking is not None or bool(
        merged.hits and request.size and (not request.sort or request.track_scores)
    )
    page = merged.hits[merged.start : merged.start + request.size]
    answer["max_score"] = shortest(merged.best) if tells_best else (None if any_index else 0.0)
    answer["hits"] = [_shown(hit, request, merged.scored) for hit in page]
    return answer


def _total(count: int, track: bool | int) -> dict[str, Json]:
    if track is True or count <= track:
        return {"value": count, "relation": "eq"}
    return {"value": int(track), "relation": "gte"}


def _shown(hit: Hit, request: SearchRequest, scored: bool) -> dict[str, Json]:
    document = hit.view.documents[hit.number]
    shown: dict[str, Json] = {"_index": hit.view.index, "_id": document.id}
    if request.version:
        shown["_version"] = document.version
    if request.seq_no_primary_term:
        shown["_seq_no"] = document.seq_no
        shown["_primary_term"] = document.primary_term
    shown["_score"] = shortest(hit.score) if scored and hit.score is not None else None
    if request.source.fetch:
        ways = hit.view.state.contract.product.documents
        asked = [name for name, _ in request.fields]
        shown["_source"] = ways.visible(hit.view.state, hit.view.index, document, request.source, asked)
    fields = _fields(hit, request)
    if fields:
        shown["fields"] = fields
    if request.sort:
        shown["sort"] = [
            shortest(value) if key.field == "_score" and value is not None else value
            for key, value in zip(request.sort, hit.shown, strict=True)
        ]
    return shown


def _fields(hit: Hit, request: SearchRequest) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for pattern, format in request.fields:
        for path, field in hit.view.fields.fields.items():
            if fnmatchcase(path, pattern) and (values := hit.view.values(field)[hit.number]):
                as_date = field.family == "date" and format != "epoch_millis"
                found[path] = [iso(value) if as_date else value for value in values]
    return dict(sorted(found.items()))


def shortest(score: float) -> float:
    """A single-precision number as the servers print it: with the fewest digits that name it, but no fewer than eight of a
    huge one (observed: opensearch 2.19.1)."""
    for digits in range(8 if abs(score) > 1e9 else 6, 10):
        shown = float(f"{score:.{digits}g}")
        if single(shown) == single(score):
            return shown
    return score
