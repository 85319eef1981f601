"""What a chat endpoint answers, in the chunks that its stream is made of.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/results/StreamingUnifiedChatCompletionResults.java
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...brains.chat import Answer
from ...brains.pieces import Shape
from ...brains.scripted import Asking
from ...operations import Call
from ...wire import Json
from .. import changes
from ..services.own_brains import OwnBrains, own_brains
from ..services.service import services
from .chat_requests import Chat
from .performing import answer_or_fail
from .streaming import broken_off
from .upstream import Failure

if TYPE_CHECKING:
    from ...cluster import State

CHATS = ("inference.chat_completion_unified",)
_MODEL_SETTINGS = ("model_id", "model", "deployment_id", "endpoint_name")
_ARGUMENTS_A_CHUNK = 24


@dataclass(slots=True)
class Answered:
    """What a chat came to."""

    answer: Answer
    fails: Failure | None = None


def events_data(call: Call, endpoint: Mapping[str, Any], asked: Chat, shape: Shape) -> Iterator[Json]:
    """The data of the stream's events."""
    wrapped = call.has(changes.CHAT_CHUNKS_ARE_WRAPPED)
    for chunk in chunks(call, endpoint, asked, shape):
        yield {"chat_completion": chunk} if wrapped else chunk


def own_brains_of(call: Call, endpoint: Mapping[str, Any]) -> OwnBrains | None:
    """What the endpoint's service answers by, if it does so itself and nobody wrote it a script."""
    script = call.state.scripts.find(endpoint["inference_id"])
    if script is not None and script.plays:
        return None
    return own_brains(services(call.contract).get(endpoint["service"]))


def chunks(
    call: Call, endpoint: Mapping[str, Any], asked: Chat, shape: Shape, *, streams: bool = True
) -> Iterator[Json]:
    """The chunks of the answer, as far as they come; the provider fails before the first one unless it `streams`."""
    said = answered(call, endpoint, asked, streams=streams)
    own = own_brains_of(call, endpoint)
    if own is not None:
        parts = own.chat(asked.conversation)
    else:
        parts = chunks_of(call.state, said.answer, model_of(endpoint, asked), shape)
    yield from broken_off(parts, said.fails)


def answered(call: Call, endpoint: Mapping[str, Any], asked: Chat, *, streams: bool) -> Answered:
    """What the endpoint's brains say, unless its provider fails. A service that answers by itself has words of its own."""
    texts = [message.text for message in asked.conversation.messages]
    return answer_or_fail(
        call.state,
        endpoint,
        Asking(endpoint["task_type"], texts),
        lambda brains: Answered(brains.chat(asked.conversation)),
        names=CHATS if streams else (),
        timeout=call.query.get("timeout"),
        streams=streams,
    )


def chunks_of(state: State, answer: Answer, model: str, shape: Shape) -> Iterator[Json]:
    """A chunk with the role, the answer in pieces, a chunk that says why it ends, and what it cost; reasoning comes first."""
    head = {"id": f"chatcmpl-{state.ids.auto_id()}"}
    tail = {"model": model, "object": "chat.completion.chunk"}

    def chunk(delta: Json, finish_reason: str | None = None) -> Json:
        ending = {} if finish_reason is None else {"finish_reason": finish_reason}
        return {**head, "choices": [{"delta": delta, **ending, "index": 0}], **tail}

    if answer.thought:
        yield chunk({"role": "assistant", "reasoning": answer.thought})
    if not answer.calls:
        yield chunk({"content": "", "role": "assistant"})
        for piece in shape.cut(answer.text):
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
