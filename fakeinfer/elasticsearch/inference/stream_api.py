"""Streams of completion and chat endpoints: `POST /_inference/../_stream`.

Literal `_stream` wins over an id, so `POST /_inference/x/_stream` streams endpoint x. What goes wrong before the action begins
(task type, missing body, query parameters) is ordinary JSON; everything after is an event with its own HTTP status. Bodies are
read inside of the action from 8.18 on, before it in older versions.

Sources, of elastic/elasticsearch: x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/{rest/RestStreamInferenceAction,action/TransportInferenceActionProxy,action/TransportUnifiedCompletionInferenceAction}.java
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import media
from ...brains.pieces import Shape
from ...object_parser import Source
from ...operations import POST, Call, Time, operation
from ...wire import Json, Reply
from .. import changes
from . import chat_errors, endpoint_errors
from .chat_errors import in_chat_form
from .chat_requests import read_chat
from .chatting import events_data
from .endpoints import find_endpoint
from .perform_api import CHAT, perform
from .perform_requests import check_request, parse_request, request_name
from .plain_chats import chat_endpoint
from .results import Result, UncutResult
from .streaming import as_everywhere, broken_off, refusals_as_events, refuse_unstreamable, shape_of, stream
from .task_types import ANY, url_task_type

CHAT_PATH = "/_inference/chat_completion/{inference_id}/_stream"


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse the body once the URL is known to lead somewhere."""
    asked_type = _asked_type(call)
    if not call.has(changes.ENDPOINT_DECIDES_THE_REQUEST):
        return media.read_first_value(call, data, format)
    kind = _kind(call, asked_type)
    with refusals_as_events(call, in_chat_form if kind == CHAT else as_everywhere):
        return media.read_first_value(call, data, format)


@operation(
    "inference.stream_completion",
    POST("/_inference/{inference_id}/_stream"),
    POST("/_inference/{task_type}/{inference_id}/_stream"),
    query={"timeout": Time()},
    unread_query="inference takes no time here",
    body="optional",
    since="8.16",
    privilege="monitor_inference",
    reader=read_body,
    source="elastic/elasticsearch-specification:specification/inference/stream_completion/StreamInferenceRequest.ts",
)
def stream_completion(call: Call) -> Reply:
    """Have an endpoint answer piece by piece."""
    return _streamed(call)


@operation(
    "inference.chat_completion_unified",
    POST(CHAT_PATH),
    query={"timeout": Time()},
    unread_query="inference takes no time here",
    body="optional",
    since="8.18",
    privilege="monitor_inference",
    reader=read_body,
    source="elastic/elasticsearch-specification:specification/inference/chat_completion_unified/UnifiedRequest.ts",
)
def chat_completion(call: Call) -> Reply:
    """Have an endpoint answer a conversation piece by piece."""
    return _streamed(call)


def _asked_type(call: Call) -> str:
    return CHAT if call.route == CHAT_PATH else url_task_type(call)


def _kind(call: Call, asked_type: str) -> str:
    """The task type that decides how the body is read: the URL's, else the endpoint's."""
    if asked_type != ANY or not call.has(changes.ENDPOINT_DECIDES_THE_REQUEST):
        return asked_type
    with refusals_as_events(call):
        return find_endpoint(call, call.path["inference_id"])["task_type"]


def _streamed(call: Call) -> Reply:
    asked_type = _asked_type(call)
    if not call.request.body:
        raise endpoint_errors.body_required()
    kind = _kind(call, asked_type)
    return _chat(call, asked_type) if kind == CHAT else _completion(call, asked_type, kind)


def _completion(call: Call, asked_type: str, kind: str) -> Reply:
    """What the perform API answers, in pieces; requests that know no streaming are answered in one event."""
    source = Source(call.request.body)
    if not call.has(changes.ENDPOINT_DECIDES_THE_REQUEST):
        sent = parse_request(call, kind, source)
    with refusals_as_events(call):
        if call.has(changes.ENDPOINT_DECIDES_THE_REQUEST):
            sent = parse_request(call, kind, source)
        asked = check_request(call, kind, asked_type, sent)
        if request_name(call, kind) != "plain":
            return stream(call, [perform(call, asked_type, asked).rendered()])
        result = perform(
            call,
            asked_type,
            asked,
            check=lambda endpoint: refuse_unstreamable(call, asked_type, endpoint),
            streams=True,
        )
        shape = shape_of(call.state, call.path["inference_id"])
        return stream(call, broken_off(_deltas(result, shape), result.fails), pause=shape.delay)


def _deltas(result: Result, shape: Shape) -> Iterator[Json]:
    for text in result.texts:
        for piece in [text] if isinstance(result, UncutResult) else shape.cut(text):
            yield {"completion": [{"delta": piece}]}


def _chat(call: Call, asked_type: str) -> Reply:
    with refusals_as_events(call, in_chat_form):
        asked = read_chat(call, Source(call.request.body))
    with refusals_as_events(call):  # the server validates requests before what words refusals for chats
        if not asked.conversation.messages:
            raise chat_errors.messages_empty()
    with refusals_as_events(call, in_chat_form):
        endpoint = chat_endpoint(
            call, asked_type, asked, lambda endpoint: refuse_unstreamable(call, asked_type, endpoint)
        )
        shape = shape_of(call.state, endpoint["inference_id"])
        return stream(call, events_data(call, endpoint, asked, shape), in_chat_form, shape.delay)
