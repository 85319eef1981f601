"""Agents in the background: when their tasks end, and what is left of those that were deleted."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import TASKS
from tests.opensearch.agent_framework.test_running import new_agent
from tests.opensearch.asking import ML, ok


def begin(cluster: Cluster) -> str:
    agent = new_agent(cluster, type="flow", tools=[{"type": "ListIndexTool"}])
    path = f"{ML}/agents/{agent}/_execute?async=true"
    begun: dict[str, Any] = ok(cluster, "POST", path, {"parameters": {"a": "b"}})
    assert begun["status"] == "RUNNING"
    return str(begun["task_id"])


def test_a_task_ends_when_it_was_looked_at_often_enough() -> None:
    cluster = Cluster("opensearch", "3.5", tasks="polls:2")
    task = begin(cluster)
    states = [ok(cluster, "GET", f"{ML}/tasks/{task}")["state"] for _ in range(3)]
    assert states == ["CREATED", "CREATED", "COMPLETED"]


def test_a_deleted_task_takes_its_work_along() -> None:
    cluster = Cluster("opensearch", "3.5", tasks="polls:1")
    task = begin(cluster)
    ok(cluster, "DELETE", f"{ML}/tasks/{task}")
    ok(cluster, "POST", f"{ML}/tasks/_search", {"query": {"match_all": {}}})
    assert cluster.state.store.get(f"docs:{TASKS}", task) is None
