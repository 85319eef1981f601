"""Reading the cluster: health, tables, the node, its tasks; what clients ask for before they go to work."""

from __future__ import annotations

from ... import health, nodes, tables
from ...errors import not_implemented
from ...ingest.declaring import catalog_of
from ...operations import GET, Bool, Call, Time, operation
from ...tables import Column
from ...wire import Json, PlainText, Reply, Table
from ..changes import CIRCUIT_BREAKERS_IN_CAT
from ..releases import build_hash

TABLES = (
    "allocation", "shards", "shards/{index}", "master", "nodes", "tasks", "indices", "indices/{index}",
    "segments", "segments/{index}", "count", "count/{index}", "recovery", "recovery/{index}", "health",
    "pending_tasks", "aliases", "aliases/{alias}", "thread_pool", "thread_pool/{thread_pools}",
    "circuit_breaker", "circuit_breaker/{circuit_breaker_patterns}", "plugins", "fielddata",
    "fielddata/{fields}", "nodeattrs", "repositories", "snapshots/{repository}", "templates",
    "component_templates",
)  # fmt: skip
"""What the real server lists; the fake has some of them."""
DATASET_SIZE = Column("dataset.size", "", "total size of dataset", to_right=True)


@operation(
    "cluster.health",
    GET("/_cluster/health"),
    GET("/_cluster/health/{index}"),
    query=health.parameters("org.elasticsearch.cluster.health", ("cluster", "indices", "shards")),
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/cluster/health/ClusterHealthRequest.ts",
    unread_query="nothing is ever relocating or initializing, and everything is local",
)
def cluster_health(call: Call) -> Reply:
    """Status and shard counts; 408 when it is not what the request wants to wait for."""
    return health.answer(call, discovered={}, unassigned_primaries={"unassigned_primary_shards": 0})


@operation(
    "cat.help",
    GET("/_cat"),
    query=tables.PARAMETERS,
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/cat/help/CatHelpRequest.ts",
    unread_query="the list of tables is the same for all",
)
def cat_help(call: Call) -> PlainText:
    """The paths of all tables of the real server."""
    known = call.has(CIRCUIT_BREAKERS_IN_CAT)
    return tables.paths(name for name in TABLES if known or "circuit_breaker" not in name)


@operation(
    "cat.plugins",
    GET("/_cat/plugins"),
    query=tables.PLUGIN_PARAMETERS,
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/cat/plugins/CatPluginsRequest.ts",
    unread_query="no plugin is a bootstrap plugin, and no number needs a unit",
)
def cat_plugins(call: Call) -> Table | PlainText:
    """What is installed beside what every server has: nothing."""
    return tables.table(call, tables.PLUGIN_COLUMNS, [])


@operation(
    "cat.indices",
    GET("/_cat/indices"),
    GET("/_cat/indices/{index}"),
    query=tables.INDEX_PARAMETERS,
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/cat/indices/CatIndicesRequest.ts",
    unread_query="sizes are made up, so their units and what they are counted over do not matter",
)
def cat_indices(call: Call) -> Table | PlainText:
    """Every index with its health and the number of its documents."""
    return tables.index_table(call, "249b", (DATASET_SIZE,))


@operation(
    "nodes.info",
    GET("/_nodes"),
    GET("/_nodes/{node_id}"),
    GET("/_nodes/{node_id}/{metric}"),
    query={"timeout": Time("30s"), "flat_settings": Bool(False)},
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/nodes/info/NodesInfoRequest.ts",
    unread_query="one node answers at once, and prints no settings",
)
def nodes_info(call: Call) -> Json:
    """What the only node is, and the processors it knows."""
    about = {
        "build_flavor": "default",
        "build_type": "docker",
        "build_hash": build_hash(call.contract.version),
        "roles": ["data", "ingest", "master", "ml", "remote_cluster_client", "transform"],
        "attributes": {},
    }
    by_metric = {
        "http": {"bound_address": ["127.0.0.1:9200"], "publish_address": "127.0.0.1:9200"},
        "plugins": [],
        "ingest": {"processors": [{"type": type} for type in sorted(catalog_of(call.contract).types)]},
    }
    return nodes.info(call, about, by_metric)


@operation(
    "nodes.stats",
    GET("/_nodes/stats"),
    GET("/_nodes/stats/{metric}"),
    GET("/_nodes/{node_id}/stats"),
    GET("/_nodes/{node_id}/stats/{metric}"),
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/nodes/stats/NodesStatsRequest.ts",
)
def nodes_stats(call: Call) -> Json:
    """What the node has counted: the fake counts nothing yet, and says so."""
    raise not_implemented("statistics of nodes")


@operation(
    "tasks.list",
    GET("/_tasks"),
    query=nodes.TASK_PARAMETERS,
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/tasks/list/ListTasksRequest.ts",
    unread_query="nothing runs but the listing itself",
)
def tasks_list(call: Call) -> Json:
    """The only thing that runs is this listing."""
    return nodes.tasks(call)
