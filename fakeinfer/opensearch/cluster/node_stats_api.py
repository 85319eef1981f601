"""`_nodes/stats`, `_nodes/hot_threads`, and why shards are where they are. Pipelines are counted, all else is steady."""

from __future__ import annotations

from typing import Any

from ... import health, indices, nodes
from ...errors import ApiError, illegal_argument, index_not_found, request_invalid
from ...ingest.counts import of_pipelines as ingest_counts
from ...measuring import chosen
from ...object_parser import BOOLEAN, INT, TEXT, ObjectParser, reader_of
from ...operations import GET, POST, Bool, Call, Choice, Custom, Int, Route, Text, Time, operation, read_time
from ...versions import ALWAYS
from ...wire import Json, PlainText
from ..indices.index_stats_api import DETAILS, STEADY
from .statistics import INDEX_METRICS, node_metrics, of_indices, of_node, shapes

NODES = "opensearch-project/opensearch-api-specification:spec/namespaces/nodes.yaml"
CLUSTER = "opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml"
COUNTED = ("indices", "ingest", "search_pipeline", "adaptive_selection")
"""Metrics that are not in the data file."""
TRANSPORT = "127.0.0.1:9300"
ABOUT: dict[str, Json] = {
    "roles": ["cluster_manager", "data", "ingest", "remote_cluster_client"],
    "attributes": {"shard_indexing_pressure_enabled": "true"},
}
ORDER = (
    "indices", "os", "process", "jvm", "thread_pool", "fs", "transport", "http", "breaker", "script", "discovery", "ingest",
    "adaptive_selection", "script_cache", "indexing_pressure", "shard_indexing_pressure", "search_backpressure",
    "cluster_manager_throttling", "weighted_routing", "task_cancellation", "search_pipeline", "resource_usage_stats",
    "segment_replication_backpressure", "repositories", "admission_control", "caches", "remote_store",
)  # fmt: skip


@operation(
    "nodes.stats",
    GET("/_nodes/stats"),
    GET("/_nodes/stats/{metric}"),
    GET("/_nodes/stats/{metric}/{index_metric}"),
    GET("/_nodes/{node_id}/stats"),
    GET("/_nodes/{node_id}/stats/{metric}"),
    GET("/_nodes/{node_id}/stats/{metric}/{index_metric}"),
    query={**DETAILS, "level": Choice(("node", "indices", "shards"), "node"), "timeout": Time(), "types": Text()},
    privilege="cluster_monitor",
    source=NODES,
    unread_query=STEADY,
)
def nodes_stats(call: Call) -> Json:
    """What the node counts: documents, pipelines; what it measures is steady."""
    metrics = node_metrics(call)
    wanted = chosen(call, call.path.get("metric"), [*metrics, *COUNTED])
    within = chosen(call, call.path.get("index_metric"), INDEX_METRICS, "index metric")
    if "index_metric" in call.path and "indices" not in wanted:
        raise illegal_argument(
            f"request [{call.request.target.partition('?')[0]}] contains index metrics [{call.path['index_metric']}] but"
            " indices stats not requested"
        )
    is_me = nodes.is_me(call, call.path.get("node_id", "_all"))
    told: dict[str, Json] = {}
    for name in ORDER:
        if name in wanted:
            key = metrics.get(name, name)
            told[key] = _counted(call, name, within) if name in COUNTED else of_node(call, key)
    host = {"transport_address": TRANSPORT, "host": "127.0.0.1", "ip": TRANSPORT}
    node = {"timestamp": call.state.clock.millis, "name": nodes.node_name(call), **host, **ABOUT, **told}
    return {
        "_nodes": {"total": int(is_me), "successful": int(is_me), "failed": 0},
        "cluster_name": call.state.cluster_name,
        "nodes": {nodes.node_id(call): node} if is_me else {},
    }


