"""Declared faults through every door: late, lost, broken off, garbled, stalled."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from collections.abc import Callable, Iterator

import elastic_transport
import httpx
import opensearchpy
import pytest
import requests
from werkzeug.test import create_environ

from fakeinfer import FakeElasticsearch
from fakeinfer.doors.asgi import AsgiApp, Message
from fakeinfer.doors.common import Handler, NoAnswer
from fakeinfer.doors.server import Server
from fakeinfer.doors.wsgi import WsgiApp
from fakeinfer.faults import DROPS
from fakeinfer.trouble import Gate, Trouble
from fakeinfer.wire import Request, Response
from tests.doors.conftest import CLOSED, Way
from tests.doors.test_server import GET, Wire

LOST = (
    *CLOSED,
    ConnectionResetError,
    http.client.BadStatusLine,
    http.client.IncompleteRead,
    httpx.ReadError,
    requests.exceptions.ChunkedEncodingError,
)
TOO_LATE = (
    elastic_transport.ConnectionTimeout,
    opensearchpy.exceptions.ConnectionTimeout,
    httpx.ReadTimeout,
    requests.ReadTimeout,
)
BODY = b'{"a": "long enough to be cut in two"}'


class Spoiled:
    """A handler whose answers come to harm."""

    def __init__(self, drop: str | None = None, delay: float = 0.0, chunks: tuple[bytes, ...] | None = None) -> None:
        self.trouble = Trouble(delay, drop, Gate())
        self.chunks = chunks
        self.asked = threading.Event()

    def handle(self, request: Request) -> Response:
        self.asked.set()
        body = b"" if self.chunks else BODY
        response = Response(200, [("content-type", "application/json")], body, self.chunks)
        self.trouble.befall(response)
        return response


@pytest.mark.parametrize("drop", [drop for drop in DROPS if drop != "stall"])
async def test_a_lost_answer_is_a_connection_error_of_the_client(way: Way, drop: str) -> None:
    if way.name == "direct" and drop == "truncate":
        pytest.skip("nothing is sent")
    with pytest.raises(LOST):
        await way.to(Spoiled(drop))("GET", "/")


async def test_a_late_answer_is_an_answer(way: Way) -> None:
    assert (await way.to(Spoiled(delay=0.001))("GET", "/")).body == BODY


@pytest.mark.parametrize("chunks", [None, (b"data: one\n\n", b"data: two\n\n")])
async def test_the_next_answer_is_well_again(way: Way, chunks: tuple[bytes, ...] | None) -> None:
    spoiled = Spoiled(delay=0.001, chunks=chunks)
    ask = way.to(spoiled)
    first = await ask("GET", "/")
    spoiled.trouble = Trouble()
    assert (await ask("GET", "/")).body == first.body == (b"".join(chunks) if chunks else BODY)


# --- on a socket --------------------------------------------------------------------------------------------------------


@pytest.fixture
def connect() -> Iterator[Callable[[Handler], Wire]]:
    """`connect(handler)` starts a server and connects to it."""
    servers: list[Server] = []
    wires: list[Wire] = []

    def start(handler: Handler) -> Wire:
        servers.append(Server(handler).start())
        wires.append(Wire(servers[-1]))
        return wires[-1]

    yield start
    for wire in wires:
        wire.socket.close()
    for server in servers:
        server.stop()


def test_a_reset_is_one_of_tcp(connect: Callable[[Handler], Wire]) -> None:
    with pytest.raises(ConnectionResetError):
        connect(Spoiled("reset")).send(GET).rest()


def test_eof_is_a_closed_connection(connect: Callable[[Handler], Wire]) -> None:
    assert connect(Spoiled("eof")).send(GET).rest() == b""


def test_garbage_is_no_http(connect: Callable[[Handler], Wire]) -> None:
    data = connect(Spoiled("garbage")).send(GET).rest()
    assert data
    assert not data.startswith(b"HTTP/")


def test_a_truncated_answer_promises_more_than_it_brings(connect: Callable[[Handler], Wire]) -> None:
    head, _, body = connect(Spoiled("truncate")).send(GET).rest().partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(BODY) in head
    assert body == BODY[: len(BODY) // 2]


def test_a_truncated_stream_has_no_last_chunk(connect: Callable[[Handler], Wire]) -> None:
    chunks = (b"data: one\n\n", b"data: two\n\n")
    _, _, body = connect(Spoiled("truncate", chunks=chunks)).send(GET).rest().partition(b"\r\n\r\n")
    assert body == b"b\r\ndata: one\n\n\r\n"


def test_a_truncated_answer_without_a_body_is_none(connect: Callable[[Handler], Wire]) -> None:
    class Empty:
        def handle(self, request: Request) -> Response:
            response = Response(204)
            Trouble(drop="truncate").befall(response)
            return response

    assert connect(Empty()).send(GET).rest() == b""


def test_what_stalls_is_let_go_by_its_gate(connect: Callable[[Handler], Wire]) -> None:
    stalled = Spoiled("stall")
    wire = connect(stalled).send(GET + GET)  # in one piece: what is left unread when it closes would reset it
    assert stalled.asked.wait(5)
    assert stalled.trouble.gate is not None
    stalled.trouble.gate.open()
    assert wire.rest() == b""


def test_what_stalls_is_let_go_by_the_server_that_stops() -> None:
    stalled = Spoiled("stall")
    server = Server(stalled).start()
    with Wire(server) as wire:
        wire.send(GET)
        assert stalled.asked.wait(5)
        server.stop()
        assert wire.rest() == b""


def test_a_gate_that_opens_after_its_server_is_gone_harms_nobody() -> None:
    stalled = Spoiled("stall")
    server = Server(stalled).start()
    with Wire(server) as wire:
        wire.send(GET)
        assert stalled.asked.wait(5)
        server.stop()
        assert wire.rest() == b""
    assert stalled.trouble.gate is not None
    stalled.trouble.gate.open()


def test_answers_keep_their_order_behind_a_late_one(connect: Callable[[Handler], Wire]) -> None:
    class LateFirst:
        asked = 0

        def handle(self, request: Request) -> Response:
            self.asked += 1
            response = Response(200, [], b"%d;" % self.asked)
            if self.asked == 1:
                Trouble(0.02).befall(response)
            return response

    data = connect(LateFirst()).send(GET * 3).until(b"3;")
    assert [part[-2:] for part in data.split(b"HTTP/1.1 200 OK")[1:]] == [b"1;", b"2;", b"3;"]


def test_one_late_answer_does_not_hold_up_other_connections() -> None:
    class LateForOne:
        def handle(self, request: Request) -> Response:
            response = Response(200, [], b"!")
            if request.target == "/x":
                Trouble(60).befall(response)
            return response

    with Server(LateForOne()) as server, Wire(server) as late, Wire(server) as other:
        late.send(GET)
        assert other.send(GET.replace(b"/x", b"/y")).until(b"!").endswith(b"!")


def test_a_client_that_leaves_is_not_waited_for() -> None:
    late = Spoiled(delay=60)
    with Server(late) as server, Wire(server) as wire:
        wire.send(GET)
        assert late.asked.wait(5)
        wire.socket.shutdown(socket.SHUT_WR)
        assert wire.rest() == b""


# --- mounted in somebody else's server ----------------------------------------------------------------------------------


def test_wsgi_hosts_learn_in_the_middle_that_an_answer_breaks_off() -> None:
    started: list[str] = []
    environ = create_environ("/")
    answer = iter(WsgiApp(Spoiled("truncate"))(environ, lambda status, headers, _=None: started.append(status)))  # type: ignore[arg-type,misc]
    assert next(answer) == BODY[: len(BODY) // 2]
    assert started == ["200 OK"]
    with pytest.raises(NoAnswer):
        next(answer)


def test_a_wsgi_hosts_thread_stalls_until_the_gate_opens() -> None:
    stalled, ended = Spoiled("stall"), []
    environ = create_environ("/")

    def serve() -> None:
        with pytest.raises(NoAnswer):
            WsgiApp(stalled)(environ, lambda *_: None)  # type: ignore[arg-type,return-value]
        ended.append(True)

    thread = threading.Thread(target=serve)
    thread.start()
    assert stalled.trouble.gate is not None
    stalled.trouble.gate.open()
    thread.join(10)
    assert ended == [True]


async def asgi(handler: Handler, *incoming: Message) -> list[Message]:
    """What an ASGI host is sent; it has nothing more to say once `incoming` is used up."""
    messages = [*incoming]
    sent: list[Message] = []

    async def receive() -> Message:
        if not messages:
            await asyncio.Event().wait()
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    with pytest.raises(NoAnswer):
        await AsgiApp(handler)(scope, receive, send)
    return sent


async def test_asgi_hosts_learn_in_the_middle_that_an_answer_breaks_off() -> None:
    sent = await asgi(Spoiled("truncate"), {"type": "http.request", "body": b""})
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[1]["body"] == BODY[: len(BODY) // 2]


async def test_under_asgi_the_stalled_end_when_the_client_goes() -> None:
    incoming = ({"type": "http.request", "body": b""}, {"type": "http.disconnect"})
    assert await asgi(Spoiled("stall"), *incoming) == []


async def test_under_asgi_the_stalled_end_when_the_gate_opens() -> None:
    stalled = Spoiled("stall")
    assert stalled.trouble.gate is not None
    asyncio.get_running_loop().call_soon(stalled.trouble.gate.open)
    assert await asgi(stalled, {"type": "http.request", "body": b""}) == []


# --- in-process ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoiled", [Spoiled("stall"), Spoiled(delay=100_000.0)])
async def test_a_client_that_would_not_wait_is_told_at_once(way: Way, spoiled: Spoiled) -> None:
    if way.name in ("direct", "wsgi", "asgi", "server"):
        pytest.skip("the client is not known there")
    if way.name == "requests" and spoiled.trouble.drop is None:
        pytest.skip("requests has no timeout of its own; see below")
    with pytest.raises(TOO_LATE):
        await way.to(spoiled)("GET", "/")
    assert spoiled.asked.is_set()  # the server does its work, whether or not anybody waits


@pytest.mark.parametrize("timeout", [10, (3, 10)])
def test_requests_is_held_to_the_timeout_of_its_call(timeout: float | tuple[int, int]) -> None:
    fake = FakeElasticsearch()
    fake.delay("info", 60)
    with requests.Session() as session:
        session.mount("http://", fake.requests_adapter())
        with pytest.raises(requests.ReadTimeout):
            session.get("http://fake/", timeout=timeout)


def test_each_exception_is_the_one_that_httpx_has_for_it() -> None:
    expected = {"reset": httpx.ReadError, "eof": httpx.RemoteProtocolError, "garbage": httpx.RemoteProtocolError}
    for drop, kind in (expected | {"truncate": httpx.RemoteProtocolError, "stall": httpx.ReadTimeout}).items():
        fake = FakeElasticsearch()
        fake.fail("info", drop=drop)
        with httpx.Client(transport=fake.httpx_transport()) as client, pytest.raises(httpx.TransportError) as raised:
            client.get("http://fake/")
        assert type(raised.value) is kind


def test_a_truncated_answer_begins_well_for_who_streams_it() -> None:
    fake = FakeElasticsearch()
    fake.fail("info", drop="truncate")
    with httpx.Client(transport=fake.httpx_transport()) as client, client.stream("GET", "http://fake/") as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()
    with requests.Session() as session:
        session.mount("http://", fake.requests_adapter())
        begun = session.get("http://fake/", stream=True)
        assert begun.status_code == 200
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            _ = begun.content
