"""What all doors share: who answers, which headers and bytes go out, and how a closed connection is told.

A door carries a request to `handle` and an answer back; it decides nothing. The doors are `wsgi.py`, `asgi.py`, `server.py`
and `transports/`; `hub.py` puts many clusters behind one.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    import asyncio

    from ..wire import Request, Response

NO_ANSWER = "the connection was closed without an answer"
"""What a client is told where the real server closes the connection (`Response.closes`)."""


class Handler(Protocol):
    """What a door leads to: a `Cluster` or a `Hub`."""

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        ...


class NoAnswer(ConnectionAbortedError):
    """Raised by a door that cannot close the connection itself; servers that know `ConnectionError` drop it then."""

    def __init__(self) -> None:
        super().__init__(NO_ANSWER)


def payload(method: str, response: Response) -> tuple[bytes, ...]:
    """The pieces of the body that leave: none for HEAD, whatever the response holds."""
    if method == "HEAD":
        return ()
    return (response.body,) if response.chunks is None else response.chunks


def call_soon(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    """Call back in a loop of another thread, which may be over by now."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(callback)


def half(pieces: Sequence[bytes]) -> tuple[bytes, ...]:
    """The first half of a body, which is all that arrives of a truncated answer."""
    left = sum(map(len, pieces)) // 2
    arriving = []
    for piece in pieces:
        arriving.append(piece[:left])
        left -= len(arriving[-1])
    return tuple(piece for piece in arriving if piece)


def is_truncated(response: Response) -> bool:
    """Whether a declared fault lets half of the body arrive, and the connection end then."""
    return response.trouble is not None and response.trouble.drop == "truncate" and not response.closes


def headers_of(response: Response) -> list[tuple[str, str]]:
    """The response's headers, with the `content-length` that a body in one piece has."""
    if response.chunks is not None or response.header("content-length") is not None:
        return response.headers
    return [*response.headers, ("content-length", str(len(response.body)))]


def target_of(path: str, query: str, prefix: str = "") -> str:
    """A raw target from a raw path and a query string, less the prefix that the application is mounted at."""
    if prefix and path.startswith(prefix):
        path = path[len(prefix) :]
    return f"{path or '/'}?{query}" if query else path or "/"


def quoted(path: str) -> str:
    """A raw path from a decoded one, where a host kept no other. An escaped slash is lost: such hosts decode it."""
    return quote(path, safe="/:@!$&'()*+,;=~", errors="surrogateescape")


def imported(module: str, package: str, purpose: str) -> Any:
    """A module of an optional package, or an error that says what to install and what for."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != module.partition(".")[0]:
            raise
        raise ModuleNotFoundError(
            f"{purpose} needs a package that is not installed: pip install {package!r}", name=missing.name
        ) from missing
