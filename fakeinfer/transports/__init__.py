"""In-process doors: the clients' own classes with a transport that calls the fake directly. No socket, no thread.

One module per client library, imported when asked for; none of them is a dependency of this package.
"""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Any

from ..doors.common import Handler, headers_of, imported, payload
from ..wire import Response

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch, Elasticsearch
    from opensearchpy import AsyncOpenSearch, OpenSearch

    from .httpx import FakeTransport
    from .requests import FakeAdapter

HOST = "http://fakeinfer:9200"
"""Where in-process clients believe the fake is. No name is ever looked up."""


def elasticsearch_client(handler: Handler, **options: Any) -> Elasticsearch:
    """An `Elasticsearch` wired to the fake; options are the client's own."""
    client = imported("elasticsearch", "elasticsearch", "an Elasticsearch client").Elasticsearch
    from .elastic import node_class

    made: Elasticsearch = client(options.pop("hosts", HOST), node_class=node_class(handler), **options)
    return made


def async_elasticsearch_client(handler: Handler, **options: Any) -> AsyncElasticsearch:
    """An `AsyncElasticsearch` wired to the fake."""
    client = imported("elasticsearch", "elasticsearch", "an Elasticsearch client").AsyncElasticsearch
    from .elastic import async_node_class

    made: AsyncElasticsearch = client(options.pop("hosts", HOST), node_class=async_node_class(handler), **options)
    return made


def opensearch_client(handler: Handler, **options: Any) -> OpenSearch:
    """An `OpenSearch` wired to the fake."""
    client = imported("opensearchpy", "opensearch-py", "an OpenSearch client").OpenSearch
    from .opensearch import connection_class

    made: OpenSearch = client(options.pop("hosts", HOST), connection_class=connection_class(handler), **options)
    return made


def async_opensearch_client(handler: Handler, **options: Any) -> AsyncOpenSearch:
    """An `AsyncOpenSearch` wired to the fake. opensearch-py has it only where aiohttp is installed."""
    package = imported("opensearchpy", "opensearch-py", "an OpenSearch client")
    imported("aiohttp", "opensearch-py[async]", "an asynchronous OpenSearch client")
    from .opensearch import async_connection_class

    made: AsyncOpenSearch = package.AsyncOpenSearch(
        options.pop("hosts", HOST), connection_class=async_connection_class(handler), **options
    )
    return made


def httpx_transport(handler: Handler) -> FakeTransport:
    """A transport for `httpx.Client` and `httpx.AsyncClient` alike."""
    imported("httpx", "httpx", "an httpx transport")
    from .httpx import FakeTransport

    return FakeTransport(handler)


async_httpx_transport = httpx_transport
"""The same one, under the name that goes with `httpx.AsyncClient`."""


def requests_adapter(handler: Handler) -> FakeAdapter:
    """An adapter to mount in a `requests.Session`."""
    imported("requests", "requests", "a requests adapter")
    from .requests import FakeAdapter

    return FakeAdapter(handler)


def read(method: str, response: Response) -> bytes:
    """The body as a client's transport hands it on: whole, and decompressed."""
    data = b"".join(payload(method, response))
    coding = response.header("content-encoding")
    if coding is None or not data:
        return data
    return gzip.decompress(data) if coding == "gzip" else zlib.decompress(data)


def joined(response: Response) -> dict[str, str]:
    """Headers by lower-case name; what came several times (`warning`) joined as the HTTP libraries join it."""
    found: dict[str, str] = {}
    for name, value in headers_of(response):
        name = name.lower()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
