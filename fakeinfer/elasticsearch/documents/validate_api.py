"""`_validate/query` of Elasticsearch; what it does is in `...document_requests.validating`."""

from __future__ import annotations

from ...document_requests.validating import VALIDATE_QUERY

SOURCE = "elastic/elasticsearch-specification:specification/indices/validate_query/IndicesValidateQueryRequest.ts"

validate_query = VALIDATE_QUERY.declared(__name__, privilege="view_index_metadata", source=SOURCE)
