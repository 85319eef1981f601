"""What tutorials about agents do, by opensearch-py: functions called by a model, a plan worked off in a task, and streams."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import SerializationError

from fakeinfer import FakeOpenSearch, ToolCall

INTERFACE = "openai/v1/chat/completions"
BODY = (
    '{"model": "${parameters.model}", "messages": [{"role": "developer", "content": "${parameters.system_prompt:-Be brief.}"},'
    '${parameters._chat_history:-}{"role": "user", "content": "${parameters.prompt}"}${parameters._interactions:-}]'
    "${parameters.tool_configs:-}}"
)
SALES = [{"city": "Oslo", "sold": 7}, {"city": "Rome", "sold": 2}]


def new_model(client: OpenSearch) -> str:
    """A model of OpenAI that takes functions, as the tutorials connect it."""
    action = {
        "action_type": "predict",
        "method": "POST",
        "url": "https://api.openai.com/v1/chat/completions",
        "headers": {"Authorization": "Bearer ${credential.openAI_key}"},
        "request_body": BODY,
    }
    connector = {
        "name": "OpenAI",
        "version": 1,
        "protocol": "http",
        "parameters": {"model": "gpt-4o"},
        "credential": {"openAI_key": "k"},
        "actions": [action],
    }
    connector_id = client.ml.create_connector(body=connector)["connector_id"]
    model = {"name": "llm", "function_name": "remote", "connector_id": connector_id}
    id: str = client.ml.register_model(body=model, params={"deploy": "true"})["model_id"]
    return id


def new_agent(client: OpenSearch, kind: str, **parameters: str) -> str:
    """An agent that looks into an index of sales."""
    for number, sale in enumerate(SALES):
        client.index(index="sales", id=str(number), body=sale, params={"refresh": "true"})
    agent = {
        "name": "seller",
        "type": kind,
        "llm": {"model_id": new_model(client), "parameters": {"max_iteration": 5, "prompt": "${parameters.question}"}},
        "memory": {"type": "conversation_index"},
        "parameters": {"_llm_interface": INTERFACE, **parameters},
        "tools": [{"type": "SearchIndexTool"}],
        "app_type": "os_chat",
    }
    id: str = client.ml.register_agents(body=agent)["agent_id"]
    return id


def look(query: dict[str, Any]) -> ToolCall:
    return ToolCall("SearchIndexTool", {"index": "sales", "query": {"query": query}})


def outputs(answer: Any) -> dict[str, Any]:
    """What an agent gave, by name."""
    found = answer["inference_results"][0]["output"]
    return {one["name"]: one.get("result", one.get("dataAsMap")) for one in found}


@pytest.mark.parametrize("version", ["3.0", "3.3", "3.8"])
def test_a_model_calls_functions_until_it_knows(version: str) -> None:
    with FakeOpenSearch(version=version) as fake:
        client = fake.client()
        agent = new_agent(client, "conversational")
        calls = [look({"match": {"city": "Oslo"}}), look({"match": {"city": "Rome"}})]
        fake.endpoint("llm").answers([*calls, "Nine.", "Oslo."])
        first = outputs(client.ml.execute_agent(agent_id=agent, body={"parameters": {"question": "How many?"}}))
        assert first["response"]["response"] == "Nine."
        *_, told = (call["body"]["messages"] for call in fake.journal[-1].upstream)
        assert [message["role"] for message in told[1:]] == ["user", "assistant", "tool", "assistant", "tool"]
        assert [f'"sold":{sale["sold"]}' in message["content"] for sale, message in zip(SALES, told[3::2], strict=True)]

        more = {"question": "Which sold more?", "memory_id": first["memory_id"]}
        second = outputs(client.ml.execute_agent(agent_id=agent, body={"parameters": more}))
        assert second["response"]["response"] == "Oslo."
        conversation = client.ml.get_all_messages(memory_id=first["memory_id"])["messages"]
        assert [said["response"] for said in conversation] == ["Nine.", "Oslo."]
        traces = client.ml.get_message_traces(message_id=first["parent_interaction_id"])["traces"]
        assert [trace["origin"] for trace in traces if trace["origin"] != "LLM"] == ["SearchIndexTool"] * 2


@pytest.mark.parametrize("version", ["3.0", "3.3", "3.8"])
def test_a_plan_is_worked_off_while_one_polls_the_task(version: str) -> None:
    with FakeOpenSearch(version=version) as fake:
        client = fake.client()
        agent = new_agent(client, "plan_execute_and_reflect")
        plan = json.dumps({"steps": ["find the sales", "add them up"], "result": ""})
        done = json.dumps({"steps": [], "result": "Nine were sold."})
        fake.endpoint("llm").answers([plan, look({"match_all": {}}), "seven and two", done])
        body = {"parameters": {"question": "How many were sold?"}}
        begun = client.ml.execute_agent(agent_id=agent, body=body, params={"async": "true"})
        assert begun["status"] == "RUNNING"
        task = client.ml.get_task(task_id=begun["task_id"])
        while task["state"] not in ("COMPLETED", "FAILED"):
            task = client.ml.get_task(task_id=begun["task_id"])
        assert task["state"] == "COMPLETED"
        told = outputs(task["response"])
        assert told["response"] == {"response": "Nine were sold."}
        traces = client.ml.get_message_traces(message_id=told["parent_interaction_id"])["traces"]
        (step,) = ((trace["input"], trace["response"].partition("\n")[0]) for trace in traces)
        assert step == ("find the sales", "seven and two")
        worked = client.ml.get_all_messages(memory_id=told["executor_agent_memory_id"])["messages"]
        assert [said["input"] for said in worked] == ["find the sales"]


def test_an_answer_is_read_while_it_is_made() -> None:
    with FakeOpenSearch(version="3.5") as fake:
        client = fake.client()
        client.cluster.put_settings(body={"persistent": {"plugins.ml_commons.stream_enabled": True}})
        agent = new_agent(client, "conversational")
        fake.endpoint("llm").answers([look({"match_all": {}}), "Nine were sold."])
        said, frames = [], 0
        asked = {"parameters": {"question": "How many?"}}
        url = f"{fake.url}/_plugins/_ml/agents/{agent}/_execute/stream"
        with httpx.stream("POST", url, json=asked) as response:
            assert response.headers["content-type"] == "text/event-stream"
            for line in response.iter_lines():
                if line.startswith("data: "):
                    frames += 1
                    said.append(outputs(json.loads(line.removeprefix("data: ")))["response"])
        assert said[-1] == {"content": "", "is_last": True}
        assert "".join(part["content"] for part in said[-5:]).endswith("Nine were sold.")
        assert frames == len(said)


def test_the_client_asks_for_streams_and_cannot_read_them() -> None:
    with FakeOpenSearch(version="3.5") as fake:
        client = fake.client()
        client.cluster.put_settings(body={"persistent": {"plugins.ml_commons.stream_enabled": True}})
        agent = new_agent(client, "conversational")
        fake.endpoint("llm").answers(["Nine."])
        with pytest.raises(SerializationError, match="text/event-stream"):
            client.ml.execute_agent_stream(agent_id=agent, body={"parameters": {"question": "How many?"}})
        (asked,) = fake.journal.of("ml.execute_agent_stream")
        assert asked.upstream[0]["body"]["stream"] is True
