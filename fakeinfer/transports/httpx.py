"""httpx in-process: one transport for `httpx.Client` and `httpx.AsyncClient`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx

from ..doors.common import NO_ANSWER, Handler, headers_of, payload
from ..wire import Request


class FakeTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that asks `handler`, whatever host the URL names."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call of `httpx.Client`."""
        return self._ask(request, request.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One call of `httpx.AsyncClient`."""
        return self._ask(request, await request.aread())

    def _ask(self, request: httpx.Request, body: bytes) -> httpx.Response:
        target = request.url.raw_path.decode("ascii")
        pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
        response = self.handler.handle(Request.build(request.method, target, pairs, body))
        if response.closes:
            raise httpx.RemoteProtocolError(NO_ANSWER, request=request)
        pieces = Pieces(payload(request.method, response))
        return httpx.Response(response.status, headers=headers_of(response), stream=pieces, request=request)

    def __repr__(self) -> str:
        return f"<FakeTransport for {self.handler!r}>"


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that arrives piece by piece."""

    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
