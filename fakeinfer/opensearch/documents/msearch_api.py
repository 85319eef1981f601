"""`_msearch` of OpenSearch; what it does is in `..document_requests.multi_searching`."""

from __future__ import annotations

from ...document_requests import multi_searching, searching
from ...operations import GET, POST, Call, Time, operation
from ...wire import Json
from .document_api import READ, SOURCE
from .search_api import search

READER = multi_searching.reader("cancel_after_time_interval", "phase_took", skips_empty_line=True)


@operation(
    "msearch",
    GET("/_msearch"),
    POST("/_msearch"),
    GET("/{index}/_msearch"),
    POST("/{index}/_msearch"),
    query={**multi_searching.MULTI_SEARCHING, "cancel_after_time_interval": Time()},
    body="required_or_source",
    reader=READER,
    privilege=f"{READ}/msearch",
    source=SOURCE,
    unread_query=searching.UNREAD,
)
def msearch(call: Call) -> Json:
    """Several searches in one request, each with its own search pipeline if it names one."""
    return multi_searching.search_many(call, search)
