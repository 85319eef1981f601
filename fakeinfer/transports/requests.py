"""requests in-process: an adapter to mount, `session.mount("http://fakeinfer", FakeAdapter(cluster))`."""

from __future__ import annotations

import io
from collections.abc import Generator
from http import HTTPStatus
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import ProtocolError

from ..doors.common import Handler, half, headers_of, is_truncated, payload
from ..doors.waiting import spaced, wait
from ..wire import Request, Response
from .arriving import TimedOut, seconds_until, why_lost


class FakeAdapter(HTTPAdapter):
    """An adapter that asks `handler` for whatever URLs it is mounted at."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        super().__init__()

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, timeout: Any = None, *_: Any, **__: Any
    ) -> requests.Response:
        """One call of a `requests.Session`; certificates and proxies have nothing to act on."""
        method = request.method or "GET"
        response = self.handler.handle(Request.build(method, request.path_url, request.headers, body_of(request)))
        if response.trouble is not None:
            wait(time_taken(request, response, timeout))
        if response.closes:
            raise requests.ConnectionError(why_lost(response), request=request)
        pieces = payload(method, response)
        truncated = is_truncated(response)
        if truncated:
            pieces = half(pieces)
        raw = Pieces(
            io.BytesIO(b"".join(pieces)),
            HTTPHeaderDict(headers_of(response)),
            response.status,
            reason=phrase(response.status),
            preload_content=False,
            request_method=method,
        )
        raw.pieces = pieces if response.chunks is not None or truncated else None
        raw.pause = response.pause
        raw.broken = why_lost(response) if truncated else None
        return self.build_response(request, raw)

    def __repr__(self) -> str:
        return f"<FakeAdapter for {self.handler!r}>"


class Pieces(HTTPResponse):
    """A response that `iter_content` and `iter_lines` get piece by piece, as from a chunked one."""

    pieces: tuple[bytes, ...] | None = None
    pause: float = 0.0
    """Seconds between two of them."""
    broken: str | None = None
    """Why there is no more than that, where there should be; requests makes it a `ChunkedEncodingError`."""

    def stream(self, amt: int | None = 2**16, decode_content: bool | None = None) -> Generator[bytes, None, None]:
        if self.pieces is None:
            yield from super().stream(amt, decode_content)
        else:
            yield from spaced(self.pieces, self.pause)
            if self.broken is not None:
                raise ProtocolError(self.broken)


def time_taken(request: requests.PreparedRequest, response: Response, timeout: Any) -> float:
    """Seconds until the answer arrives, if the client waits for it. A timeout may be a pair: to connect, and to read."""
    try:
        return seconds_until(response, timeout[1] if isinstance(timeout, tuple) else timeout)
    except TimedOut as late:
        raise requests.ReadTimeout(str(late), request=request) from late


def body_of(request: requests.PreparedRequest) -> bytes:
    """The body's bytes, whatever requests was given: text, bytes, a file or an iterable."""
    body: Any = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    if hasattr(body, "read"):
        return body_of_read(body.read())
    return b"".join(body_of_read(piece) for piece in body)


def body_of_read(piece: str | bytes) -> bytes:
    """Files and iterables may give text."""
    return piece.encode() if isinstance(piece, str) else piece


def phrase(status: int) -> str:
    """The words that go with a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
