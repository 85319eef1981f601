"""Agents of the type conversational_v2: their loop, and what they remember."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.chat import ToolCall
from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.making import CONVERSE, LLM, OPENAI, bodies, execute, new_fake, new_unified_agent
from tests.opensearch.asking import ML, ok

TOOLS = [{"type": "ListIndexTool", "name": "lister"}]


def new_v2_agent(fake: FakeOpenSearch, provider: str) -> tuple[str, str]:
    box = ok(fake.cluster, "POST", f"{ML}/memory_containers/_create", {"name": "box"})["memory_container_id"]
    memory = {"type": "agentic_memory", "memory_container_id": box}
    return new_unified_agent(fake, provider, type="conversational_v2", memory=memory, tools=TOOLS), box


def remembered(fake: FakeOpenSearch, box: str) -> list[Any]:
    path = f"{ML}/memory_containers/{box}/memories/working/_search"
    hits = ok(fake.cluster, "POST", path, {"query": {"match_all": {}}, "sort": [{"message_id": "asc"}]})["hits"]["hits"]
    return [hit["_source"]["structured_data_blob"]["message"] for hit in hits]


@pytest.mark.parametrize("provider", [OPENAI, CONVERSE])
def test_tools_are_used_and_the_whole_conversation_is_kept(provider: str) -> None:
    fake = new_fake("3.6")
    agent, box = new_v2_agent(fake, provider)
    fake.endpoint(LLM).answers([ToolCall("lister", {}), "there are two"])
    answer = execute(fake, agent, input="how many?")
    assert (answer["stop_reason"], answer["message"]["content"]) == ("end_turn", [{"text": "there are two"}])
    first, second = bodies(fake)
    assert len(second["messages"]) - len(first["messages"]) == 2
    assert [message["role"] for message in remembered(fake, box)] == ["user", "assistant", "tool", "assistant"]


def test_the_next_question_knows_the_last_answer() -> None:
    fake = new_fake("3.6")
    agent, _ = new_v2_agent(fake, CONVERSE)
    fake.endpoint(LLM).answers(["Paris", "French"])
    first = execute(fake, agent, input="capital of France?")
    execute(fake, agent, input="language there?", parameters={"memory_id": first["memory_id"]})
    assert [message["content"][0]["text"] for message in bodies(fake)[0]["messages"]] == [
        "capital of France?",
        "Paris",
        "language there?",
    ]


def test_it_gives_up_after_some_rounds() -> None:
    fake = new_fake("3.6")
    agent, _ = new_v2_agent(fake, CONVERSE)
    fake.endpoint(LLM).answers([ToolCall("lister", {})] * 9)
    answer = execute(fake, agent, input="how many?", parameters={"max_iteration": "2"})
    assert answer["stop_reason"] == "max_iterations"
    assert len(bodies(fake)) == 2
