"""What ingest and search pipelines have in common as stored things: kept verbatim, listed, deleted by wildcard."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ...formats.javatext import bucket_order, copied_capacity
from ...formats.jsontext import dumps
from ...ingest import errors as refusals
from ...ingest.stored import matching, selected
from ...operations import Call, Time
from ...wire import Json, Rendered, Reply
from ..cluster.cluster_settings import one_timeout

if TYPE_CHECKING:
    from ...cluster import State

TIMES = {"timeout": Time("30s"), "master_timeout": Time(), "cluster_manager_timeout": Time()}
"""The timeouts of every operation on pipelines."""

_EVER_PUT = "pipelines_ever_put"
"""Collection names under which something was stored at some time: the server's metadata then exists for good."""


def store(call: Call, collection: str, id: str, config: dict[str, Json]) -> None:
    """Keep a definition as it was sent."""
    keep(call.state, collection, id, config)


def keep(state: State, collection: str, id: str, config: dict[str, Json]) -> None:
    """The same for a definition that nobody sent: a plugin's own."""
    records = state.store[collection]
    capacity = copied_capacity(len(records), id not in records)
    state.store.put(collection, id, {"config": config})
    state.store.put(_EVER_PUT, collection, {"capacity": capacity})


def in_order(call: Call, collection: str, ids: Collection[str]) -> list[str]:
    """Ids in the order in which the server's map of pipelines holds them: the map is copied at each change of it."""
    return bucket_order(ids, call.store[_EVER_PUT][collection]["capacity"]) if ids else []


def shown(call: Call, collection: str) -> Reply:
    """The definitions the path's ids mean; none at all is a 404 with an empty object."""
    one_timeout(call)
    records = {id: call.store[collection][id] for id in in_order(call, collection, call.store[collection])}
    ids = selected(records, call.path.get("id"))
    if not ids:
        return Reply({}, 404)
    if len(set(ids)) == len(ids):
        return Reply({id: records[id]["config"] for id in ids})
    return Reply(Rendered("{" + ",".join(f"{dumps(id)}:{dumps(records[id]['config'])}" for id in ids) + "}"))


def delete_matching(call: Call, collection: str) -> Json:
    """Remove what one id or wildcard means. Where nothing was ever stored, everything is already gone (observed: 3.5.0)."""
    one_timeout(call)
    id = call.path["id"]
    if call.store.get(_EVER_PUT, collection) is None:
        return {"acknowledged": True}
    records = call.store[collection]
    ids = matching(records, id) if "*" in id else [id] if id in records else []
    if not ids and id != "*":
        raise refusals.pipeline_missing(id)
    if ids:
        call.store.put(_EVER_PUT, collection, {"capacity": copied_capacity(len(records))})
    for doomed in ids:
        call.store.delete(collection, doomed)
    return {"acknowledged": True}
