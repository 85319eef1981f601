"""opensearch-py in-process."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import opensearchpy
import pytest

from fakeinfer import transports
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Response
from tests.doors.conftest import Echo, Fixed

JSON = ("content-type", "application/json; charset=UTF-8")


def test_the_client_finds_its_server() -> None:
    with transports.opensearch_client(Cluster("opensearch", "2.19")) as client:
        assert client.info()["version"]["number"] == "2.19.1"
        assert client.ping()


async def test_so_does_the_asynchronous_one() -> None:
    async with transports.async_opensearch_client(Cluster("opensearch", "2.19")) as client:
        assert (await client.info())["version"]["distribution"] == "opensearch"


def test_a_refusal_is_the_clients_own_exception() -> None:
    refused = Fixed(Response(404, [JSON], b'{"error": {"type": "status_exception"}, "status": 404}'))
    with transports.opensearch_client(refused) as client, pytest.raises(opensearchpy.NotFoundError) as caught:
        client.transport.perform_request("GET", "/x")
    assert caught.value.error == "status_exception"


def test_a_refusal_may_be_ignored() -> None:
    refused = Fixed(Response(404, [JSON], b'{"found": false}'))
    with transports.opensearch_client(refused) as client:
        assert client.transport.perform_request("GET", "/x", params={"ignore": 404}) == {"found": False}


@pytest.mark.parametrize("credentials", ["admin:s3cret", ("admin", "s3cret"), ["admin", "s3cret"], b"admin:s3cret"])
def test_options_of_the_client_are_passed_on(credentials: Any) -> None:
    echo = Echo()
    with transports.opensearch_client(
        echo, hosts="http://somewhere:1/prefix", http_auth=credentials, http_compress=True, headers={"X-A": "b"}
    ) as client:
        client.transport.perform_request("POST", "/x", params={"q": "a b"}, body={"a": 1})
        assert "s3cret" not in repr(client) + repr(client.transport.get_connection())
    asked = echo.asked[0]
    assert asked.target == "/prefix/x?q=a+b"
    assert gzip.decompress(asked.body) == b'{"a":1}'
    assert asked.header("content-encoding") == "gzip"
    assert asked.header("x-a") == "b"
    assert asked.header("authorization") == "Basic " + base64.b64encode(b"admin:s3cret").decode()


def test_a_signer_sees_the_request() -> None:
    echo = Echo()
    with transports.opensearch_client(echo, http_auth=lambda *seen: {"signed": repr(seen)}) as client:
        client.transport.perform_request("POST", "/x", body={"a": 1})
    assert echo.asked[0].header("signed") == repr(("POST", "http://fakeinfer:9200/x", b'{"a":1}'))


async def test_an_asynchronous_signer_sees_the_headers_too() -> None:
    echo = Echo()

    def sign(method: str, url: str, body: bytes, headers: dict[str, str]) -> dict[str, str]:
        return {"signed": f"{method} {url} {headers['content-type']}"}

    async with transports.async_opensearch_client(echo, http_auth=sign) as client:
        await client.transport.perform_request("GET", "/x")
    assert echo.asked[0].header("signed") == "GET http://fakeinfer:9200/x application/json"


def test_every_warning_of_an_answer_is_raised() -> None:
    warning = Response(200, [JSON, ("Warning", '299 OpenSearch "one"'), ("Warning", '299 OpenSearch "two"')], b"{}")
    with (
        transports.opensearch_client(Fixed(warning)) as client,
        pytest.warns(opensearchpy.exceptions.OpenSearchWarning, match="one"),
        pytest.warns(opensearchpy.exceptions.OpenSearchWarning, match="two"),
    ):
        client.transport.perform_request("GET", "/x")


def test_a_closed_connection_is_the_clients_connection_error() -> None:
    closing = Fixed(Response(0, closes=True))
    with (
        transports.opensearch_client(closing, max_retries=0) as client,
        pytest.raises(opensearchpy.exceptions.ConnectionError, match="without an answer"),
    ):
        client.transport.perform_request("GET", "/x")
