"""What the cluster is and runs: its state, its statistics, waiting tasks, other clusters, how well it is, which features it has.

Observed: elasticsearch 8.19.0, 9.2.0, 9.5.0. Counters of versions are made up; what is measured is steady (`statistics.json`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from ... import health, indices, nodes
from ...errors import resource_not_found
from ...health import IndexHealth
from ...indices.placing import allocation_id, copies, told_blocks
from ...indices.resolving import WILDCARDS
from ...indices.showing import shown_settings
from ...indices.templates import COMPONENTS, COMPOSABLE, LEGACY
from ...ingest.stored import COLLECTION as PIPELINES
from ...mapping.fields import fields_of
from ...measuring import counted
from ...operations import GET, Bool, Call, Int, Time, operation
from ...versions import Span
from ...wire import Json
from ..changes import INDICES_TELL_THEIR_TRANSPORT
from ..indices.dialect import own_settings, warn_of_local
from ..releases import index_version, transport_version
from .node import ABOUT, ROLES, index_versions
from .statistics import counters, shapes

SOURCE = "elastic/elasticsearch-specification:specification/cluster"
AT_ONCE = "the only node answers at once"
FEATURES = (
    ("tasks", "Manages task results"),
    ("security", "Manages configuration for Security features, such as users and roles"),
    ("synonyms", "Manages synonyms"),
)
FOUND = {"failed_attempts": 0}


@operation(
    "cluster.state",
    GET("/_cluster/state"),
    GET("/_cluster/state/{metric}"),
    GET("/_cluster/state/{metric}/{index}"),
    query={
        **WILDCARDS,
        "ignore_unavailable": Bool(True),
        "local": Bool(None),
        "flat_settings": Bool(False),
        "master_timeout": Time("30s"),
        "wait_for_metadata_version": Int(),
        "wait_for_timeout": Time("30s"),
    },
    privilege="monitor",
    source=f"{SOURCE}/state/ClusterStateRequest.ts",
    unread_query=AT_ONCE,
)
def cluster_state(call: Call) -> Json:
    """The parts of the cluster's state that the path names; unknown ones are nothing."""
    warn_of_local(call)
    wanted = call.path.get("metric", "_all").split(",")
    told: dict[str, Json] = {}
    for name, part in _parts(call, health.of_path(call)).items():
        if name.partition(".")[0] in wanted or "_all" in wanted:
            told[name.rpartition(".")[2]] = part
    return {**nodes.names_of_cluster(call), **told}


def _parts(call: Call, found: list[IndexHealth]) -> dict[str, Json]:
    """Every metric, in the order in which the server prints them; a name with a dot is told of with what stands before it."""
    me = nodes.node_id(call)
    shards = {index.name: list(copies(call, index, {"relocation_failure_info": FOUND})) for index in found}
    every = [shard for of_index in shards.values() for shard_copies in of_index for shard in shard_copies]
    oldest, newest = index_versions(call.contract.version)
    return {
        "version": 1 + len(found),
        "version.state_uuid": call.state.ids.fixed("state"),
        "master_node": me,
        "blocks": told_blocks(call, found),
        "nodes": {
            me: {
                "name": nodes.node_name(call),
                "ephemeral_id": call.state.ids.fixed("ephemeral"),
                "transport_address": "127.0.0.1:9300",
                "external_id": nodes.node_name(call),
                "attributes": ABOUT,
                "roles": list(ROLES),
                "version": str(call.contract.version),
                "min_index_version": oldest,
                "max_index_version": newest,
            }
        },
        "nodes.nodes_versions": [
            {"node_id": me, "transport_version": str(transport_version(call.contract.version)), "mappings_versions": {}}
        ],
        "nodes.nodes_features": [{"node_id": me, "features": []}],
        "metadata": _metadata(call, found),
        "routing_table": {
            "indices": {name: {"shards": {str(n): copy for n, copy in enumerate(of)}} for name, of in shards.items()}
        },
        "routing_nodes": {
            "unassigned": [shard for shard in every if shard["node"] is None],
            "nodes": {me: [shard for shard in every if shard["node"] is not None]},
        },
        "customs.health": {
            "disk": {
                "high_watermark": "90%",
                "high_max_headroom": "150gb",
                "flood_stage_watermark": "95%",
                "flood_stage_max_headroom": "100gb",
                "frozen_flood_stage_watermark": "95%",
                "frozen_flood_stage_max_headroom": "20gb",
            },
            "shard_limits": {"max_shards_per_node": 1000, "max_shards_per_node_frozen": 3000},
        },
    }


