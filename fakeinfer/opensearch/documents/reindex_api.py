"""`_reindex` and `_update_by_query` of OpenSearch; what they do is in `...document_requests`."""

from __future__ import annotations

from ...document_requests.reindexing import REINDEX
from ...document_requests.updating_by_query import UPDATE_BY_QUERY
from .document_api import SOURCE, WRITE

reindex = REINDEX.declared(__name__, privilege=f"{WRITE}/reindex", source=SOURCE)
update_by_query = UPDATE_BY_QUERY.declared(__name__, privilege=f"{WRITE}/update/byquery", source=SOURCE)
