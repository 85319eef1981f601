"""Chats answered in one piece, without `_stream`, and what chats of both kinds check before they are answered.

Sources, of elastic/elasticsearch: x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/{TransportInferenceActionProxy,TransportUnifiedCompletionInferenceAction}.java
and x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/results/completion/{UnifiedChatCompletionResults,Choice,Message,ToolCall,Usage}.java
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ...brains.pieces import Shape
from ...errors import ApiError
from ...object_parser import Source
from ...operations import Call
from ...wire import Json
from ..services.service import chats_in_one_piece, services
from . import chat_errors, perform_errors
from .chat_errors import in_chat_form
from .chat_requests import Chat, read_chat
from .chatting import answered, chunks, own_brains_of
from .endpoints import Endpoint, endpoint_to_ask

WHOLE = Shape("whole")
"""How an answer is cut that nobody sees in pieces."""


@contextmanager
def refusals_in_chat_form() -> Iterator[None]:
    """What is refused inside is told as chats are told it."""
    try:
        yield
    except ApiError as refused:
        raise in_chat_form(refused) from None


def answer_chat(call: Call, asked_type: str) -> Json:
    """The answer to a conversation, in one piece, if the endpoint's service gives such."""
    with refusals_in_chat_form():
        asked = read_chat(call, Source(call.request.body))
    if not asked.conversation.messages:  # the server validates requests before what words refusals for chats
        raise chat_errors.messages_empty()
    with refusals_in_chat_form():
        endpoint = chat_endpoint(call, asked_type, asked, lambda endpoint: _refuse_streaming_only(call, endpoint))
        own = own_brains_of(call, endpoint)
        if own is not None:
            answered(call, endpoint, asked, streams=False)
            return own.chat_at_once(endpoint, asked.conversation)
        return whole(chunks(call, endpoint, asked, WHOLE, streams=False))


def chat_endpoint(call: Call, asked_type: str, asked: Chat, check: Callable[[Endpoint], None]) -> Endpoint:
    """The endpoint of the URL, if it chats as it is asked to; `check` is whether it answers in that way."""
    endpoint = endpoint_to_ask(call, asked_type)
    check(endpoint)
    service = services(call.contract).get(endpoint["service"])
    if asked.reasons and not (service is not None and service.document.get("reasons")):
        raise chat_errors.reasoning_not_supported(endpoint["service"])
    if asked.caches and not (service is not None and service.document.get("reasons")):
        raise chat_errors.memory_not_supported(endpoint["service"], asked.caches)
    return endpoint


def _refuse_streaming_only(call: Call, endpoint: Endpoint) -> None:
    service = services(call.contract).get(endpoint["service"])
    if service is None or not chats_in_one_piece(call.contract, service):
        raise perform_errors.chat_needs_streaming()


def whole(parts: Iterable[Json]) -> Json:
    """One answer out of the chunks of a stream: deltas put together, in the order in which a message is printed."""
    said: dict[str, Any] = {}
    calls: dict[int, dict[str, Any]] = {}
    answer: dict[str, Any] = {}
    ending: dict[str, Json] = {}
    for part in parts:
        answer |= part
        for choice in part["choices"]:
            ending |= {name: choice[name] for name in ("finish_reason",) if name in choice}
            for name, value in choice["delta"].items():
                if name == "tool_calls":
                    _add_calls(calls, value)
                elif isinstance(value, str) and name != "role":
                    said[name] = said.get(name, "") + value
                else:
                    said[name] = value
    if calls:
        said["tool_calls"] = list(calls.values())
    order = ("content", "refusal", "role", "reasoning", "tool_calls", "reasoning_details")
    message = {name: said[name] for name in order if name in said}
    usage = {"usage": answer["usage"]} if "usage" in answer else {}
    return {
        "id": answer["id"],
        "choices": [{"message": message, **ending, "index": 0}],
        "model": answer["model"],
        "object": "chat.completion",
        **usage,
    }


def _add_calls(calls: dict[int, dict[str, Any]], pieces: Iterable[Json]) -> None:
    for piece in pieces:
        known = calls.get(piece["index"])
        if known is None:
            calls[piece["index"]] = {**piece, "function": dict(piece["function"])}
        else:
            known["function"]["arguments"] += piece["function"]["arguments"]