def _metadata(call: Call, found: list[IndexHealth]) -> Json:
    me = nodes.node_id(call)
    coordination = {"last_committed_config": [me], "last_accepted_config": [me], "voting_config_exclusions": []}
    told: dict[str, Json] = {
        "cluster_uuid": call.state.ids.fixed("cluster"),
        "cluster_uuid_committed": True,
        "cluster_coordination": {"term": 1, **coordination},
        "templates": dict(call.store[LEGACY]),
        "indices": {index.name: _index_metadata(call, index) for index in found},
        "index-graveyard": {"tombstones": []},
    }
    if call.store[PIPELINES]:
        told["ingest"] = {
            "pipeline": [{"id": id, "config": record["config"]} for id, record in call.store[PIPELINES].items()]
        }
    for key, collection in (("index_template", COMPOSABLE), ("component_template", COMPONENTS)):
        if call.store[collection]:
            told[key] = {key: dict(call.store[collection])}
    return {**told, "reserved_state": {}}


def _index_metadata(call: Call, index: IndexHealth) -> Json:
    record = indices.find(call.state, index.name)
    numbers = range(index.primaries)
    version = index_version(call.contract.version)
    transport = (
        {"transport_version": str(transport_version(call.contract.version))}
        if call.has(INDICES_TELL_THEIR_TRANSPORT)
        else {}
    )
    own = own_settings(call.state)
    return {
        "version": 1,
        **transport,
        "mapping_version": 1,
        "settings_version": 1,
        "aliases_version": 1,
        "routing_num_shards": 1024,
        "state": "close" if "closed" in record else "open",
        "settings": shown_settings(call.state, index.name, own, flat=call.query["flat_settings"]),
        "mappings": {"_doc": record["mappings"]} if record["mappings"] else {},
        "aliases": sorted(record["aliases"]),
        "primary_terms": {str(number): 1 for number in numbers},
        "in_sync_allocations": {str(number): [allocation_id(call, index.name, number)] for number in numbers},
        "rollover_info": {},
        "mappings_updated_version": int(version),
        "system": record["hidden"],
        "timestamp_range": {"unknown": True},
        "event_ingested_range": {"unknown": True},
    }


@operation(
    "cluster.stats",
    GET("/_cluster/stats"),
    GET("/_cluster/stats/nodes/{node_id}"),
    query={"include_remotes": Bool(False, span=Span("8.16")), "timeout": Time("30s")},
    privilege="monitor",
    source=f"{SOURCE}/stats/ClusterStatsRequest.ts",
    unread_query=AT_ONCE,
)
def cluster_stats(call: Call) -> Json:
    """How many nodes, indices, shards and documents there are; what is measured is steady."""
    is_me = nodes.is_me(call, call.path.get("node_id", "_all"))
    status = {"status": health.worst(health.of_indices(call.state))} if is_me else {}
    return {
        "_nodes": {"total": int(is_me), "successful": int(is_me), "failed": 0},
        **nodes.names_of_cluster(call),
        "timestamp": call.state.clock.millis,
        **status,
        "indices": _indices_stats(call, sorted(call.store[indices.COLLECTION]) if is_me else []),
        "nodes": _nodes_stats(call, int(is_me)),
        "snapshots": shapes()["snapshots"],
        "repositories": {},
        "ccs": shapes()["ccs"],
    }


def _indices_stats(call: Call, names: list[str]) -> Json:
    found = counted(call, names)
    per_index = [int(indices.setting(indices.find(call.state, name), "number_of_shards", 1)) for name in names]
    shards: dict[str, Json] = {}
    if names:
        spread = {"min": min(per_index), "max": max(per_index), "avg": sum(per_index) / len(per_index)}
        shards = {
            "total": found.shards,
            "primaries": found.shards,
            "replication": 0.0,
            "index": {"shards": spread, "primaries": spread, "replication": {"min": 0.0, "max": 0.0, "avg": 0.0}},
        }
    version = {"version": str(call.contract.version), "index_count": len(names)}
    sizes = {"primary_shard_count": found.shards, "total_primary_bytes": found.size}
    return {
        "count": len(names),
        "shards": shards,
        **counters(call, names, {"docs", "store"}),
        **shapes()["cluster_indices"],
        "mappings": _mapping_stats(call, names),
        "versions": [{**version, **sizes}] if names else [],
        "search": {"total": 0, "queries": {}, "rescorers": {}, "sections": {}},
        "dense_vector": {"value_count": 0},
        "sparse_vector": {"value_count": 0},
    }


def _mapping_stats(call: Call, names: list[str]) -> Json:
    fields, holders = Counter[str](), Counter[str]()
    for name in names:
        types = [str(field.type.name) for field in fields_of(call.state, name).fields.values()]
        fields.update(types)
        holders.update(set(types))
    total = sum(fields.values())
    return {
        "total_field_count": total,
        "total_deduplicated_field_count": total,
        "total_deduplicated_mapping_size_in_bytes": 40 * total,
        "field_types": [
            {"name": type, "count": count, "index_count": holders[type], "script_count": 0}
            for type, count in sorted(fields.items())
        ],
        "runtime_field_types": [],
    }


