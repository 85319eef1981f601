"""Streams of chat models: asking for one, and cutting the answer into the pieces in which it comes.

Sources: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/streaming/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...brains.pieces import Laid, Shape
from ...wire import Event, Json, PlainText
from . import errors, events, gson
from .answering import RemoteAnswer

if TYPE_CHECKING:
    from ...cluster import State

OPENAI = "openai/v1/chat/completions"
CONVERSE = ("bedrock/converse", "bedrock/converse/claude")


@dataclass(frozen=True, slots=True)
class Streamed:
    """What a stream holds."""

    pieces: list[str]
    shape: Shape
    error: str | None = None
    """What went wrong, told at the end."""

    def events(self) -> tuple[Event, ...]:
        """The chunks, as server-sent events."""
        told = [Event(_chunk(piece, is_last=False)) for piece in self.pieces]
        if self.error is None:
            return (*told, Event(_chunk("", is_last=True)))
        shown = self.error.replace('"', '\\"').replace("\n", "\\n")
        return (*told, Event(PlainText(f'{{"error": "{shown}"}}')))


def _chunk(content: str, *, is_last: bool) -> Json:
    tensor = {"name": "response", "dataAsMap": {"content": content, "is_last": is_last}}
    return {"inference_results": [{"output": [tensor]}]}


def check_interface(interface: str | None, connector: Mapping[str, Any]) -> None:
    """Refuse an interface that does not stream through this kind of connector."""
    named = (interface or "").replace("\\/", "/").strip().lower()
    if named not in (CONVERSE if connector.get("protocol") == "aws_sigv4" else (OPENAI,)):
        raise errors.not_streamed()


def payload_of_stream(parameters: Mapping[str, str | None], payload: str | None) -> str | None:
    """The body that asks for a stream: OpenAI is told in it."""
    interface = (parameters.get("_llm_interface") or "").replace("\\/", "/").strip().lower()
    if interface != OPENAI or payload is None:
        return payload
    body = gson.read(payload)
    return gson.text({**body, "stream": True}) if isinstance(body, dict) else payload


def shape_of(state: State, id: str, name: str) -> Shape:
    """How the streams of a model come, by what was laid down about it."""
    script = state.scripts.find(id) or state.scripts.find(name)
    laid = script.shape if script is not None else Laid()
    return Shape("words" if laid.chunks is None else laid.chunks, laid.delay or 0.0, laid.pieces)


def streamed(answered: RemoteAnswer, interface: str, shape: Shape) -> Streamed:
    """A good answer in pieces: its text, then the calls of tools it wants. What comes as events is in pieces already."""
    if events.are_events(answered.text) and interface.strip().lower() == OPENAI:
        return Streamed(events.pieces_of(answered.text), shape)
    try:
        value = answered.json()
    except gson.NotJson:
        return Streamed([], shape, "SSE failure with network error")
    text, calls = _openai(value) if interface.strip().lower() == OPENAI else _converse(value)
    return Streamed([*(shape.cut(text) if text else []), *calls], shape)


def _openai(value: Json) -> tuple[str, list[str]]:
    choices = value.get("choices") if isinstance(value, dict) else None
    message = choices[0].get("message", {}) if choices else {}
    calls = message.get("tool_calls") or []
    return message.get("content") or "", [gson.text(gson.doubles(calls))] if calls else []


def _converse(value: Json) -> tuple[str, list[str]]:
    output = value.get("output", {}) if isinstance(value, dict) else {}
    parts = output.get("message", {}).get("content", [])
    text = "".join(part.get("text", "") for part in parts)
    return text, [gson.text(part) for part in parts if "toolUse" in part]
