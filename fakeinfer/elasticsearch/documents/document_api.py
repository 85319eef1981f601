"""Documents of Elasticsearch: one by one, many at once. What they do is in `...document_requests`."""

from __future__ import annotations

from ...document_requests import operations as shared
from ...errors import illegal_argument, not_implemented
from ...operations import Bool, Custom, Int, Parameter
from ...versions import Span

SOURCE = "elastic/elasticsearch-specification:specification/_global"


def _read_data_stream(name: str, text: str) -> bool:
    if Bool(False).read(name, text):
        raise not_implemented("data streams")
    return False


def _refuse_size(name: str, text: str) -> None:
    Int().read(name, text)
    raise illegal_argument("invalid parameter [size], use [max_docs] instead")


NOT_A_LIMIT = Custom(_refuse_size)
"""`size` of what runs over the documents that a query finds
(elastic/elasticsearch:modules/reindex/src/main/java/org/elasticsearch/reindex/AbstractBulkByQueryRestHandler.java)."""
ON_ERRORS: dict[str, Parameter] = {"include_source_on_error": Bool(True, span=Span("8.18"))}
"""Whether the parser's refusals may quote the document, which those of a document never do."""
VECTORS: dict[str, Parameter] = {"_source_exclude_vectors": Bool(None, span=Span("9.2"))}
OF_BULK: dict[str, Parameter] = {
    "list_executed_pipelines": Bool(False),
    "require_data_stream": Custom(_read_data_stream, False),
    **ON_ERRORS,
}

index = shared.INDEX.declared(__name__, privilege="index", source=f"{SOURCE}/index/IndexRequest.ts", query=ON_ERRORS)
create = shared.CREATE.declared(
    __name__, privilege="index", source=f"{SOURCE}/create/CreateRequest.ts", query=ON_ERRORS
)
get = shared.GET_ONE.declared(__name__, privilege="read", source=f"{SOURCE}/get/GetRequest.ts", query=VECTORS)
exists = shared.EXISTS.declared(
    __name__, privilege="read", source=f"{SOURCE}/exists/DocumentExistsRequest.ts", query=VECTORS
)
get_source = shared.GET_SOURCE.declared(
    __name__, privilege="read", source=f"{SOURCE}/get_source/SourceRequest.ts", query=VECTORS
)
delete = shared.DELETE_ONE.declared(__name__, privilege="delete", source=f"{SOURCE}/delete/DeleteRequest.ts")
bulk = shared.BULK.declared(__name__, privilege="index", source=f"{SOURCE}/bulk/BulkRequest.ts", query=OF_BULK)
update = shared.UPDATE.declared(
    __name__, privilege="index", source=f"{SOURCE}/update/UpdateRequest.ts", query=ON_ERRORS
)
mget = shared.MGET.declared(__name__, privilege="read", source=f"{SOURCE}/mget/MultiGetRequest.ts", query=VECTORS)
delete_by_query = shared.DELETE_BY_QUERY.declared(
    __name__,
    privilege="delete",
    source=f"{SOURCE}/delete_by_query/DeleteByQueryRequest.ts",
    query={"size": NOT_A_LIMIT},
)
