"""`_explain` of Elasticsearch; what it does is in `...document_requests.explaining`."""

from __future__ import annotations

from ...document_requests.explaining import EXPLAIN
from .document_api import SOURCE, VECTORS

explain = EXPLAIN.declared(__name__, privilege="read", source=f"{SOURCE}/explain/ExplainRequest.ts", query=VECTORS)
