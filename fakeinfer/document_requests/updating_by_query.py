"""Updating the documents that a query finds: by a script, a pipeline, or just so that they are indexed anew."""

from __future__ import annotations

from .. import documents
from ..errors import ApiError, request_invalid
from ..indices.blocks import check
from ..indices.resolving import options_of, resolve
from ..ingest.errors import class_cast
from ..operations import POST, Call, Parameter, Text
from ..search.request import read_request
from ..wire import Json
from .by_query import (
    BATCH,
    EMPTY_PIPELINE,
    FINDING,
    Progress,
    answered,
    found_documents,
    in_batches,
    other_conflicts,
    read_limit,
    refuse_bulk,
    refuse_not_imitated,
)
from .changing_many import draft_of, refuse_moved, scripted
from .declaring import Shared
from .dialect import dialect_of
from .scripts import script_of_map
from .searching import written_query
from .through_aliases import restrict
from .writing import IndexRequest, index_one

UPDATING_BY_QUERY: dict[str, Parameter] = {**FINDING, "pipeline": Text()}
ACTION = "indices:data/write/update/byquery"


def update_by_query(call: Call) -> Json:
    """Index anew what a query finds, as a script or a pipeline leaves it."""
    query, state = call.query, call.state
    body = dict(call.body) if isinstance(call.body, dict) else {}
    refuse_not_imitated(call, "an update by query")
    conflicts = body.pop("conflicts", query["conflicts"])
    if not isinstance(conflicts, str):
        raise class_cast(conflicts, "java.lang.String")
    if conflicts not in ("abort", "proceed"):
        raise other_conflicts(conflicts)
    script = script_of_map(body.pop("script"), call.warnings) if "script" in body else None
    old_limit = body.pop("size", None) if dialect_of(state).old_limits else None
    limit = read_limit(call, body.pop("max_docs", old_limit))
    request = read_request(state, body, None)
    request.query = written_query(call) or request.query
    batch_size = request.size if "size" in body and query["scroll_size"] == BATCH else query["scroll_size"]
    if batch_size == 0:
        raise request_invalid("[size] cannot be [0] in a scroll context")

    def work(progress: Progress) -> None:
        dialect_of(state).allow_item(call, "search", call.path["index"])
        names = resolve(state, call.path["index"], options_of(query))
        restrict(state, call.path["index"], request)
        for batch in in_batches(found_documents(state, names, request, limit), batch_size, progress):
            drafts = []
            for name, document in batch:
                found = draft_of(name, document)
                drafts.append((name, document, scripted(state, script, found, "update_by_query", found)))
            for name, document, draft in drafts:
                refuse_moved(draft_of(name, document), draft)
            if query["pipeline"] == "":
                refuse_bulk(EMPTY_PIPELINE for _, _, draft in drafts if draft.operation == "index")
            for name, document, draft in drafts:
                if draft.operation == "noop":
                    progress.noops += 1
                    continue
                try:
                    dialect_of(state).allow_item(call, draft.operation, name)
                    check(state, name, "write")
                    if draft.operation == "delete":
                        documents.remove(state, name, document.id, refresh=query["refresh"])
                        progress.deleted += 1
                        continue
                    index_one(
                        state,
                        IndexRequest(
                            name,
                            document.id,
                            draft.source,
                            refresh=query["refresh"],
                            routing=document.routing,
                            pipeline=query["pipeline"],
                        ),
                    )
                    progress.updated += 1
                except ApiError as error:
                    progress.failed(name, document.id, error, proceed=conflicts == "proceed")

    how = "" if script is None else f" updated with {script}"
    return answered(
        call,
        work,
        ("total", "updated", "deleted"),
        action=ACTION,
        request=request,
        description=f"update-by-query [{call.path['index']}]{how}",
    )


UPDATE_BY_QUERY = Shared(
    "update_by_query", (POST("/{index}/_update_by_query"),), update_by_query, UPDATING_BY_QUERY, "optional"
)
