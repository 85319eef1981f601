"""`_nodes/stats`, `_nodes/hot_threads`. Documents and pipelines are counted, all else is steady."""

from __future__ import annotations

from typing import Any

from ... import nodes
from ...errors import illegal_argument
from ...ingest.counts import of_pipelines as ingest_counts
from ...measuring import chosen
from ...operations import GET, Bool, Call, Choice, Custom, Int, Text, Time, operation, read_time
from ...wire import Json, PlainText
from ..indices.index_stats_api import DETAILS, STEADY
from .node import ABOUT, LETTERS, ROLES, index_versions
from .statistics import INDEX_METRICS, counters, of_node, open_indices

SOURCE = "elastic/elasticsearch-specification:specification/nodes"
TRANSPORT = "127.0.0.1:9300"
COUNTED = ("indices", "ingest", "adaptive_selection")
"""Metrics that are not in the data file."""
ORDER = (
    "indices", "os", "process", "jvm", "thread_pool", "fs", "transport", "http", "breaker", "script", "discovery", "ingest",
    "adaptive_selection", "script_cache", "indexing_pressure", "repositories", "allocations",
)  # fmt: skip
KEYS = {"breaker": "breakers"}
"""Metrics that are called otherwise in answers."""


@operation(
    "nodes.stats",
    GET("/_nodes/stats"),
    GET("/_nodes/stats/{metric}"),
    GET("/_nodes/stats/{metric}/{index_metric}"),
    GET("/_nodes/{node_id}/stats"),
    GET("/_nodes/{node_id}/stats/{metric}"),
    GET("/_nodes/{node_id}/stats/{metric}/{index_metric}"),
    query={**DETAILS, "level": Choice(("node", "indices", "shards"), "node"), "timeout": Time(), "types": Text()},
    privilege="monitor",
    source=f"{SOURCE}/stats/NodesStatsRequest.ts",
    unread_query=STEADY,
)
def nodes_stats(call: Call) -> Json:
    """What the node counts: documents, pipelines; what it measures is steady."""
    wanted = chosen(call, call.path.get("metric"), ORDER)
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
            key = KEYS.get(name, name)
            told[key] = _counted(call, name, within) if name in COUNTED else of_node(call, key)
    host = {"transport_address": TRANSPORT, "host": "127.0.0.1", "ip": TRANSPORT}
    about = {"roles": list(ROLES), "attributes": ABOUT}
    node = {"timestamp": call.state.clock.millis, "name": nodes.node_name(call), **host, **about, **told}
    return {
        "_nodes": {"total": int(is_me), "successful": int(is_me), "failed": 0},
        "cluster_name": call.state.cluster_name,
        "nodes": {nodes.node_id(call): node} if is_me else {},
    }


def _counted(call: Call, name: str, within: set[str]) -> Json:
    if name == "ingest":
        return ingest_counts(call.state)
    if name == "adaptive_selection":
        return {}
    opened = open_indices(call)
    found: dict[str, Any] = counters(call, opened, within)
    if call.query["level"] == "indices":
        found["indices"] = {one: counters(call, [one], within) for one in opened}
    if call.query["level"] == "shards":
        where = {"state": "STARTED", "primary": True, "node": nodes.node_id(call), "relocating_node": None}
        found["shards"] = {one: [{"0": {"routing": where, **counters(call, [one], within)}}] for one in opened}
    return found


def _read_interval(name: str, text: str) -> str:
    read_time(name, text)
    return text


@operation(
    "nodes.hot_threads",
    GET("/_nodes/hot_threads"),
    GET("/_nodes/{node_id}/hot_threads"),
    query={
        "type": Text("cpu"),
        "sort": Text("total"),
        "interval": Custom(_read_interval, "500ms"),
        "snapshots": Int(10),
        "threads": Int(3),
        "ignore_idle_threads": Bool(True),
        "timeout": Time(),
    },
    privilege="monitor",
    source=f"{SOURCE}/hot_threads/NodesHotThreadsRequest.ts",
    unread_query="no thread is busy",
)
def hot_threads(call: Call) -> PlainText:
    """The busiest threads of the node: none."""
    for name, words in (("type", ("cpu", "wait", "block", "mem")), ("sort", ("total", "cpu"))):
        if call.query[name] not in words:
            what = "type not supported" if name == "type" else "sort order not supported"
            raise illegal_argument(f"{what} [{call.query[name]}]")
    if not nodes.is_me(call, call.path.get("node_id", "_all")):
        return PlainText("")
    who = (nodes.node_name(call), nodes.node_id(call), call.state.ids.fixed("ephemeral"), nodes.node_name(call))
    oldest, newest = index_versions(call.contract.version)
    where = ("127.0.0.1", TRANSPORT, LETTERS, str(call.contract.version), f"{oldest}-{newest}")
    named = "".join(f"{{{part}}}" for part in (*who, *where, "xpack.installed=true"))
    idle = str(call.query["ignore_idle_threads"]).lower()
    return PlainText(
        f"::: {named}\n   Hot threads at {call.state.clock.iso()}, interval={call.query['interval']},"
        f" busiestThreads={call.query['threads']}, ignoreIdleThreads={idle}:\n\n"
    )
