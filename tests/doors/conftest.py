"""The doors as a parameter: `door(handler)` gives something to `ask` through."""

from __future__ import annotations

import http.client
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import elastic_transport
import httpx
import opensearchpy
import pytest
import requests
import werkzeug.test

from fakeinfer import transports
from fakeinfer.doors.asgi import AsgiApp
from fakeinfer.doors.common import Handler, NoAnswer, headers_of
from fakeinfer.doors.server import Server
from fakeinfer.doors.wsgi import WsgiApp
from fakeinfer.transports import elastic, opensearch
from fakeinfer.wire import Request, Response

CLOSED = (
    NoAnswer,
    http.client.RemoteDisconnected,
    elastic_transport.ConnectionError,
    opensearchpy.exceptions.ConnectionError,
    httpx.RemoteProtocolError,
    requests.ConnectionError,
)
"""How the doors say that the connection was closed without an answer."""


@dataclass
class Answer:
    """What came out of a door; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def answer(status: int, headers: Any, body: bytes | str) -> Answer:
    pairs = headers.items() if hasattr(headers, "items") else headers
    return Answer(status, {k.lower(): v for k, v in pairs}, body.encode() if isinstance(body, str) else body)


class Echo:
    """A handler that answers what it was asked, and keeps it."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def handle(self, request: Request) -> Response:
        self.asked.append(request)
        seen = {"method": request.method, "target": request.target, "size": len(request.body)}
        return Response(200, [("Content-Type", "application/json")], json.dumps(seen).encode())


class Fixed:
    """A handler that always answers the same."""

    def __init__(self, response: Response) -> None:
        self.response = response

    def handle(self, request: Request) -> Response:
        return self.response


Ask = Callable[..., Any]


class Doors:
    """Every way in. Each takes a handler and the exit stack of the test, and gives a function that asks, sync or async."""

    def direct(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            response = handler.handle(Request.build(method, target, headers, body))
            if response.closes:
                raise NoAnswer
            body = b"" if method == "HEAD" else response.content
            return answer(response.status, headers_of(response), body)

        return ask

    def wsgi(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        client = werkzeug.test.Client(WsgiApp(handler))

        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            raw = {"RAW_URI": target, "REQUEST_URI": target}
            got = client.open(target, method=method, headers=headers, data=body, environ_overrides=raw)
            return answer(got.status_code, got.headers, got.data)

        return ask

    def asgi(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        return self._httpx_async(httpx.ASGITransport(AsgiApp(handler)))

    def server(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        running = stack.enter_context(Server(handler))
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
        stack.callback(connection.close)

        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            connection.request(method, target, body or None, headers)
            got = connection.getresponse()
            return answer(got.status, got.getheaders(), got.read())

        return ask

    def elastic(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        node = elastic.node_class(handler)(elastic_transport.NodeConfig("http", "fakeinfer", 9200))

        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            meta, got = node.perform_request(method, target, body, elastic_transport.HttpHeaders(headers))
            return answer(meta.status, meta.headers, got)

        return ask

    def elastic_async(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        node = elastic.async_node_class(handler)(elastic_transport.NodeConfig("http", "fakeinfer", 9200))

        async def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            meta, got = await node.perform_request(method, target, body, elastic_transport.HttpHeaders(headers))
            return answer(meta.status, meta.headers, got)

        return ask

    def opensearch(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        connection = opensearch.connection_class(handler)()

        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            got = connection.perform_request(method, target, None, body, headers=headers, ignore=range(400, 600))
            return answer(*got)

        return ask

    def opensearch_async(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        connection = opensearch.async_connection_class(handler)()

        async def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            got = await connection.perform_request(method, target, None, body, headers=headers, ignore=range(400, 600))
            return answer(*got)

        return ask

    def httpx_sync(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        client = stack.enter_context(httpx.Client(transport=transports.httpx_transport(handler)))

        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            got = client.request(method, "http://fakeinfer" + target, headers=headers, content=body)
            return answer(got.status_code, got.headers, got.content)

        return ask

    def httpx_async(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        return self._httpx_async(transports.httpx_transport(handler))

    def _httpx_async(self, transport: httpx.AsyncBaseTransport) -> Ask:
        async def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            async with httpx.AsyncClient(transport=transport) as client:
                got = await client.request(method, "http://fakeinfer" + target, headers=headers, content=body)
                return answer(got.status_code, got.headers, got.content)

        return ask

    def requests(self, handler: Handler, stack: AsyncExitStack) -> Ask:
        session = stack.enter_context(requests.Session())
        session.mount("http://", transports.requests_adapter(handler))

        def ask(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
            got = session.request(method, "http://fakeinfer" + target, headers=headers, data=body)
            return answer(got.status_code, got.headers, got.content)

        return ask


DOORS = [name for name in vars(Doors) if not name.startswith("_")]


class Way:
    """One door, open: `await way(handler)` and then `await way.ask(..)`."""

    def __init__(self, name: str, stack: AsyncExitStack) -> None:
        self.name = name
        self.stack = stack

    def to(self, handler: Handler) -> Callable[..., Any]:
        """A function that asks `handler` through this door."""
        ask = getattr(Doors(), self.name)(handler, self.stack)

        async def asked(method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
            result = ask(method, target, headers or {}, body)
            return await result if hasattr(result, "__await__") else result

        return asked


@pytest.fixture(params=DOORS)
async def way(request: pytest.FixtureRequest) -> AsyncIterator[Way]:
    """A door; tests with it run once for each."""
    async with AsyncExitStack() as stack:
        yield Way(request.param, stack)


@pytest.fixture
def echo() -> Echo:
    """A handler that keeps what it was asked."""
    return Echo()
