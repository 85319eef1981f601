"""What the cluster is and runs: its state, its statistics, waiting tasks, other clusters, what an index expression means.

Observed: opensearch 2.19.1. Counters of versions are made up, measurements (sizes, caches, times) are left out.
"""

from __future__ import annotations

from ... import documents, health, indices, nodes, stored_tasks
from ...errors import ApiError, index_not_found
from ...health import IndexHealth
from ...indices.placing import allocation_id, copies, told_blocks
from ...indices.resolving import WILDCARDS, Options, is_alias, names_of, resolve
from ...indices.showing import shown_settings
from ...ingest.stored import COLLECTION as PIPELINES
from ...operations import GET, Bool, Call, Text, Time, operation
from ...wire import Json
from ..indices.dialect import own_settings
from ..pipelines.search_pipeline_api import COLLECTION as SEARCH_PIPELINES
from .cluster_api import PLUGINS

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml"
AT_ONCE = "the only node answers at once"
OLD_METRIC = (
    "Assigning [master_node] to parameter [metric] is deprecated and will be removed in 3.0. "
    "To support inclusive language, please use [cluster_manager_node] instead."
)


@operation(
    "cluster.state",
    GET("/_cluster/state"),
    GET("/_cluster/state/{metric}"),
    GET("/_cluster/state/{metric}/{index}"),
    query={
        **WILDCARDS,
        "ignore_unavailable": Bool(True),
        "local": Bool(False),
        "flat_settings": Bool(False),
        "cluster_manager_timeout": Time("30s"),
        "master_timeout": Time("30s"),
        "wait_for_metadata_version": Text(),
        "wait_for_timeout": Time("30s"),
    },
    privilege="cluster_monitor",
    source=SOURCE,
    unread_query=AT_ONCE,
)
def cluster_state(call: Call) -> Json:
    """The parts of the cluster's state that the path names; unknown ones are nothing."""
    wanted = call.path.get("metric", "_all").split(",")
    if "master_node" in wanted:
        call.warnings.append(OLD_METRIC)
    parts = _parts(call, health.of_path(call))
    told = {name: part for name, part in parts.items() if name in wanted or "_all" in wanted}
    if "version" in told:
        told["state_uuid"] = call.state.ids.fixed("state")
    return {**nodes.names_of_cluster(call), **told}


@operation(
    "cluster.stats",
    GET("/_cluster/stats"),
    GET("/_cluster/stats/nodes/{node_id}"),
    query={"flat_settings": Bool(False), "timeout": Time("30s")},
    privilege="cluster_monitor",
    source=SOURCE,
    unread_query=AT_ONCE,
)
def cluster_stats(call: Call) -> Json:
    """How many nodes, indices, shards and documents there are, and which plugins; nothing is measured."""
    found = health.of_indices(call.state) or []
    primaries = sum(one.primaries for one in found)
    counted = sum(1 for index in found for _ in documents.all_documents(call.state, index.name))
    version = str(call.contract.version)
    return {
        "_nodes": {"total": 1, "successful": 1, "failed": 0},
        **nodes.names_of_cluster(call),
        "timestamp": call.state.clock.millis,
        "status": health.worst(found),
        "indices": {
            "count": len(found),
            "shards": {"total": primaries, "primaries": primaries, "replication": 0.0} if found else {},
            "docs": {"count": counted, "deleted": 0},
        },
        "nodes": {
            "count": {
                "total": 1,
                "cluster_manager": 1,
                "coordinating_only": 0,
                "data": 1,
                "ingest": 1,
                "master": 1,
                "remote_cluster_client": 1,
                "search": 0,
            },
            "versions": [version],
            "plugins": [
                {"name": name, "version": f"{version}.0", "opensearch_version": version, "description": about}
                for name, about in PLUGINS
            ],
            "discovery_types": {"single-node": 1},
            "packaging_types": [{"type": "tar", "count": 1}],
        },
    }


@operation(
    "cluster.pending_tasks",
    GET("/_cluster/pending_tasks"),
    query={"local": Bool(False), "cluster_manager_timeout": Time("30s"), "master_timeout": Time("30s")},
    privilege="cluster_monitor",
    source=SOURCE,
    unread_query=AT_ONCE,
)
def cluster_pending_tasks(call: Call) -> Json:
    """What waits to change the cluster: nothing."""
    return {"tasks": []}


@operation("cluster.remote_info", GET("/_remote/info"), privilege="cluster_monitor", source=SOURCE)
def cluster_remote_info(call: Call) -> Json:
    """Other clusters that this one knows: none."""
    return {}


@operation(
    "tasks.get",
    GET("/_tasks/{task_id}"),
    query={"wait_for_completion": Bool(False), "timeout": Time("30s")},
    privilege="cluster_monitor",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/tasks.yaml",
    unread_query="nothing runs that could be waited for",
)
def tasks_get(call: Call) -> Json:
    """One task of the node: none runs, some stored a result."""
    id = stored_tasks.read_task_id(call.path["task_id"])
    result = stored_tasks.stored(call, id)
    if result is None:
        raise _task_not_found(call, call.path["task_id"], id.node)
    return result


