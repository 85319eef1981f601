"""Tools that are called as functions: what the model is told and told again."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.brains.chat import ToolCall
from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.test_running import new_agent, run
from tests.opensearch.asking import ML, new_connector, ok

BODY = (
    '{"model": "gpt-4o", "messages": [${parameters._chat_history:-}{"role": "user", "content": "${parameters.question}"}'
    "${parameters._interactions:-}]${parameters.tool_configs:-}}"
)
ACTION = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "request_body": BODY,
}


def new_function_agent(fake: FakeOpenSearch) -> str:
    cluster = fake.cluster
    connector = new_connector(cluster, actions=[ACTION])
    model = ok(
        cluster,
        "POST",
        f"{ML}/models/_register",
        {"name": "llm", "function_name": "remote", "connector_id": connector},
    )["model_id"]
    return new_agent(
        cluster,
        type="conversational",
        llm={"model_id": model},
        parameters={"_llm_interface": "openai/v1/chat/completions"},
        memory={"type": "conversation_index"},
        tools=[{"type": "ListIndexTool", "name": "lister"}],
    )


def bodies(fake: FakeOpenSearch) -> list[dict[str, Any]]:
    return [call["body"] for call in fake.journal[-1].upstream]


def test_the_model_is_told_tools_its_own_call_and_what_came_of_it() -> None:
    fake = FakeOpenSearch(version="3.3")
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers([ToolCall("lister", {"indices": []}), "there are two"])
    assert run(fake.cluster, agent, question="how many?")[2]["dataAsMap"]["response"] == "there are two"
    first, second = bodies(fake)
    function = first["tools"][0]["function"]
    assert function["name"] == "lister"
    assert function["parameters"]["properties"]["indices"]["type"] == "array"
    asked, call, found = second["messages"]
    assert asked["content"] == "how many?"
    assert call["tool_calls"][0]["function"]["name"] == "lister"
    assert found["role"] == "tool"
    assert found["tool_call_id"] == call["tool_calls"][0]["id"]
    assert found["content"].startswith("row,health,status")


def test_the_conversation_is_told_as_messages() -> None:
    fake = FakeOpenSearch(version="3.3")
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers(["Paris", "French"])
    memory = run(fake.cluster, agent, question='the "capital" of France?')[0]["result"]
    run(fake.cluster, agent, question="language there?", memory_id=memory)
    messages = bodies(fake)[0]["messages"]
    assert [(message["role"], message["content"]) for message in messages] == [
        ("user", 'the "capital" of France?'),
        ("assistant", "Paris"),
        ("user", "language there?"),
    ]
    assert json.dumps(messages)
