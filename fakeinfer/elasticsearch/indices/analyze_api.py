"""`_analyze` of Elasticsearch. What becomes of a text is in `index_requests`."""

from __future__ import annotations

from ...index_requests import analyzing
from ...operations import Call
from .index_api import SOURCE


def _allow(call: Call) -> None:
    """With security, an index that is named needs leave."""
    index = call.path.get("index") or call.query["index"]
    if index is not None:
        call.contract.product.documents.allow_item(call, "analyze", index)


analyze = analyzing.ANALYZE.declared(
    __name__,
    privilege="view_index_metadata",
    source=f"{SOURCE}/analyze/IndicesAnalyzeRequest.ts",
    before=_allow,
)
