"""Chats in one piece: chunks put together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.plain_chats import whole
from fakeinfer.faulting import declare
from fakeinfer.wire import Request
from tests.elasticsearch.asking import ask


def chunk(delta: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "c",
        "choices": [{"delta": delta, **more, "index": 0}],
        "model": "m",
        "object": "chat.completion.chunk",
    }


USAGE = {"completion_tokens": 1, "prompt_tokens": 1, "total_tokens": 2}
END: dict[str, Any] = {"id": "c", "choices": [], "model": "m", "object": "chat.completion.chunk", "usage": USAGE}


def test_pieces_of_a_text_are_joined() -> None:
    parts = [chunk({"content": "", "role": "assistant"}), chunk({"content": "a "}), chunk({"content": "b"})]
    answer = whole([*parts, chunk({}, finish_reason="stop"), END])
    message = {"content": "a b", "role": "assistant"}
    choice = {"message": message, "finish_reason": "stop", "index": 0}
    assert answer == {"id": "c", "choices": [choice], "model": "m", "object": "chat.completion", "usage": USAGE}
    assert list(answer["choices"][0]) == ["message", "finish_reason", "index"]


def test_reasoning_stands_between_role_and_tools() -> None:
    call = {"index": 0, "id": "x", "function": {"arguments": "", "name": "f"}, "type": "function"}
    parts = [
        chunk({"role": "assistant", "reasoning": "hm"}),
        chunk({"tool_calls": [call]}),
        chunk({"tool_calls": [{"index": 0, "function": {"arguments": "{}"}, "type": None}]}),
        chunk({"tool_calls": [{**call, "index": 1, "id": "y"}]}),
    ]
    (choice,) = whole([*parts, END])["choices"]
    assert list(choice["message"]) == ["role", "reasoning", "tool_calls"]
    assert choice["message"]["tool_calls"] == [
        {**call, "function": {"arguments": "{}", "name": "f"}},
        {**call, "index": 1, "id": "y"},
    ]


OPENSHIFT = {"service": "openshift_ai", "service_settings": {"api_key": "k", "url": "http://x/v1", "model_id": "m"}}
FOR_TESTS = {"service": "streaming_completion_test_service", "service_settings": {"model": "m", "api_key": "k"}}
CHAT = {"messages": [{"role": "user", "content": "hello"}]}


@pytest.mark.parametrize("config", [OPENSHIFT, FOR_TESTS])
@pytest.mark.parametrize("upstream", [429, {"status": 429, "after_chunks": 1}])
def test_a_provider_that_fails_refuses_a_chat_in_one_piece_with_its_status(config: Any, upstream: Any) -> None:
    cluster = Cluster("elasticsearch", "9.6", test_services=True)
    assert ask(cluster, "PUT", "/_inference/chat_completion/c", config)[0] == 200
    assert ask(cluster, "POST", "/_inference/chat_completion/c", CHAT)[0] == 200
    declare(cluster, "inference.inference", {}, upstream=upstream)
    assert ask(cluster, "POST", "/_inference/chat_completion/c", CHAT)[0] == 429


def test_a_provider_that_fails_breaks_off_the_chat_of_a_service_that_answers_by_itself() -> None:
    cluster = Cluster("elasticsearch", "9.5", test_services=True)
    assert ask(cluster, "PUT", "/_inference/chat_completion/c", FOR_TESTS)[0] == 200
    declare(cluster, "inference.chat_completion_unified", {}, upstream={"status": 500, "after_chunks": 1})
    body = json.dumps({"messages": [*CHAT["messages"], *CHAT["messages"]]}).encode()
    headers = {"Content-Type": "application/json"}
    request = Request.build("POST", "/_inference/chat_completion/c/_stream", headers, body)
    answer = cluster.handle(request).content
    assert answer.count(b"event: message") == 1
    assert b"event: error" in answer
