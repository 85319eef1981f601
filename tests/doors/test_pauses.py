"""Streams with pauses between their chunks: the same bytes through every door, and nobody else waits."""

from __future__ import annotations

import pytest

from fakeinfer.doors.server import Server
from fakeinfer.doors.waiting import spaced, time_of_pauses
from fakeinfer.transports.httpx import Pieces
from fakeinfer.wire import Request, Response
from tests.doors.conftest import Way
from tests.doors.test_server import GET, Wire

CHUNKS = (b"data: one\n\n", b"data: two\n\n", b"data: three\n\n")


class Slow:
    """A handler that streams with pauses, but for `/quick`."""

    def __init__(self, pause: float = 0.001) -> None:
        self.pause = pause

    def handle(self, request: Request) -> Response:
        if request.target == "/quick":
            return Response(200, [], b"quick;")
        return Response(200, [("content-type", "text/event-stream")], chunks=CHUNKS, pause=self.pause)


async def test_pauses_change_no_byte(way: Way) -> None:
    slow, at_once = way.to(Slow()), way.to(Slow(0.0))
    assert (await slow("GET", "/")).body == (await at_once("GET", "/")).body == b"".join(CHUNKS)
    assert (await slow("GET", "/quick")).body == b"quick;"


@pytest.mark.parametrize("version", [b"HTTP/1.1", b"HTTP/1.0"])
def test_pauses_change_no_byte_on_a_socket(version: bytes) -> None:
    asked = b"GET / " + version + b"\r\nHost: x\r\nConnection: close\r\n\r\n"
    told = []
    for pause in (0.0, 0.001):
        with Server(Slow(pause)) as server, Wire(server) as wire:
            told.append(wire.send(asked).rest())
    assert told[0] == told[1]


def test_the_first_chunk_does_not_wait_for_the_others() -> None:
    with Server(Slow(60)) as server, Wire(server) as wire:
        data = wire.send(GET).until(b"one\n\n\r\n")
        assert b"two" not in data


def test_a_request_behind_a_slow_stream_is_answered_after_it() -> None:
    with Server(Slow()) as server, Wire(server) as wire:
        quick = GET.replace(b"/x", b"/quick")
        last = quick.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        data = wire.send(GET + quick + GET + last).rest()
    told = data.split(b"HTTP/1.1 200 OK")[1:]
    assert [part.endswith(b"quick;") for part in told] == [False, True, False, True]
    assert all(part.endswith(b"three\n\n\r\n0\r\n\r\n") for part in told[::2])


def test_a_slow_stream_holds_up_no_other_connection_and_no_stop() -> None:
    with Server(Slow(60)) as server, Wire(server) as slow, Wire(server) as other:
        slow.send(GET).until(b"one\n\n\r\n")
        assert other.send(GET.replace(b"/x", b"/quick")).until(b"quick;")


def test_pieces_are_spaced_but_for_the_first() -> None:
    assert list(spaced(CHUNKS, 0.001)) == list(CHUNKS)
    assert time_of_pauses(Response(200, chunks=CHUNKS, pause=0.5)) == 1.0
    assert time_of_pauses(Response(200, body=b"x", pause=0.5)) == 0.0


async def test_asynchronous_httpx_gets_chunk_by_chunk() -> None:
    assert [piece async for piece in Pieces(CHUNKS, pause=0.001)] == list(CHUNKS)