def _counted(call: Call, name: str, within: set[str]) -> Json:
    if name == "ingest":
        return ingest_counts(call.state)
    if name == "search_pipeline":
        from ..search_running.counts import of_pipelines

        return of_pipelines(call.state)
    if name == "adaptive_selection":
        return {}
    opened = [name for name, record in call.store[indices.COLLECTION].items() if "closed" not in record]
    found: dict[str, Any] = of_indices(call, opened, within) or {
        key: shapes()["indices"][key] for metric, key in INDEX_METRICS.items() if metric in within
    }
    if "search" in found:
        found["search"] = {**found["search"], "request": shapes()["requests"]}
    if call.query["level"] == "indices":
        found["indices"] = {one: of_indices(call, [one], within) for one in opened}
    if call.query["level"] == "shards":
        where = {"state": "STARTED", "primary": True, "node": nodes.node_id(call), "relocating_node": None}
        found["shards"] = {one: [{"0": {"routing": where, **of_indices(call, [one], within)}}] for one in opened}
    return found


def _read_interval(name: str, text: str) -> str:
    read_time(name, text)
    return text


@operation(
    "nodes.hot_threads",
    GET("/_nodes/hot_threads"),
    GET("/_nodes/{node_id}/hot_threads"),
    Route("GET", "/_cluster/nodes/hot_threads", ALWAYS, "/_nodes/hot_threads"),
    query={
        "type": Text("cpu"),
        "interval": Custom(_read_interval, "500ms"),
        "snapshots": Int(10),
        "threads": Int(3),
        "ignore_idle_threads": Bool(True),
        "timeout": Time(),
    },
    privilege="cluster_monitor",
    source=NODES,
    unread_query="no thread is busy",
)
def hot_threads(call: Call) -> PlainText:
    """The busiest threads of the node: none."""
    if not nodes.is_me(call, call.path.get("node_id", "_all")) or call.query["type"] not in ("cpu", "wait", "block"):
        return PlainText("")
    who = (nodes.node_name(call), nodes.node_id(call), call.state.ids.fixed("ephemeral"), "127.0.0.1", TRANSPORT)
    named = "".join(f"{{{part}}}" for part in (*who, "dimr", "shard_indexing_pressure_enabled=true"))
    idle = str(call.query["ignore_idle_threads"]).lower()
    return PlainText(
        f"::: {named}\n   Hot threads at {call.state.clock.iso()}, interval={call.query['interval']},"
        f" busiestThreads={call.query['threads']}, ignoreIdleThreads={idle}:\n\n"
    )


REPLICAS_WAIT = {
    "decider": "rebalance_only_when_active",
    "decision": "NO",
    "explanation": "rebalancing is not allowed until all replicas in the cluster are active",
}
EXPLAIN = ObjectParser(
    "cluster/allocation/explain", {"index": TEXT, "shard": INT, "primary": BOOLEAN, "current_node": TEXT}
)


@operation(
    "cluster.allocation_explain",
    GET("/_cluster/allocation/explain"),
    POST("/_cluster/allocation/explain"),
    query={"include_yes_decisions": Bool(False), "include_disk_info": Bool(False)},
    body="optional",
    privilege="cluster_monitor",
    source=CLUSTER,
    reader=reader_of(EXPLAIN),
    unread_query="one node decides, and has room for all",
)
def allocation_explain(call: Call) -> Json:
    """Why a shard is where it is: primaries are on the only node, replicas have nowhere to go."""
    asked = call.body or {}
    if not asked:
        lonely = next((index for index in health.of_indices(call.state) or () if index.unassigned), None)
        if lonely is None:
            raise nothing_to_explain()
        return _unassigned(call, lonely.name, 0)
    names = ("index", "shard", "primary")
    problems = [f"{name} must be specified" for name in names if name not in asked]
    if problems:
        raise request_invalid(*problems)
    index = asked["index"]
    if not indices.exists(call.state, index):
        absent = index_not_found(index)
        absent.metadata = {"index": index, "index_uuid": "_na_"}
        raise absent
    found = next(one for one in health.of_indices(call.state) or () if one.name == index)
    if not 0 <= asked["shard"] < found.primaries:
        raise no_such_shard(index, asked["shard"], indices.find(call.state, index)["uuid"])
    if asked["primary"]:
        waiting = any(one.unassigned for one in health.of_indices(call.state) or ())
        return _started(call, index, asked["shard"], waiting=waiting, own=bool(found.replicas))
    if not found.replicas:
        raise nothing_there(index, asked["shard"])
    return _unassigned(call, index, asked["shard"])


