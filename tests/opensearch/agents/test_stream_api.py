"""Streams of agents: what is refused before one begins, and what breaks one off."""

from __future__ import annotations

import pytest

from fakeinfer.brains.chat import ToolCall
from fakeinfer.cluster import Cluster
from tests.opensearch.agent_framework.making import contents, frames, new_fake, new_function_agent, stream
from tests.opensearch.agent_framework.test_running import new_agent
from tests.opensearch.asking import KEY, ML, ask, ok, refused


def test_streaming_is_off_before_anything_else() -> None:
    cluster = Cluster("opensearch", "3.3", settings={KEY + "agent_framework_enabled": False})
    path = f"{ML}/agents/x/_execute/stream"
    assert "Streaming is currently disabled" in refused(cluster, "POST", path, {"parameters": {}})[1]


@pytest.mark.parametrize("version", ["3.3", "3.8"])
def test_a_stream_tells_its_conversation_in_each_frame(version: str) -> None:
    fake = new_fake(version)
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers(["Hello you"]).streams(chunks=["Hello ", "you"])
    told = stream(fake, agent, parameters={"question": "hi"})
    assert contents(told) == ["Hello ", "you", ""]
    ids = {frame["inference_results"][0]["output"][0]["result"] for frame in told}
    (kept,) = ok(fake.cluster, "GET", f"{ML}/memory/{ids.pop()}/messages")["messages"]
    assert (kept["input"], kept.get("response")) == ("hi", None)


def test_a_tool_is_used_in_the_middle_of_a_stream() -> None:
    fake = new_fake("3.3")
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers([ToolCall("lister", {}), "two"])
    told = contents(stream(fake, agent, parameters={"question": "how many?"}))
    assert '"function":{"name":"lister"' in told[0]
    assert any(text.startswith("row,health,status") or "row,health" in text for text in told)
    assert told[-2:] == ["two", ""]


@pytest.mark.parametrize("kind", ["flow", "conversational_flow"])
def test_who_asks_for_a_stream_of_a_flow_waits_forever(kind: str) -> None:
    fake = new_fake("3.3")
    agent = new_agent(fake.cluster, type=kind, tools=[{"type": "ListIndexTool"}], app_type="x")
    body = {"parameters": {"question": "q"}}
    assert ask(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute/stream", body).closes


def test_a_stream_that_failed_is_told_with_status_200() -> None:
    fake = new_fake("3.7")
    agent = new_function_agent(fake)
    response = ask(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute/stream", {"parameters": {}})
    assert response.status == 200
    assert list(frames(response)[-1]) == ["error"]
