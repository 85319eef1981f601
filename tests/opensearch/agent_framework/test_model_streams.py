"""What models stream to who runs an agent, and what the agent is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.answers import Chat
from fakeinfer.brains.chat import ToolCall
from fakeinfer.opensearch.agent_framework import model_streams
from fakeinfer.opensearch.agent_framework.streams import Stream
from tests.opensearch.agent_framework.making import (
    CONVERSE,
    LLM,
    OPENAI,
    bodies,
    contents,
    new_fake,
    new_function_agent,
    new_unified_agent,
    stream,
)
from tests.opensearch.asking import ML, ok

LOOK = ToolCall("lister", {})


@pytest.mark.parametrize(
    ("version", "provider", "answers"),
    [("3.5", CONVERSE, ["q"]), ("3.6", CONVERSE, ["q", "one text"]), ("3.6", OPENAI, ["q"])],
)
def test_what_the_stream_alone_was_told_is_not_remembered(version: str, provider: str, answers: list[str]) -> None:
    fake = new_fake(version)
    agent = new_unified_agent(fake, provider, memory={"type": "conversation_index"})
    fake.endpoint(LLM).answers(["one text"])
    told = stream(fake, agent, input="q", parameters={"question": "q"} if version == "3.5" else {})
    assert contents(told)[:2] == ["one", " text"]
    memory = told[0]["inference_results"][0]["output"][0]["result"]
    (kept,) = ok(fake.cluster, "GET", f"{ML}/memory/{memory}/messages")["messages"]
    assert [text for text in (kept["input"], kept.get("response")) if text] == answers


@pytest.mark.parametrize("provider", [OPENAI, CONVERSE])
def test_a_call_of_a_tool_is_told_and_made(provider: str) -> None:
    fake = new_fake("3.6")
    agent = new_unified_agent(fake, provider, tools=[{"type": "ListIndexTool", "name": "lister"}])
    fake.endpoint(LLM).answers([Chat("I look. ", tool_calls=[LOOK]), "two"])
    told = contents(stream(fake, agent, input="q", parameters={}))
    assert "".join(told[:3]).startswith("I look. ")
    assert "two" in told
    assert len(bodies(fake)) == 2


def test_a_service_that_fails_ends_the_stream() -> None:
    fake = new_fake("3.5")
    agent = new_function_agent(fake)
    with fake.fail("ml.predict_model", upstream=429, name="llm"):
        told = stream(fake, agent, parameters={"question": "q"})
    assert told[-1]["inference_results"][0]["output"][2]["dataAsMap"]["is_last"] is True


@pytest.mark.parametrize("provider", [OPENAI, CONVERSE])
@pytest.mark.parametrize(
    "value",
    [
        {},
        {"choices": [1], "output": []},
        {"choices": [{"message": 1}], "output": {"message": 1}},
        {
            "choices": [{"message": {"tool_calls": [1]}, "finish_reason": "tool_calls"}],
            "output": {"message": {"content": [1, {"toolUse": 1}]}},
        },
    ],
)
def test_services_may_answer_anything(provider: str, value: dict[str, Any]) -> None:
    told = Stream(new_fake("3.6").cluster.state)
    reads = model_streams._OpenAI if provider == OPENAI else model_streams._Converse
    reads(told.state, told, lambda text: [text]).take(value)
