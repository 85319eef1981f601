"""What a chat endpoint answers, in the chunks that its stream is made of.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/results/StreamingUnifiedChatCompletionResults.java
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..brains.chat import Answer
from ..brains.pieces import cut
from ..brains.hashed import brains_of
from ..wire import Json
from . import changes
from .chat_requests import Chat

if TYPE_CHECKING:
    from ..cluster import State

_MODEL_SETTINGS = ("model_id", "model", "deployment_id", "endpoint_name")
_ARGUMENTS_A_CHUNK = 24


def events_data(state: State, endpoint: Mapping[str, Any], asked: Chat) -> Iterator[Json]:
    """The data of the stream's events."""
    wrapped = changes.CHAT_CHUNKS_ARE_WRAPPED in state.switched_on
    for chunk in chunks(state, endpoint, asked):
        yield {"chat_completion": chunk} if wrapped else chunk


def chunks(state: State, endpoint: Mapping[str, Any], asked: Chat) -> Iterator[Json]:
    """A chunk with the role, the answer in pieces, a chunk that says why it ends, and what it cost; reasoning comes first."""
    answer = brains_of(state).chat(asked.conversation)
    head = {"id": f"chatcmpl-{state.ids.auto_id()}"}
    tail = {"model": model_of(endpoint, asked), "object": "chat.completion.chunk"}

    def chunk(delta: Json, finish_reason: str | None = None) -> Json:
        ending = {} if finish_reason is None else {"finish_reason": finish_reason}
        return {**head, "choices": [{"delta": delta, **ending, "index": 0}], **tail}

    if answer.thought:
        yield chunk({"role": "assistant", "reasoning": answer.thought})
    if not answer.calls:
        yield chunk({"content": "", "role": "assistant"})
        for piece in cut(answer.text):
            yield chunk({"content": piece})
    else:
        for number, call in enumerate(answer.calls):
            begun = {"index": number, "id": f"call_{state.ids.auto_id()}"}
            function = {"arguments": "", "name": call.name}
            role = {"role": "assistant"} if number == 0 else {}
            yield chunk({**role, "tool_calls": [{**begun, "function": function, "type": "function"}]})
            for part in _parts(call.json):
                # the type is printed even where it says nothing (`ToolCall.toXContentChunked`)
                yield chunk({"tool_calls": [{"index": number, "function": {"arguments": part}, "type": None}]})
    yield chunk({}, answer.finish_reason)
    yield {**head, "choices": [], **tail, "usage": usage_of(answer)}


def model_of(endpoint: Mapping[str, Any], asked: Chat) -> str:
    """The model that answers: the one asked for, else the endpoint's."""
    settings = endpoint["service_settings"]
    return asked.model or next((str(settings[name]) for name in _MODEL_SETTINGS if name in settings), "unknown")


def usage_of(answer: Answer) -> dict[str, Json]:
    """The tokens of question and answer."""
    usage: dict[str, Json] = {
        "completion_tokens": answer.completion_tokens,
        "prompt_tokens": answer.prompt_tokens,
        "total_tokens": answer.prompt_tokens + answer.completion_tokens,
    }
    if answer.thought:
        usage["completion_tokens_details"] = {"reasoning_tokens": answer.thought_tokens}
    return usage


def _parts(text: str) -> list[str]:
    return [text[at : at + _ARGUMENTS_A_CHUNK] for at in range(0, len(text), _ARGUMENTS_A_CHUNK)]
