"""Reading the cluster: health, tables, the node, its tasks; what clients ask for before they go to work."""

from __future__ import annotations

from ... import health, nodes, tables
from ...indices.settings import nested
from ...ingest.declaring import catalog_of
from ...measuring import at_this_moment
from ...operations import GET, Bool, Call, Time, operation
from ...wire import Json, PlainText, Reply
from ..changes import CIRCUIT_BREAKERS_IN_CAT
from ..releases import build_hash, transport_version
from .node import ABOUT, COMPONENTS, ROLES, index_versions
from .statistics import shapes

TABLES = (
    "allocation", "shards", "shards/{index}", "master", "nodes", "tasks", "indices", "indices/{index}",
    "segments", "segments/{index}", "count", "count/{index}", "recovery", "recovery/{index}", "health",
    "pending_tasks", "aliases", "aliases/{alias}", "thread_pool", "thread_pool/{thread_pools}",
    "circuit_breaker", "circuit_breaker/{circuit_breaker_patterns}", "plugins", "fielddata",
    "fielddata/{fields}", "nodeattrs", "repositories", "snapshots/{repository}", "templates",
    "component_templates",
)  # fmt: skip
"""What the real server lists; the fake has some of them."""


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
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/cat/help/CatHelpRequest.ts",
)
def cat_help(call: Call) -> PlainText:
    """The paths of all tables of the real server."""
    known = call.has(CIRCUIT_BREAKERS_IN_CAT)
    return tables.paths(name for name in TABLES if known or "circuit_breaker" not in name)


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
    version = call.contract.version
    _, newest = index_versions(version)
    about = {
        "transport_version": transport_version(version),
        "index_version": newest,
        "component_versions": COMPONENTS,
        "build_flavor": "default",
        "build_type": "docker",
        "build_hash": build_hash(version),
        "roles": list(ROLES),
        "attributes": ABOUT,
    }
    http = {"bound_address": ["127.0.0.1:9200"], "publish_address": "127.0.0.1:9200"}
    transport = {"bound_address": ["127.0.0.1:9300"], "publish_address": "127.0.0.1:9300", "profiles": {}}
    names = {
        "cluster.name": call.state.cluster_name,
        "node.name": nodes.node_name(call),
        "discovery.type": "single-node",
        "node.attr.xpack.installed": "true",
    }
    by_metric = {
        "total_indexing_buffer": 107374182,
        "settings": names if call.query["flat_settings"] else nested(names),
        **{name: at_this_moment(call, shape) for name, shape in shapes()["info"].items()},
        "transport": transport,
        "http": {**http, "max_content_length_in_bytes": 104857600},
        "plugins": [],
        "modules": [],
        "ingest": {"processors": [{"type": type} for type in sorted(catalog_of(call.contract).types)]},
    }
    return nodes.info(call, about, by_metric)


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
