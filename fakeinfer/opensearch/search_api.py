"""Searching documents of OpenSearch: `_search`, `_count`. What they do is in `..document_requests.searching`."""

from __future__ import annotations

from .. import indices, media
from ..document_requests import operations as shared
from ..document_requests import searching
from ..errors import not_implemented
from ..operations import Bool, Call, Text, Time, operation
from ..wire import Json
from .document_api import READ, SOURCE


@operation(
    "search",
    *searching.SEARCH,
    query={
        **searching.SEARCHING,
        "search_pipeline": Text(),
        "cancel_after_time_interval": Time(),
        "include_named_queries_score": Bool(None),
    },
    body="optional",
    reader=media.read_only_value,
    privilege=f"{READ}/search",
    source=SOURCE,
    unread_query=searching.UNREAD,
)
def search(call: Call) -> Json:
    """Find documents by a query, sorted, cut to a page, aggregated."""
    if call.query["search_pipeline"]:
        raise not_implemented("the parameter [search_pipeline] of a search")
    names, request = searching.read_search(call)
    _refuse_pipelines(call, names)
    return searching.run_search(call, names, request)


def _refuse_pipelines(call: Call, names: list[str]) -> None:
    """A search pipeline that would run, asked for by the request or by an index."""
    asked = (call.body or {}).get("search_pipeline")
    for pipeline in (
        asked,
        *(indices.setting(indices.find(call.state, name), "search.default_pipeline") for name in names),
    ):
        if pipeline not in (None, "_none"):
            raise not_implemented("running search pipelines")


count = shared.COUNT.declared(__name__, privilege=f"{READ}/search", source=SOURCE)
