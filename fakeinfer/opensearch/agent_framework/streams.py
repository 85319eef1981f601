"""What an agent says piece by piece: frames with the ids of the conversation, or the events of AG-UI.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteStreamAction.java` (`convertToHttpChunk`)
and `.../ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/StreamingWrapper.java`. A frame that says it is the
last one ends the stream; what comes after it nobody gets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats import jsontext
from ...formats.javatext import hash_order
from ...wire import Event, Json, PlainText
from ..remote import gson
from . import changes
from .outputs import Tensor, result

if TYPE_CHECKING:
    from ...cluster import State


class Stream:
    """The frames of one answer; `thread` and `run` are those of AG-UI, if it is that."""

    def __init__(self, state: State, thread: str | None = None, run: str | None = None) -> None:
        self.state = state
        self.is_agui = thread is not None or run is not None
        self.speaks_events = False
        """Whether the agent tells events of AG-UI, whatever form the frames have."""
        self.thread = thread or f"thread_{state.clock.millis}"
        self.run = run or f"run_{state.clock.millis}"
        self.memory_id = self.parent_id = ""
        self.frames: list[Event] = []
        self.delay = 0.0
        self.is_closed = False
        self._drawn = 0

    def begin_run(self) -> None:
        """Say that a run of AG-UI begins."""
        self.frames.append(Event(self.event("RUN_STARTED", **self.run_finished())))

    def know(self, memory_id: str | None, parent_id: str | None) -> None:
        """Learn the conversation, whose ids each frame tells."""
        self.memory_id, self.parent_id = memory_id or "", parent_id or ""

    def content(self, text: str, *, is_last: bool = False, usage: Mapping[str, Any] | None = None) -> None:
        """Say a piece of text."""
        if self.is_closed:
            return
        if self.is_agui:
            self._content_as_events(text, is_last=is_last, usage=usage)
        else:
            self.frames.append(self._frame(text, is_last=is_last, usage=usage))
        self.is_closed = is_last

    def tell(self, type: str, *, is_last: bool = False, **fields: Json) -> None:
        """Tell an event of AG-UI, as the content of a frame."""
        self.content(jsontext.dumps(self.event(type, **fields)), is_last=is_last)

    def event(self, type: str, **fields: Json) -> dict[str, Json]:
        """An event of AG-UI; a field that is None is left out."""
        known = {name: value for name, value in fields.items() if value is not None}
        return {"type": type, "timestamp": self.state.clock.millis, **known}

    def message_id(self) -> str:
        """The id of a new message; the server draws it from its clock."""
        self._drawn += 1
        return f"msg_{self.state.clock.millis * 1_000_000 + self._drawn}"

    def run_finished(self) -> dict[str, Json]:
        """What `RUN_FINISHED` says."""
        return {"threadId": self.thread, "runId": self.run}

    def fail(self, message: str) -> None:
        """Say what went wrong with the model, and end."""
        if self.is_closed:
            return
        if changes.STREAMS_FAIL_IN_FRAMES in self.state.switched_on:
            self.memory_id = self.parent_id = ""
            self.content(message, is_last=True)
            return
        shown = message.replace('"', '\\"').replace("\n", "\\n")
        self.frames.append(Event(PlainText(f'{{"error": "{shown}"}}')))
        self.is_closed = True

    def break_off(self, error: ApiError) -> None:
        """Say what went wrong with the agent, and end."""
        if self.is_closed:
            return
        message = error.reason or "null"
        if error.type == "json_parse_exception":
            message = f"Failed to parse request: {message}"
        elif changes.STREAMS_FAIL_PLAINLY not in self.state.switched_on:
            message = f"Error processing request: {message}"
        if self.is_agui and changes.STREAMS_FAIL_PLAINLY in self.state.switched_on:
            self.frames.append(Event(self.event("RUN_ERROR", message=message)))
            return
        self.frames.append(Event(PlainText(f'{{"error": "{message.replace(chr(34), chr(92) + chr(34))}"}}')))

    def _content_as_events(self, text: str, *, is_last: bool, usage: Mapping[str, Any] | None) -> None:
        if usage is not None:
            self.frames.append(Event(self.event("Custom", name="token_usage", value=dict(usage))))
        if gson.is_json(text):
            self.frames.append(Event(gson.read(text)))
        elif text:
            self.frames.append(Event(self.event("RUN_ERROR", message=f"Unexpected chunk: {text}")))
        if is_last and changes.STREAMS_END_WITH_RUN_FINISHED in self.state.switched_on:
            self.frames.append(Event(self.event("RUN_FINISHED", **self.run_finished())))

    def _frame(self, text: str, *, is_last: bool, usage: Mapping[str, Any] | None) -> Event:
        tensors: list[Tensor] = [
            result("memory_id", self.memory_id),
            result("parent_interaction_id", self.parent_id),
            {"name": "response", "dataAsMap": {"content": text, "is_last": is_last}},
        ]
        if usage is not None:
            tensors.append(
                {"name": "token_usage", "dataAsMap": {name: usage[name] for name in hash_order(list(usage))}}
            )
        return Event({"inference_results": [{"output": tensors}]})


def as_content(value: Json) -> str:
    """JSON as a piece of text, every number a double."""
    return gson.text(gson.doubles(value))
