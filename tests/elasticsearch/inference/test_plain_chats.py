"""Chats in one piece: chunks put together."""

from __future__ import annotations

from typing import Any

from fakeinfer.elasticsearch.inference.plain_chats import whole


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
