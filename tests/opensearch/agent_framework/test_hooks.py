"""Context management during a run: what is kept of what a model would be told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.brains.chat import ToolCall
from fakeinfer.opensearch.agent_framework.hooks import Context, Manager
from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.making import (
    CONVERSE,
    LLM,
    bodies,
    execute,
    new_fake,
    new_function_agent,
    new_unified_agent,
)
from tests.opensearch.agent_framework.test_running import new_llm

LOOK = ToolCall("lister", {})


def managing(hook: str, type: str, **config: Any) -> dict[str, Any]:
    return {"name": "mine", "hooks": {hook: [{"type": type, "config": config}]}}


def after_calls(fake: FakeOpenSearch, count: int, management: dict[str, Any]) -> list[dict[str, Any]]:
    """What the model is told after so many calls of a tool."""
    agent = new_function_agent(fake, context_management=management)
    fake.endpoint("llm").answers([*[LOOK] * count, "done"])
    execute(fake, agent, parameters={"question": "q", "max_iteration": "9"})
    return bodies(fake)


def test_the_newest_calls_are_kept_each_with_what_it_gave() -> None:
    *_, last = after_calls(
        FakeOpenSearch(version="3.5"), 3, managing("PRE_LLM", "SlidingWindowManager", max_messages=2)
    )
    assert [message["role"] for message in last["messages"]] == ["user", "assistant", "tool"]


def test_a_window_begins_at_no_result_of_a_call() -> None:
    *_, last = after_calls(
        FakeOpenSearch(version="3.5"), 3, managing("PRE_LLM", "SlidingWindowManager", max_messages=3)
    )
    assert [message["role"] for message in last["messages"]] == ["user", "assistant", "tool"]


def test_older_calls_are_summed_up_by_a_model() -> None:
    fake = FakeOpenSearch(version="3.5")
    config = {"preserve_recent_messages": 2, "summary_ratio": 0.5, "summarization_model_id": new_llm(fake.cluster)}
    agent = new_function_agent(fake, context_management=managing("PRE_LLM", "SummarizationManager", **config))
    fake.endpoint("llm").answers([LOOK, LOOK, "we looked once", "done"])
    execute(fake, agent, parameters={"question": "q"})
    told = bodies(fake)[-1]["messages"]
    assert told[1] == {
        "role": "assistant",
        "content": [{"type": "text", "text": "Summarized previous interactions: we looked once"}],
    }
    assert [message["role"] for message in told[2:]] == ["assistant", "tool"]


def test_a_summary_that_fails_changes_nothing() -> None:
    fake = FakeOpenSearch(version="3.5")
    config = {"preserve_recent_messages": 2, "summary_ratio": 0.5, "summarization_model_id": "gone"}
    *_, last = after_calls(fake, 2, managing("PRE_LLM", "SummarizationManager", **config))
    assert len(last["messages"]) == 5


@pytest.mark.parametrize(("version", "kept"), [("3.5", 7), ("3.6", 3)])
def test_the_conversation_is_kept_short_from_3_6_on(version: str, kept: int) -> None:
    """The question that has no answer yet counts as well."""
    fake = FakeOpenSearch(version=version)
    agent = new_function_agent(fake, context_management=managing("POST_MEMORY", "SlidingWindowManager", max_messages=2))
    fake.endpoint("llm").answers(["a", "b", "c", "d"])
    memory = execute(fake, agent, parameters={"question": "q"})["inference_results"][0]["output"][0]["result"]
    for _ in range(3):
        execute(fake, agent, parameters={"question": "q", "memory_id": memory})
    assert len(bodies(fake)[0]["messages"]) == kept


@pytest.mark.parametrize(
    ("activation", "is_wanted"),
    [
        ({}, True),
        ({"tokens_exceed": 4}, True),
        ({"tokens_exceed": 5}, False),
        ({"tokens_exceed": "none"}, True),
        ({"message_count_exceed": 0}, True),
        ({"message_count_exceed": 1}, True),
        ({"message_count_exceed": 2}, False),
        ({"tokens_exceed": 4, "message_count_exceed": 2}, False),
        ("always", True),
    ],
)
def test_all_rules_of_activation_have_to_hold(activation: Any, *, is_wanted: bool) -> None:
    context = Context({"question": "12345678"}, history=[("1234", "12345"), (None, None)])
    assert context.tokens == 5
    assert Manager("SlidingWindowManager", {"activation": activation}).is_wanted(context) is is_wanted


def test_messages_are_summed_up_where_conversations_are_messages() -> None:
    """A summary that leaves as many messages as there were is asked for and thrown away."""
    fake = new_fake("3.6")
    management = managing("POST_MEMORY", "SummarizationManager", preserve_recent_messages=1, summary_ratio=0.5)
    agent = new_unified_agent(fake, CONVERSE, memory={"type": "conversation_index"}, context_management=management)
    fake.endpoint(LLM).answers(["Paris", "wasted", "French", "we spoke of France", "yes"])
    memory = execute(fake, agent, input="capital of France?")["inference_results"][0]["output"][0]["result"]
    execute(fake, agent, input="language there?", parameters={"memory_id": memory})
    where = "$.output.message.content[0].text"
    execute(fake, agent, input="sure?", parameters={"memory_id": memory, "llm_response_filter": where})
    summed, told = bodies(fake)
    assert "capital of France?" in json.dumps(summed)
    texts = [message["content"][0]["text"] for message in told["messages"]]
    assert texts == ["Summarized previous interactions: we spoke of France", "language there?", "French", "sure?"]


def test_what_a_tool_found_is_cut_before_the_model_is_told() -> None:
    bodies = after_calls(
        FakeOpenSearch(version="3.5"), 1, managing("POST_TOOL", "ToolsOutputTruncateManager", max_output_length=5)
    )
    assert bodies[1]["messages"][2]["content"].startswith("row,h... [Output truncated - original length: ")
