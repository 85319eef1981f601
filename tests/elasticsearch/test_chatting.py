"""The chunks of a chat's answer."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.chat import Conversation, Said, Tool
from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.chat_requests import Chat
from fakeinfer.elasticsearch.chatting import chunks, model_of

ENDPOINT = {"service_settings": {"model_id": "gpt-4o"}}


def asked(model: str | None = None, **how: Any) -> Chat:
    return Chat(Conversation([Said("user", "hi")], **how), model, reasons=False)


def deltas(chat: Chat) -> list[Any]:
    state = Cluster("elasticsearch").state
    return [choice["delta"] for chunk in chunks(state, ENDPOINT, chat) for choice in chunk["choices"]]


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
    assert deltas(asked(max_tokens=0)) == [{"content": "", "role": "assistant"}, {}]


def test_a_call_begins_with_its_id_and_name_and_its_arguments_follow() -> None:
    tool = Tool("find", "", {"properties": {"q": {"const": "x" * 40}}})
    first, *parts, last = deltas(asked(tools=[tool], required=True))
    (begun,) = first["tool_calls"]
    assert begun["function"] == {"arguments": "", "name": "find"}
    assert begun["type"] == "function"
    calls = [call for part in parts for call in part["tool_calls"]]
    assert [set(call) for call in calls] == [{"index", "function", "type"}] * 2
    assert "".join(call["function"]["arguments"] for call in calls) == f'{{"q":"{"x" * 40}"}}'
    assert last == {}


def test_every_chunk_has_the_same_id_and_the_last_the_usage() -> None:
    told = list(chunks(Cluster("elasticsearch").state, ENDPOINT, asked()))
    assert len({chunk["id"] for chunk in told}) == 1
    assert [chunk.get("usage") is not None for chunk in told] == [False] * (len(told) - 1) + [True]
    assert told[-1]["choices"] == []
