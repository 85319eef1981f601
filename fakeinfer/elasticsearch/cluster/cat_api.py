"""Tables of `_cat` about the cluster: health, the node, counts, aliases, templates, pools of threads. Those about indices and shards
are in `cat_shard_api.py`.

Observed: elasticsearch 8.19.0, 9.2.0, 9.5.0. Nothing is measured: loads and sizes are steady.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from ... import documents, health, indices, nodes, tables
from ...errors import ApiError
from ...indices.resolving import EXPANDS, options_of, resolve
from ...indices.templates import COMPONENTS, COMPOSABLE, LEGACY, users_of
from ...operations import GET, POST, Bool, Call, Parameter, Text, operation
from ...versions import Span
from ...wire import Json, PlainText, Table
from ..releases import build_hash
from .cat_tables import LOCAL, MANAGER, PARAMETERS, Cell, Row, shown
from .node import LETTERS
from .statistics import shapes

SOURCE = "elastic/elasticsearch-specification:specification/cat"
NOTHING_MEASURED = "the only node answers at once, and what is not counted is steady"
HOST = "127.0.0.1"
OLD_LOCAL: dict[str, Parameter] = {"local": Bool(None, span=Span(until="9.0"))}
BREAKERS = (("inflight_requests", 2**30), ("request", 644245094), ("fielddata", 429496729), ("parent", 1020054732))
"""Circuit breakers of a node with a gigabyte of heap, and how many bytes each lets pass."""


def _means(pattern: str, name: str) -> bool:
    return pattern == "_all" or fnmatchcase(name, pattern)


@operation(
    "cat.health",
    GET("/_cat/health"),
    query=PARAMETERS,
    privilege="monitor",
    source=f"{SOURCE}/health/CatHealthRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_health(call: Call) -> Table | PlainText:
    """The health of the cluster in one row."""
    found = health.of_indices(call.state) or []
    active, missing = sum(one.primaries for one in found), sum(one.unassigned for one in found)
    epoch, moment = tables.clock_cells(call)
    row = {
        "epoch": epoch,
        "timestamp": moment,
        "cluster": call.state.cluster_name,
        "status": health.worst(found),
        **dict.fromkeys(("node.total", "node.data"), "1"),
        **dict.fromkeys(("shards", "pri"), str(active)),
        **dict.fromkeys(("relo", "init", "unassign.pri", "pending_tasks"), "0"),
        "unassign": str(missing),
        "max_task_wait_time": "-",
        "active_shards_percent": f"{health.percentage(found):.1f}%",
    }
    return shown(call, "health", [row])


@operation(
    "cat.nodes",
    GET("/_cat/nodes"),
    query={**PARAMETERS, **MANAGER, "full_id": Bool(False), "include_unloaded_segments": Bool(False)},
    privilege="monitor",
    source=f"{SOURCE}/nodes/CatNodesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_nodes(call: Call) -> Table | PlainText:
    """The only node, with made-up loads; its id in full only if `full_id` says so."""
    id, version = nodes.node_id(call), call.contract.version
    row = {
        "id": id if call.query["full_id"] else id[:4],
        "ip": HOST,
        "http_address": f"{HOST}:9200",
        "version": str(version),
        "type": "docker",
        "build": build_hash(version),
        "node.role": LETTERS,
        "master": "*",
        "name": nodes.node_name(call),
    }
    return shown(call, "nodes", [row])


@operation(
    "cat.master",
    GET("/_cat/master"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/master/CatMasterRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_master(call: Call) -> Table | PlainText:
    """The node that manages the cluster: the only one."""
    row = {"id": nodes.node_id(call), "host": HOST, "ip": HOST, "node": nodes.node_name(call)}
    return shown(call, "master", [row])


@operation(
    "cat.nodeattrs",
    GET("/_cat/nodeattrs"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/nodeattrs/CatNodeAttributesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_nodeattrs(call: Call) -> Table | PlainText:
    """The attributes of the only node."""
    me = {"node": nodes.node_name(call), "id": nodes.node_id(call)[:4], "host": HOST, "ip": HOST}
    return shown(call, "nodeattrs", [{**me, "attr": "xpack.installed", "value": "true"}])


@operation(
    "cat.count",
    GET("/_cat/count"),
    GET("/_cat/count/{index}"),
    POST("/_cat/count", since="9.3"),
    POST("/_cat/count/{index}", since="9.3"),
    query=PARAMETERS,
    privilege="read",
    source=f"{SOURCE}/count/CatCountRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_count(call: Call) -> Table | PlainText:
    """How many documents there are."""
    names = resolve(call.state, call.path.get("index", "_all"))
    counted = sum(1 for name in names for _ in documents.all_documents(call.state, name))
    epoch, moment = tables.clock_cells(call)
    return shown(call, "count", [{"epoch": epoch, "timestamp": moment, "count": str(counted)}])


@operation(
    "cat.aliases",
    GET("/_cat/aliases"),
    GET("/_cat/aliases/{alias}"),
    query={
        **PARAMETERS,
        "expand_wildcards": EXPANDS._replace(default="all"),
        "master_timeout": Text(span=Span("9.0")),
        **OLD_LOCAL,
    },
    privilege="view_index_metadata",
    source=f"{SOURCE}/aliases/CatAliasesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_aliases(call: Call) -> Table | PlainText:
    """Every alias of every index."""
    wanted = call.path.get("alias", "*").split(",")
    asked = {"ignore_unavailable": False, "allow_no_indices": True, "expand_wildcards": call.query["expand_wildcards"]}
    names = resolve(call.state, "_all", options_of(asked, about_contents=False))
    rows = [row for row in _aliases(call, names) if _is_wanted(str(row["alias"]), wanted)]
    return shown(call, "aliases", rows)


def _is_wanted(alias: str, wanted: list[str]) -> bool:
    chosen = False
    for pattern in wanted:
        if pattern.startswith("-"):
            chosen = chosen and not _means(pattern[1:], alias)
        elif _means(pattern, alias):
            chosen = True
    return chosen


def _aliases(call: Call, names: list[str]) -> Iterator[Row]:
    for index in names:
        for alias, options in sorted(indices.find(call.state, index)["aliases"].items()):
            writes = options.get("is_write_index")
            yield {
                "alias": alias,
                "index": index,
                "filter": "*" if "filter" in options else "-",
                "routing.index": options.get("index_routing", "-"),
                "routing.search": options.get("search_routing", "-"),
                "is_write_index": "-" if writes is None else str(writes).lower(),
            }


@operation(
    "cat.templates",
    GET("/_cat/templates"),
    GET("/_cat/templates/{name}"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/templates/CatTemplatesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_templates(call: Call) -> Table | PlainText:
    """Index templates of both kinds."""
    wanted = call.path.get("name", "*")
    rows = [
        _template(name, template)
        for collection in (LEGACY, COMPOSABLE)
        for name, template in sorted(call.store[collection].items())
        if _means(wanted, name)
    ]
    return shown(call, "templates", rows)


def _template(name: str, template: dict[str, Json]) -> Row:
    order, number = template.get("order", template.get("priority")), template.get("version")
    return {
        "name": name,
        "index_patterns": f"[{', '.join(template['index_patterns'])}]",
        "order": "0" if order is None else str(order),
        "version": None if number is None else str(number),
        "composed_of": f"[{', '.join(template['composed_of'])}]" if "composed_of" in template else "",
    }


@operation(
    "cat.component_templates",
    GET("/_cat/component_templates"),
    GET("/_cat/component_templates/{name}"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/component_templates/CatComponentTemplatesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_component_templates(call: Call) -> Table | PlainText:
    """Component templates, with how much is in them and who is composed of them."""
    wanted = call.path.get("name", "*")
    rows: list[Row] = []
    for name, component in sorted(call.store[COMPONENTS].items()):
        if _means(wanted, name):
            inner, number = component.get("template") or {}, component.get("version")
            mappings, settings = inner.get("mappings") or {}, inner.get("settings") or {}
            row: Row = {
                "name": name,
                "version": None if number is None else str(number),
                "alias_count": str(len(inner.get("aliases") or {})),
                "mapping_count": str(len(mappings.get("properties") or {})),
                "settings_count": str(_leaves(settings)),
                "metadata_count": str(len(component.get("_meta") or {})),
                "included_in": f"[{', '.join(users_of(call.state, name))}]",
            }
            rows.append(row)
    return shown(call, "component_templates", rows)


def _leaves(tree: Json) -> int:
    return sum(_leaves(value) for value in tree.values()) if isinstance(tree, dict) else 1


@operation(
    "cat.thread_pool",
    GET("/_cat/thread_pool"),
    GET("/_cat/thread_pool/{thread_pool_patterns}"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/thread_pool/CatThreadPoolRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_thread_pool(call: Call) -> Table | PlainText:
    """The pools of threads of the only node; all are idle."""
    wanted = call.path.get("thread_pool_patterns", "*").split(",")
    pools: dict[str, dict[str, Json]] = shapes()["info"]["thread_pool"]
    rows = [_pool(call, name, pools[name]) for name in sorted(pools) if any(_means(one, name) for one in wanted)]
    return shown(call, "thread_pool", rows)


def _pool(call: Call, name: str, pool: dict[str, Json]) -> Row:
    told: dict[str, Cell] = {
        key: str(pool[key]) for key in ("type", "size", "core", "max", "keep_alive", "queue_size") if key in pool
    }
    return {
        "node_name": nodes.node_name(call),
        "node_id": nodes.node_id(call),
        "ephemeral_node_id": call.state.ids.fixed("ephemeral"),
        "host": HOST,
        "ip": HOST,
        "name": name,
        **dict.fromkeys(("active", "pool_size", "queue", "rejected", "largest", "completed"), "0"),
        **told,
    }


@operation(
    "cat.circuit_breaker",
    GET("/_cat/circuit_breaker"),
    GET("/_cat/circuit_breaker/{circuit_breaker_patterns}"),
    query={**PARAMETERS, **LOCAL},
    since="9.3",
    privilege="monitor",
    source=f"{SOURCE}/circuit_breaker/CatCircuitBreakerRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_circuit_breaker(call: Call) -> Table | PlainText:
    """The circuit breakers of the only node, none of which has anything to hold back."""
    wanted = call.path.get("circuit_breaker_patterns", "*").split(",")
    me = {"node_id": nodes.node_id(call), "node_name": nodes.node_name(call)}
    rows = [
        {
            **me,
            "breaker": name,
            "limit": _limit(bytes),
            "limit_bytes": str(bytes),
            "estimated": "0b",
            "estimated_bytes": "0",
            "tripped": "0",
            "overhead": "2.0" if name == "inflight_requests" else "1.0",
        }
        for name, bytes in BREAKERS
        if any(_means(pattern, name) for pattern in wanted)
    ]
    return shown(call, "circuit_breaker", rows)


def _limit(bytes: int) -> str:
    return "1gb" if bytes == 2**30 else f"{bytes * 10 // 2**20 / 10}mb"


@operation(
    "cat.plugins",
    GET("/_cat/plugins"),
    query={**PARAMETERS, **LOCAL, "include_bootstrap": Bool(False)},
    privilege="monitor",
    source=f"{SOURCE}/plugins/CatPluginsRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_plugins(call: Call) -> Table | PlainText:
    """What is installed beside what every server has: nothing."""
    return shown(call, "plugins", [])


@operation(
    "cat.pending_tasks",
    GET("/_cat/pending_tasks"),
    query={**PARAMETERS, "local": Bool(False), **MANAGER},
    privilege="monitor",
    source=f"{SOURCE}/pending_tasks/CatPendingTasksRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_pending_tasks(call: Call) -> Table | PlainText:
    """What waits to change the cluster: nothing."""
    return _without_warning(call, "pending_tasks")


@operation(
    "cat.repositories",
    GET("/_cat/repositories"),
    query={**PARAMETERS, "local": Bool(False), **MANAGER},
    privilege="monitor_snapshot",
    source=f"{SOURCE}/repositories/CatRepositoriesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_repositories(call: Call) -> Table | PlainText:
    """Repositories of snapshots: there are none."""
    return _without_warning(call, "repositories")


def _without_warning(call: Call, name: str) -> Table | PlainText:
    """An empty table whose `local` is read without a word."""
    call.query["local"] = None
    return shown(call, name, [])


@operation(
    "cat.snapshots",
    GET("/_cat/snapshots"),
    GET("/_cat/snapshots/{repository}"),
    query={**PARAMETERS, **MANAGER, "ignore_unavailable": Bool(False)},
    privilege="monitor_snapshot",
    source=f"{SOURCE}/snapshots/CatSnapshotsRequest.ts",
    unread_query="there is no repository",
)
def cat_snapshots(call: Call) -> Table | PlainText:
    """Snapshots of a repository, of which there is none."""
    repository = call.path.get("repository", "_all")
    if repository != "_all" and "*" not in repository and not call.query["help"]:
        raise ApiError(404, "repository_missing_exception", f"[{repository}] missing")
    return shown(call, "snapshots", [])


@operation(
    "cat.tasks",
    GET("/_cat/tasks"),
    query={**PARAMETERS, "nodes": Text(), "actions": Text(), "detailed": Bool(False), "parent_task_id": Text()},
    privilege="monitor",
    source=f"{SOURCE}/tasks/CatTasksRequest.ts",
    unread_query="nothing runs but the listing itself",
)
def cat_tasks(call: Call) -> Table | PlainText:
    """The only thing that runs is this listing."""
    me, (seconds, moment) = nodes.node_id(call), tables.clock_cells(call)
    node = {"node_id": me[:4], "ip": HOST, "node": nodes.node_name(call), "version": str(call.contract.version)}
    started = {"start_time": f"{seconds}000", "timestamp": moment, "running_time_ns": "0", "running_time": "0s"}
    patterns = (call.query["actions"] or "*").split(",")
    listed = (
        {"id": "1", "action": nodes.LISTING, "task_id": f"{me}:1", "parent_task_id": "-", "type": "transport"},
        {
            "id": "2",
            "action": f"{nodes.LISTING}[n]",
            "task_id": f"{me}:2",
            "parent_task_id": f"{me}:1",
            "type": "direct",
        },
    )
    is_me = nodes.is_me(call, call.query["nodes"] or "_all")
    rows = [
        {**one, **started, **node, "x_opaque_id": "-"}
        for one in listed
        if is_me and any(_means(pattern, one["action"]) for pattern in patterns)
    ]
    return shown(call, "tasks", rows)
