"""`_validate/query` of OpenSearch; what it does is in `..document_requests.validating`."""

from __future__ import annotations

from ...document_requests.validating import VALIDATE_QUERY

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/indices.yaml"

validate_query = VALIDATE_QUERY.declared(__name__, privilege="indices:admin/validate/query", source=SOURCE)
