"""Agents: what running one says, and what is stored."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import AGENTS, every
from tests.opensearch.asking import ML, ok

FLOW = {"name": "a", "type": "flow", "tools": [{"type": "ListIndexTool"}]}


def test_a_planner_with_an_executor_gets_no_other() -> None:
    cluster = Cluster("opensearch")
    planner = {"name": "p", "type": "plan_execute_and_reflect", "llm": {"model_id": "m"}, "parameters": {}}
    ok(cluster, "POST", f"{ML}/agents/_register", {**planner, "parameters": {"executor_agent_id": "x"}})
    assert len(list(every(cluster.state, AGENTS))) == 1
    ok(cluster, "POST", f"{ML}/agents/_register", planner)
    assert len(list(every(cluster.state, AGENTS))) == 3


def test_an_update_replaces_tools_and_keeps_the_type() -> None:
    cluster = Cluster("opensearch")
    id = ok(cluster, "POST", f"{ML}/agents/_register", {**FLOW, "type": "FLOW"})["agent_id"]
    ok(cluster, "PUT", f"{ML}/agents/{id}", {"type": "FLOW", "tools": [{"type": "MLModelTool"}]})
    agent = ok(cluster, "GET", f"{ML}/agents/{id}")
    assert agent["type"] == "FLOW"
    assert [tool["type"] for tool in agent["tools"]] == ["MLModelTool"]
