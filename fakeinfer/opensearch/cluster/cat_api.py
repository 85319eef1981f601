"""Tables of `_cat` about the cluster: health, the node, counts, aliases, shards, thread pools. `_cat/indices` and `_cat/plugins`
are in `cluster_api.py`.

Observed: opensearch 2.19.1. Nothing is measured: loads and sizes are made up. Tables about what is in shards are in
`cat_shard_api.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from ... import documents, health, indices, nodes, tables
from ...errors import index_not_found
from ...health import IndexHealth
from ...indices.resolving import resolve
from ...indices.templates import COMPOSABLE, LEGACY
from ...operations import GET, Bool, Call, Parameter, Route, Text, operation
from ...tables import CLOCK_COLUMNS, PARAMETERS, Column, table
from ...versions import ALWAYS
from ...wire import Json, PlainText, Table
from ..releases import build_hash
from .cat_columns import widened
from .statistics import size_of

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/cat.yaml"
PRIVILEGE = "cluster_monitor"
QUERY: dict[str, Parameter] = {**PARAMETERS, "cluster_manager_timeout": Text()}
NOTHING_MEASURED = "the only node answers at once, and no number needs a unit"
HOST = "127.0.0.1"

HEALTH_COLUMNS = (
    *CLOCK_COLUMNS,
    Column("cluster", "cl", "cluster name"),
    Column("status", "st", "health status"),
    Column("node.total", "nt,nodeTotal", "total number of nodes", to_right=True),
    Column("node.data", "nd,nodeData", "number of nodes that can store data", to_right=True),
    Column(
        "discovered_cluster_manager",
        "dcm,dm,discovered_master",
        "cluster manager is discovered or not",
        to_right=True,
    ),
    Column("shards", "t,sh,shards.total,shardsTotal", "total number of shards", to_right=True),
    Column("pri", "p,shards.primary,shardsPrimary", "number of primary shards", to_right=True),
    Column("relo", "r,shards.relocating,shardsRelocating", "number of relocating nodes", to_right=True),
    Column("init", "i,shards.initializing,shardsInitializing", "number of initializing nodes", to_right=True),
    Column("unassign", "u,shards.unassigned,shardsUnassigned", "number of unassigned shards", to_right=True),
    Column("pending_tasks", "pt,pendingTasks", "number of pending tasks", to_right=True),
    Column("max_task_wait_time", "mtwt,maxTaskWaitTime", "wait time of longest task pending", to_right=True),
    Column("active_shards_percent", "asp,activeShardsPercent", "active number of shards in percent", to_right=True),
)
NODE_COLUMNS = (
    Column("id", "id,nodeId", "unique node id", shown=False),
    Column("ip", "i", "ip address"),
    Column("port", "po", "bound transport port", shown=False),
    Column("http_address", "http", "bound http address", shown=False),
    Column("version", "v", "os version", shown=False),
    Column("type", "t", "os distribution type", shown=False),
    Column("build", "b", "os build hash", shown=False),
    Column("heap.percent", "hp,heapPercent", "used heap ratio", to_right=True),
    Column("ram.percent", "rp,ramPercent", "used machine memory ratio", to_right=True),
    Column("cpu", "cpu", "recent cpu usage", to_right=True),
    Column("load_1m", "l", "1m load avg", to_right=True),
    Column("load_5m", "l", "5m load avg", to_right=True),
    Column("load_15m", "l", "15m load avg", to_right=True),
    Column(
        "node.role", "r,role,nodeRole", "m:master eligible node, d:data node, i:ingest node, -:coordinating node only"
    ),
    Column("node.roles", "rs,all roles", " -:coordinating node only"),
    Column("cluster_manager", "cm,m,master", "*:current cluster manager"),
    Column("name", "n", "node name"),
)
COUNT_COLUMNS = (*CLOCK_COLUMNS, Column("count", "dc,docs.count,docsCount", "the document count"))
ALIAS_COLUMNS = (
    Column("alias", "a", "alias name"),
    Column("index", "i,idx", "index alias points to"),
    Column("filter", "f,fi", "filter"),
    Column("routing.index", "ri,routingIndex", "index routing"),
    Column("routing.search", "rs,routingSearch", "search routing"),
    Column("is_write_index", "w,isWriteIndex", "write index"),
)
TEMPLATE_COLUMNS = (
    Column("name", "n", "template name"),
    Column("index_patterns", "t", "template index patterns"),
    Column("order", "o,p", "template application order/priority number"),
    Column("version", "v", "version"),
    Column("composed_of", "c", "component templates comprising index template"),
)
MANAGER_COLUMNS = (
    Column("id", "", "node id"),
    Column("host", "h", "host name"),
    Column("ip", "", "ip address"),
    Column("node", "n", "node name"),
)
SHARD_COLUMNS = (
    Column("index", "i,idx", "index name"),
    Column("shard", "s,sh", "shard name"),
    Column("prirep", "p,pr,primaryOrReplica", "primary or replica"),
    Column("state", "st", "shard state"),
    Column("docs", "d,dc", "number of docs in shard", to_right=True),
    Column("store", "sto", "store size of shard (how much disk it uses)", to_right=True),
    Column("ip", "", "ip of node where it lives"),
    Column("id", "", "unique id of node where it lives", shown=False),
    Column("node", "n", "name of node where it lives"),
    Column("unassigned.reason", "ur", "reason shard is unassigned", shown=False),
)
TASK_COLUMNS = (
    Column("insertOrder", "o", "task insertion order", to_right=True),
    Column("timeInQueue", "t", "how long task has been in queue", to_right=True),
    Column("priority", "p", "task priority"),
    Column("source", "s", "task source"),
)
ATTRIBUTE_COLUMNS = (
    Column("node", "name", "node name"),
    Column("id", "id,nodeId", "unique node id", shown=False),
    Column("host", "h", "host name"),
    Column("ip", "i", "ip address"),
    Column("attr", "attr.name", "attribute description"),
    Column("value", "attr.value", "attribute value"),
)
POOL_COLUMNS = (
    Column("node_name", "nn", "node name"),
    Column("node_id", "id", "persistent node id", shown=False),
    Column("host", "h", "host name", shown=False),
    Column("ip", "i", "ip address", shown=False),
    Column("name", "n", "thread pool name"),
    Column("type", "t", "thread pool type", shown=False),
    Column("active", "a", "number of active threads", to_right=True),
    Column("queue", "q", "number of tasks currently in queue", to_right=True),
    Column("queue_size", "qs", "maximum number of tasks permitted in queue", shown=False, to_right=True),
    Column("rejected", "r", "number of rejected tasks", to_right=True),
    Column("size", "sz", "number of threads in a fixed thread pool", shown=False, to_right=True),
)
POOLS = (
    ("get", 2, 1000), ("opensearch_ml_deploy", 4, 10), ("opensearch_ml_execute", 8, 10000),
    ("opensearch_ml_general", 1, 100), ("opensearch_ml_ingest", 8, 30), ("opensearch_ml_predict", 4, 10000),
    ("opensearch_ml_predict_remote", 8, 10000), ("opensearch_ml_register", 4, 10),
    ("opensearch_ml_sdkclient", 8, 10000), ("opensearch_ml_train", 1, 10), ("write", 2, 10000),
)  # fmt: skip
"""Name, threads and length of queue on a machine with two processors; of many pools those that a client of ML may look for."""


@operation(
    "cat.health",
    GET("/_cat/health"),
    query=PARAMETERS,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_health(call: Call) -> Table | PlainText:
    """The health of the cluster in one row."""
    found = health.of_indices(call.state) or []
    active, missing = sum(one.primaries for one in found), sum(one.unassigned for one in found)
    name = str(call.state.options.get("cluster_name", "fakeinfer"))
    shards = (str(active), str(active), "0", "0", str(missing), "0", "-", f"{health.percentage(found):.1f}%")
    row = (*tables.clock_cells(call), name, health.worst(found), "1", "1", "true", *shards)
    return table(call, HEALTH_COLUMNS, [row])


@operation(
    "cat.nodes",
    GET("/_cat/nodes"),
    query={**QUERY, "full_id": Bool(False)},
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_nodes(call: Call) -> Table | PlainText:
    """The only node, with made-up loads; its id in full only if `full_id` says so."""
    id, version = nodes.node_id(call), call.contract.version
    about = (id if call.query["full_id"] else id[:4], HOST, "9300", f"{HOST}:9200", str(version), "tar")
    roles = ("dimr", "cluster_manager,data,ingest,remote_cluster_client", "*", nodes.node_name(call))
    row = (*about, build_hash(version), "20", "50", "1", "0.10", "0.10", "0.10", *roles)
    return widened(call, "nodes", NODE_COLUMNS, [row])


@operation(
    "cat.cluster_manager",
    GET("/_cat/cluster_manager"),
    Route("GET", "/_cat/master", ALWAYS, "/_cat/cluster_manager"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_cluster_manager(call: Call) -> Table | PlainText:
    """The node that manages the cluster: the only one."""
    return table(call, MANAGER_COLUMNS, [(nodes.node_id(call), HOST, HOST, nodes.node_name(call))])


@operation(
    "cat.nodeattrs",
    GET("/_cat/nodeattrs"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_nodeattrs(call: Call) -> Table | PlainText:
    """The attributes of the only node."""
    attribute = ("shard_indexing_pressure_enabled", "true")
    return table(call, ATTRIBUTE_COLUMNS, [(nodes.node_name(call), nodes.node_id(call), HOST, HOST, *attribute)])


@operation(
    "cat.count",
    GET("/_cat/count"),
    GET("/_cat/count/{index}"),
    query=PARAMETERS,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_count(call: Call) -> Table | PlainText:
    """How many documents there are."""
    names = resolve(call.state, call.path.get("index", "_all"))
    counted = sum(_documents(call, name) for name in names)
    return table(call, COUNT_COLUMNS, [(*tables.clock_cells(call), str(counted))])


@operation(
    "cat.aliases",
    GET("/_cat/aliases"),
    GET("/_cat/aliases/{name}"),
    query={**PARAMETERS, "expand_wildcards": Text("all")},
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_aliases(call: Call) -> Table | PlainText:
    """Every alias of every index."""
    wanted = call.path.get("name", "*").split(",")
    rows = [row for row in _aliases(call) if any(_means(pattern, row[0]) for pattern in wanted)]
    return table(call, ALIAS_COLUMNS, rows)


@operation(
    "cat.shards",
    GET("/_cat/shards"),
    GET("/_cat/shards/{index}"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_shards(call: Call) -> Table | PlainText:
    """Every shard: primaries hold documents, replicas have nowhere to go."""
    found = health.of_indices(call.state, call.path.get("index"))
    if found is None:
        raise index_not_found(call.path["index"])
    rows = [row for index in found for row in _shards(call, index)]
    return widened(call, "shards", SHARD_COLUMNS, rows, [{} if row[2] == "p" else None for row in rows])


@operation(
    "cat.thread_pool",
    GET("/_cat/thread_pool"),
    GET("/_cat/thread_pool/{thread_pool_patterns}"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_thread_pool(call: Call) -> Table | PlainText:
    """The pools of the ML plugin and some others; all are idle."""
    wanted = call.path.get("thread_pool_patterns", "*").split(",")
    me = (nodes.node_name(call), nodes.node_id(call), HOST, HOST)
    rows = [
        (*me, name, "fixed", "0", "0", str(queue), "0", str(size))
        for name, size, queue in POOLS
        if any(_means(pattern, name) for pattern in wanted)
    ]
    known = [{"pool_size": "0", "ephemeral_node_id": call.state.ids.fixed("ephemeral")}] * len(rows)
    return widened(call, "thread_pool", POOL_COLUMNS, rows, known)


@operation(
    "cat.pending_tasks",
    GET("/_cat/pending_tasks"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_pending_tasks(call: Call) -> Table | PlainText:
    """What waits to change the cluster: nothing."""
    return table(call, TASK_COLUMNS, [])


@operation(
    "cat.templates",
    GET("/_cat/templates"),
    GET("/_cat/templates/{name}"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_templates(call: Call) -> Table | PlainText:
    """Index templates of both kinds."""
    wanted = call.path.get("name", "*").split(",")
    rows = []
    for collection in (LEGACY, COMPOSABLE):
        for name, template in sorted(call.store[collection].items()):
            if any(_means(pattern, name) for pattern in wanted):
                rows.append(_template(name, template))
    return table(call, TEMPLATE_COLUMNS, rows)


@operation(
    "cat.repositories",
    GET("/_cat/repositories"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_repositories(call: Call) -> Table | PlainText:
    """Repositories of snapshots: there are none."""
    columns = (Column("id", "id,repoId", "unique repository id"), Column("type", "t,type", "repository type"))
    return table(call, columns, [])


def _template(name: str, template: dict[str, Json]) -> tuple[str | None, ...]:
    order, number = template.get("order", template.get("priority")), template.get("version")
    composed = f"[{', '.join(template['composed_of'])}]" if "composed_of" in template else ""
    patterns = f"[{', '.join(template['index_patterns'])}]"
    return name, patterns, "0" if order is None else str(order), None if number is None else str(number), composed


def _aliases(call: Call) -> Iterator[tuple[str, ...]]:
    for index, record in sorted(call.store[indices.COLLECTION].items()):
        for alias, options in sorted(record["aliases"].items()):
            routing = (options.get("index_routing", "-"), options.get("search_routing", "-"))
            writes = options.get("is_write_index")
            written = "-" if writes is None else str(writes).lower()
            yield alias, index, "*" if "filter" in options else "-", *routing, written


def _shards(call: Call, index: IndexHealth) -> Iterator[tuple[str | None, ...]]:
    me = (HOST, nodes.node_id(call), nodes.node_name(call))
    for number in range(index.primaries):
        count = _documents(call, index.name) if number == 0 else 0
        documents_here: str | None = str(count)
        size: str | None = size_of(count)
        if "closed" in indices.find(call.state, index.name):
            documents_here = size = None
        yield index.name, str(number), "p", "STARTED", documents_here, size, *me, None
        for _ in range(index.replicas):
            yield index.name, str(number), "r", "UNASSIGNED", None, None, None, None, None, "INDEX_CREATED"


def _documents(call: Call, index: str) -> int:
    return sum(1 for _ in documents.all_documents(call.state, index))


def _means(pattern: str, name: str) -> bool:
    return pattern == "_all" or fnmatchcase(name, pattern)
