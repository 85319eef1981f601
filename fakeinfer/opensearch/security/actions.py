"""Which actions of the server an operation is, in the order in which users are asked for permission.

The names are those of the transport actions in opensearch-project/OpenSearch; order observed: opensearch 2.19.1.
"""

from __future__ import annotations

from ...operations import Operation

BULK = "indices:data/write/bulk"
BULK_SHARD = "indices:data/write/bulk[s]"
CREATE = "indices:admin/create"
MGET_SHARD = "indices:data/read/mget[shard]"
WRITE = "indices:data/write"
SEARCH = "indices:data/read/search"

ACTIONS: dict[str, tuple[str, ...]] = {
    "cluster.health": ("cluster:monitor/health",),
    "cat.help": (),
    "cat.plugins": ("cluster:monitor/state", "cluster:monitor/nodes/info"),
    "cat.indices": (
        "indices:monitor/settings/get", "cluster:monitor/state", "cluster:monitor/health", "indices:monitor/stats",
    ),
    "cat.health": ("cluster:monitor/health",),
    "cat.count": (SEARCH,),
    "cat.nodes": ("cluster:monitor/state", "cluster:monitor/nodes/info", "cluster:monitor/nodes/stats"),
    "nodes.info": ("cluster:monitor/nodes/info",),
    "nodes.stats": ("cluster:monitor/nodes/stats",),
    "tasks.list": ("cluster:monitor/tasks/lists",),
    "delete_by_query": (f"{WRITE}/delete/byquery", SEARCH),
}  # fmt: skip
"""Operation -> actions. All others are the one action that their declared privilege names."""
WRITES = {"index": "index", "create": "index", "update": "update", "delete": "delete"}
"""Operation, or kind of an item of many -> what is done to a shard."""


def actions_of(operation: Operation) -> tuple[str, ...] | None:
    """The actions of an operation; None when nobody said which."""
    if operation.id in ACTIONS:
        return ACTIONS[operation.id]
    if operation.privilege is not None and ":" in operation.privilege:
        return (operation.privilege,)
    return None
