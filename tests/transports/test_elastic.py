"""elasticsearch-py in-process."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import elastic_transport
import elasticsearch
import pytest

from fakeinfer import transports
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Response
from tests.doors.conftest import Echo, Fixed

PRODUCT = ("X-elastic-product", "Elasticsearch")
MAJOR = elasticsearch.__version__[0]


def answering(status: int = 200, body: bytes = b"{}", *headers: tuple[str, str]) -> Fixed:
    """A handler that the client takes for Elasticsearch."""
    return Fixed(Response(status, [PRODUCT, ("content-type", "application/json"), *headers], body))


def test_the_client_finds_a_server_of_its_own_major() -> None:
    with transports.elasticsearch_client(Cluster("elasticsearch", str(MAJOR))) as es:
        assert es.info()["version"]["number"].startswith(f"{MAJOR}.")
        assert es.ping()


async def test_so_does_the_asynchronous_one() -> None:
    async with transports.async_elasticsearch_client(Cluster("elasticsearch", str(MAJOR))) as es:
        assert (await es.info())["tagline"] == "You Know, for Search"


def test_a_refusal_is_the_clients_own_exception() -> None:
    with transports.elasticsearch_client(answering(404, b'{"error": {"type": "x"}}')) as es:
        with pytest.raises(elasticsearch.NotFoundError) as caught:
            es.perform_request("GET", "/x")
        assert caught.value.body == {"error": {"type": "x"}}


def test_options_of_the_client_are_passed_on() -> None:
    echo = Echo()
    with transports.elasticsearch_client(
        echo, hosts="http://somewhere:1/prefix", basic_auth=("elastic", "s3cret"), http_compress=True
    ) as es:
        es.transport.perform_request(
            "POST", "/x", body={"a": 1}, headers={"content-type": "application/json", "X-A": "b"}
        )
        assert "s3cret" not in repr(es)
        assert "s3cret" not in repr(es.transport.node_pool.get())
    asked = echo.asked[0]
    assert asked.target == "/prefix/x"
    assert gzip.decompress(asked.body) == b'{"a":1}'
    assert asked.header("content-encoding") == "gzip"
    assert asked.header("accept-encoding") == "gzip"
    assert asked.header("x-a") == "b"


def test_credentials_reach_the_fake() -> None:
    handler: Any = answering()
    asked = []
    handler.handle = lambda request: asked.append(request) or handler.response
    with transports.elasticsearch_client(handler, basic_auth=("elastic", "s3cret")) as es:
        es.perform_request("GET", "/x", headers={"accept": "application/json"})
    assert asked[0].header("authorization") == "Basic " + base64.b64encode(b"elastic:s3cret").decode()


def test_every_warning_of_an_answer_is_raised() -> None:
    handler = answering(200, b"{}", ("Warning", '299 Elasticsearch "one"'), ("Warning", '299 Elasticsearch "two"'))
    with (
        transports.elasticsearch_client(handler) as es,
        pytest.warns(elasticsearch.ElasticsearchWarning, match="one"),
        pytest.warns(elasticsearch.ElasticsearchWarning, match="two"),
    ):
        es.perform_request("GET", "/x", headers={"accept": "application/json"})


def test_a_closed_connection_is_tried_again_as_often_as_the_client_wants() -> None:
    closing = Echo()
    handle = closing.handle
    closing.handle = lambda request: (handle(request), Response(0, closes=True))[1]  # type: ignore[method-assign]
    with (
        transports.elasticsearch_client(closing, max_retries=2) as es,
        pytest.raises(elastic_transport.ConnectionError, match="without an answer"),
    ):
        es.perform_request("GET", "/x", headers={"accept": "application/json"})
    assert len(closing.asked) == 3


def test_two_clients_do_not_share_a_cluster() -> None:
    one, other = Echo(), Echo()
    with transports.elasticsearch_client(one) as first, transports.elasticsearch_client(other):
        first.transport.perform_request("GET", "/x", headers={"accept": "application/json"})
    assert (len(one.asked), len(other.asked)) == (1, 0)