@operation(
    "indices.resolve_index",
    GET("/_resolve/index/{name}"),
    query={"expand_wildcards": Text("open")},
    privilege="indices:admin/resolve/index",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/indices.yaml",
)
def resolve_index(call: Call) -> Json:
    """The indices and aliases that an expression means; what is not there is left out."""
    options = Options(expand_wildcards=call.query["expand_wildcards"] or "open", about_contents=False)
    records = call.store[indices.COLLECTION]
    names: set[str] = set()
    for part in call.path["name"].split(","):
        names.update(names_of(call.state, part, options) if "*" in part else [part])
    aliases = sorted(name for name in names if is_alias(call.state, name))
    described = []
    for name in sorted(names & set(records)):
        also = sorted(records[name]["aliases"])
        hidden = ["hidden"] if str(indices.setting(records[name], "hidden", "false")) == "true" else []
        attributes = [*hidden, "closed" if "closed" in records[name] else "open"]
        described.append({"name": name, **({"aliases": also} if also else {}), "attributes": attributes})
    return {
        "indices": described,
        "aliases": [{"name": alias, "indices": resolve(call.state, alias, options)} for alias in aliases],
        "data_streams": [],
    }


def _task_not_found(call: Call, id: str, node: str) -> ApiError:
    """Neither running nor stored: the index of results is not there."""
    no_index = index_not_found(".tasks", "index_expression")
    nothing = ApiError(
        404,
        "resource_not_found_exception",
        f"task [{id}] isn't running and hasn't stored its results",
        caused_by=no_index,
    )
    if node == nodes.node_id(call):
        nothing.root_cause = (no_index,)
        return nothing
    reason = (
        f"task [{id}] belongs to the node [{node}] which isn't part of the cluster and there is no record of the task"
    )
    return ApiError(404, "resource_not_found_exception", reason, caused_by=nothing, root_cause=(no_index,))


def _parts(call: Call, found: list[IndexHealth]) -> dict[str, Json]:
    """Every metric, in the order in which the server prints them."""
    me = nodes.node_id(call)
    shards = {index.name: list(copies(call, index)) for index in found}
    every = [shard for copies in shards.values() for copy in copies for shard in copy]
    return {
        "version": 1 + len(found),
        "master_node": me,
        "cluster_manager_node": me,
        "blocks": told_blocks(call, found),
        "nodes": {
            me: {
                "name": nodes.node_name(call),
                "ephemeral_id": call.state.ids.fixed("ephemeral"),
                "transport_address": "127.0.0.1:9300",
                "attributes": {"shard_indexing_pressure_enabled": "true"},
            }
        },
        "metadata": _metadata(call, found),
        "routing_table": {
            "indices": {name: {"shards": {str(n): copy for n, copy in enumerate(of)}} for name, of in shards.items()}
        },
        "routing_nodes": {
            "unassigned": [shard for shard in every if shard["node"] is None],
            "nodes": {me: [shard for shard in every if shard["node"] is not None]},
        },
    }


def _metadata(call: Call, found: list[IndexHealth]) -> Json:
    me = nodes.node_id(call)
    coordination = {"last_committed_config": [me], "last_accepted_config": [me], "voting_config_exclusions": []}
    pipelines = {
        name: {"pipeline": [{"id": id, "config": record["config"]} for id, record in call.store[collection].items()]}
        for name, collection in (("search_pipeline", SEARCH_PIPELINES), ("ingest", PIPELINES))
        if call.store[collection]
    }
    return {
        "cluster_uuid": call.state.ids.fixed("cluster"),
        "cluster_uuid_committed": True,
        "cluster_coordination": {"term": 1, **coordination},
        "templates": {},
        "indices": {index.name: _index_metadata(call, index) for index in found},
        **pipelines,
        "index-graveyard": {"tombstones": []},
    }


def _index_metadata(call: Call, index: IndexHealth) -> Json:
    record = indices.find(call.state, index.name)
    numbers = range(index.primaries)
    return {
        "version": 1,
        "mapping_version": 1,
        "settings_version": 1,
        "aliases_version": 1,
        "routing_num_shards": 1024,
        "state": "close" if "closed" in record else "open",
        "settings": shown_settings(call.state, index.name, own_settings(call.state), flat=call.query["flat_settings"]),
        "mappings": {"_doc": record["mappings"]} if record["mappings"] else {},
        "aliases": sorted(record["aliases"]),
        "primary_terms": {str(number): 1 for number in numbers},
        "in_sync_allocations": {str(number): [allocation_id(call, index.name, number)] for number in numbers},
        "rollover_info": {},
        "system": record["hidden"],
    }