def nothing_to_explain() -> ApiError:
    """No shard was named, and every shard is somewhere."""
    return illegal_argument(
        "unable to find any unassigned shards to explain"
        " [ClusterAllocationExplainRequest[useAnyUnassignedShard=true,includeYesDecisions?=false]"
    )


def nothing_there(index: str, shard: int) -> ApiError:
    """A replica of an index that has none."""
    return illegal_argument(
        f"unable to find any shards to explain [ClusterAllocationExplainRequest[index={index},shard={shard},primary?=false,"
        "includeYesDecisions?=false] in the routing table"
    )


def no_such_shard(index: str, shard: int, uuid: str) -> ApiError:
    """`ShardNotFoundException`: 404."""
    metadata = {"index": index, "shard": str(shard), "index_uuid": uuid}
    return ApiError(404, "shard_not_found_exception", "no such shard", metadata=metadata)


def _unassigned(call: Call, index: str, shard: int) -> Json:
    me, copy = nodes.node_id(call), call.state.ids.fixed(f"allocation/{index}/{shard}")
    explanation = (
        "a copy of this shard is already allocated to this node"
        f" [[{index}][{shard}], node[{me}], [P], s[STARTED], a[id={copy}]]"
    )
    return {
        "index": index,
        "shard": shard,
        "primary": False,
        "current_state": "unassigned",
        "unassigned_info": {
            "reason": "INDEX_CREATED",
            "at": call.state.clock.iso(),
            "last_allocation_status": "no_attempt",
        },
        "can_allocate": "no",
        "allocate_explanation": "cannot allocate because allocation is not permitted to any of the nodes",
        "node_allocation_decisions": [
            {
                "node_id": me,
                "node_name": nodes.node_name(call),
                "transport_address": TRANSPORT,
                "node_attributes": {"shard_indexing_pressure_enabled": "true"},
                "node_decision": "no",
                "weight_ranking": 1,
                "deciders": [{"decider": "same_shard", "decision": "NO", "explanation": explanation}],
            }
        ],
    }


def _started(call: Call, index: str, shard: int, *, waiting: bool, own: bool) -> Json:
    """A primary; `waiting` says that any shard has nowhere to go, `own` that one of the same index has."""
    told: dict[str, Json] = {
        "index": index,
        "shard": shard,
        "primary": True,
        "current_state": "started",
        "current_node": {
            "id": nodes.node_id(call),
            "name": nodes.node_name(call),
            "transport_address": TRANSPORT,
            "attributes": {"shard_indexing_pressure_enabled": "true"},
            "weight_ranking": 1,
        },
        "can_remain_on_current_node": "yes",
    }
    if not waiting:
        return {
            **told,
            "can_rebalance_cluster": "yes",
            "can_rebalance_to_other_node": "no",
            "rebalance_explanation": "cannot rebalance as no target node exists that can both allocate this shard and"
            " improve the cluster balance",
        }
    return {
        **told,
        "can_rebalance_cluster": "no",
        "can_rebalance_cluster_decisions": [
            *([REPLICAS_WAIT] if own else []),
            {
                "decider": "cluster_rebalance",
                "decision": "NO",
                "explanation": "the cluster has unassigned shards and cluster setting"
                " [cluster.routing.allocation.allow_rebalance] is set to [indices_all_active]",
            },
        ],
        "can_rebalance_to_other_node": "no",
        "rebalance_explanation": "rebalancing is not allowed",
    }
