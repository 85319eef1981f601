"""elasticsearch-py in-process: node classes of elastic-transport, the seam its own HTTP libraries stand behind.

Elasticsearch("http://fakeinfer:9200", node_class=node_class(cluster))
"""

from __future__ import annotations

import gzip
from typing import ClassVar

from elastic_transport import ApiResponseMeta, BaseAsyncNode, BaseNode, ConnectionError, HttpHeaders
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType

from ..doors.common import NO_ANSWER, Handler, NoAnswer
from ..wire import Request
from . import joined, read


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
        return ask(self, self.handler, method, target, body, headers)


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
        return ask(self, self.handler, method, target, body, headers)

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
) -> NodeApiResponse:
    """Hand one call to the fake, with the headers that the HTTP nodes would send."""
    sent = _headers_of(node)
    if headers:
        sent.update({name.lower(): (value,) for name, value in headers.items()})
    data = body or b""
    if data and node.config.http_compress:
        data = gzip.compress(data)
        sent["content-encoding"] = ("gzip",)
    response = handler.handle(Request(method, node.path_prefix + target, sent, data))
    if response.closes:
        raise ConnectionError(NO_ANSWER, errors=(NoAnswer(),))
    # The duration is not measured: in-process there is no way between client and server that could take time.
    meta = ApiResponseMeta(response.status, "1.1", HttpHeaders(joined(response)), 0.0, node.config)
    return NodeApiResponse(meta, read(method, response))
