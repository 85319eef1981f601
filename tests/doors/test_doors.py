"""What holds for every door: what goes in arrives, what comes out leaves, unchanged."""

from __future__ import annotations

import gzip
import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.doors.hub import Hub
from fakeinfer.wire import Response
from tests.doors.conftest import CLOSED, Echo, Fixed, Way

JSON = {"content-type": "application/json"}
BARE = ("direct", "server", "wsgi")
"""Doors whose test client does not decompress."""
PLAIN = {"accept-encoding": "identity"}
PRODUCTS = pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])


@PRODUCTS
async def test_the_root_document_says_who_answers(way: Way, product: str) -> None:
    cluster = Cluster(product)
    got = await way.to(cluster)("GET", "/")
    assert got.status == 200
    assert got.headers["content-type"].startswith("application/json")
    assert got.json["version"]["number"] == str(cluster.contract.version)


@PRODUCTS
async def test_an_unknown_path_is_refused_in_the_servers_words(way: Way, product: str) -> None:
    got = await way.to(Cluster(product))("GET", "/a/b/c/d/e/f")
    assert got.status == 400
    assert got.json == {"error": "no handler found for uri [/a/b/c/d/e/f] and method [GET]"}


@PRODUCTS
async def test_a_wrong_method_is_405_and_lists_the_allowed_ones(way: Way, product: str) -> None:
    got = await way.to(Cluster(product))("PATCH", "/")
    assert got.status == 405
    allowed = got.headers["allow"].split(",")
    assert {"GET", "HEAD"} <= set(allowed)
    assert got.json["error"].endswith(f"and method [PATCH], allowed: [{', '.join(allowed)}]")


@PRODUCTS
async def test_head_has_no_body_and_tells_its_length(way: Way, product: str) -> None:
    ask = way.to(Cluster(product))
    whole = await ask("GET", "/", PLAIN)
    head = await ask("HEAD", "/", PLAIN)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


async def test_the_opaque_id_comes_back(way: Way) -> None:
    got = await way.to(Cluster("elasticsearch"))("GET", "/", {"X-Opaque-Id": "mine-1"})
    assert got.headers["x-opaque-id"] == "mine-1"


async def test_every_answer_in_one_piece_has_its_length(way: Way) -> None:
    got = await way.to(Cluster("elasticsearch"))("GET", "/", PLAIN)
    assert got.headers["content-length"] == str(len(got.body))


@pytest.mark.parametrize(
    "target",
    ["/a%2Fb/c%20d", "/%C3%A9t%C3%A9?q=%C3%A9&r=a+b", "/a+b/c,d*/_e:f", "/x?pretty", "/x/", "//double//slash", "/%7E"],
)
async def test_the_path_arrives_as_it_was_written(way: Way, echo: Echo, target: str) -> None:
    if way.name == "wsgi" and target.startswith("//"):
        pytest.skip("werkzeug's test client takes this for a host")
    if way.name == "requests" and target == "/%7E":
        pytest.skip("requests unquotes unreserved characters")
    if way.name in ("requests", "httpx_sync", "httpx_async", "asgi") and target.startswith("//"):
        pytest.skip("the client library tidies this up")
    got = await way.to(echo)("GET", target)
    assert got.json["target"] == target


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"])
async def test_the_method_arrives(way: Way, echo: Echo, method: str) -> None:
    assert (await way.to(echo)(method, "/x")).json["method"] == method


async def test_a_body_arrives_byte_for_byte(way: Way, echo: Echo) -> None:
    body = '{"text": "naïve façade — 東京 🚀"}'.encode()
    await way.to(echo)("POST", "/x", JSON, body)
    assert echo.asked[0].body == body
    assert echo.asked[0].header("content-type") == "application/json"


async def test_get_may_have_a_body(way: Way, echo: Echo) -> None:
    await way.to(echo)("GET", "/_search", JSON, b'{"query": {}}')
    assert echo.asked[0].body == b'{"query": {}}'


