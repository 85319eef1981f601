"""One document: index, create, get, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import documents, indices
from ..documents import Document
from ..errors import ApiError, resource_not_found, version_conflict
from ..operations import Call
from ..search.hits.source import SourceFilter
from ..wire import Json, Reply
from .dialect import dialect_of
from .parameters import read_condition, shown_source
from .updating import created_at
from .writing import IndexRequest, concrete_index, index_one

if TYPE_CHECKING:
    from ..cluster import State


def index(call: Call) -> Reply:
    """Store a document, in place of an older one of the same id."""
    return _index(call, create_only=call.query["op_type"] == "create" or call.path.get("id") is None)


def create(call: Call) -> Reply:
    """Store a document whose id is new."""
    return _index(call, create_only=True)


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
        condition=read_condition(call, query),
    )
    written = index_one(call.state, request)
    if isinstance(written, dict):
        return Reply(written)
    return Reply(written.answer(), *created_at(written, query["routing"]))


def get(call: Call) -> Json:
    """One document by id; an absent one is a 404 without an error."""
    name, id = concrete_index(call.state, call.path["index"], single=True), call.path["id"]
    document = _read(call, name, id)
    if document is None:
        return Reply(absent(name, id), 404)
    shown = shown_source(call)
    if call.query["stored_fields"] and not call.query["_source"]:
        shown = SourceFilter(fetch=False)
    return found(call.state, name, document, shown)


def exists(call: Call) -> Json:
    """Whether there is such a document; what `GET` would answer, without its body."""
    return get(call)


def get_source(call: Call) -> Json:
    """The source of one document, alone."""
    name, id = concrete_index(call.state, call.path["index"], single=True), call.path["id"]
    document = _read(call, name, id)
    if document is None:
        raise resource_not_found(f"Document not found [{name}]/[{id}]")
    return dialect_of(call.state).visible(call.state, name, document, shown_source(call), ())


def _read(call: Call, index: str, id: str) -> Document | None:
    """The document; 409 when the request names a version that it does not have."""
    document = documents.read(call.state, index, id)
    wanted = call.query["version"]
    if document is not None and wanted is not None and document.version != wanted:
        raise other_version(call, index, document, wanted)
    return document


def found(state: State, index: str, document: Document, shown: SourceFilter) -> dict[str, Json]:
    """A document as `get` shows it."""
    answer: dict[str, Json] = {
        "_index": index,
        "_id": document.id,
        "_version": document.version,
        "_seq_no": document.seq_no,
        "_primary_term": document.primary_term,
    }
    if document.routing is not None:
        answer["_routing"] = document.routing
    answer["found"] = True
    if shown.fetch:
        answer["_source"] = dialect_of(state).visible(state, index, document, shown, ())
    return answer


def absent(index: str, id: str) -> dict[str, Json]:
    """A document that is not there."""
    return {"_index": index, "_id": id, "found": False}


def delete(call: Call) -> Reply:
    """Remove one document; an absent one is a 404 that counts as a write."""
    condition = read_condition(call, call.query)
    name = concrete_index(call.state, call.path["index"], single=True, level="write")
    written = documents.remove(call.state, name, call.path["id"], refresh=call.query["refresh"], condition=condition)
    return Reply(written.answer(), 200 if written.result == "deleted" else 404)


def other_version(call: Call, index: str, document: Document, wanted: int) -> ApiError:
    """`get` with a `version` (observed: elasticsearch 9.5.0)."""
    why = f"current version [{document.version}] is different than the one provided [{wanted}]"
    return version_conflict(index, indices.find(call.state, index)["uuid"], document.id, why)
