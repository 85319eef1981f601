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
HEALTH = "cluster:monitor/health"
STATE = "cluster:monitor/state"
NODES = "cluster:monitor/nodes/info"
NODE_STATS = "cluster:monitor/nodes/stats"
INDEX_STATS = "indices:monitor/stats"

ACTIONS: dict[str, tuple[str, ...]] = {
    "cluster.health": (HEALTH,),
    "cluster.state": (STATE,),
    "cluster.stats": ("cluster:monitor/stats",),
    "cluster.pending_tasks": ("cluster:monitor/task",),
    "cluster.remote_info": ("cluster:monitor/remote/info",),
    "cat.help": (),
    "cat.aliases": ("indices:admin/aliases/get",),
    "cat.cluster_manager": (STATE,),
    "cat.count": (SEARCH,),
    "cat.health": (HEALTH,),
    "cat.indices": ("indices:monitor/settings/get", STATE, INDEX_STATS, HEALTH),
    "cat.nodeattrs": (STATE, NODES),
    "cat.nodes": (STATE, NODES, NODE_STATS),
    "cat.pending_tasks": ("cluster:monitor/task",),
    "cat.plugins": (STATE, NODES),
    "cat.repositories": ("cluster:admin/repository/get",),
    "cat.shards": ("cluster:monitor/shards", STATE, INDEX_STATS),
    "cat.templates": (STATE,),
    "cat.thread_pool": (STATE, NODES, NODE_STATS),
    "cat.allocation": (STATE, NODE_STATS),
    "cat.fielddata": (NODE_STATS,),
    "cat.pit_segments": ("indices:monitor/point_in_time/segments",),
    "cat.recovery": ("indices:monitor/recovery",),
    "cat.segment_replication": ("indices:monitor/segment_replication",),
    "cat.segments": (STATE, "indices:monitor/segments"),
    "cat.snapshots": ("cluster:admin/snapshot/get",),
    "cat.tasks": ("cluster:monitor/tasks/lists",),
    "cluster.allocation_explain": ("cluster:monitor/allocation/explain",),
    "nodes.hot_threads": ("cluster:monitor/nodes/hot_threads",),
    "nodes.info": (NODES,),
    "nodes.stats": (NODE_STATS,),
    "tasks.list": ("cluster:monitor/tasks/lists",),
    "tasks.get": ("cluster:monitor/task/get",),
    "indices.refresh": ("indices:admin/refresh", "indices:admin/refresh[s]"),
    "ml.undeploy_model": ("cluster:admin/opensearch/ml/undeploy_models", "cluster:admin/opensearch/ml/undeploy_model"),
    "delete_by_query": (f"{WRITE}/delete/byquery", SEARCH),
    "update_by_query": (f"{WRITE}/update/byquery", SEARCH),
    "indices.flush": ("indices:admin/flush", "indices:admin/flush[s]"),
    "indices.clear_cache": ("indices:admin/cache/clear",),
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