async def test_a_compressed_body_arrives_as_it_was_sent(way: Way, echo: Echo) -> None:
    body = gzip.compress(b'{"a": 1}')
    await way.to(echo)("POST", "/x", {**JSON, "content-encoding": "gzip"}, body)
    assert echo.asked[0].body == body
    assert echo.asked[0].header("content-encoding") == "gzip"


@PRODUCTS
async def test_compression_goes_both_ways(way: Way, product: str) -> None:
    ask = way.to(Cluster(product))
    body = gzip.compress(b'{"description": "p", "processors": []}')
    put = await ask("PUT", "/_ingest/pipeline/p", {**JSON, "content-encoding": "gzip"}, body)
    assert (put.status, put.json) == (200, {"acknowledged": True})
    got = await ask("GET", "/_ingest/pipeline/p", {"accept-encoding": "gzip"})
    assert got.headers["content-encoding"] == "gzip"
    text = gzip.decompress(got.body) if way.name in BARE else got.body
    assert json.loads(text)["p"]["description"] == "p"


async def test_an_escaped_slash_is_part_of_an_id(way: Way) -> None:
    ask = way.to(Cluster("opensearch"))
    await ask("PUT", "/_ingest/pipeline/a%2Fb%20%C3%A9", JSON, b'{"processors": []}')
    got = await ask("GET", "/_ingest/pipeline/a%2Fb%20%C3%A9", PLAIN)
    assert list(got.json) == ["a/b é"]


async def test_three_megabytes_arrive(way: Way, echo: Echo) -> None:
    body = b"0123456789" * 300_000
    got = await way.to(echo)("POST", "/x", JSON, body)
    assert got.json["size"] == len(body)


async def test_three_megabytes_leave(way: Way) -> None:
    body = b"0123456789" * 300_000
    assert (await way.to(Fixed(Response(200, [], body)))("GET", "/x")).body == body


async def test_header_names_arrive_in_lower_case(way: Way, echo: Echo) -> None:
    await way.to(echo)("GET", "/x", {"X-Some-Header": "Some Value"})
    assert echo.asked[0].header("x-some-header") == "Some Value"


async def test_a_compressed_answer_is_readable(way: Way) -> None:
    packed = Response(200, [("content-type", "application/json"), ("content-encoding", "gzip")], gzip.compress(b"{}"))
    got = await way.to(Fixed(packed))("GET", "/x")
    assert (gzip.decompress(got.body) if way.name in BARE else got.body) == b"{}"


async def test_a_streamed_answer_arrives_whole(way: Way) -> None:
    events = (b"data: one\n\n", b"data: two\n\n")
    stream = Response(200, [("content-type", "text/event-stream")], chunks=events)
    got = await way.to(Fixed(stream))("POST", "/x")
    assert got.body == b"".join(events)
    assert "content-length" not in got.headers


async def test_a_length_that_was_given_is_not_given_twice(way: Way) -> None:
    given = Response(200, [("Content-Length", "2")], b"{}")
    if way.name == "direct":
        pytest.skip("the other doors add lengths")
    assert (await way.to(Fixed(given))("GET", "/x")).headers["content-length"] == "2"


async def test_no_answer_is_a_connection_error_of_the_client(way: Way) -> None:
    with pytest.raises(CLOSED):
        await way.to(Fixed(Response(0, closes=True)))("GET", "/")


async def test_tenants_are_told_apart_by_prefix(way: Way) -> None:
    hub = Hub()
    hub.add(Cluster("elasticsearch", "8.19"))
    hub.add(Cluster("elasticsearch", "9.2"), "a")
    hub.add(Cluster("opensearch", "2.19"), "b")
    ask = way.to(hub)
    numbers = [(await ask("GET", target)).json["version"]["number"] for target in ("/", "/_t/a/", "/_t/b?pretty")]
    assert [number.rpartition(".")[0] for number in numbers] == ["8.19", "9.2", "2.19"]


async def test_an_unknown_tenant_is_told_so(way: Way) -> None:
    got = await way.to(Hub())("GET", "/_t/nobody/_inference")
    assert got.status == 404
    assert got.json["error"]["type"] == "fakeinfer_no_such_tenant_exception"
    assert "/_t/nobody" in got.json["error"]["reason"]
