"""Indices: named places for documents, with mappings, settings and aliases. Both products share this engine.

What an index's mapping may say is in `mapping/`, what it holds in `documents.py`, finding it again in `search/`.
A record of the collection `indices` is {"mappings", "settings", "aliases", "uuid", "created_millis", "hidden"}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import index_not_found
from .wire import Json

if TYPE_CHECKING:
    from .cluster import State

COLLECTION = "indices"


def exists(state: State, index: str) -> bool:
    """Whether there is an index of that name."""
    return state.store.get(COLLECTION, index) is not None


def find(state: State, index: str) -> dict[str, Any]:
    """The index's record; 404 when there is none."""
    record: dict[str, Any] | None = state.store.get(COLLECTION, index)
    if record is None:
        raise index_not_found(index)
    return record


def create(
    state: State,
    index: str,
    *,
    mappings: Json | None = None,
    settings: Json | None = None,
    aliases: Json | None = None,
    hidden: bool = False,
) -> None:
    """Create an index. `mappings` are as `GET /{index}/_mapping` shows them, `settings` flat or nested under `index`.

    A hidden index is one that a plugin keeps for itself (system index): wildcards that do not begin with a dot miss it,
    and it has no replicas on a cluster of one node.
    """
    state.store.put(
        COLLECTION,
        index,
        {
            "mappings": mappings or {},
            "settings": settings or {},
            "aliases": aliases or {},
            "uuid": state.ids.uuid(),
            "created_millis": state.clock.millis,
            "hidden": hidden,
        },
    )


def put_mappings(state: State, index: str, mappings: Json) -> None:
    """Replace an index's mappings; merging is `mapping.merge`'s business."""
    state.store.put(COLLECTION, index, {**find(state, index), "mappings": mappings})


def delete(state: State, index: str) -> None:
    """Remove an index and all that it holds; no such index is fine."""
    state.store.delete(COLLECTION, index)
    for collection in ("docs", "tombstones"):
        state.store.drop(f"{collection}:{index}")
    state.store.delete("sequences", index)


def copies(record: dict[str, Any]) -> int:
    """How many copies of a shard a write counts in `_shards.total`: the primary and its replicas, assigned or not."""
    settings = record["settings"]
    nested = settings.get("index", {}) if isinstance(settings.get("index"), dict) else {}

    def setting(name: str) -> Any:
        return nested.get(name, settings.get(f"index.{name}", settings.get(name)))

    if record["hidden"] or str(setting("auto_expand_replicas") or "false") != "false":
        return 1
    replicas = setting("number_of_replicas")
    return 1 + (1 if replicas is None else int(replicas))
