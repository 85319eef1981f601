"""`_termvectors` and `_mtermvectors` of Elasticsearch; what they do is in `...document_requests.term_vectors`."""

from __future__ import annotations

from ...document_requests.term_vectors import MTERMVECTORS, TERMVECTORS
from .document_api import SOURCE

termvectors = TERMVECTORS.declared(__name__, privilege="read", source=f"{SOURCE}/termvectors/TermVectorsRequest.ts")
mtermvectors = MTERMVECTORS.declared(
    __name__, privilege="read", source=f"{SOURCE}/mtermvectors/MultiTermVectorsRequest.ts"
)
