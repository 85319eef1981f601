"""The WSGI door: mount a cluster in any WSGI server, on werkzeug's Request and Response.

werkzeug.serving.run_simple("127.0.0.1", 9200, WsgiApp(cluster))

What declared faults do to a connection comes as near as WSGI allows: where there is to be no answer, or half of one, `NoAnswer`
is raised for the host to close it, so resets and garbage look the same; delays and stalls keep the host's thread waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..wire import Request
from .common import Handler, NoAnswer, half, headers_of, is_truncated, payload, quoted, target_of
from .waiting import spaced, wait_for

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class WsgiApp:
    """A WSGI application in front of a cluster or a hub."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. Where the real server closes the connection, `NoAnswer` is raised for the host to do so."""
        from werkzeug import Request as WsgiRequest
        from werkzeug import Response as WsgiResponse

        incoming = WsgiRequest(environ)
        method = incoming.method
        request = Request.build(method, raw_target(environ), incoming.headers.items(), incoming.get_data(cache=False))
        # werkzeug spells environ names as titles and takes the method in upper case; the servers tell `get` from `GET`.
        request.method = environ["REQUEST_METHOD"]
        response = self.handler.handle(request)
        if response.trouble is not None:
            wait_for(response)
        if response.closes:
            raise NoAnswer
        pieces = payload(method, response)
        # werkzeug measures what it can count
        body = pieces if response.chunks is None else spaced(pieces, response.pause)
        if is_truncated(response):
            body = broken_off(pieces)
        outgoing: Any = WsgiResponse(body, response.status, headers_of(response))
        answer: Iterable[bytes] = outgoing(environ, start_response)
        return answer

    def __repr__(self) -> str:
        return f"<WsgiApp for {self.handler!r}>"


def broken_off(pieces: Sequence[bytes]) -> Iterator[bytes]:
    """Half of a body; then the host learns that there is no more to come."""
    yield from half(pieces)
    raise NoAnswer


def raw_target(environ: WSGIEnvironment) -> str:
    """The target as it came over the wire: `%2F` in an id has to survive. WSGI itself has no raw path; most servers add one."""
    mounted_at = environ.get("SCRIPT_NAME", "").rstrip("/")
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw is None:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "surrogateescape")
        return target_of(quoted(path), environ.get("QUERY_STRING", ""))
    if not raw.startswith("/"):
        parts = urlsplit(raw)  # absolute form, as sent to a proxy
        return target_of(parts.path, parts.query, mounted_at)
    path, _, query = raw.partition("?")
    return target_of(path, query, mounted_at)
