"""Searching documents of OpenSearch: `_search`, `_count`. What they do is in `..document_requests.searching`.

A search that has a pipeline goes through `search_running/`.
"""

from __future__ import annotations

from typing import Any

from ... import indices, media
from ...document_requests import operations as shared
from ...document_requests import searching
from ...document_requests.parameters import shown_source
from ...document_requests.through_aliases import restrict
from ...operations import Bool, Call, Text, Time, operation
from ...search.hits.sorting import parse_sort_parameter
from ...search.hits.source import SourceFilter
from ...search.request import SearchRequest
from ...versions import Span
from ...wire import Json
from .document_api import READ, SOURCE

_DEFAULT_PIPELINE = "search.default_pipeline"
_OWN_KEYS = ("search_pipeline", "ext", "verbose_pipeline")
"""Keys of a body that make a search more than the engine's business."""
_IN_SOURCE = ("from", "size", "version", "seq_no_primary_term", "track_scores")
"""Parameters that become keys of the source as they are."""


@operation(
    "search",
    *searching.SEARCH,
    query={
        **searching.SEARCHING,
        "search_pipeline": Text(None),
        "verbose_pipeline": Bool(None, Span("2.19")),
        "cancel_after_time_interval": Time(),
        "include_named_queries_score": Bool(None),
        "phase_took": Bool(None, Span("2.12")),
    },
    body="optional",
    reader=media.read_only_value,
    privilege=f"{READ}/search",
    source=SOURCE,
    unread_query=searching.UNREAD,
)
def search(call: Call) -> Json:
    """Find documents by a query, sorted, cut to a page, aggregated."""
    named = call.query["search_pipeline"] is not None or call.query.get("verbose_pipeline") is not None
    body = call.body
    if named or (isinstance(body, dict) and any(key in body for key in _OWN_KEYS)):
        return _search_in_own_way(call)
    names, request = searching.read_search(call)
    if any(indices.setting(indices.find(call.state, name), _DEFAULT_PIPELINE) is not None for name in names):
        from ..search_running.resolving import default_pipeline

        return _search_through(call, names, request, default_pipeline(call.state, names))
    return searching.run_search(call, names, request)


def _search_in_own_way(call: Call) -> Json:
    """A search that names a pipeline, or says something that only plugins read: pipelines are looked for before indices."""
    from ..search_running import extensions, resolving

    request = searching.read_wanted(call)
    extensions.check_extensions(call.state, call.body, call.request.body)
    pipeline = resolving.asked_pipeline(call.state, call.body, call.query["search_pipeline"])
    names = searching.searched_indices(call)
    restrict(call.state, call.path.get("index"), request)
    if pipeline is None:
        pipeline = resolving.default_pipeline(call.state, names)
    return _search_through(call, names, request, pipeline)


def _search_through(call: Call, names: list[str], request: SearchRequest, pipeline: Any) -> Json:
    from ..search_running.running import search_through

    answer = search_through(
        call.state,
        names,
        _source(call),
        request,
        pipeline,
        typed_keys=call.query["typed_keys"],
        verbose=call.query.get("verbose_pipeline"),
    )
    return searching.in_form(call, answer)


def _source(call: Call) -> dict[str, Any]:
    """The source of a search: its body with what the query string says, in place of what it says itself."""
    query = call.query
    source: dict[str, Any] = {**(call.body or {})}
    source.update({name: query[name] for name in _IN_SOURCE if query[name] is not None})
    if query["sort"]:
        source["sort"] = parse_sort_parameter(query["sort"])
    wanted = shown_source(call)
    if wanted != SourceFilter():
        includes, excludes = list(wanted.includes), list(wanted.excludes)
        source["_source"] = {"includes": includes, "excludes": excludes} if wanted.fetch else False
    if query["track_total_hits"] is not None:
        source["track_total_hits"] = query["track_total_hits"] or True
    if query["rest_total_hits_as_int"]:
        source["track_total_hits"] = True
    return source


count = shared.COUNT.declared(__name__, privilege=f"{READ}/search", source=SOURCE)
scroll = shared.SCROLL.declared(__name__, privilege=f"{READ}/scroll", source=SOURCE)
clear_scroll = shared.CLEAR_SCROLL.declared(__name__, privilege=f"{READ}/scroll/clear", source=SOURCE)
