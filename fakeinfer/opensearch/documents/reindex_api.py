"""`_reindex` and `_update_by_query` of OpenSearch; what they do is in `..document_requests`."""

from __future__ import annotations

from ...document_requests.declaring import Shared
from ...document_requests.reindexing import REINDEXING, read_reindex
from ...document_requests.reindexing import reindex as run_reindex
from ...document_requests.updating_by_query import UPDATING_BY_QUERY
from ...document_requests.updating_by_query import update_by_query as run_update_by_query
from ...errors import parse_error
from ...operations import POST, Call, operation
from ...wire import Json
from .document_api import SOURCE, WRITE

AT_ONCE = "one node does it at once: nothing to wait for, to throttle or to route to"


@operation(
    "reindex",
    POST("/_reindex"),
    query=REINDEXING,
    body="required",
    privilege=f"{WRITE}/reindex",
    source=SOURCE,
    missing_body=lambda: parse_error("request body is required"),
    reader=read_reindex,
    unread_query=AT_ONCE,
)
def reindex(call: Call) -> Json:
    """Copy documents to another index."""
    return run_reindex(call)


update_by_query = Shared(
    "update_by_query",
    (POST("/{index}/_update_by_query"),),
    run_update_by_query,
    UPDATING_BY_QUERY,
    "optional",
).declared(__name__, privilege=f"{WRITE}/update/byquery", source=SOURCE)
