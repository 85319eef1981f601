"""Running agents: through clients, in conversations, and in circles."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.asking import ML, ask, new_connector, ok

PREDICT = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/x",
    "request_body": '{ "prompt": "${parameters.prompt}" }',
}


def new_agent(cluster: Cluster, **agent: Any) -> str:
    id: str = ok(cluster, "POST", f"{ML}/agents/_register", {"name": "a", **agent})["agent_id"]
    return id


def new_llm(cluster: Cluster, request_body: str = PREDICT["request_body"]) -> str:
    connector = new_connector(cluster, actions=[{**PREDICT, "request_body": request_body}])
    body = {"name": "llm", "function_name": "remote", "connector_id": connector}
    id: str = ok(cluster, "POST", f"{ML}/models/_register", body)["model_id"]
    return id


def run(cluster: Cluster, agent: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = ok(cluster, "POST", f"{ML}/agents/{agent}/_execute", {"parameters": parameters})
    output: list[dict[str, Any]] = answer["inference_results"][0]["output"]
    return output


def test_a_conversation_is_told_to_the_model() -> None:
    fake = FakeOpenSearch(version="2.19")
    fake.endpoint("llm").answers(["Paris", "French"])
    cluster = fake.cluster
    llm = {
        "model_id": new_llm(cluster),
        "parameters": {"prompt": "${parameters.chat_history}Q: ${parameters.question}"},
    }
    agent = new_agent(
        cluster,
        type="conversational",
        llm=llm,
        memory={"type": "conversation_index"},
        tools=[{"type": "SearchIndexTool"}],
    )
    first = run(cluster, agent, question="capital of France?")
    run(cluster, agent, question="language there?", memory_id=first[0]["result"])
    asked = fake.journal[-1].upstream[0]["body"]["prompt"]
    assert asked.endswith("Human:capital of France?\nAssistant:Paris\nQ: language there?")


def test_the_ids_in_the_answer_lead_to_the_conversation() -> None:
    cluster = Cluster("opensearch", "2.19")
    tool = {"type": "MLModelTool", "parameters": {"model_id": new_llm(cluster), "prompt": "${parameters.question}"}}
    agent = new_agent(
        cluster, type="conversational_flow", app_type="rag", memory={"type": "conversation_index"}, tools=[tool]
    )
    memory, message, answer = run(cluster, agent, question="why")
    shown = ok(cluster, "GET", f"{ML}/memory/message/{message['result']}")
    assert (shown["memory_id"], shown["input"]) == (memory["result"], "why")
    assert shown["response"] == answer["result"]


def test_agents_that_run_each_other_come_to_an_end() -> None:
    cluster = Cluster("opensearch", "3.5")
    agent = new_agent(cluster, type="flow", tools=[{"type": "AgentTool", "parameters": {"agent_id": "x"}}])
    ok(cluster, "PUT", f"{ML}/agents/{agent}", {"tools": [{"type": "AgentTool", "parameters": {"agent_id": agent}}]})
    response = ask(cluster, "POST", f"{ML}/agents/{agent}/_execute", {"parameters": {"a": "b"}})
    assert response.status == 500
    assert cluster.state.memo["agents_running"] == 0


@pytest.mark.parametrize("version", ["2.13", "2.19", "3.0", "3.8"])
def test_the_list_of_indices_holds_system_indices_too(version: str) -> None:
    cluster = Cluster("opensearch", version)
    ok(cluster, "PUT", "/docs", {})
    kind = "ListIndexTool" if version >= "3" else "CatIndexTool"
    agent = new_agent(cluster, type="flow", tools=[{"type": kind}])
    rows = run(cluster, agent, question="a")[0]["result"].splitlines()
    assert rows[0].startswith("row,health,status,index,uuid,")
    assert {row.split(",")[3] for row in rows[1:]} == {"docs", ".plugins-ml-agent", ".plugins-ml-config"}
    named = run(cluster, agent, indices='["docs"]')[0]["result"].splitlines()
    assert named[1].startswith("1,yellow,open,docs,")


def test_opensearch_py_runs_an_agent() -> None:
    fake = FakeOpenSearch(version="2.19")
    client = fake.client()
    agent = client.ml.register_agents(body={"name": "a", "type": "flow", "tools": [{"type": "SearchIndexTool"}]})
    client.index(index="docs", id="1", body={"t": "x"}, params={"refresh": "true"})
    wanted = json.dumps({"index": "docs", "query": {"query": {"match_all": {}}}})
    answer = client.ml.execute_agent(agent_id=agent["agent_id"], body={"parameters": {"input": wanted}})
    assert '"t":"x"' in answer["inference_results"][0]["output"][0]["result"]
