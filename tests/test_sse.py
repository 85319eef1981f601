"""Server-sent events as text."""

from __future__ import annotations

import pytest

from fakeinfer import sse
from fakeinfer.media import Output
from fakeinfer.wire import Event, PlainText


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event({"a": 1}), b'data: {"a":1}\n\n'),
        (Event({"a": "é"}, "message"), 'event: message\ndata: {"a":"é"}\n\n'.encode()),
        (Event(PlainText("[DONE]"), "message", True), b"\xef\xbb\xbfevent: message\ndata: [DONE]\n\n"),
    ],
)
def test_an_event_is_its_name_its_data_and_an_empty_line(event: Event, text: bytes) -> None:
    assert sse.encode(event, Output()) == text


def test_data_is_filtered_and_printed_as_answers_are() -> None:
    output = Output(pretty=True, filter_path="a")
    assert sse.encode(Event({"a": 1, "b": 2}), output) == b'data: {\n  "a" : 1\n}\n\n\n'


def test_text_is_never_filtered() -> None:
    assert sse.encode(Event(PlainText("[DONE]")), Output(filter_path="a")) == b"data: [DONE]\n\n"
