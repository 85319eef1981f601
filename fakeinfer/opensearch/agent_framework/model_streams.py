"""Models that stream to who runs an agent: what goes out in pieces, and what the agent is told of it.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/streaming/`:
`HttpStreamingHandler.java` (OpenAI) and `BedrockStreamingHandler.java` (Converse). What is told in a stream alone the agent does
not get to know: an answer of OpenAI ends the stream, and the conversation keeps no response.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..models import deployment_api as deployment
from ..prediction.predicting import OPERATION, make_answerable
from ..remote import events, execution, gson, streaming
from ..remote.inputs import Parameters
from . import changes
from .streams import Stream, as_content

if TYPE_CHECKING:
    from ...cluster import State

_NO_REASON = "Request failed"


def ask(state: State, model_id: str, parameters: Mapping[str, str], stream: Stream) -> Mapping[str, Any] | None:
    """Ask a model and stream what it says; what the agent is to go on with, None when the stream has ended."""
    model = deployment.find_model(state, model_id)
    given = Parameters({**parameters, "stream": "true"})
    make_answerable(state, model_id, model, given)
    is_openai = parameters.get("_llm_interface", "").strip().lower() == streaming.OPENAI
    try:
        answered, shape = execution.stream_answer(state, model_id, model, given, operations=(OPERATION,))
        stream.delay = shape.delay
        if is_openai and events.are_events(answered.text):
            pieces, calls = events.read(answered.text)
            return _OpenAI(state, stream, lambda _: pieces).take(_whole("".join(pieces), calls))
        value = answered.json()
    except gson.NotJson:
        stream.fail("SSE failure with network error")
        return None
    except ApiError as error:
        if error.status == 501:
            raise
        stream.fail(error.reason or _NO_REASON)
        return None
    reads = _OpenAI if is_openai else _Converse
    return reads(state, stream, shape.cut).take(value if isinstance(value, dict) else {})


def _whole(text: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
    """What came in events, as if it had come at once."""
    choice = {"message": {"content": text, "tool_calls": calls}, "finish_reason": "tool_calls" if calls else "stop"}
    return {"choices": [choice]}


class _Reading:
    """What models of both kinds have in common: their text."""

    def __init__(self, state: State, stream: Stream, cut: Any) -> None:
        self.state = state
        self.stream = stream
        self.cut = cut
        self.message: str | None = None
        """The message of AG-UI that was begun in this answer."""
        self.is_open = False

    def has(self, change: str) -> bool:
        """Whether a behaviour is this version's."""
        return change in self.state.switched_on

    def say(self, text: str) -> None:
        """Tell a text in pieces."""
        for piece in self.cut(text) if text else ():
            if not self.stream.speaks_events:
                self.stream.content(piece)
                continue
            if not self.is_open:
                self.message, self.is_open = self.stream.message_id(), True
                self.stream.tell("TEXT_MESSAGE_START", messageId=self.message, role="assistant")
            self.stream.tell("TEXT_MESSAGE_CONTENT", messageId=self.message, delta=piece)

    def end_text(self) -> bool:
        """End the message of AG-UI, if one is open; whether it was."""
        was_open, self.is_open = self.is_open, False
        if was_open:
            self.stream.tell("TEXT_MESSAGE_END", messageId=self.message)
        return was_open

    def end_run(self, *, is_last: bool) -> None:
        """Say that the run is over."""
        self.stream.tell("RUN_FINISHED", is_last=is_last, **self.stream.run_finished())


