"""Who provides an agent's model: messages in the provider's own form, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import providers
from fakeinfer.opensearch.agent_framework.messages import Message, text_message
from tests.opensearch.agent_framework.making import CONVERSE, GEMINI, OPENAI

CALL = {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
CALLS: Message = {"role": "assistant", "content": [{"type": "TEXT", "text": "wait"}], "toolCalls": [CALL]}
GIVES: Message = {"role": "tool", "toolCallId": "1", "content": [{"type": "TEXT", "text": "found"}]}


def told(provider: str, *messages: Message) -> list[Any]:
    return list(json.loads(f"[{providers.body_of(provider, messages)}]"))


def source(kind: str, type: str, data: str) -> dict[str, Any]:
    return {"type": kind, kind.lower(): {"type": type, "format": "pdf", "data": data}}


@pytest.mark.parametrize("provider", [OPENAI, CONVERSE])
def test_a_conversation_with_a_tool_comes_back_as_it_was(provider: str) -> None:
    said = [text_message("user", "a"), CALLS, GIVES, text_message("assistant", "b")]
    shown = told(provider, *said)
    if provider == OPENAI:  # a list of contents is told, and only a text is understood
        shown = [{**message, "content": message["content"][0]["text"]} for message in shown]
    assert [providers.understood(provider, message) for message in shown] == said


def test_what_two_tools_gave_is_one_message_of_converse() -> None:
    *_, given = shown = told(CONVERSE, CALLS, GIVES, {**GIVES, "toolCallId": "2"})
    assert len(shown) == 2
    assert [part["toolResult"]["toolUseId"] for part in given["content"]] == ["1", "2"]


def test_gemini_knows_two_who_speak() -> None:
    assert [one["role"] for one in told(GEMINI, text_message("user", "a"), text_message("assistant", "b"))] == [
        "user",
        "model",
    ]
    with pytest.raises(ApiError):
        providers.understood(GEMINI, {})


@pytest.mark.parametrize(
    ("provider", "block", "part"),
    [
        (
            CONVERSE,
            source("DOCUMENT", "BASE64", "aGk="),
            {"document": {"format": "pdf", "name": "document", "source": {"bytes": "aGk="}}},
        ),
        (
            CONVERSE,
            source("VIDEO", "URL", "s3://a/b"),
            {"video": {"format": "pdf", "source": {"s3Location": "s3://a/b"}}},
        ),
        (GEMINI, source("DOCUMENT", "URL", "gs://a"), {"fileData": {"mimeType": "pdf", "fileUri": "gs://a"}}),
        (GEMINI, source("VIDEO", "URL", "gs://a"), {"fileData": {"mimeType": "video/pdf", "fileUri": "gs://a"}}),
        (OPENAI, source("IMAGE", "URL", "http://a"), {"type": "image_url", "image_url": {"url": "http://a"}}),
    ],
)
def test_files_are_told_in_the_providers_form(provider: str, block: Any, part: Any) -> None:
    (message,) = told(provider, {"role": "user", "content": [block]})
    assert message["parts" if provider == GEMINI else "content"] == [part]


@pytest.mark.parametrize("block", [source("VIDEO", "URL", "s3://a"), source("DOCUMENT", "BASE64", "aGk=")])
def test_openai_takes_pictures_alone(block: Any) -> None:
    with pytest.raises(ApiError, match="not supported in OpenAI"):
        providers.body_of(OPENAI, [{"role": "user", "content": [block]}])


def test_a_message_of_nothing_is_none() -> None:
    assert providers.understood(CONVERSE, {"content": []}) is None
    assert providers.understood(OPENAI, None) is None


@pytest.mark.parametrize("answer", [{}, {"choices": []}, {"choices": 1}, {"choices": [[]]}])
def test_an_answer_may_have_no_message(answer: dict[str, Any]) -> None:
    assert providers.message_in(OPENAI, answer) is None
