"""Indices: named places for documents, with mappings, settings and aliases. Both products share this engine.

What an index's mapping may say is in `..mapping`, what it holds in `..documents`, finding it again in `..search`.
A record of the collection `indices` is {"mappings", "settings", "aliases", "uuid", "created_millis", "hidden"}, of a closed or a
blocked one also {"closed", "blocks"} (`blocks.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import index_not_found
from ..wire import Json

if TYPE_CHECKING:
    from ..cluster import State

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

    A hidden index is one that a plugin keeps for itself (system index): it has no replicas on a cluster of one node.
    """
    if settings and any(name.startswith("index.analysis.") for name in settings):
        from ..search.analyzing.of_index import check_analysis  # read by who cuts texts in ways of its own

        check_analysis(settings)
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


def setting(record: dict[str, Any], name: str, default: Any = None) -> Any:
    """A setting of an index by its name without `index.`, however it was written."""
    settings = record["settings"]
    nested = settings.get("index")
    if isinstance(nested, dict) and name in nested:
        return nested[name]
    return settings.get(f"index.{name}", settings.get(name, default))


def copies(record: dict[str, Any]) -> int:
    """How many copies of a shard a write counts in `_shards.total`: the primary and its replicas, assigned or not."""
    if record["hidden"] or str(setting(record, "auto_expand_replicas", "false")) != "false":
        return 1
    return 1 + int(setting(record, "number_of_replicas", 1))
