"""`_analyze` of Elasticsearch. What becomes of a text is in `index_requests`."""

from __future__ import annotations

from ...index_requests import analyzing
from .index_api import SOURCE

analyze = analyzing.ANALYZE.declared(
    __name__, privilege="view_index_metadata", source=f"{SOURCE}/analyze/IndicesAnalyzeRequest.ts"
)
