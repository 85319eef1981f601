"""The server door: starting, stopping, and HTTP/1.1 on the wire."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.doors.common import Handler
from fakeinfer.doors.server import Server
from fakeinfer.wire import Request, Response
from tests.doors.conftest import Echo, Fixed

GET = b"GET /x HTTP/1.1\r\nHost: fake\r\n\r\n"


class Wire:
    """A bare connection to a server: bytes out, bytes in."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=5)

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, *parts: bytes) -> Wire:
        for part in parts:
            self.socket.sendall(part)
        return self

    def until(self, end: bytes) -> bytes:
        """What arrives, up to and including `end`."""
        data = b""
        while not data.endswith(end):
            piece = self.socket.recv(65536)
            assert piece, f"closed after {data!r}"
            data += piece
        return data

    def rest(self) -> bytes:
        """What arrives until the server closes the connection."""
        data = b""
        while piece := self.socket.recv(65536):
            data += piece
        return data


@pytest.fixture
def serve() -> Iterator[Callable[[Handler], Wire]]:
    """`serve(handler)` starts a server and connects to it."""
    servers, wires = [], []

    def start(handler: Handler) -> Wire:
        server = Server(handler).start()
        servers.append(server)
        wires.append(Wire(server))
        return wires[-1]

    yield start
    for wire in wires:
        wire.socket.close()
    for server in servers:
        server.stop()


# --- starting and stopping ----------------------------------------------------------------------------------------------


def test_it_listens_on_a_free_port_of_the_loopback() -> None:
    with Server(Echo()) as one, Server(Echo()) as other:
        assert one.port != other.port
        assert one.url == f"http://127.0.0.1:{one.port}"


def test_it_has_no_address_unless_it_runs() -> None:
    server = Server(Echo())
    with pytest.raises(RuntimeError, match="not started"):
        _ = server.url
    assert "stopped" in repr(server)


def test_starting_and_stopping_twice_is_fine() -> None:
    server = Server(Echo())
    port = server.start().port
    assert server.start().port == port
    server.stop()
    server.stop()
    with server, Wire(server) as wire:
        assert wire.send(GET).until(b"}").startswith(b"HTTP/1.1 200 OK\r\n")


async def test_it_is_an_asynchronous_context_manager_too() -> None:
    async with Server(Echo()) as server:
        assert server.port


def test_a_port_that_is_taken_is_an_oserror() -> None:
    with Server(Echo()) as server, pytest.raises(OSError, match="in use"):
        Server(Echo(), port=server.port).start()


def test_stopping_closes_idle_connections() -> None:
    server = Server(Echo()).start()
    idle = [Wire(server) for _ in range(10)]
    idle[0].send(GET).until(b"}")
    server.stop()
    assert [wire.rest() for wire in idle] == [b""] * 10
    for wire in idle:
        wire.socket.close()


def test_stopping_does_not_poll() -> None:
    """A loop that looks every 0.1 s whether it should stop would need half of that on average."""
    spent = []
    for _ in range(5):
        server = Server(Echo()).start()
        with Wire(server) as idle:
            idle.send(GET).until(b"}")
            began = time.perf_counter()
            server.stop()
            spent.append(time.perf_counter() - began)
    assert min(spent) < 0.02


def test_stopping_cuts_off_a_client_that_reads_nothing() -> None:
    server = Server(Fixed(Response(200, [], b"x" * 30_000_000))).start()
    with Wire(server).send(GET) as lazy:
        got = len(lazy.socket.recv(1))
        server.stop()
        with contextlib.suppress(ConnectionResetError):
            got += len(lazy.rest())
        assert got < 30_000_000


def test_a_stopped_server_is_gone() -> None:
    with Server(Echo()) as server:
        port = server.port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_https_with_a_certificate_of_its_own() -> None:
    with Server(Cluster("elasticsearch"), tls=True) as server:
        assert server.url.startswith("https://")
        file = server.ca_file
        assert file is not None
        context = ssl.create_default_context(cafile=str(file))
        client = http.client.HTTPSConnection("localhost", server.port, context=context, timeout=5)
        client.request("GET", "/")
        assert client.getresponse().status == 200
        client.close()
    assert not Path(file).exists()


