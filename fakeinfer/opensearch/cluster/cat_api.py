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
from ...operations import GET, Bool, Call, Route, Text
from ...tables import PARAMETERS
from ...versions import ALWAYS
from ...wire import Json, PlainText, Table
from ..releases import build_hash
from .cat_tables import HOST, QUERY, cat, shown
from .statistics import size_of

POOLS = (
    ("get", 2, 1000), ("opensearch_ml_deploy", 4, 10), ("opensearch_ml_execute", 8, 10000),
    ("opensearch_ml_general", 1, 100), ("opensearch_ml_ingest", 8, 30), ("opensearch_ml_predict", 4, 10000),
    ("opensearch_ml_predict_remote", 8, 10000), ("opensearch_ml_register", 4, 10),
    ("opensearch_ml_sdkclient", 8, 10000), ("opensearch_ml_train", 1, 10), ("write", 2, 10000),
)  # fmt: skip
"""Name, threads and length of queue on a machine with two processors; of many pools those that a client of ML may look for."""


@cat("health", GET("/_cat/health"), query=PARAMETERS)
def cat_health(call: Call) -> Table | PlainText:
    """The health of the cluster in one row."""
    found = health.of_indices(call.state) or []
    active, missing = sum(one.primaries for one in found), sum(one.unassigned for one in found)
    name = call.state.cluster_name
    shards = (str(active), str(active), "0", "0", str(missing), "0", "-", f"{health.percentage(found):.1f}%")
    row = (*tables.clock_cells(call), name, health.worst(found), "1", "1", "true", *shards)
    return shown(call, "health", [row])


@cat("nodes", GET("/_cat/nodes"), query={**QUERY, "full_id": Bool(False)})
def cat_nodes(call: Call) -> Table | PlainText:
    """The only node, with made-up loads; its id in full only if `full_id` says so."""
    id, version = nodes.node_id(call), call.contract.version
    about = (id if call.query["full_id"] else id[:4], HOST, "9300", f"{HOST}:9200", str(version), "tar")
    roles = ("dimr", "cluster_manager,data,ingest,remote_cluster_client", "*", nodes.node_name(call))
    row = (*about, build_hash(version), "20", "50", "1", "0.10", "0.10", "0.10", *roles)
    return shown(call, "nodes", [row])


@cat("cluster_manager", GET("/_cat/cluster_manager"), Route("GET", "/_cat/master", ALWAYS, "/_cat/cluster_manager"))
def cat_cluster_manager(call: Call) -> Table | PlainText:
    """The node that manages the cluster: the only one."""
    return shown(call, "cluster_manager", [(nodes.node_id(call), HOST, HOST, nodes.node_name(call))])


@cat("nodeattrs", GET("/_cat/nodeattrs"))
def cat_nodeattrs(call: Call) -> Table | PlainText:
    """The attributes of the only node."""
    attribute = ("shard_indexing_pressure_enabled", "true")
    return shown(call, "nodeattrs", [(nodes.node_name(call), nodes.node_id(call), HOST, HOST, *attribute)])


@cat("count", GET("/_cat/count"), GET("/_cat/count/{index}"), query=PARAMETERS)
def cat_count(call: Call) -> Table | PlainText:
    """How many documents there are."""
    names = resolve(call.state, call.path.get("index", "_all"))
    counted = sum(_documents(call, name) for name in names)
    return shown(call, "count", [(*tables.clock_cells(call), str(counted))])


@cat(
    "aliases",
    GET("/_cat/aliases"),
    GET("/_cat/aliases/{name}"),
    query={**PARAMETERS, "expand_wildcards": Text("all")},
)
def cat_aliases(call: Call) -> Table | PlainText:
    """Every alias of every index."""
    wanted = call.path.get("name", "*").split(",")
    rows = [row for row in _aliases(call) if any(_means(pattern, row[0]) for pattern in wanted)]
    return shown(call, "aliases", rows)


@cat("shards", GET("/_cat/shards"), GET("/_cat/shards/{index}"))
def cat_shards(call: Call) -> Table | PlainText:
    """Every shard: primaries hold documents, replicas have nowhere to go."""
    found = health.of_indices(call.state, call.path.get("index"))
    if found is None:
        raise index_not_found(call.path["index"])
    rows = [row for index in found for row in _shards(call, index)]
    return shown(call, "shards", rows, [{} if row[2] == "p" else None for row in rows])


@cat("thread_pool", GET("/_cat/thread_pool"), GET("/_cat/thread_pool/{thread_pool_patterns}"))
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
    return shown(call, "thread_pool", rows, known)


@cat("pending_tasks", GET("/_cat/pending_tasks"))
def cat_pending_tasks(call: Call) -> Table | PlainText:
    """What waits to change the cluster: nothing."""
    return shown(call, "pending_tasks", [])


@cat("templates", GET("/_cat/templates"), GET("/_cat/templates/{name}"))
def cat_templates(call: Call) -> Table | PlainText:
    """Index templates of both kinds."""
    wanted = call.path.get("name", "*").split(",")
    rows = []
    for collection in (LEGACY, COMPOSABLE):
        for name, template in sorted(call.store[collection].items()):
            if any(_means(pattern, name) for pattern in wanted):
                rows.append(_template(name, template))
    return shown(call, "templates", rows)


@cat("repositories", GET("/_cat/repositories"))
def cat_repositories(call: Call) -> Table | PlainText:
    """Repositories of snapshots: there are none."""
    return shown(call, "repositories", [])


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
