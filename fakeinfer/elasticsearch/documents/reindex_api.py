"""`_reindex` and `_update_by_query` of Elasticsearch; what they do is in `...document_requests`."""

from __future__ import annotations

from ...document_requests.reindexing import REINDEX
from ...document_requests.updating_by_query import UPDATE_BY_QUERY
from .document_api import NOT_A_LIMIT, SOURCE

reindex = REINDEX.declared(__name__, privilege="write", source=f"{SOURCE}/reindex/ReindexRequest.ts")
update_by_query = UPDATE_BY_QUERY.declared(
    __name__,
    privilege="write",
    source=f"{SOURCE}/update_by_query/UpdateByQueryRequest.ts",
    query={"size": NOT_A_LIMIT},
)
