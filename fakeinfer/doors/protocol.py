"""HTTP/1.1 of the server door: an asyncio protocol that answers straight from `handle`.

httptools owns the parsing: what a request is, where it ends, chunked bodies, pipelining, whether the connection is kept alive.
asyncio owns the connection, TLS included. What is ours: one write per answer, header names in the servers' own letter case (ASGI
has lower case only), verbs the parser does not know, `Expect`, closing without an answer, and what declared faults do to a
connection.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http import HTTPStatus

import httptools

from ..wire import Request, Response
from .common import Handler, call_soon, half, is_truncated

STATUS_LINES = {int(status): f"HTTP/1.1 {int(status)} {status.phrase}\r\n" for status in HTTPStatus}
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
REFUSED = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 30\r\nconnection: close\r\n\r\n"
    b"Invalid HTTP request received."
)
"""What is answered to what is no HTTP."""
GARBAGE = b"\x15\x03\x03\x00\x02\x02\x50"
"""A TLS alert: what a client gets that speaks HTTP where something else is spoken."""
LINGER_NO_MORE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""With this, closing a socket resets its connection."""
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}")


class HandlerProtocol(asyncio.Protocol):
    """One connection. It never times out: the real servers keep idle connections too."""

    transport: asyncio.Transport
    """What it writes to, from `connection_made` on."""

    def __init__(self, handler: Handler, loop: asyncio.AbstractEventLoop, connections: set[HandlerProtocol]) -> None:
        self.handler = handler
        self.loop = loop
        self.connections = connections
        """All that are open, this one among them."""
        self.parser = self._new_parser()
        self.begun = 0
        """Requests whose first byte was seen."""
        self.verb: str | None = None
        """The verb of the request being read, when the parser does not know it."""
        self.answered_early = False
        self.waiting: deque[tuple[float, Callable[[], None]]] = deque()
        """Answers that are not to leave yet, with the seconds that each still waits, and what came after them."""
        self.timer: asyncio.TimerHandle | None = None
        self.stalled = False
        """Whether an answer never comes, so that none after it can."""

    def _new_parser(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self)
        # A client that says "connection: close" may have sent more behind it; its first request is answered all the same.
        parser.set_dangerous_leniencies(lenient_data_after_close=True)
        return parser

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; every complete request in `data` is answered before this returns."""
        begun = self.begun
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # Clients that offer h2c (Java's) are answered over HTTP/1.1; what followed the request is the next one.
            if rest := data[upgrade.args[0] :]:
                self.data_received(rest)
        except httptools.HttpParserInvalidMethodError:
            verb, blank, rest = data.partition(b" ")
            if self.begun > begun + 1 or not blank or TOKEN.fullmatch(verb) is None:
                self._refuse()
            else:
                self._read_with_unknown_verb(verb.decode("ascii"), rest)
        except httptools.HttpParserError:
            self._refuse()

    def _refuse(self) -> None:
        self.transport.write(REFUSED)
        self.transport.close()

    def _read_with_unknown_verb(self, verb: str, rest: bytes) -> None:
        """Elasticsearch itself answers verbs that nobody knows, so they have to get past the parser: under another name."""
        self.parser = self._new_parser()
        self.verb = verb
        self.data_received(b"POST " + rest)

    # --- what the parser tells ----------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self.begun += 1
        self.target = b""
        self.fields: dict[str, tuple[str, ...]] = {}
        self.pieces: list[bytes] = []
        self.answered_early = False

    def on_url(self, url: bytes) -> None:
        self.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        fields = self.fields
        fields[key] = (*fields[key], text) if key in fields else (text,)

    def on_headers_complete(self) -> None:
        expected = self.fields.get("expect")
        if expected is None:
            return
        if expected[0].lower() == "100-continue":
            self.transport.write(CONTINUE)
        else:  # the answer does not wait for the body
            self.answered_early = True
            self._answer()

    def on_body(self, body: bytes) -> None:
        self.pieces.append(body)

    def on_message_complete(self) -> None:
        if not self.answered_early and not self.transport.is_closing():
            self._answer()

    # --- answering ----------------------------------------------------------------------------------------------------

    def _answer(self) -> None:
        pieces = self.pieces
        method = self.verb or self.parser.get_method().decode("ascii")
        target = self.target.decode("latin-1")
        if not target.startswith("/"):
            target = origin_form(target)
        body = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        request = Request(method, target, self.fields, body)
        response = self.handler.handle(request)
        self.verb = None
        stays = self.parser.should_keep_alive()
        self.deliver(request, response, chunked=self.parser.get_http_version() == "1.1", stays=stays)

    def deliver(self, request: Request, response: Response, *, chunked: bool, stays: bool) -> None:
        """Put one answer on the wire, when its time has come; every answer passes here."""
        trouble = response.trouble
        if trouble is None and not self.waiting and not self.stalled:
            self.send(request, response, chunked=chunked, stays=stays)
            if self.waiting:
                self._go_on()
            return
        seconds = trouble.delay if trouble is not None else 0.0
        self.waiting.append((seconds, partial(self.send, request, response, chunked=chunked, stays=stays)))
        if len(self.waiting) == 1:
            self._go_on()

    def _go_on(self) -> None:
        """Send what waits, up to the next answer that has to wait longer."""
        while self.waiting and not self.stalled and not self.transport.is_closing():
            seconds, send = self.waiting[0]
            if seconds:
                self.waiting[0] = (0.0, send)
                self.timer = self.loop.call_later(seconds, self._go_on)
                return
            self.waiting.popleft()
            send()

    def connection_lost(self, exc: Exception | None) -> None:
        """End: nothing that still waits will be sent."""
        self.connections.discard(self)
        self.waiting.clear()
        if self.timer is not None:
            self.timer.cancel()

    def send(self, request: Request, response: Response, *, chunked: bool, stays: bool) -> None:
        """Write an answer, or fail as it is told to."""
        transport = self.transport
        if response.closes:
            self._fail(response)
            return
        if is_truncated(response):
            self._send_half(response, chunked=chunked)
            return
        start = head(response, chunked=chunked)
        if response.chunks is None:
            transport.write(start if request.method == "HEAD" else start + response.body)
        else:
            transport.write(start)
            stays = stays and chunked
            if request.method != "HEAD":
                pieces = list(stream(response.chunks, chunked=chunked))
                if response.pause:
                    self._send_slowly(pieces, response, chunked=chunked, stays=stays)
                    return
                for piece in pieces:
                    transport.write(piece)
        self._end(response, stays=stays)

    def _end(self, response: Response, *, stays: bool) -> None:
        if not stays or response.header("connection") == "close":
            self.transport.close()

    def _send_slowly(self, pieces: list[bytes], response: Response, *, chunked: bool, stays: bool) -> None:
        """Let the pieces wait their turn, before whatever waits behind this answer."""
        self.waiting.appendleft((0.0, partial(self._end, response, stays=stays)))
        last = len(pieces) - (2 if chunked else 1)  # the mark of the end comes with the last piece
        for number, piece in reversed(list(enumerate(pieces))):
            seconds = response.pause if 0 < number <= last else 0.0
            self.waiting.appendleft((seconds, partial(self.transport.write, piece)))

    def _fail(self, response: Response) -> None:
        """No answer, in one of the ways there are."""
        drop = response.trouble.drop if response.trouble is not None else None
        if drop == "stall" and response.trouble is not None and response.trouble.gate is not None:
            self.stalled = True
            response.trouble.gate.when_open(partial(call_soon, self.loop, self.transport.close))
            return
        if drop == "reset":
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NO_MORE)
            self.transport.abort()
            return
        if drop == "garbage":
            self.transport.write(GARBAGE)
        self.transport.close()

    def _send_half(self, response: Response, *, chunked: bool) -> None:
        self.transport.write(head(response, chunked=chunked))
        for piece in half((response.body,) if response.chunks is None else response.chunks):
            framed = chunked and response.chunks is not None
            self.transport.write(b"%x\r\n%b\r\n" % (len(piece), piece) if framed else piece)
        self.transport.close()


def stream(pieces: Sequence[bytes], *, chunked: bool) -> Iterator[bytes]:
    """The writes of a streamed body; without chunks (HTTP/1.0) its end is that of the connection."""
    for piece in pieces:
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece
    if chunked:
        yield b"0\r\n\r\n"


def head(response: Response, *, chunked: bool = True) -> bytes:
    """Status line and headers: names and order as given, and how long the body is if that was not said."""
    lines = [STATUS_LINES.get(response.status) or f"HTTP/1.1 {response.status} \r\n"]
    measured = False
    for name, value in response.headers:
        lines.append(f"{name}: {value}\r\n")
        if not measured and len(name) == 14 and name.lower() == "content-length":
            measured = True
    if response.chunks is not None:
        lines.append("transfer-encoding: chunked\r\n" if chunked else "")
    elif not measured:
        lines.append(f"content-length: {len(response.body)}\r\n")
    lines.append("\r\n")
    return "".join(lines).encode("latin-1", "replace")


def origin_form(target: str) -> str:
    """The path of a target in absolute form (`http://host/path`), as sent to a proxy."""
    _, separator, rest = target.partition("://")
    if not separator:
        return target
    _, slash, path = rest.partition("/")
    return slash + path or "/"