def _nodes_stats(call: Call, count: int) -> Json:
    kinds = sorted({*ROLES, "coordinating_only", "index", "search", "voting_only"})
    gigabyte = 2**30
    memory = {"total_in_bytes": 16 * gigabyte, "free_in_bytes": 8 * gigabyte, "used_in_bytes": 8 * gigabyte}
    return {
        "count": {"total": count, **{kind: count if kind in ROLES else 0 for kind in kinds}},
        "versions": [str(call.contract.version)] if count else [],
        "os": {
            "available_processors": 2 * count,
            "allocated_processors": 2 * count,
            "names": [{"name": "Linux", "count": 1}] if count else [],
            "pretty_names": [],
            "architectures": [{"arch": "amd64", "count": 1}] if count else [],
            "mem": {**memory, "free_percent": 50, "used_percent": 50},
        },
        "process": {"cpu": {"percent": 1}, "open_file_descriptors": {"min": 300, "max": 300, "avg": 300}},
        **shapes()["cluster_nodes"],
        "plugins": [],
        "network_types": {"transport_types": {"netty4": count}, "http_types": {"netty4": count}},
        "discovery_types": {"single-node": count},
        "packaging_types": [{"flavor": "default", "type": "docker", "count": 1}] if count else [],
        "ingest": {"number_of_pipelines": len(call.store[PIPELINES]), "processor_stats": {}},
    }


@operation(
    "cluster.pending_tasks",
    GET("/_cluster/pending_tasks"),
    query={"local": Bool(False), "master_timeout": Time("30s")},
    privilege="monitor",
    source=f"{SOURCE}/pending_tasks/ClusterPendingTasksRequest.ts",
    unread_query=AT_ONCE,
)
def cluster_pending_tasks(call: Call) -> Json:
    """What waits to change the cluster: nothing."""
    return {"tasks": []}


@operation(
    "cluster.remote_info",
    GET("/_remote/info"),
    privilege="monitor",
    source=f"{SOURCE}/remote_info/ClusterRemoteInfoRequest.ts",
)
def cluster_remote_info(call: Call) -> Json:
    """Other clusters that this one knows: none."""
    return {}


@operation(
    "features.get_features",
    GET("/_features"),
    query={"master_timeout": Time("30s")},
    privilege="manage",
    source="elastic/elasticsearch-specification:specification/features/get_features/GetFeaturesRequest.ts",
    unread_query=AT_ONCE,
)
def get_features(call: Call) -> Json:
    """Features that keep something of their own."""
    return {"features": [{"name": name, "description": about} for name, about in FEATURES]}


@operation(
    "health_report",
    GET("/_health_report"),
    GET("/_health_report/{feature}"),
    query={"verbose": Bool(True), "size": Int(1000), "timeout": Time()},
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/_global/health_report/Request.ts",
    unread_query=AT_ONCE,
)
def health_report(call: Call) -> Json:
    """How well the cluster is: shards that have nowhere to go make it yellow, all else is well."""
    indicators = _indicators(call)
    name = {"cluster_name": call.state.cluster_name}
    feature = call.path.get("feature")
    if feature is not None:
        if feature not in indicators:
            raise resource_not_found(f"Did not find indicator {feature}")
        return {**name, "indicators": {feature: indicators[feature]}}
    if not call.query["verbose"]:
        keys = ("status", "symptom")
        indicators = {key: {part: one[part] for part in keys} for key, one in indicators.items()}
    worst = health.worst(health.of_indices(call.state))
    return {"status": worst, **name, "indicators": indicators}


def _indicators(call: Call) -> dict[str, dict[str, Any]]:
    me = {"node_id": nodes.node_id(call), "name": nodes.node_name(call)}
    found = health.of_indices(call.state) or []
    waiting = sum(one.unassigned for one in found)
    primaries = sum(one.primaries for one in found)
    counts = ("indices_with_readonly_block", "nodes_with_unknown_disk_status", "nodes_over_high_watermark",
              "nodes_over_flood_stage_watermark")  # fmt: skip
    shards: dict[str, Any] = {
        "status": "yellow" if waiting else "green",
        "symptom": f"This cluster has {waiting} unavailable replica shard{'s' if waiting > 1 else ''}."
        if waiting
        else "This cluster has all shards available.",
        "details": {"started_primaries": primaries, "unassigned_replicas": waiting},
    }
    return {
        "master_is_stable": {
            "status": "green",
            "symptom": "The cluster has a stable master node",
            "details": {"current_master": me, "recent_masters": [me]},
        },
        "repository_integrity": {"status": "green", "symptom": "No snapshot repositories configured."},
        "disk": {
            "status": "green",
            "symptom": "The cluster has enough available disk space.",
            "details": {**dict.fromkeys(counts, 0), "nodes_with_enough_disk_space": 1},
        },
        "shards_capacity": {
            "status": "green",
            "symptom": "The cluster has enough room to add new shards.",
            "details": {"data": {"max_shards_in_cluster": 1000}, "frozen": {"max_shards_in_cluster": 3000}},
        },
        "shards_availability": shards,
    }
