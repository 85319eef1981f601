"""Documents of OpenSearch, one by one: index, create, get, delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .. import documents, media
from ..documents import Condition, Written
from ..errors import ApiError, illegal_argument, request_invalid
from ..jackson import Malformed
from ..operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Choice, Custom, Int, Parameter, Text, Time, operation
from ..search.source import SourceFilter
from ..wire import Json, Reply
from .writing import IndexRequest, concrete_index, index_one

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml"
VERSION_TYPES = ("internal", "external", "external_gte")
UNREAD = "one node and one shard: nothing to wait for, to route to or to prefer"


def read_refresh(name: str, text: str) -> bool:
    """Whether a refresh is forced; `wait_for` waits for one, which changes nothing here."""
    if text in ("true", ""):
        return True
    if text in ("false", "wait_for"):
        return False
    raise illegal_argument(f"Unknown value for {name}: [{text}].")


def _read_op_type(name: str, text: str) -> str:
    if text.lower() in ("create", "index"):
        return text.lower()
    raise illegal_argument(f"opType must be 'create' or 'index', found: [{text}]")


REFRESH = Custom(read_refresh, False)
VERSIONS: dict[str, Parameter] = {
    "version": Int(),
    "version_type": Choice(
        VERSION_TYPES, "internal", lambda name, text: illegal_argument(f"No version type match [{text}]")
    ),
    "if_seq_no": Int(),
    "if_primary_term": Int(),
}
WRITING: dict[str, Parameter] = {
    "refresh": REFRESH,
    "routing": Text(),
    "pipeline": Text(),
    "timeout": Time(),
    "wait_for_active_shards": Text(),
    "require_alias": Bool(False),
    **VERSIONS,
}
SHOWING: dict[str, Parameter] = {
    "_source": Text(),
    "_source_includes": Text(),
    "_source_excludes": Text(),
    "realtime": Bool(True),
    "refresh": REFRESH,
    "routing": Text(),
    "preference": Text(),
    "stored_fields": Text(),
    **VERSIONS,
}


def read_document(call: Call, data: bytes, format: str) -> Json:
    """A document's source: what is no JSON is a `mapper_parsing_exception` around the parser's own."""
    product = call.contract.product
    try:
        value = media.parse(data, format, product.source)
    except Malformed as refused:
        raise unreadable_document(product.malformed(refused)) from None
    if not isinstance(value, dict):
        raise unreadable_document(
            ApiError(
                400,
                "not_x_content_exception",
                "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes",
            )
        )
    return value


def unreadable_document(cause: ApiError) -> ApiError:
    """The source of a document is no JSON object."""
    return ApiError(400, "mapper_parsing_exception", "failed to parse", caused_by=cause)


def read_condition(query: Mapping[str, Any]) -> Condition:
    """The versions a write depends on; half of a pair, or a version of the wrong kind, is refused."""
    seq_no, term, outside = query["if_seq_no"], query["if_primary_term"], query["version"]
    problems = []
    if outside is not None and query["version_type"] == "internal":
        problems.append(
            "internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and"
            " `if_primary_term` instead"
        )
    if seq_no is not None and term is None:
        problems.append("ifSeqNo is set, but primary term is [0]")
    if term is not None and seq_no is None:
        problems.append(f"ifSeqNo is unassigned, but primary term is [{term}]")
    if problems:
        raise request_invalid(*problems)
    return Condition(seq_no, term, outside, query["version_type"] == "external_gte")


def _written(written: Written, routing: str | None = None) -> Reply:
    created = written.result == "created"
    location = f"/{quote(written.index, safe='')}/_doc/{quote(written.id, safe='')}"
    if routing:
        location += f"?routing={quote(routing, safe='')}"
    return Reply(written.answer(), 201 if created else 200, (("Location", location),) if created else ())


def _index(call: Call, *, create_only: bool) -> Reply:
    query = call.query
    request = IndexRequest(
        call.path["index"],
        call.path.get("id"),
        call.body,
        text=call.request.body,
        create_only=create_only,
        refresh=query["refresh"],
        routing=query["routing"],
        pipeline=query["pipeline"],
        require_alias=query["require_alias"],
        condition=read_condition(query),
    )
    written = index_one(call.state, request)
    return Reply(written) if isinstance(written, dict) else _written(written, query["routing"])


@operation(
    "index",
    PUT("/{index}/_doc/{id}"),
    POST("/{index}/_doc/{id}"),
    POST("/{index}/_doc"),
    query={**WRITING, "op_type": Custom(_read_op_type, "index")},
    body="required",
    privilege="indices:data/write/index",
    source=SOURCE,
    unread_query=UNREAD,
    reader=read_document,
)
def index_document(call: Call) -> Reply:
    """Store a document, in place of an older one of the same id."""
    return _index(call, create_only=call.query["op_type"] == "create")


@operation(
    "create",
    PUT("/{index}/_create/{id}"),
    POST("/{index}/_create/{id}"),
    query=WRITING,
    body="required",
    privilege="indices:data/write/index",
    source=SOURCE,
    unread_query=UNREAD,
    reader=read_document,
)
def create_document(call: Call) -> Reply:
    """Store a document whose id is new."""
    return _index(call, create_only=True)


def shown_source(call: Call) -> SourceFilter:
    """`_source`, `_source_includes`, `_source_excludes` of the request."""
    wanted = call.query["_source"]
    includes = _listed(call.query["_source_includes"])
    if wanted is not None and wanted not in ("true", "false", ""):
        includes = _listed(wanted)
    return SourceFilter(wanted != "false", includes, _listed(call.query["_source_excludes"]))


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split(",") if part)


@operation(
    "get",
    GET("/{index}/_doc/{id}"),
    query=SHOWING,
    privilege="indices:data/read/get",
    source=SOURCE,
    unread_query=UNREAD,
)
def get_document(call: Call) -> Json:
    """One document by id; an absent one is a 404 without an error."""
    index, id = concrete_index(call.state, call.path["index"], single=True), call.path["id"]
    document = documents.read(call.state, index, id)
    if document is None:
        return Reply({"_index": index, "_id": id, "found": False}, 404)
    answer = {
        "_index": index,
        "_id": id,
        "_version": document.version,
        "_seq_no": document.seq_no,
        "_primary_term": document.primary_term,
        "found": True,
    }
    wanted = shown_source(call)
    if wanted.fetch:
        answer["_source"] = wanted.apply(document.source)
    return answer


@operation(
    "exists",
    HEAD("/{index}/_doc/{id}"),
    query=SHOWING,
    privilege="indices:data/read/get",
    source=SOURCE,
    unread_query=UNREAD,
)
def document_exists(call: Call) -> Json:
    """Whether there is such a document; what `GET` would answer, without its body."""
    return get_document(call)


@operation(
    "get_source",
    GET("/{index}/_source/{id}"),
    query=SHOWING,
    privilege="indices:data/read/get",
    source=SOURCE,
    unread_query=UNREAD,
)
def get_source(call: Call) -> Json:
    """The source of one document, alone."""
    index, id = concrete_index(call.state, call.path["index"], single=True), call.path["id"]
    document = documents.read(call.state, index, id)
    if document is None:
        raise ApiError(404, "resource_not_found_exception", f"Document not found [{index}]/[{id}]")
    return shown_source(call).apply(document.source)


@operation(
    "delete",
    DELETE("/{index}/_doc/{id}"),
    query={
        "refresh": REFRESH,
        "routing": Text(),
        "timeout": Time(),
        "wait_for_active_shards": Text(),
        **VERSIONS,
    },
    privilege="indices:data/write/delete",
    source=SOURCE,
    unread_query=UNREAD,
)
def delete_document(call: Call) -> Reply:
    """Remove one document; an absent one is a 404 that counts as a write."""
    condition = read_condition(call.query)
    index = concrete_index(call.state, call.path["index"], single=True)
    written = documents.remove(call.state, index, call.path["id"], refresh=call.query["refresh"], condition=condition)
    return Reply(written.answer(), 200 if written.result == "deleted" else 404)
