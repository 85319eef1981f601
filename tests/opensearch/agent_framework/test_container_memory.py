"""Agents that remember in a container: working memories of a session."""

from __future__ import annotations

from typing import Any

from fakeinfer.brains.chat import ToolCall
from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.making import bodies, execute, new_function_agent
from tests.opensearch.asking import ML, ok


def new_remembering_agent(fake: FakeOpenSearch) -> tuple[str, str]:
    box: str = ok(fake.cluster, "POST", f"{ML}/memory_containers/_create", {"name": "box"})["memory_container_id"]
    return new_function_agent(fake, memory={"type": "agentic_memory", "memory_container_id": box}), box


def kept(fake: FakeOpenSearch, box: str, kind: str = "working") -> list[dict[str, Any]]:
    path = f"{ML}/memory_containers/{box}/memories/{kind}/_search"
    return [hit["_source"] for hit in ok(fake.cluster, "POST", path, {"query": {"match_all": {}}})["hits"]["hits"]]


def test_questions_traces_and_answers_are_working_memories() -> None:
    fake = FakeOpenSearch(version="3.5")
    agent, box = new_remembering_agent(fake)
    fake.endpoint("llm").answers([ToolCall("lister", {}), "two"])
    session = execute(fake, agent, parameters={"question": "how many?"})["inference_results"][0]["output"][0]["result"]
    memories = kept(fake, box)
    assert {memory["namespace"]["session_id"] for memory in memories} == {session}
    (asked,) = (memory for memory in memories if memory["metadata"]["type"] == "message")
    assert (asked["structured_data_blob"]["input"], asked["structured_data_blob"]["response"]) == ("how many?", "two")
    traces = [memory for memory in memories if memory["metadata"]["type"] == "trace"]
    assert [trace["metadata"]["trace_number"] for trace in traces] == ["1", "2", "3"]
    assert traces[1]["structured_data_blob"]["origin"] == "lister"


def test_the_session_goes_on() -> None:
    fake = FakeOpenSearch(version="3.5")
    agent, box = new_remembering_agent(fake)
    fake.endpoint("llm").answers(["Paris", "French"])
    first = execute(fake, agent, parameters={"question": "capital of France?"})
    session = first["inference_results"][0]["output"][0]["result"]
    execute(fake, agent, parameters={"question": "language there?", "memory_id": session})
    assert [message["content"] for message in bodies(fake)[0]["messages"]] == [
        "capital of France?",
        "Paris",
        "language there?",
    ]
    (began,) = kept(fake, box, "sessions")
    assert began["summary"] == "capital of France?"


def test_a_session_of_a_name_of_ones_own_begins_from_3_6_on() -> None:
    fake = FakeOpenSearch(version="3.6")
    agent, box = new_remembering_agent(fake)
    fake.endpoint("llm").answers(["a"])
    answer = execute(fake, agent, parameters={"question": "q", "memory_id": "mine"})
    assert answer["inference_results"][0]["output"][0]["result"] == "mine"
    assert len(kept(fake, box, "sessions")) == 1