def test_stopping_ends_a_handshake_that_nobody_goes_on_with(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(Echo(), tls=True).start()
    with Wire(server) as silent:
        time.sleep(0.02)  # so that the connection is taken
        server.stop()
        assert silent.rest() == b""
    assert not caplog.records


# --- HTTP/1.1 -------------------------------------------------------------------------------------------------------


def test_header_names_keep_their_letter_case_and_order_and_nothing_is_added(serve: Callable[[Handler], Wire]) -> None:
    headers = [("X-elastic-product", "Elasticsearch"), ("content-type", "application/json"), ("X-Opaque-Id", "a")]
    got = serve(Fixed(Response(200, headers, b"{}"))).send(GET).until(b"{}")
    assert got == (
        b"HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\n"
        b"X-Opaque-Id: a\r\ncontent-length: 2\r\n\r\n{}"
    )


def test_pipelined_requests_are_answered_in_order(serve: Callable[[Handler], Wire]) -> None:
    asked = b"".join(b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % n for n in range(20))
    last = b"GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /after HTTP/1.1\r\n\r\n"
    echo = Echo()
    got = serve(echo).send(asked + last).rest()
    assert got.count(b"HTTP/1.1 200 OK") == 21
    assert [request.target for request in echo.asked] == [*(f"/{n}" for n in range(20)), "/last"]


def test_a_request_may_arrive_byte_by_byte(serve: Callable[[Handler], Wire]) -> None:
    echo = Echo()
    request = b"POST /a%2Fb?q HTTP/1.1\r\nContent-Length: 3\r\nX-A: 1\r\nx-a: 2\r\n\r\nabc"
    serve(echo).send(*(request[at : at + 1] for at in range(len(request)))).until(b"}")
    headers = {"content-length": ("3",), "x-a": ("1", "2")}
    assert echo.asked == [Request("POST", "/a%2Fb?q", headers, b"abc")]


def test_a_chunked_body_is_put_together(serve: Callable[[Handler], Wire]) -> None:
    echo = Echo()
    head = b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    serve(echo).send(head, b"3\r\none\r\n", b"3\r\ntwo\r\n0\r\n\r\n").until(b"}")
    assert echo.asked[0].body == b"onetwo"


def test_a_client_that_expects_100_is_told_to_continue(serve: Callable[[Handler], Wire]) -> None:
    echo = Echo()
    wire = serve(echo).send(b"PUT /x HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
    assert wire.until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    wire.send(b"{}").until(b"}")
    assert echo.asked[0].body == b"{}"


@pytest.mark.parametrize(("version", "closes"), [("8.19", False), ("9.0", True), ("9.5", True)])
def test_nothing_else_can_be_expected(serve: Callable[[Handler], Wire], version: str, closes: bool) -> None:
    wire = serve(Cluster("elasticsearch", version))
    wire.send(b"PUT /x HTTP/1.1\r\nContent-Length: 2\r\nExpect: 200-maybe\r\n\r\n")
    refusal = b"HTTP/1.1 417 Expectation Failed\r\ncontent-length: 0\r\n"
    if closes:
        assert wire.rest() == refusal + b"connection: close\r\n\r\n"
    else:
        assert wire.until(b"\r\n\r\n") == refusal + b"\r\n"
        wire.send(b"{}", b"HEAD / HTTP/1.1\r\n\r\n")
        assert wire.until(b"\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("verb", ["FOO", "get", "X-Y", "SEARCH"])
def test_elasticsearch_answers_verbs_nobody_knows(serve: Callable[[Handler], Wire], verb: str) -> None:
    wire = serve(Cluster("elasticsearch"))
    for _ in range(2):
        got = wire.send(f"{verb} / HTTP/1.1\r\nHost: a\r\n\r\n".encode()).until(b"}")
        assert got.startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")
        assert f"Unexpected http method: {verb}, allowed: [".encode() in got
    assert wire.send(b"HEAD / HTTP/1.1\r\n\r\n").until(b"\r\n\r\n").startswith(b"HTTP/1.1 200 OK")


def test_an_unknown_verb_may_have_a_body(serve: Callable[[Handler], Wire]) -> None:
    echo = Echo()
    serve(echo).send(b"FOO /x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{", b"}").until(b"}")
    assert echo.asked == [Request("FOO", "/x", {"content-length": ("2",)}, b"{}")]


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"hello\r\n\r\n",
        b"GET x HTTP/1.1\r\n\r\n",
        b"G@T / HTTP/1.1\r\n\r\n",
        b"FOO x HTTP/1.1\r\n\r\n",
        GET + b"nonsense / x",
    ],
)
def test_what_is_no_http_is_refused(serve: Callable[[Handler], Wire], garbage: bytes) -> None:
    got = serve(Echo()).send(garbage).rest()
    assert got.count(b"HTTP/1.1 400 Bad Request\r\n") == 1
    assert got.count(b"HTTP/1.1 200 OK\r\n") == (1 if garbage.startswith(GET) else 0)


def test_http_1_0_is_answered_and_closed(serve: Callable[[Handler], Wire]) -> None:
    got = serve(Fixed(Response(200, [], b"{}"))).send(b"GET / HTTP/1.0\r\n\r\n").rest()
    assert got == b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def test_connection_close_is_obeyed_without_a_header(serve: Callable[[Handler], Wire]) -> None:
    got = serve(Fixed(Response(200, [], b"{}"))).send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").rest()
    assert got == b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def test_the_absolute_form_of_a_target_is_understood(serve: Callable[[Handler], Wire]) -> None:
    echo = Echo()
    serve(echo).send(b"GET http://fake:9200/a%2Fb?q HTTP/1.1\r\n\r\n").until(b"}")
    assert echo.asked[0].target == "/a%2Fb?q"


def test_an_offer_of_http_2_is_passed_over(serve: Callable[[Handler], Wire]) -> None:
    offer = b"GET /%d HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
    echo = Echo()
    wire = serve(echo).send(offer % 1 + offer % 2)
    wire.until(b"}")
    wire.send(offer % 3, GET.replace(b"/x HTTP/1.1", b"/4 HTTP/1.1\r\nConnection: close")).rest()
    assert [request.target for request in echo.asked] == ["/1", "/2", "/3", "/4"]


def test_no_answer_is_not_a_single_byte(serve: Callable[[Handler], Wire]) -> None:
    assert serve(Fixed(Response(0, closes=True))).send(GET).rest() == b""


def test_events_leave_chunk_by_chunk(serve: Callable[[Handler], Wire]) -> None:
    events = Response(200, [("content-type", "text/event-stream")], chunks=(b"one", b"", b"two" * 10))
    got = serve(Fixed(events)).send(GET).until(b"0\r\n\r\n")
    assert got == (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        b"3\r\none\r\n1e\r\n" + b"two" * 10 + b"\r\n0\r\n\r\n"
    )


def test_a_stream_without_events_ends(serve: Callable[[Handler], Wire]) -> None:
    got = serve(Fixed(Response(200, [], chunks=()))).send(GET).until(b"0\r\n\r\n")
    assert got == b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"


def test_events_over_http_1_0_end_with_the_connection(serve: Callable[[Handler], Wire]) -> None:
    events = Response(200, [], chunks=(b"one", b"two"))
    assert serve(Fixed(events)).send(b"GET / HTTP/1.0\r\n\r\n").rest() == b"HTTP/1.1 200 OK\r\n\r\nonetwo"


def test_head_of_a_stream_has_no_body(serve: Callable[[Handler], Wire]) -> None:
    wire = serve(Fixed(Response(200, [], chunks=(b"one",))))
    got = wire.send(b"HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n").rest()
    assert got == b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


def test_a_client_that_leaves_early_harms_nobody() -> None:
    with Server(Echo()) as server:
        with Wire(server) as leaver:
            leaver.send(b"POST /x HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc")
        with Wire(server) as other:
            assert other.send(GET).until(b"}")


@pytest.mark.parametrize("value", ["é", "日本"])
def test_a_header_beyond_ascii_does_not_break_the_answer(serve: Callable[[Handler], Wire], value: str) -> None:
    got = serve(Fixed(Response(200, [("X-Opaque-Id", value)], b"{}"))).send(GET).until(b"{}")
    assert got.startswith(b"HTTP/1.1 200 OK\r\nX-Opaque-Id: ")


def test_a_stream_does_not_stall(serve: Callable[[Handler], Wire]) -> None:
    """Small writes in a row would wait 40 ms for a delayed acknowledgement if the server held them back."""
    wire = serve(Fixed(Response(200, [], chunks=(b"one", b"two", b"three"))))
    spent = []
    for _ in range(30):
        began = time.perf_counter()
        wire.send(GET).until(b"0\r\n\r\n")
        spent.append(time.perf_counter() - began)
    assert sorted(spent)[15] < 0.03
