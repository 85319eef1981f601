"""Agents that plan: what the model is told, and the conversation of the agent that does the work."""

from __future__ import annotations

import json
from typing import Any

import pytest

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
        parameters={},
    )
    fake.endpoint("llm").answers([plan(["look", "tell"]), "saw it", plan(["tell"]), "told it", plan([], "all is well")])
    memory, message, executor, _, answer = run(cluster, agent, question="how is it?")
    assert answer["dataAsMap"] == {"response": "all is well"}
    prompts = [call["body"]["prompt"] for call in fake.journal[-1].upstream]
    assert "Objective: how is it?" in prompts[0]
    assert "Tool 1 - ListIndexTool: " in prompts[0]
    assert "Original plan:\n[look, tell]" in prompts[2]
    assert "\nStep 1: look\n, \nStep 1 Result: saw it\n" in prompts[2]
    traces = ok(cluster, "GET", f"{ML}/memory/message/{message['result']}/traces")["traces"]
    assert [(trace["input"], trace["response"]) for trace in traces] == [("look", "saw it"), ("tell", "told it")]
    work = ok(cluster, "GET", f"{ML}/memory/{executor['result']}/messages")["messages"]
    assert [said["input"] for said in work] == ["look", "tell"]
    assert ok(cluster, "GET", f"{ML}/memory/{memory['result']}/messages")["messages"][0]["response"] == "all is well"


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("3.0", ["- ListIndexTool: ", "At all costs, do not execute the steps", "Objective: how is it? \n\n"]),
        (
            "3.2",
            [
                "Tool 1 - ListIndexTool: ",
                "Avoid unnecessary steps.",
                "Objective: how is it? \n\nRemember: Respond only in JSON",
            ],
        ),
        ("3.4", ["Objective: ```how is it?``` \n\nRemember: Respond only in JSON"]),
    ],
)
def test_each_release_tells_the_planner_in_its_own_words(version: str, words: list[str]) -> None:
    fake, agent = new_planner(version)
    fake.endpoint("llm").answers([plan([], "well")])
    run(fake.cluster, agent, question="how is it?")
    prompt = fake.journal[-1].upstream[0]["body"]["prompt"]
    assert [text for text in words if text not in prompt] == []


@pytest.mark.parametrize(
    ("version", "begins"),
    [
        ("3.1", "You are part of an OpenSearch cluster."),
        ("3.7", "You are a thoughtful and analytical planner agent"),
        ("3.8", "# Investigation Planner Agent\n\nYou are a thoughtful"),
    ],
)
def test_each_release_has_a_system_prompt_of_its_own(version: str, begins: str) -> None:
    fake, agent = new_planner(version, body='{"system": "${parameters.system_prompt}"}')
    fake.endpoint("llm").answers([plan([], "well")])
    run(fake.cluster, agent, question="how is it?")
    assert fake.journal[-1].upstream[0]["body"]["system"].startswith(begins)


def test_parts_of_the_system_prompt_may_be_replaced() -> None:
    fake, agent = new_planner("3.8", body='{"system": "${parameters.system_prompt}"}')
    fake.endpoint("llm").answers([plan([], "well")])
    run(fake.cluster, agent, question="q", planner_system_prompt_prefix="Plan!", result_expand_and_override="Be brief.")
    told = fake.journal[-1].upstream[0]["body"]["system"]
    assert told.startswith("Plan!\n# Instructions")
    assert "leave it empty if you want to execute more steps. Be brief.\n## Critical Rules" in told


@pytest.mark.parametrize(("version", "texts"), [("3.1", []), ("3.2", ["system"]), ("3.8", [])])
def test_planners_may_know_the_time(version: str, texts: list[str]) -> None:
    fake, agent = new_planner(version, body='{"system": "${parameters.system_prompt}"}')
    fake.endpoint("llm").answers([plan([], "well")])
    run(fake.cluster, agent, question="q", inject_datetime=True, datetime_format="yyyy")
    told = fake.journal[-1].upstream[0]["body"]
    assert [name for name in told if told[name].endswith("\n\nCurrent date and time: 2026")] == texts


def test_a_task_learns_early_where_the_executor_remembers() -> None:
    fake, agent = new_planner("3.3", memory={"type": "conversation_index"})
    fake.endpoint("llm").answers([plan(["look"]), "saw it", plan([], "well")])
    begun = ok(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute?async=true", {"parameters": {"question": "q"}})
    task = ok(fake.cluster, "GET", f"{ML}/tasks/{begun['task_id']}")
    assert task["state"] == "COMPLETED"
    named = ["executor_agent_memory_id", "executor_agent_parent_interaction_id", "inference_results", "memory_id"]
    assert sorted(task["response"]) == [*named, "parent_interaction_id"]


def new_planner(
    version: str, body: str = '{"prompt": "${parameters.prompt}"}', **agent: Any
) -> tuple[FakeOpenSearch, str]:
    """A fake with a planner that looks at indices."""
    fake = FakeOpenSearch(version=version)
    agent = {"memory": {"type": "conversation_index"}, "parameters": {}, **agent}
    llm = {"model_id": new_llm(fake.cluster, body)}
    tools = [{"type": "ListIndexTool"}]
    return fake, new_agent(fake.cluster, type="plan_execute_and_reflect", llm=llm, tools=tools, **agent)
