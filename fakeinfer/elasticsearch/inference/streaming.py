"""Answers as server-sent events: `event: message` for each result, `[DONE]` at the end, `event: error` for a refusal.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/ServerSentEventsRestActionListener.java
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...brains.pieces import Laid, Shape, read_chunks, read_delay
from ...errors import ApiError, StreamedError
from ...operations import Call
from ...wire import Event, Json, PlainText, Reply
from .. import changes
from ..services.service import services, streaming_task_types
from ..start_settings import is_on
from . import chat_errors as errors
from .task_types import ANY

if TYPE_CHECKING:
    from ...cluster import State
    from .upstream import Failure

DONE = PlainText("[DONE]")
Worded = Callable[[ApiError], ApiError]
"""How a refusal is told: as everywhere, or as chats are told it."""


def as_everywhere(refused: ApiError) -> ApiError:
    """The common envelope."""
    return refused


def stream(call: Call, messages: Iterable[Json], worded: Worded = as_everywhere, pause: float = 0.0) -> Reply:
    """Each message an event, then `[DONE]`. A refusal on the way is the last event, and the status stays 200; before the
    first message it is raised. `pause` is the time between two events, in seconds.
    """
    marked = _marked(call.state)
    events: list[Event] = []
    try:
        for message in messages:
            events.append(Event(message, "message", marked))
    except ApiError as refused:
        if not events:
            raise
        events.append(Event(worded(refused).body(), "error", marked))
    else:
        events.append(Event(DONE, "message", marked))
    return Reply(events=tuple(events), pause=pause)


def broken_off(messages: Iterable[Json], failure: Failure | None) -> Iterator[Json]:
    """The messages, as far as they come before the provider fails."""
    if failure is None:
        yield from messages
        return
    yield from islice(messages, failure.upstream.after_chunks)
    raise failure.end_of_stream()


def shape_of(state: State, inference_id: str) -> Shape:
    """How the streams of an endpoint come: as was laid down about it, else as about the cluster."""
    script = state.scripts.find(inference_id)
    laid = script.shape if script is not None else Laid()
    return Shape(
        _chunks(state) if laid.chunks is None else laid.chunks,
        _delay(state) if laid.delay is None else laid.delay,
        laid.pieces,
    )


def refuse_unknown_shapes(state: State) -> None:
    """ValueError for options about streams that nobody can follow."""
    _chunks(state)
    _delay(state)


def _chunks(state: State) -> str | int:
    return read_chunks(state.options.get("stream_chunks", "words"))


def _delay(state: State) -> float:
    return read_delay(state.options.get("stream_delay", 0))


@contextmanager
def refusals_as_events(call: Call, worded: Worded = as_everywhere) -> Iterator[None]:
    """What is refused in here goes out as an event with the refusal's status."""
    try:
        yield
    except StreamedError:
        raise
    except ApiError as refused:
        raise StreamedError(worded(refused), marked=_marked(call.state)) from None


def refuse_unstreamable(call: Call, asked_type: str, endpoint: Mapping[str, Any]) -> None:
    """405 unless the endpoint's service streams its task. `asked_type` is the task type of the URL, which is told."""
    service = services(call.contract).get(endpoint["service"])
    streamed = streaming_task_types(call.contract, service) if service is not None else []
    if endpoint["task_type"] in streamed:
        return
    if streamed and call.has(changes.ANY_IS_A_STREAMING_TASK):
        streamed = [*streamed, ANY]
    raise errors.streaming_not_allowed(endpoint["service"], asked_type, streamed)


def _marked(state: State) -> bool:
    """Whether a byte order mark stands before each event."""
    return is_on(state.options.get("sse_byte_order_mark", True))
