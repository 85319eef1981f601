"""Searching documents of Elasticsearch: `_search`, `_count`. What they do is in `...document_requests.searching`."""

from __future__ import annotations

from ... import media
from ...document_requests import multi_searching, searching
from ...document_requests import operations as shared
from ...errors import not_implemented
from ...operations import GET, POST, Bool, Call, Text, operation
from ...wire import Json
from .document_api import SOURCE, VECTORS


@operation(
    "search",
    *searching.SEARCH,
    query={
        **searching.SEARCHING,
        **VECTORS,
        "min_compatible_shard_node": Text(),
        "force_synthetic_source": Bool(False),
    },
    body="optional",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SOURCE}/search/SearchRequest.ts",
    unread_query=searching.UNREAD,
)
def search(call: Call) -> Json:
    """Find documents by a query, sorted, cut to a page, aggregated."""
    if call.query["force_synthetic_source"]:
        raise not_implemented("synthetic sources")
    names, request = searching.read_search(call)
    return searching.run_search(call, names, request)


@operation(
    "msearch",
    GET("/_msearch"),
    POST("/_msearch"),
    GET("/{index}/_msearch"),
    POST("/{index}/_msearch"),
    query={**multi_searching.MULTI_SEARCHING, "routing": Text(), "include_named_queries_score": Bool(False)},
    body="required_or_source",
    reader=multi_searching.reader(),
    privilege="read",
    source=f"{SOURCE}/msearch/MultiSearchRequest.ts",
    unread_query=searching.UNREAD,
)
def msearch(call: Call) -> Json:
    """Several searches in one request; each finds something, or fails alone."""
    return multi_searching.search_many(call, search)


count = shared.COUNT.declared(__name__, privilege="read", source=f"{SOURCE}/count/CountRequest.ts")
scroll = shared.SCROLL.declared(__name__, privilege="read", source=f"{SOURCE}/scroll/ScrollRequest.ts")
clear_scroll = shared.CLEAR_SCROLL.declared(
    __name__, privilege="read", source=f"{SOURCE}/clear_scroll/ClearScrollRequest.ts"
)
