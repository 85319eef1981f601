"""Agents that speak AG-UI: what the model is told, and events."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.chat import ToolCall
from fakeinfer.opensearch.agent_framework import agui as module
from tests.opensearch.agent_framework.making import (
    CONVERSE,
    LLM,
    OPENAI,
    agui,
    bodies,
    frames,
    new_fake,
    new_function_agent,
    new_unified_agent,
    stream,
)
from tests.opensearch.asking import ML, ask, ok

PAINT = {"name": "paint", "description": "paints", "parameters": {"type": "object", "properties": {"color": {}}}}


def types(told: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in told]


@pytest.mark.parametrize("version", ["3.5", "3.6", "3.8"])
def test_an_answer_comes_in_pieces_of_a_message(version: str) -> None:
    fake = new_fake(version)
    agent = new_function_agent(fake, type="ag_ui", memory=None)
    fake.endpoint("llm").answers(["one text"])
    told = stream(fake, agent, **agui())
    assert types(told)[:5] == [
        "RUN_STARTED",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
    ]
    assert types(told)[-1] == "RUN_FINISHED"
    assert [event["delta"] for event in told[2:4]] == ["one", " text"]
    assert len({event["messageId"] for event in told[1:5]}) == 1


def test_tools_of_the_agent_run_and_what_they_find_is_told() -> None:
    fake = new_fake("3.6")
    agent = new_function_agent(fake, type="ag_ui", memory=None)
    fake.endpoint("llm").answers([ToolCall("lister", {}), "two"])
    told = stream(fake, agent, **agui(tools=[PAINT]))
    assert "TOOL_CALL_RESULT" in types(told)
    names = {tool["function"]["name"] for tool in bodies(fake)[0]["tools"]}
    assert names == {"lister", "paint"}


def test_tools_of_whoever_asks_end_the_run() -> None:
    fake = new_fake("3.6")
    agent = new_function_agent(fake, type="ag_ui", memory=None)
    fake.endpoint("llm").answers([ToolCall("paint", {"color": "red"}), "never said"])
    told = stream(fake, agent, **agui(tools=[PAINT]))
    assert "TOOL_CALL_RESULT" not in types(told)
    assert types(told)[-1] == "RUN_FINISHED"
    assert len(bodies(fake)) == 1


@pytest.mark.parametrize("provider", [OPENAI, CONVERSE])
def test_the_context_stands_before_the_question(provider: str) -> None:
    fake = new_fake("3.6")
    agent = new_unified_agent(fake, provider, type="ag_ui", memory={"type": "conversation_index"})
    fake.endpoint(LLM).answers(["one text"])
    stream(fake, agent, **agui(context=[{"description": "page", "value": "home"}]))
    asked = [message for message in bodies(fake)[0]["messages"] if message["role"] == "user"]
    assert [message["content"][0]["text"] for message in asked] == ["Context:\n- page: home\n\nwhy"]


def test_a_thread_is_remembered_and_told_on_demand() -> None:
    fake = new_fake("3.6")
    agent = new_unified_agent(fake, CONVERSE, type="ag_ui", memory={"type": "conversation_index"})
    fake.endpoint(LLM).answers(["because"])
    stream(fake, agent, **agui(threadId=""))
    (thread,) = (memory["memory_id"] for memory in ok(fake.cluster, "GET", f"{ML}/memory")["memories"])
    told = stream(fake, agent, **agui(threadId=thread, messages=[]))
    assert types(told)[:2] == ["RUN_STARTED", "MESSAGES_SNAPSHOT"]
    assert [(message["role"], message["content"]) for message in told[1]["messages"]] == [
        ("user", "why"),
        ("assistant", "because"),
    ]


def test_what_goes_wrong_is_an_event() -> None:
    fake = new_fake("3.8")
    agent = new_function_agent(fake, type="ag_ui", llm=None, memory=None)
    told = frames(ask(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute/stream", agui()))
    assert types(told) == ["RUN_STARTED", "RUN_ERROR"]


@pytest.mark.parametrize("left_out", ["threadId", "runId", "state", "messages", "tools", "context", "forwardedProps"])
def test_a_body_has_the_form_when_all_fields_are_there(left_out: str) -> None:
    body = agui()
    assert module.is_input(body)
    del body[left_out]
    assert not module.is_input(body)


def test_pictures_are_read_and_other_files_are_not() -> None:
    content = [
        {"type": "text", "text": "look"},
        {"type": "binary", "mimeType": "image/png", "data": "aGk="},
        {"type": "binary", "mimeType": "audio/wav", "data": "aGk="},
    ]
    _, said = module.read(agui(messages=[{"role": "user", "content": content}]), structured=True)
    assert said is not None
    assert [block["type"] for block in said.value[0]["content"]] == ["TEXT", "IMAGE"]
