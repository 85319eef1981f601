"""requests in-process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from fakeinfer.transports import requests_adapter
from fakeinfer.wire import Response
from tests.doors.conftest import Echo, Fixed


def session(handler: Any) -> requests.Session:
    made = requests.Session()
    made.mount("http://fake", requests_adapter(handler))
    return made


@pytest.mark.parametrize("decode", [True, False])
def test_a_stream_arrives_piece_by_piece(decode: bool) -> None:
    events = (b"data: \xc3\xa9\n\n", b"data: two\n\n")
    streamed = Fixed(Response(200, [("content-type", "text/event-stream; charset=utf-8")], chunks=events))
    with session(streamed) as client, client.post("http://fake/x", stream=True) as got:
        pieces = list(got.iter_content(None, decode_unicode=decode))
    assert pieces == ([event.decode() for event in events] if decode else list(events))


def test_lines_of_a_stream_can_be_read_one_by_one() -> None:
    streamed = Fixed(Response(200, [], chunks=(b"one\ntw", b"o\n")))
    with session(streamed) as client, client.get("http://fake/x", stream=True) as got:
        assert list(got.iter_lines()) == [b"one", b"two"]


def generated() -> Iterator[bytes]:
    yield b"na\xc3\xafve"


@pytest.mark.parametrize(
    "body", ["naïve", "naïve".encode(), io.BytesIO("naïve".encode()), io.StringIO("naïve"), generated()]
)
def test_a_body_may_be_anything_that_requests_takes(body: Any) -> None:
    echo = Echo()
    with session(echo) as client:
        client.put("http://fake/x", data=body)
    assert echo.asked[0].body == "naïve".encode()


@pytest.mark.parametrize(("status", "reason"), [(404, "Not Found"), (299, "")])
def test_a_status_has_its_words(status: int, reason: str) -> None:
    with session(Fixed(Response(status))) as client:
        got = client.get("http://fake/x")
    assert (got.status_code, got.reason) == (status, reason)


def test_other_hosts_are_left_to_the_network() -> None:
    with session(Echo()) as client:
        assert type(client.get_adapter("http://elsewhere/")).__name__ == "HTTPAdapter"
        assert "Echo" in repr(client.get_adapter("http://fake/"))
