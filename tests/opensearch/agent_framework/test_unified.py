"""Agents of the unified form: what their models are asked, whatever form a question has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.opensearch.agent_framework.making import (
    CONVERSE,
    GEMINI,
    LLM,
    OPENAI,
    bodies,
    execute,
    new_fake,
    new_unified_agent,
)
from tests.opensearch.asking import ML, ok

IMAGE = {"type": "image", "source": {"type": "base64", "format": "png", "data": "aGk="}}
SAID = [
    {"role": "user", "content": [{"type": "text", "text": "My name is Ada."}]},
    {"role": "assistant", "content": [{"type": "text", "text": "Hello Ada."}]},
    {"role": "user", "content": [{"type": "text", "text": "Who am I?"}]},
]


@pytest.mark.parametrize("version", ["3.5", "3.8"])
@pytest.mark.parametrize(
    ("provider", "field", "said"),
    [
        (OPENAI, "messages", {"role": "user", "content": "why"}),
        (CONVERSE, "messages", {"role": "user", "content": [{"text": "why"}]}),
        (GEMINI, "contents", {"role": "user", "parts": [{"text": "why"}]}),
    ],
)
def test_a_text_is_asked_in_the_models_own_form(version: str, provider: str, field: str, said: dict[str, Any]) -> None:
    fake = new_fake(version)
    agent = new_unified_agent(fake, provider)
    fake.endpoint(LLM).answers(["because"])
    output = execute(fake, agent, input="why")["inference_results"][0]["output"]
    assert output[-1]["dataAsMap"]["response"] == "because"
    (asked,) = bodies(fake)
    assert asked[field][-1] == said


@pytest.mark.parametrize(
    ("provider", "field", "parts"),
    [
        (
            OPENAI,
            "messages",
            [
                {"type": "text", "text": "what is it?"},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}},
            ],
        ),
        (CONVERSE, "messages", [{"text": "what is it?"}, {"image": {"format": "png", "source": {"bytes": "aGk="}}}]),
        (GEMINI, "contents", [{"text": "what is it?"}, {"inlineData": {"mimeType": "image/png", "data": "aGk="}}]),
    ],
)
def test_pictures_are_shown_in_3_5(provider: str, field: str, parts: list[Any]) -> None:
    fake = new_fake("3.5")
    agent = new_unified_agent(fake, provider)
    fake.endpoint(LLM).answers(["a hat"])
    execute(fake, agent, input=[{"type": "text", "text": "what is it?"}, IMAGE])
    said = bodies(fake)[0][field][-1]
    assert said.get("content", said.get("parts")) == parts


def test_a_conversation_given_whole_is_told_and_kept() -> None:
    fake = new_fake("3.5")
    agent = new_unified_agent(fake, CONVERSE, memory={"type": "conversation_index"})
    fake.endpoint(LLM).answers(["You are Ada."])
    output = execute(fake, agent, input=SAID)["inference_results"][0]["output"]
    assert [message["role"] for message in bodies(fake)[0]["messages"]][-3:] == ["user", "assistant", "user"]
    kept = ok(fake.cluster, "GET", f"{ML}/memory/{output[0]['result']}/messages")["messages"]
    assert [message["input"].strip() for message in kept] == ["My name is Ada.", "Who am I?"]


@pytest.mark.parametrize("provider", [OPENAI, CONVERSE])
def test_the_model_is_told_what_was_said_before(provider: str) -> None:
    fake = new_fake("3.6")
    agent = new_unified_agent(fake, provider, memory={"type": "conversation_index"})
    fake.endpoint(LLM).answers(["Paris", "French"])
    memory = execute(fake, agent, input="capital of France?")["inference_results"][0]["output"][0]["result"]
    execute(fake, agent, input="language there?", parameters={"memory_id": memory})
    roles = [message["role"] for message in bodies(fake)[0]["messages"] if message["role"] != "system"]
    assert roles == ["user", "assistant", "user"]
    kept = ok(fake.cluster, "GET", f"{ML}/memory/{memory}/messages")["messages"]
    assert [(said["input"], said["response"]) for said in kept] == [
        ("capital of France?", "Paris"),
        ("language there?", "French"),
    ]


def test_the_models_own_parameters_are_sent() -> None:
    fake = new_fake("3.7")
    agent = new_unified_agent(fake, CONVERSE, model_parameters={"max_tokens": "77"})
    fake.endpoint(LLM).answers(["x"])
    execute(fake, agent, input="why")
    assert "77" in str(bodies(fake)[0]["inferenceConfig"]["maxTokens"])


def test_planners_put_their_own_prompt_where_the_text_stood() -> None:
    fake = new_fake("3.5")
    agent = new_unified_agent(fake, CONVERSE, type="plan_execute_and_reflect", parameters={})
    fake.endpoint(LLM).answers(['{"steps": [], "result": "done"}'])
    execute(fake, agent, input="why")
    assert "Objective: ```why" in bodies(fake)[0]["messages"][0]["content"][0]["text"]
