"""Reading the cluster: health, tables, the node, its tasks; what clients ask for before they go to work."""

from __future__ import annotations

from datetime import UTC, datetime

from ... import documents, health, indices, nodes, tables
from ...errors import index_not_found
from ...ingest.declaring import catalog_of
from ...operations import GET, Bool, Call, Choice, Text, Time, operation
from ...tables import PARAMETERS
from ...wire import Json, PlainText, Reply, Table
from ..releases import build_hash
from .cat_tables import PRIVILEGE, QUERY, SOURCE, Row, cat, shown
from .statistics import size_of

TABLES = (
    "allocation", "segment_replication", "segment_replication/{index}", "shards", "shards/{index}",
    "cluster_manager", "nodes", "tasks", "indices", "indices/{index}", "segments", "segments/{index}",
    "count", "count/{index}", "recovery", "recovery/{index}", "health", "pending_tasks", "aliases",
    "aliases/{alias}", "thread_pool", "thread_pool/{thread_pools}", "plugins", "fielddata",
    "fielddata/{fields}", "nodeattrs", "repositories", "snapshots/{repository}", "templates",
    "pit_segments", "pit_segments/{pit_id}",
)  # fmt: skip
"""What the real server lists; the fake has some of them."""
PLUGINS = (
    ("opensearch-job-scheduler", "OpenSearch Job Scheduler plugin"),
    ("opensearch-knn", "OpenSearch k-NN plugin"),
    ("opensearch-ml", "machine learning plugin for opensearch"),
    ("opensearch-neural-search", "A plugin that adds dense neural retrieval into the OpenSearch ecosytem"),
)
"""The plugins that the fake stands in for."""
MODULES = (
    "analysis-common", "ingest-common", "ingest-user-agent", "lang-mustache", "lang-painless", "mapper-extras", "reindex",
    "search-pipeline-common", "transport-netty4",
)  # fmt: skip
"""The modules that the fake stands in for."""
SECURITY = ("opensearch-security", "Provide access control related features for OpenSearch")
"""Another one, with which a cluster may be started."""
HEALTH_LEVELS = ("cluster", "indices", "shards", "awareness_attributes")


@operation(
    "cluster.health",
    GET("/_cluster/health"),
    GET("/_cluster/health/{index}"),
    query={
        **health.parameters("org.opensearch.cluster.health", HEALTH_LEVELS),
        "cluster_manager_timeout": Time("30s"),
        "awareness_attribute": Text(),
    },
    privilege="cluster_monitor",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml",
    unread_query="nothing is ever relocating or initializing, and everything is local",
)
def cluster_health(call: Call) -> Reply:
    """Status and shard counts; 408 when it is not what the request wants to wait for."""
    discovered = {"discovered_master": True, "discovered_cluster_manager": True}
    return health.answer(call, discovered=discovered, unassigned_primaries={})


@operation(
    "cat.help",
    GET("/_cat"),
    privilege=PRIVILEGE,
    source=SOURCE,
)
def cat_help(call: Call) -> PlainText:
    """The paths of all tables of the real server."""
    return tables.paths(TABLES)


@cat(
    "plugins",
    GET("/_cat/plugins"),
    query={**PARAMETERS, "include_bootstrap": Bool(False)},
    unread_query="no plugin is a bootstrap plugin, and no number needs a unit",
)
def cat_plugins(call: Call) -> Table | PlainText:
    """The plugins that the fake stands in for."""
    node, version = (nodes.node_id(call), nodes.node_name(call)), f"{call.contract.version}.0"
    plugins = PLUGINS if call.state.guard is None else (*PLUGINS, SECURITY)
    return shown(call, "plugins", [(*node, name, version, about) for name, about in plugins])


@cat(
    "indices",
    GET("/_cat/indices"),
    GET("/_cat/indices/{index}"),
    query={
        **QUERY,
        "health": Choice(health.LEVELS),
        "pri": Bool(False),
        "expand_wildcards": Text("all"),
        "include_unloaded_segments": Bool(False),
    },
    unread_query="sizes are made up, so their units and what they are counted over do not matter",
)
def cat_indices(call: Call) -> Table | PlainText:
    """Every index with its health and the number of its documents."""
    rows = _index_rows(call)
    known = []
    for row in rows:
        made = call.store[indices.COLLECTION][row[2]]["created_millis"]
        moment = f"{datetime.fromtimestamp(made // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{made % 1000:03d}Z"
        known.append({"creation.date": str(made), "creation.date.string": moment})
    return shown(call, "indices", rows, known)


def _index_rows(call: Call) -> list[Row]:
    found = health.of_indices(call.state, call.path.get("index"))
    if found is None:
        raise index_not_found(call.path["index"])
    rows: list[Row] = []
    for index in found:
        if call.query["health"] in (None, index.status):
            record = call.store[indices.COLLECTION][index.name]
            count = sum(1 for _ in documents.all_documents(call.state, index.name))
            is_closed = "closed" in record
            measured: Row = (None,) * 4 if is_closed else (str(count), "0", size_of(count), size_of(count))
            shards = (str(index.primaries), str(index.replicas))
            rows.append(
                (index.status, "close" if is_closed else "open", index.name, record["uuid"], *shards, *measured)
            )
    return rows


@operation(
    "nodes.info",
    GET("/_nodes"),
    GET("/_nodes/{node_id}"),
    GET("/_nodes/{node_id}/{metric}"),
    query={"timeout": Time("30s"), "flat_settings": Bool(False)},
    privilege="cluster_monitor",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/nodes.yaml",
    unread_query="one node answers at once, and prints no settings",
)
def nodes_info(call: Call) -> Json:
    """What the only node is, and the processors it knows."""
    about = {
        "build_type": "tar",
        "build_hash": build_hash(call.contract.version),
        "roles": ["cluster_manager", "data", "ingest", "remote_cluster_client"],
        "attributes": {"shard_indexing_pressure_enabled": "true"},
    }
    by_metric = {
        "http": {"bound_address": ["127.0.0.1:9200"], "publish_address": "127.0.0.1:9200"},
        "plugins": [{"name": name, "description": text} for name, text in PLUGINS],
        "modules": [{"name": name} for name in MODULES],
        "ingest": {"processors": [{"type": type} for type in sorted(catalog_of(call.contract).types)]},
    }
    return nodes.info(call, about, by_metric)


@operation(
    "tasks.list",
    GET("/_tasks"),
    query=nodes.TASK_PARAMETERS,
    privilege="cluster_monitor",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/tasks.yaml",
    unread_query="nothing runs but the listing itself",
)
def tasks_list(call: Call) -> Json:
    """The only thing that runs is this listing."""
    return nodes.tasks(call)
