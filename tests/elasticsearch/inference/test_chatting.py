"""The chunks of a chat's answer."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.chat import Answer, Conversation, Said, Tool, ToolCall, chat
from fakeinfer.brains.pieces import Shape
from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.chat_requests import Chat
from fakeinfer.elasticsearch.inference.chatting import chunks_of, model_of


def asked(model: str | None = None, **how: Any) -> Chat:
    return Chat(Conversation([Said("user", "hi")], **how), model, reasons=False)


def told(answer: Answer, shape: Shape | None = None) -> list[Any]:
    return list(chunks_of(Cluster("elasticsearch").state, answer, "gpt-4o", shape or Shape()))


def deltas(answer: Answer, shape: Shape | None = None) -> list[Any]:
    return [choice["delta"] for chunk in told(answer, shape) for choice in chunk["choices"]]


@pytest.mark.parametrize(
    ("settings", "asked_for", "model"),
    [
        ({"model_id": "a", "model": "b"}, None, "a"),
        ({"resource_name": "r", "deployment_id": "d"}, None, "d"),
        ({"model_id": "a"}, "mine", "mine"),
        ({"url": "http://x"}, None, "unknown"),
    ],
)
def test_the_model_is_the_one_asked_for_or_the_endpoints(
    settings: dict[str, str], asked_for: str | None, model: str
) -> None:
    assert model_of({"service_settings": settings}, asked(asked_for)) == model


def test_an_answer_begins_with_its_role() -> None:
    assert deltas(chat(asked(max_tokens=0).conversation)) == [{"content": "", "role": "assistant"}, {}]


def test_a_call_begins_with_its_id_and_name_and_its_arguments_follow() -> None:
    tool = Tool("find", "", {"properties": {"q": {"const": "x" * 40}}})
    first, *parts, last = deltas(chat(asked(tools=[tool], required=True).conversation))
    (begun,) = first["tool_calls"]
    assert begun["function"] == {"arguments": "", "name": "find"}
    assert begun["type"] == "function"
    calls = [call for part in parts for call in part["tool_calls"]]
    assert [set(call) for call in calls] == [{"index", "function", "type"}] * 2
    assert "".join(call["function"]["arguments"] for call in calls) == f'{{"q":"{"x" * 40}"}}'
    assert last == {}


def test_every_chunk_has_the_same_id_and_the_last_the_usage() -> None:
    sent = told(chat(asked().conversation))
    assert len({chunk["id"] for chunk in sent}) == 1
    assert [chunk.get("usage") is not None for chunk in sent] == [False] * (len(sent) - 1) + [True]
    assert sent[-1]["choices"] == []


def test_several_calls_are_told_apart_by_their_index() -> None:
    answer = Answer("", (ToolCall("one", {"a": 1}), ToolCall("two")), "tool_calls", 1, 1)
    calls = [call for delta in deltas(answer) for call in delta.get("tool_calls", ())]
    assert [(call["index"], call["function"].get("name")) for call in calls] == [
        (0, "one"),
        (0, None),
        (1, "two"),
        (1, None),
    ]


def test_a_text_comes_in_the_pieces_that_are_wanted() -> None:
    contents = [delta["content"] for delta in deltas(Answer("One two", (), "stop", 1, 1), Shape(3)) if delta]
    assert contents == ["", "One", " tw", "o"]
