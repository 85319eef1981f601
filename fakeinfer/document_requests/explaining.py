"""`_explain`: whether a query finds one document, and why it scores so."""

from __future__ import annotations

from .. import documents, indices
from ..errors import request_invalid
from ..operations import GET, POST, Call, Parameter, Text
from ..search.errors import QueryRefused
from ..search.explaining.explanation import explanation
from ..search.view import view_of
from ..wire import Json, Reply
from .declaring import Shared
from .only_query import check_only_query, read_only_query
from .parameters import shown_source
from .searching import WRITTEN, written_query
from .single import found
from .through_aliases import restrict
from .writing import concrete_index

EXPLAINING: dict[str, Parameter] = {
    **WRITTEN,
    "_source": Text(),
    "_source_includes": Text(),
    "_source_excludes": Text(),
    "stored_fields": Text(),
    "preference": Text(),
    "routing": Text(),
}


def explain(call: Call) -> Json:
    """Whether a query finds one document, and why it scores so."""
    check_only_query(call)
    request = read_only_query(call)
    if (written := written_query(call)) is not None:
        request.query = written
    if request.query is None:
        raise request_invalid("query is missing")
    index, id = concrete_index(call.state, call.path["index"], single=True), call.path["id"]
    document = documents.read(call.state, index, id)
    if document is None:
        return Reply({"_index": index, "_id": id, "matched": False}, 404)
    request.prepare(None)
    restrict(call.state, call.path["index"], request)
    request.prepare([index])
    view = view_of(call.state, index)
    try:
        told = explanation(request.query, view, view.numbers[id])
    except QueryRefused as refused:
        raise refused.at(index, indices.find(call.state, index)["uuid"]) from None
    answer = {"_index": index, "_id": id, "matched": told.matched, "explanation": told.shown()}
    wanted = shown_source(call)
    asked = any(call.query[name] is not None for name in ("_source", "_source_includes", "_source_excludes"))
    if call.query["stored_fields"] is not None or (asked and wanted.fetch):
        if call.query["stored_fields"] and call.query["_source"] is None and not wanted.includes:
            wanted = wanted._replace(fetch=False)
        shown = found(call.state, index, document, wanted)
        answer["get"] = {name: value for name, value in shown.items() if name not in ("_index", "_id", "_version")}
    return answer


EXPLAIN = Shared(
    "explain", (GET("/{index}/_explain/{id}"), POST("/{index}/_explain/{id}")), explain, EXPLAINING, "optional"
)
