"""elasticsearch-py in-process: node classes of elastic-transport, the seam its own HTTP libraries stand behind.

Elasticsearch("http://fakeinfer:9200", node_class=node_class(cluster))
"""

from __future__ import annotations

import asyncio
import gzip
from typing import ClassVar

from elastic_transport import (
    ApiResponseMeta,
    BaseAsyncNode,
    BaseNode,
    ConnectionError,
    ConnectionTimeout,
    HttpHeaders,
)
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType

from ..doors.common import Handler
from ..doors.waiting import time_of_pauses, wait
from ..wire import Request, Response
from . import joined, read
from .arriving import TimedOut, failure, seconds_until


class FakeNode(BaseNode):
    """A node that asks `handler`; `node_class` makes one for a cluster."""

    _CLIENT_META_HTTP_CLIENT = ("fk", "1.0")
    handler: ClassVar[Handler]

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """One call of the client."""
        response = ask(self, self.handler, method, target, body, headers)
        if response.trouble is not None:
            wait(time_taken(self, response, request_timeout))
        if response.pause:
            wait(time_of_pauses(response))
        return arrived(self, method, response)


class FakeAsyncNode(BaseAsyncNode):
    """The same for `AsyncElasticsearch`."""

    _CLIENT_META_HTTP_CLIENT = ("fk", "1.0")
    handler: ClassVar[Handler]

    async def perform_request(  # type: ignore[override]  # so in the base class
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """One call of the client."""
        response = ask(self, self.handler, method, target, body, headers)
        if response.trouble is not None:
            await asyncio.sleep(time_taken(self, response, request_timeout))
        if response.pause:
            await asyncio.sleep(time_of_pauses(response))
        return arrived(self, method, response)

    async def close(self) -> None:  # type: ignore[override]
        """Nothing is open."""


def node_class(handler: Handler) -> type[FakeNode]:
    """A node class bound to one cluster or hub."""
    return type("FakeNode", (FakeNode,), {"handler": handler})


def async_node_class(handler: Handler) -> type[FakeAsyncNode]:
    """An asynchronous node class bound to one cluster or hub."""
    return type("FakeAsyncNode", (FakeAsyncNode,), {"handler": handler})


def _headers_of(node: BaseNode) -> dict[str, tuple[str, ...]]:
    """The headers a node sends with every call; they do not change, so they are folded once."""
    kept: dict[str, tuple[str, ...]] | None = node.__dict__.get("_folded")
    if kept is None:
        kept = node.__dict__["_folded"] = {name.lower(): (value,) for name, value in node.headers.items()}
    return dict(kept)


def ask(
    node: BaseNode, handler: Handler, method: str, target: str, body: bytes | None, headers: HttpHeaders | None
) -> Response:
    """Hand one call to the fake, with the headers that the HTTP nodes would send."""
    sent = _headers_of(node)
    if headers:
        sent.update({name.lower(): (value,) for name, value in headers.items()})
    data = body or b""
    if data and node.config.http_compress:
        data = gzip.compress(data)
        sent["content-encoding"] = ("gzip",)
    return handler.handle(Request(method, node.path_prefix + target, sent, data))


def time_taken(node: BaseNode, response: Response, request_timeout: DefaultType | float | None) -> float:
    """Seconds until the answer arrives, if the client waits for it."""
    timeout = node.config.request_timeout if isinstance(request_timeout, DefaultType) else request_timeout
    try:
        return seconds_until(response, timeout)
    except TimedOut as late:
        raise ConnectionTimeout("Connection timed out", errors=(late,)) from None


def arrived(node: BaseNode, method: str, response: Response) -> NodeApiResponse:
    """The answer as the client's nodes return it."""
    lost = failure(response)
    if lost is not None:
        raise ConnectionError(str(lost), errors=(lost,))
    # The duration is not measured: in-process there is no way between client and server that could take time.
    meta = ApiResponseMeta(response.status, "1.1", HttpHeaders(joined(response)), 0.0, node.config)
    return NodeApiResponse(meta, read(method, response))
