"""Agents that plan: what the model is told, and the conversation of the agent that does the work."""

from __future__ import annotations

import json

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.test_running import new_agent, new_llm, run
from tests.opensearch.asking import ML, ok


def plan(steps: list[str], result: str = "") -> str:
    return json.dumps({"steps": steps, "result": result})


def test_the_plan_is_thought_over_after_each_step() -> None:
    fake = FakeOpenSearch(version="3.3")
    cluster = fake.cluster
    agent = new_agent(
        cluster,
        type="plan_execute_and_reflect",
        llm={"model_id": new_llm(cluster)},
        memory={"type": "conversation_index"},
        tools=[{"type": "ListIndexTool"}],
    )
    fake.endpoint("llm").answers([plan(["look", "tell"]), "saw it", plan(["tell"]), "told it", plan([], "all is well")])
    memory, message, executor, _, answer = run(cluster, agent, question="how is it?")
    assert answer["dataAsMap"] == {"response": "all is well"}
    prompts = [call["body"]["prompt"] for call in fake.journal[-1].upstream]
    assert "Objective: how is it?" in prompts[0]
    assert "- ListIndexTool: " in prompts[0]
    assert "Original plan:\n[look, tell]" in prompts[2]
    assert "Step: look\n, \nStep Result: saw it\n" in prompts[2]
    traces = ok(cluster, "GET", f"{ML}/memory/message/{message['result']}/traces")["traces"]
    assert [(trace["input"], trace["response"]) for trace in traces] == [("look", "saw it"), ("tell", "told it")]
    work = ok(cluster, "GET", f"{ML}/memory/{executor['result']}/messages")["messages"]
    assert [said["input"] for said in work] == ["look", "tell"]
    assert ok(cluster, "GET", f"{ML}/memory/{memory['result']}/messages")["messages"][0]["response"] == "all is well"