class _OpenAI(_Reading):
    def take(self, value: dict[str, Any]) -> Mapping[str, Any] | None:
        """Tell an answer of OpenAI."""
        choices = _list(value.get("choices"))
        choice = _object(choices[0] if choices else None)
        message = _object(choice.get("message"))
        text, calls = str(message.get("content") or ""), [_object(call) for call in _list(message.get("tool_calls"))]
        self.say(text)
        if calls and choice.get("finish_reason") == "tool_calls":
            return self._call(text, calls)
        return self._end(text)

    def _end(self, text: str) -> Mapping[str, Any] | None:
        if not self.stream.speaks_events:
            self.stream.content("", is_last=True)
            return None
        was_open = self.end_text()
        if not self.has(changes.AGENTS_HEAR_STREAMS):
            if was_open:
                self.end_run(is_last=True)
            self.stream.content("", is_last=True)
            return None
        self.end_run(is_last=False)
        return {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}

    def _call(self, text: str, calls: list[dict[str, Any]]) -> Mapping[str, Any]:
        """Tell a call of a function, its name first, then its arguments."""
        self.end_text()
        id = name = arguments = ""
        for at, call in enumerate(calls):
            function = _object(call.get("function"))
            id, name = str(call.get("id", "")), str(function.get("name", ""))
            arguments += str(function.get("arguments", ""))
            self._tell_call(at, id, name, str(function.get("arguments", "")))
        if not arguments and self.has(changes.STREAMS_FAIL_IN_FRAMES):
            arguments = "{}"
        whole = {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
        kept = {"content": text} if text and self.stream.speaks_events and self.has(changes.AGENTS_HEAR_STREAMS) else {}
        response = {"choices": [{"message": {**kept, "tool_calls": [whole]}, "finish_reason": "tool_calls"}]}
        if self.stream.speaks_events:
            self.stream.tell("TOOL_CALL_END", toolCallId=id)
        else:
            self.stream.content(gson.text(response))
        return response

    def _tell_call(self, at: int, id: str, name: str, arguments: str) -> None:
        if self.stream.speaks_events:
            self.stream.tell("TOOL_CALL_START", toolCallId=id, toolCallName=name, parentMessageId=self.message)
            self.stream.tell("TOOL_CALL_ARGS", toolCallId=id, delta="")
            self.stream.tell("TOOL_CALL_ARGS", toolCallId=id, delta=arguments)
            return
        begun = {"index": at, "id": id, "type": "function", "function": {"name": name, "arguments": ""}}
        self.stream.content(as_content([begun]))
        self.stream.content(as_content([{"index": at, "function": {"arguments": arguments}}]))


class _Converse(_Reading):
    def take(self, value: dict[str, Any]) -> Mapping[str, Any] | None:
        """Tell an answer of Converse."""
        message = _object(_object(value.get("output")).get("message"))
        parts = [_object(part) for part in _list(message.get("content"))]
        text = "".join(str(part["text"]) for part in parts if "text" in part)
        self.say(text)
        calls = [_object(part["toolUse"]) for part in parts if "toolUse" in part]
        usage = {"usage": value["usage"]} if "usage" in value and self.has(changes.AGENTS_HEAR_STREAMS) else {}
        if calls:
            return {**self._call(text, calls[0]), **usage}
        was_open = self.end_text()
        if self.has(changes.AGENTS_HEAR_STREAMS):
            return {"output": {"message": {"content": [{"text": text}]}}, "stopReason": "end_turn", **usage}
        if was_open:
            self.end_run(is_last=True)
        self.stream.content("", is_last=True)
        return None

    def _call(self, text: str, call: Mapping[str, Any]) -> dict[str, Any]:
        """Tell a call of a function; only the first one counts."""
        self.end_text()
        id, arguments = str(call.get("toolUseId", "")), gson.text(call.get("input") or {})
        if self.stream.speaks_events:
            self.stream.tell(
                "TOOL_CALL_START", toolCallId=id, toolCallName=str(call.get("name")), parentMessageId=self.message
            )
            self.stream.tell("TOOL_CALL_ARGS", toolCallId=id, delta=arguments)
            self.stream.tell("TOOL_CALL_END", toolCallId=id)
        elif self.has(changes.STREAMS_FAIL_IN_FRAMES):
            self.stream.content(arguments)
        kept = [{"text": text}] if text and self.has(changes.AGENTS_HEAR_STREAMS) else []
        wish = {"name": call.get("name"), "input": call.get("input") or {}, "toolUseId": id}
        return {"output": {"message": {"content": [*kept, {"toolUse": wish}]}}, "stopReason": "tool_use"}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
