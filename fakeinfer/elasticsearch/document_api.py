"""Documents of Elasticsearch: one by one, many at once. What they do is in `..document_requests`."""

from __future__ import annotations

from ..document_requests import bulk as bulks
from ..document_requests import mget, single, updating
from ..document_requests.parameters import (
    BULK,
    DELETING,
    GETTING,
    INDEXING,
    READING,
    UNREAD,
    UPDATING,
    WRITING,
    read_document,
)
from ..errors import not_implemented
from ..operations import DELETE, GET, HEAD, POST, Bool, Call, Parameter, operation
from ..versions import Span
from ..wire import Json, Reply

SOURCE = "elastic/elasticsearch-specification:specification/_global"
ON_ERRORS: dict[str, Parameter] = {"include_source_on_error": Bool(True, span=Span("8.18"))}
"""Whether the parser's refusals may quote the document, which those of a document never do."""
VECTORS: dict[str, Parameter] = {"_source_exclude_vectors": Bool(None, span=Span("9.2"))}


@operation(
    "index",
    *single.INDEX,
    query={**INDEXING, **ON_ERRORS},
    body="required",
    privilege="index",
    source=f"{SOURCE}/index/IndexRequest.ts",
    unread_query=UNREAD,
    reader=read_document,
)
def index_document(call: Call) -> Reply:
    """Store a document, in place of an older one of the same id."""
    return single.index(call)


@operation(
    "create",
    *single.CREATE,
    query={**WRITING, **ON_ERRORS},
    body="required",
    privilege="index",
    source=f"{SOURCE}/create/CreateRequest.ts",
    unread_query=UNREAD,
    reader=read_document,
)
def create_document(call: Call) -> Reply:
    """Store a document whose id is new."""
    return single.index(call, create_only=True)


@operation(
    "get",
    GET("/{index}/_doc/{id}"),
    query={**GETTING, **VECTORS},
    privilege="read",
    source=f"{SOURCE}/get/GetRequest.ts",
    unread_query=UNREAD,
)
def get_document(call: Call) -> Json:
    """One document by id; an absent one is a 404 without an error."""
    return single.get(call)


@operation(
    "exists",
    HEAD("/{index}/_doc/{id}"),
    query={**GETTING, **VECTORS},
    privilege="read",
    source=f"{SOURCE}/exists/DocumentExistsRequest.ts",
    unread_query=UNREAD,
)
def document_exists(call: Call) -> Json:
    """Whether there is such a document; what `GET` would answer, without its body."""
    return single.get(call)


@operation(
    "get_source",
    GET("/{index}/_source/{id}"),
    query={**GETTING, **VECTORS},
    privilege="read",
    source=f"{SOURCE}/get_source/SourceRequest.ts",
    unread_query=UNREAD,
)
def get_source(call: Call) -> Json:
    """The source of one document, alone."""
    return single.get_source(call)


@operation(
    "delete",
    DELETE("/{index}/_doc/{id}"),
    query=DELETING,
    privilege="delete",
    source=f"{SOURCE}/delete/DeleteRequest.ts",
    unread_query=UNREAD,
)
def delete_document(call: Call) -> Reply:
    """Remove one document; an absent one is a 404 that counts as a write."""
    return single.delete(call)


@operation(
    "bulk",
    *bulks.BULK,
    query={**BULK, "list_executed_pipelines": Bool(False), "require_data_stream": Bool(False), **ON_ERRORS},
    body="required",
    privilege="index",
    source=f"{SOURCE}/bulk/BulkRequest.ts",
    unread_query=UNREAD,
    reader=bulks.read_actions,
)
def bulk(call: Call) -> Json:
    """Index, create, update and delete many documents; each succeeds or fails alone."""
    if call.query["require_data_stream"]:
        raise not_implemented("data streams")
    return bulks.bulk(call)


@operation(
    "update",
    POST("/{index}/_update/{id}"),
    query={**UPDATING, **ON_ERRORS},
    body="optional",
    privilege="index",
    source=f"{SOURCE}/update/UpdateRequest.ts",
    unread_query=UNREAD,
)
def update_document(call: Call) -> Reply:
    """Merge fields into a document."""
    return updating.update(call)


@operation(
    "mget",
    *mget.MGET,
    query={**READING, **VECTORS},
    body="required_or_source",
    privilege="read",
    source=f"{SOURCE}/mget/MultiGetRequest.ts",
    unread_query=UNREAD,
)
def get_many(call: Call) -> Json:
    """Several documents by id; each is found, not found, or an error of its own."""
    return mget.get_many(call)
