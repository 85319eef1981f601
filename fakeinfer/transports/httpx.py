"""httpx in-process: one transport for `httpx.Client` and `httpx.AsyncClient`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import anyio
import httpx

from ..doors.common import Handler, half, headers_of, is_truncated, payload
from ..doors.waiting import spaced, wait
from ..wire import Request, Response
from .arriving import TimedOut, seconds_until, why_lost


class FakeTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that asks `handler`, whatever host the URL names."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call of `httpx.Client`."""
        response = self._ask(request, request.read())
        if response.trouble is not None:
            wait(time_taken(request, response))
        return arrived(request, response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One call of `httpx.AsyncClient`."""
        response = self._ask(request, await request.aread())
        if response.trouble is not None:
            await anyio.sleep(time_taken(request, response))  # httpx runs on any loop that anyio knows
        return arrived(request, response)

    def _ask(self, request: httpx.Request, body: bytes) -> Response:
        target = request.url.raw_path.decode("ascii")
        pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
        return self.handler.handle(Request.build(request.method, target, pairs, body))

    def __repr__(self) -> str:
        return f"<FakeTransport for {self.handler!r}>"


def time_taken(request: httpx.Request, response: Response) -> float:
    """Seconds until the answer arrives, if the client waits for it."""
    try:
        return seconds_until(response, request.extensions.get("timeout", {}).get("read"))
    except TimedOut as late:
        raise httpx.ReadTimeout(str(late), request=request) from late


def arrived(request: httpx.Request, response: Response) -> httpx.Response:
    """The answer as httpx's own transports return it."""
    if response.closes:
        was_reset = response.trouble is not None and response.trouble.drop == "reset"
        lost = httpx.ReadError if was_reset else httpx.RemoteProtocolError
        raise lost(why_lost(response), request=request)
    pieces = payload(request.method, response)
    stream = Pieces(pieces, pause=response.pause)
    if is_truncated(response):
        stream = Pieces(half(pieces), httpx.RemoteProtocolError(why_lost(response), request=request))
    return httpx.Response(response.status, headers=headers_of(response), stream=stream, request=request)


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that arrives piece by piece, and perhaps not to its end."""

    def __init__(
        self, pieces: tuple[bytes, ...], broken: httpx.RemoteProtocolError | None = None, pause: float = 0.0
    ) -> None:
        self.pieces = pieces
        self.broken = broken
        self.pause = pause

    def __iter__(self) -> Iterator[bytes]:
        yield from spaced(self.pieces, self.pause)
        if self.broken is not None:
            raise self.broken

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for number, piece in enumerate(self.pieces):
            if number and self.pause:
                await anyio.sleep(self.pause)
            yield piece
        if self.broken is not None:
            raise self.broken
