"""What happens to every request and every answer, whatever the operation."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request, Response

PRODUCTS = pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
HEALTH = "/_cluster/health"


def send(
    product: str,
    method: str,
    target: str,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
    version: str = "",
) -> Response:
    cluster = Cluster(product, version or None)
    response = cluster.handle(Request.build(method, target, headers, body))
    assert not cluster.bugs
    return response


@PRODUCTS
def test_head_has_the_length_of_the_answer_and_nothing_of_it(product: str) -> None:
    got, head = send(product, "GET", "/"), send(product, "HEAD", "/")
    assert head.body == b""
    assert head.status == 200
    assert head.header("content-length") == str(len(got.body))
    assert head.header("content-type") == got.header("content-type")


@PRODUCTS
@pytest.mark.parametrize(("coding", "read"), [("gzip", gzip.decompress), ("deflate", zlib.decompress)])
def test_answers_are_compressed_however_small_and_errors_too(product: str, coding: str, read: object) -> None:
    assert callable(read)
    for target, status in ((HEALTH, 200), ("/a/b/c/d", 400)):
        response = send(product, "GET", target, [("Accept-Encoding", f"br, {coding}")])
        assert response.header("content-encoding") == coding
        assert response.status == status
        assert json.loads(read(response.body))


@PRODUCTS
def test_a_compressed_body_is_read(product: str) -> None:
    body = gzip.compress(b'{"processors":[]}')
    headers = [("Content-Encoding", "gzip"), ("Content-Type", "application/json")]
    assert send(product, "PUT", "/_ingest/pipeline/x", headers, body).status == 200


@PRODUCTS
def test_an_opaque_id_sent_twice_is_fine_when_it_is_the_same(product: str) -> None:
    response = send(product, "GET", HEALTH, [("X-Opaque-Id", "a"), ("x-opaque-id", "a")])
    assert (response.status, response.header("X-Opaque-Id")) == (200, "a")


def test_two_opaque_ids_are_refused_in_each_products_own_shape() -> None:
    headers = [("X-Opaque-Id", "a"), ("X-Opaque-Id", "b")]
    text = "multiple values for single-valued header [X-Opaque-Id]."
    refused = json.loads(send("elasticsearch", "GET", HEALTH, headers).body)
    assert refused["error"]["reason"] == text
    assert json.loads(send("opensearch", "GET", HEALTH, headers).body) == {"error": text, "status": 400}


def test_two_content_types_are_refused_in_each_products_own_words() -> None:
    headers = [("Content-Type", "application/json"), ("Content-Type", "application/yaml")]
    for product, reason in (
        ("elasticsearch", "Incorrect header [Content-Type]. Only one value should be provided"),
        ("opensearch", "only one Content-Type header should be provided"),
    ):
        refused = json.loads(send(product, "PUT", "/_ingest/pipeline/x", headers, b"{}").body)
        assert refused["error"]["caused_by"] == {"type": "illegal_argument_exception", "reason": reason}


def test_warnings_are_signed_and_quoted() -> None:
    body = [("Content-Type", "application/json")]
    response = send("elasticsearch", "PUT", "/_ingest/pipeline/a%2Fb", body, b'{"processors":[]}', "9.5.0")
    warning = response.header("Warning") or ""
    assert warning.startswith(
        '299 Elasticsearch-9.5.0-8d4246a64bc255212407b1b313fe402391299c88 "Pipeline name [a/b] will'
    )
    assert "[' ','\\\"','*',','" in warning


@PRODUCTS
def test_a_bad_request_leaves_no_parameters_to_shape_its_refusal(product: str) -> None:
    response = send(product, "GET", f"{HEALTH}?pretty=maybe&format=yaml")
    assert response.status == 400
    assert json.loads(response.body)["error"]["type"] == "illegal_argument_exception"
    assert b"\n" not in response.body


@PRODUCTS
def test_cbor_goes_in_and_out(product: str) -> None:
    cbor2 = pytest.importorskip("cbor2")
    body = cbor2.dumps({"processors": []})
    response = send(product, "PUT", "/_ingest/pipeline/x", [("Content-Type", "application/cbor")], body)
    assert (response.status, response.header("content-type")) == (200, "application/cbor")
    assert cbor2.loads(response.body) == {"acknowledged": True}


@PRODUCTS
def test_smile_goes_out_but_not_in(product: str) -> None:
    assert send(product, "GET", HEALTH, [("Accept", "application/smile")]).body.startswith(b":)\n")
    refused = send(product, "PUT", "/_ingest/pipeline/x", [("Content-Type", "application/smile")], b":)\n\x05\xfa\xfb")
    assert refused.status == 501


@PRODUCTS
@settings(max_examples=60, deadline=None)
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "HEAD", "OPTIONS"]),
    target=st.text("/_clusterhea{}%?&=;#.*pretyfomaingsi zz0", max_size=40).map(lambda text: f"/{text}"),
    header=st.sampled_from(["Accept", "Content-Type", "Content-Encoding", "Accept-Encoding", "X-Opaque-Id"]),
    value=st.text("application/jsonyamlv.+;=,9x* ", max_size=30),
    body=st.binary(max_size=20),
)
def test_no_request_is_a_bug(product: str, method: str, target: str, header: str, value: str, body: bytes) -> None:
    cluster = Cluster(product)
    response = cluster.handle(Request.build(method, target, [(header, value)], body))
    assert not cluster.bugs
    assert response.closes or 200 <= response.status <= 501


def test_a_deprecated_path_says_what_replaces_it() -> None:
    response = send("opensearch", "POST", "/_plugins/_ml/models/_upload", version="2.19.1")
    assert response.header("Warning") == (
        "299 OpenSearch-2.19.1-2e4741fb45d1b150aaeeadf66d41445b23ff5982 "
        '"[POST /_plugins/_ml/models/_upload] is deprecated! Use [POST /_plugins/_ml/models/_register] instead."'
    )


@PRODUCTS
def test_extra_keys_of_errors_stand_in_the_order_of_the_servers_map(product: str) -> None:
    error = json.loads(send(product, "GET", "/_cat/indices/absent").body)["error"]
    extra = [key for key in error if key.startswith(("index", "resource"))]
    assert (
        extra
        == {
            "elasticsearch": ["resource.type", "resource.id", "index_uuid", "index"],
            "opensearch": ["index", "resource.id", "resource.type", "index_uuid"],
        }[product]
    )
