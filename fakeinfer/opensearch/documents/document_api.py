"""Documents of OpenSearch: one by one, many at once. What they do is in `..document_requests`."""

from __future__ import annotations

from ...document_requests import operations as shared
from ...operations import Int
from ...versions import Span

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml"
READ, WRITE = "indices:data/read", "indices:data/write"

index = shared.INDEX.declared(__name__, privilege=f"{WRITE}/index", source=SOURCE)
create = shared.CREATE.declared(__name__, privilege=f"{WRITE}/index", source=SOURCE)
get = shared.GET_ONE.declared(__name__, privilege=f"{READ}/get", source=SOURCE)
exists = shared.EXISTS.declared(__name__, privilege=f"{READ}/get", source=SOURCE)
get_source = shared.GET_SOURCE.declared(__name__, privilege=f"{READ}/get", source=SOURCE)
delete = shared.DELETE_ONE.declared(__name__, privilege=f"{WRITE}/delete", source=SOURCE)
bulk = shared.BULK.declared(
    __name__, privilege=f"{WRITE}/bulk", source=SOURCE, query={"batch_size": Int(span=Span("2.14", "3.0"))}
)
update = shared.UPDATE.declared(__name__, privilege=f"{WRITE}/update", source=SOURCE)
mget = shared.MGET.declared(__name__, privilege=f"{READ}/mget", source=SOURCE)
delete_by_query = shared.DELETE_BY_QUERY.declared(__name__, privilege=f"{WRITE}/delete/byquery", source=SOURCE)
