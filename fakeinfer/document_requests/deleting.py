"""Deleting the documents that a query finds."""

from __future__ import annotations

from .. import documents
from ..errors import ApiError, not_implemented, request_invalid
from ..indices.blocks import check
from ..indices.resolving import options_of, resolve
from ..operations import Call, Parameter
from ..search.request import read_request
from ..wire import Json
from .by_query import (
    FINDING,
    Progress,
    answered,
    found_documents,
    in_batches,
    other_conflicts,
    read_limit,
    refuse_not_imitated,
)
from .dialect import dialect_of
from .searching import written_query
from .through_aliases import restrict

OWN_KEYS = ("query", "max_docs", "conflicts", "slice")
DELETING_BY_QUERY: dict[str, Parameter] = FINDING
ACTION = "indices:data/write/delete/byquery"


def delete_by_query(call: Call) -> Json:
    """Delete what a query finds, in the order in which it was written last."""
    query, body = call.query, call.body if isinstance(call.body, dict) else {}
    refuse_not_imitated(call, "a deletion by query")
    limit = read_limit(call, body.get("max_docs"))
    if body.get("conflicts", "abort") not in ("abort", "proceed"):
        raise other_conflicts(body["conflicts"])
    for key in body:
        if key not in OWN_KEYS:
            raise not_implemented(f"[{key}] of a deletion by query")
    written = written_query(call)
    if "query" not in body and written is None:
        raise request_invalid("query is missing")
    searched = {key: body[key] for key in ("query", "slice") if key in body}
    request = read_request(call.state, searched, None)
    request.query = written or request.query

    def work(progress: Progress) -> None:
        dialect_of(call.state).allow_item(call, "search", call.path["index"])
        names = resolve(call.state, call.path["index"], options_of(query))
        restrict(call.state, call.path["index"], request)
        found = found_documents(call.state, names, request, limit)
        for batch in in_batches(found, query["scroll_size"], progress):
            for name, document in batch:
                try:
                    dialect_of(call.state).allow_item(call, "delete", name)
                    check(call.state, name, "write")
                    documents.remove(call.state, name, document.id, refresh=query["refresh"])
                    progress.deleted += 1
                except ApiError as error:
                    progress.failed(name, document.id, error, proceed=query["conflicts"] == "proceed")

    return answered(
        call,
        work,
        ("total", "deleted"),
        action=ACTION,
        request=request,
        description=f"delete-by-query [{call.path['index']}]",
    )
