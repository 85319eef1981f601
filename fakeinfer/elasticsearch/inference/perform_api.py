"""Performing inference: `POST /_inference/..`. What the endpoint answers is in `performing.py`, what a body may say in
`perform_requests.py`; here is the order of checks.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/{rest/BaseInferenceAction,action/TransportInferenceActionProxy,action/BaseTransportInferenceAction}.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ... import media
from ...object_parser import Source
from ...operations import POST, Aliases, Call, Time, operation
from ...versions import Span
from ...wire import Json, Rendered
from .. import changes
from ..services.service import services
from . import endpoint_errors, perform_errors
from .endpoints import Endpoint, endpoint_to_ask, find_endpoint, known_endpoint
from .perform_requests import Asked, read_request
from .performing import infer
from .plain_chats import answer_chat, refusals_in_chat_form
from .results import Result
from .task_types import ANY, TASK_TYPES, url_task_type

if TYPE_CHECKING:
    from ...cluster import State

CHAT = "chat_completion"


def _name_of_call(state: State, path: Mapping[str, str]) -> str | None:
    """Clients have a method for each task type; it is the URL's, else the endpoint's."""
    task_type = path.get("task_type", ANY).strip().lower()
    if task_type == ANY:
        endpoint = known_endpoint(state, path["inference_id"])
        task_type = endpoint["task_type"] if endpoint is not None else ANY
    name = f"inference.{task_type}"
    return name if name in NAMES.names else None


NAMES = Aliases({f"inference.{name}": span for name, span in TASK_TYPES.items() if name != ANY}, _name_of_call)
"""`inference.text_embedding` and so on: performing inference with an endpoint of that task type, by whichever URL."""


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse the body once the URL is known to lead somewhere; newer servers look for the endpoint before that."""
    task_type = url_task_type(call)
    if task_type == ANY and call.has(changes.ENDPOINT_DECIDES_THE_REQUEST):
        task_type = find_endpoint(call, call.path["inference_id"])["task_type"]
    if task_type == CHAT:
        if not call.has(changes.CHATS_IN_ONE_PIECE):
            raise perform_errors.chat_needs_streaming()
        with refusals_in_chat_form():
            return media.read_first_value(call, data, format)
    return media.read_first_value(call, data, format)


@operation(
    "inference.inference",
    POST("/_inference/{inference_id}", since="8.13"),
    POST("/_inference/{task_type}/{inference_id}"),
    query={"timeout": Time(span=Span("8.14"))},
    unread_query="inference takes no time here",
    body="optional",
    since="8.11",
    privilege="monitor_inference",
    reader=read_body,
    also_called=NAMES,
    source="elastic/elasticsearch-specification:specification/inference/inference/InferenceRequest.ts",
)
def perform_inference(call: Call) -> Rendered | Json:
    """Have an endpoint embed, rank or answer texts."""
    asked_type = url_task_type(call)
    if not call.request.body:
        raise endpoint_errors.body_required()
    kind = asked_type
    if kind == ANY and call.has(changes.ENDPOINT_DECIDES_THE_REQUEST):
        kind = find_endpoint(call, call.path["inference_id"])["task_type"]
    if kind == CHAT:
        return answer_chat(call, asked_type)
    asked = read_request(call, kind, asked_type, Source(call.request.body))
    return perform(call, asked_type, asked).rendered()


def perform(
    call: Call,
    asked_type: str,
    asked: Asked,
    check: Callable[[Endpoint], None] = lambda endpoint: None,
    *,
    streams: bool = False,
) -> Result:
    """What the endpoint of the URL answers; `check` may refuse it before its service is asked. `streams`: piece by piece."""
    endpoint = endpoint_to_ask(call, asked_type)
    check(endpoint)
    _refuse_other_data(call, asked, endpoint)
    return infer(
        call.state,
        endpoint,
        asked.texts,
        input_type=asked.input_type,
        query=asked.query,
        task_settings=asked.task_settings,
        top_n=asked.top_n,
        return_documents=asked.return_documents,
        timeout=call.query.get("timeout"),
        streams=streams,
    )


def _refuse_other_data(call: Call, asked: Asked, endpoint: Endpoint) -> None:
    """Images and the like go to services that say they take them; so do several items for one embedding."""
    if not asked.other_data and asked.crowded is None:
        return
    service_name, task_type = endpoint["service"], endpoint["task_type"]
    service = services(call.contract).get(service_name)
    if service is not None and task_type in service.document.get("other_data", ()):
        if asked.other_data and endpoint["service_settings"].get("multimodal_model") is False:
            raise perform_errors.model_of_texts_only()
        return
    if task_type == "rerank":
        raise perform_errors.only_text_is_ranked(service_name)
    if asked.other_data:
        raise perform_errors.only_text_is_embedded(service_name)
    assert asked.crowded is not None
    raise perform_errors.one_item_a_content(service_name, asked.crowded)
