"""Answers as events, and refusals in every place of a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from fakeinfer import sse
from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.chat_errors import in_chat_form
from fakeinfer.elasticsearch.inference.streaming import refusals_as_events, stream
from fakeinfer.errors import ApiError, StreamedError, status_error
from fakeinfer.media import Output
from fakeinfer.operations import Call
from fakeinfer.wire import Json, Request


def call_at(version: str = "9.5", **options: object) -> Call:
    cluster = Cluster("elasticsearch", version, **options)
    op = cluster.contract.operations["inference.stream_completion"]
    return Call(cluster.contract, cluster.state, op, Request.build("POST", "/"), {})


def told(call: Call, messages: Iterator[Json], **how: object) -> list[str]:
    """What goes over the wire, event by event."""
    events = stream(call, messages, **how).events  # type: ignore[arg-type]
    assert events is not None
    return [sse.encode(event, Output()).decode() for event in events]


def broken_after(count: int) -> Iterator[Json]:
    yield from [{"n": number} for number in range(count)]
    raise status_error(429, "enough")


def test_results_are_messages_and_the_last_event_is_done() -> None:
    assert told(call_at(), iter([{"a": 1}])) == [
        '\ufeffevent: message\ndata: {"a":1}\n\n',
        "\ufeffevent: message\ndata: [DONE]\n\n",
    ]


def test_a_refusal_on_the_way_is_the_last_event_and_the_status_stays() -> None:
    call = call_at()
    reply = stream(call, broken_after(1))
    assert reply.status == 200
    last = told(call, broken_after(1))[-1]
    assert last.startswith("\ufeffevent: error\ndata: ")
    assert json.loads(last.partition("data: ")[2]) == status_error(429, "enough").body()
    assert len(told(call, broken_after(1))) == 2


def test_a_refusal_on_the_way_of_a_chat_is_told_as_chats_are_told() -> None:
    last = told(call_at(), broken_after(2), worded=in_chat_form)[-1]
    assert json.loads(last.partition("data: ")[2]) == {
        "error": {"code": "too_many_requests", "message": "enough", "type": "status_exception"}
    }


def test_before_the_first_result_a_refusal_is_raised() -> None:
    with pytest.raises(ApiError) as refused:
        stream(call_at(), broken_after(0))
    assert refused.value.status == 429


@pytest.mark.parametrize("option", [False, "false", "False"])
def test_the_byte_order_mark_can_be_switched_off(option: object) -> None:
    assert told(call_at(sse_byte_order_mark=option), iter([])) == ["event: message\ndata: [DONE]\n\n"]


def test_what_is_refused_inside_keeps_its_status_and_its_words() -> None:
    with pytest.raises(StreamedError) as refused, refusals_as_events(call_at(), in_chat_form):
        raise status_error(405, "no")
    assert refused.value.status == 405
    assert refused.value.body() == {
        "error": {"code": "method_not_allowed", "message": "no", "type": "status_exception"}
    }


def test_what_goes_out_as_an_event_already_is_left_alone() -> None:
    outer = refusals_as_events(call_at(), in_chat_form)
    with pytest.raises(StreamedError) as refused, outer, refusals_as_events(call_at()):
        raise status_error(405, "no")
    assert refused.value.body() == status_error(405, "no").body()
