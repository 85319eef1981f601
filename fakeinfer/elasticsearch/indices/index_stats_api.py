"""`_stats` of indices, their segments, and how their shards came to be where they are."""

from __future__ import annotations

from typing import Any

from ... import documents, health, indices, nodes
from ...indices.resolving import WILDCARDS, options_of, resolve
from ...indices.sizes import size_in_bytes
from ...measuring import chosen, shard_counts
from ...operations import GET, Bool, Call, Choice, Parameter, Text, operation
from ...wire import Json
from ..cluster.statistics import INDEX_METRICS, of_indices
from ..releases import LUCENE
from .index_api import SOURCE

STEADY = "nothing is measured: fields, groups and segments have no numbers of their own"
DETAILS: dict[str, Parameter] = {
    "completion_fields": Text(),
    "fielddata_fields": Text(),
    "fields": Text(),
    "groups": Text(),
    "include_segment_file_sizes": Bool(False),
    "include_unloaded_segments": Bool(False),
    "forbid_closed_indices": Bool(True),
}


@operation(
    "indices.stats",
    GET("/_stats"),
    GET("/_stats/{metric}"),
    GET("/{index}/_stats"),
    GET("/{index}/_stats/{metric}"),
    query={**WILDCARDS, **DETAILS, "level": Choice(("cluster", "indices", "shards"), "indices"), "metric": Text()},
    privilege="monitor",
    source=f"{SOURCE}/stats/IndicesStatsRequest.ts",
    unread_query=STEADY,
)
def index_stats(call: Call) -> Json:
    """Documents of indices are counted, all else about them is steady."""
    metrics = chosen(call, call.path.get("metric") or call.query["metric"], INDEX_METRICS)
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    together = of_indices(call, names, metrics)
    answer: dict[str, Any] = {
        "_shards": shard_counts(call, names),
        "_all": {"primaries": together, "total": together},
    }
    if call.query["level"] != "cluster":
        answer["indices"] = {name: _of_index(call, name, metrics) for name in names}
    return answer


def _of_index(call: Call, name: str, metrics: set[str]) -> Json:
    alone = of_indices(call, [name], metrics)
    found = health.of_indices(call.state, name) or []
    told: dict[str, Json] = {
        "uuid": indices.find(call.state, name)["uuid"],
        "health": health.worst(found),
        "status": "open",
        "primaries": alone,
        "total": alone,
    }
    if call.query["level"] == "shards":
        shards = {str(number): [_of_shard(call, name, number, alone)] for number in range(found[0].primaries)}
        told["shards"] = shards
    return told


def _of_shard(call: Call, name: str, number: int, alone: dict[str, Json]) -> Json:
    me, sequence = nodes.node_id(call), call.store.get("sequences", name)
    last = -1 if sequence is None or number else sequence[0]
    moment = indices.find(call.state, name)["created_millis"]
    lease = {"id": f"peer_recovery/{me}", "retaining_seq_no": 0, "timestamp": moment, "source": "peer recovery"}
    return {
        "routing": {"state": "STARTED", "primary": True, "node": me, "relocating_node": None},
        **alone,
        "commit": {
            "id": call.state.ids.fixed(f"commit/{name}/{number}"),
            "generation": 2,
            "user_data": {
                "local_checkpoint": "-1",
                "max_seq_no": "-1",
                "max_unsafe_auto_id_timestamp": "-1",
                "translog_uuid": call.state.ids.fixed(f"translog/{name}/{number}"),
                "history_uuid": call.state.ids.fixed(f"history/{name}/{number}"),
            },
            "num_docs": 0,
        },
        "seq_no": {"max_seq_no": last, "local_checkpoint": last, "global_checkpoint": last},
        "retention_leases": {"primary_term": 1, "version": 1, "leases": [lease]},
        "shard_path": {
            "state_path": "/usr/share/elasticsearch/data",
            "data_path": "/usr/share/elasticsearch/data",
            "is_custom_data_path": False,
        },
        "search_idle": False,
        "search_idle_time": 0,
    }


@operation(
    "indices.segments",
    GET("/_segments"),
    GET("/{index}/_segments"),
    query={**WILDCARDS, "verbose": Bool(False)},
    privilege="monitor",
    source=f"{SOURCE}/segments/IndicesSegmentsRequest.ts",
    unread_query=STEADY,
)
def index_segments(call: Call) -> Json:
    """One segment of each index that holds documents."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    told = {}
    for name in names:
        primaries = int(indices.setting(indices.find(call.state, name), "number_of_shards", 1))
        told[name] = {"shards": {str(number): [_segments(call, name, number)] for number in range(primaries)}}
    return {"_shards": shard_counts(call, names), "indices": told}


def _segments(call: Call, name: str, number: int) -> Json:
    count = 0 if number else sum(1 for _ in documents.all_documents(call.state, name))
    segment = {
        "generation": 0,
        "num_docs": count,
        "deleted_docs": 0,
        "size_in_bytes": size_in_bytes(0, filled=1),
        "committed": False,
        "search": True,
        "version": LUCENE[call.contract.version.line],
        "compound": True,
        "attributes": {},
    }
    return {
        "routing": {"state": "STARTED", "primary": True, "node": nodes.node_id(call)},
        "num_committed_segments": 0,
        "num_search_segments": int(count > 0),
        "segments": {"_0": segment} if count else {},
    }


@operation(
    "indices.recovery",
    GET("/_recovery"),
    GET("/{index}/_recovery"),
    query={**WILDCARDS, "active_only": Bool(False), "detailed": Bool(False)},
    privilege="monitor",
    source=f"{SOURCE}/recovery/IndicesRecoveryRequest.ts",
    unread_query=STEADY,
)
def index_recovery(call: Call) -> Json:
    """Every primary came from nothing, at once."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    if call.query["active_only"]:
        return {}
    found = health.of_indices(call.state, ",".join(names)) if names else []
    return {
        one.name: {"shards": [_recovery(call, one.name, number) for number in range(one.primaries)]}
        for one in found or ()
    }


def _recovery(call: Call, name: str, number: int) -> Json:
    made = indices.find(call.state, name)["created_millis"]
    place = {
        "host": "127.0.0.1",
        "transport_address": "127.0.0.1:9300",
        "ip": "127.0.0.1",
        "name": nodes.node_name(call),
    }
    bytes_ = ("total_in_bytes", "reused_in_bytes", "recovered_in_bytes", "recovered_from_snapshot_in_bytes")
    return {
        "id": number,
        "type": "EMPTY_STORE",
        "stage": "DONE",
        "primary": True,
        "start_time_in_millis": made,
        "stop_time_in_millis": made,
        "total_time_in_millis": 0,
        "source": {},
        "target": {"id": nodes.node_id(call), **place},
        "index": {
            "size": {**dict.fromkeys(bytes_, 0), "percent": "0.0%"},
            "files": {"total": 0, "reused": 0, "recovered": 0, "percent": "0.0%"},
            "total_time_in_millis": 0,
            "source_throttle_time_in_millis": 0,
            "target_throttle_time_in_millis": 0,
        },
        "translog": {"recovered": 0, "total": 0, "percent": "100.0%", "total_on_start": 0, "total_time_in_millis": 0},
        "verify_index": {"check_index_time_in_millis": 0, "total_time_in_millis": 0},
    }
