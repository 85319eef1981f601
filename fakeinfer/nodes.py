"""The only node of a cluster, and the only task it runs. Both products describe them alike; the vendors add their builds."""

from __future__ import annotations

import fnmatch
from typing import Any

from .operations import Bool, Call, Choice, Parameter, Text, Time
from .wire import Json

METRICS = frozenset(
    (
        *("settings", "os", "process", "jvm", "thread_pool", "transport", "http", "plugins", "ingest", "indices"),
        *("aggregations", "search_pipelines", "remote_cluster_server", "_all", "_none"),
    )
)
TOLD_WITH = {"modules": "plugins", "total_indexing_buffer": "indices"}
"""Metrics that are no word of a path, and the one that tells them."""
LISTING = "cluster:monitor/tasks/lists"
TASK_PARAMETERS: dict[str, Parameter] = {
    "actions": Text(),
    "nodes": Text(),
    "parent_task_id": Text(),
    "detailed": Bool(False),
    "wait_for_completion": Bool(False),
    "timeout": Time("30s"),
    "group_by": Choice(("nodes", "parents", "none"), "nodes"),
}


def node_id(call: Call) -> str:
    """The id of the only node."""
    return call.state.ids.fixed("node")


def node_name(call: Call) -> str:
    """What it is called."""
    return call.state.node_name


def names_of_cluster(call: Call) -> dict[str, Json]:
    """The name and the id of the cluster, as its state and its statistics begin."""
    return {"cluster_name": call.state.cluster_name, "cluster_uuid": call.state.ids.fixed("cluster")}


def is_me(call: Call, which: str) -> bool:
    """Whether a list of nodes in a path means the only one."""
    names = {"_all", "_local", "_master", "_cluster_manager", "*", node_id(call), node_name(call)}
    return bool(names & set(which.split(",")))


def info(call: Call, about: dict[str, Json], by_metric: dict[str, Json]) -> Json:
    """`GET /_nodes`: `about` is what the node always tells, `by_metric` what it tells when asked for that metric."""
    which, metric = call.path.get("node_id", "_all"), call.path.get("metric")
    if metric is None and set(which.split(",")) <= METRICS:
        which, metric = "_all", which
    meant = is_me(call, which)
    wanted = set((metric or "_all").split(","))
    host = {"transport_address": "127.0.0.1:9300", "host": "127.0.0.1", "ip": "127.0.0.1"}
    told = {key: value for key, value in by_metric.items() if wanted & {TOLD_WITH.get(key, key), "_all"}}
    node = {"name": node_name(call), **host, "version": str(call.contract.version), **about, **told}
    return {
        "_nodes": {"total": int(meant), "successful": int(meant), "failed": 0},
        "cluster_name": call.state.cluster_name,
        "nodes": {node_id(call): node} if meant else {},
    }


def tasks(call: Call) -> Json:
    """`GET /_tasks`: the listing itself is all that runs: a task for the request, and one for the node."""
    patterns = (call.query["actions"] or "*").split(",")
    me = node_id(call)
    listing = _task(call, 1, "transport", LISTING)
    of_node = {**_task(call, 2, "direct", f"{LISTING}[n]"), "parent_task_id": f"{me}:1"}
    listed = {
        f"{me}:{task['id']}": task
        for task in (listing, of_node)
        if any(fnmatch.fnmatchcase(task["action"], pattern) for pattern in patterns)
    }
    if call.query["group_by"] == "none":
        return {"tasks": list(listed.values())}
    if call.query["group_by"] == "parents":
        if len(listed) == 2:
            return {"tasks": {f"{me}:1": {**listing, "children": [of_node]}}}
        return {"tasks": listed}
    described = {"name": node_name(call), "host": "127.0.0.1", "ip": "127.0.0.1:9300"}
    return {"nodes": {me: {**described, "tasks": listed}} if listed else {}}


def _task(call: Call, id: int, type: str, action: str) -> dict[str, Any]:
    return {
        "node": node_id(call),
        "id": id,
        "type": type,
        "action": action,
        "start_time_in_millis": call.state.clock.millis,
        "running_time_in_nanos": 0,
        "cancellable": False,
        "headers": {},
    }
