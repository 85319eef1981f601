"""requests in-process: an adapter to mount, `session.mount("http://fakeinfer", FakeAdapter(cluster))`."""

from __future__ import annotations

import io
from collections.abc import Generator
from http import HTTPStatus
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from ..doors.common import NO_ANSWER, Handler, headers_of, payload
from ..wire import Request


class FakeAdapter(HTTPAdapter):
    """An adapter that asks `handler` for whatever URLs it is mounted at."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        super().__init__()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """One call of a `requests.Session`; timeouts, certificates and proxies have nothing to act on."""
        method = request.method or "GET"
        response = self.handler.handle(Request.build(method, request.path_url, request.headers, body_of(request)))
        if response.closes:
            raise requests.ConnectionError(NO_ANSWER, request=request)
        pieces = payload(method, response)
        raw = Pieces(
            io.BytesIO(b"".join(pieces)),
            HTTPHeaderDict(headers_of(response)),
            response.status,
            reason=phrase(response.status),
            preload_content=False,
            request_method=method,
        )
        raw.pieces = pieces if response.chunks is not None else None
        return self.build_response(request, raw)

    def __repr__(self) -> str:
        return f"<FakeAdapter for {self.handler!r}>"


class Pieces(HTTPResponse):
    """A response that `iter_content` and `iter_lines` get piece by piece, as from a chunked one."""

    pieces: tuple[bytes, ...] | None = None

    def stream(self, amt: int | None = 2**16, decode_content: bool | None = None) -> Generator[bytes, None, None]:
        if self.pieces is None:
            yield from super().stream(amt, decode_content)
        else:
            yield from self.pieces


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
