"""Searching documents of Elasticsearch: `_search`, `_count`. What they do is in `..document_requests.searching`."""

from __future__ import annotations

from .. import media
from ..document_requests import operations as shared
from ..document_requests import searching
from ..errors import not_implemented
from ..operations import Bool, Call, Text, operation
from ..wire import Json
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


count = shared.COUNT.declared(__name__, privilege="read", source=f"{SOURCE}/count/CountRequest.ts")
scroll = shared.SCROLL.declared(__name__, privilege="read", source=f"{SOURCE}/scroll/ScrollRequest.ts")
clear_scroll = shared.CLEAR_SCROLL.declared(
    __name__, privilege="read", source=f"{SOURCE}/clear_scroll/ClearScrollRequest.ts"
)
