"""Answers that a test writes down for an endpoint, read and checked as far as that goes without the call they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..faults import Upstream
from .chat import ToolCall


@dataclass(frozen=True, slots=True)
class Chat:
    """An answer of a chat with everything that can be said about it; what is None is as it comes."""

    text: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning: str = ""


_CHAT_KEYS = ("text", "tool_calls", "finish_reason", "usage", "reasoning")


def read_answer(answer: Any) -> Any:
    """One scripted answer, checked as far as it can be without the call; ValueError for what is none."""
    if isinstance(answer, str | ToolCall | Chat | Upstream):
        return answer
    if isinstance(answer, Mapping):
        return _read_mapping(answer)
    if isinstance(answer, list | tuple) and answer:
        return tuple(answer) if all(isinstance(part, ToolCall) for part in answer) else list(answer)
    raise ValueError(
        "an answer is a text, a ToolCall or several, a Chat or a mapping of its parts, an Upstream failure, or a list of"
        f" scores, of (index, score) or of embeddings; not {answer!r}"
    )


def _read_mapping(answer: Mapping[str, Any]) -> Any:
    """The forms that JSON has: `{"upstream": 429}`, and the parts of a chat's answer."""
    if "upstream" in answer:
        if len(answer) > 1:
            raise ValueError("an answer that is an upstream failure holds nothing else")
        return Upstream.read(answer["upstream"])
    if unknown := [name for name in answer if name not in _CHAT_KEYS]:
        raise ValueError(f"an answer of a chat has {', '.join(_CHAT_KEYS)}; not {', '.join(map(str, unknown))}")
    usage = answer.get("usage") or {}
    if not isinstance(usage, Mapping) or not all(type(count) is int and count >= 0 for count in usage.values()):
        raise ValueError("usage is a mapping of prompt_tokens and completion_tokens to numbers")
    for name in ("text", "finish_reason", "reasoning"):
        if not isinstance(answer.get(name), str | None):
            raise ValueError(f"{name} of an answer is a text, not {answer[name]!r}")
    return Chat(
        answer.get("text") or "",
        tuple(_read_tool_call(call) for call in answer.get("tool_calls") or ()),
        answer.get("finish_reason"),
        usage.get("prompt_tokens"),
        usage.get("completion_tokens"),
        answer.get("reasoning") or "",
    )


def _read_tool_call(call: Any) -> ToolCall:
    if isinstance(call, ToolCall):
        return call
    if (
        not isinstance(call, Mapping)
        or not isinstance(call.get("name"), str)
        or not call.keys() <= {"name", "arguments"}
    ):
        raise ValueError(f"a tool call has a name and arguments, not {call!r}")
    arguments = call.get("arguments", {})
    if not isinstance(arguments, str | Mapping):
        raise ValueError(f"arguments of a tool call are an object or JSON text, not {arguments!r}")
    return ToolCall(call["name"], arguments)
