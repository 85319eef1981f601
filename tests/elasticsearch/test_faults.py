"""What an Elasticsearch node in trouble answers, by name and by status."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.faults import FAULTS
from fakeinfer.faulting import declare
from fakeinfer.wire import Request, Response

CALLS = {
    "info": ("GET", "/", b""),
    "cluster.health": ("GET", "/_cluster/health", b""),
    "bulk": ("POST", "/_bulk", b'{"index": {"_index": "docs"}}\n{"a": 1}\n'),
    "search": ("GET", "/docs/_search", b""),
    "indices.get": ("GET", "/docs", b""),
    "inference.put": ("PUT", "/_inference/emb", b"{}"),
    "inference.inference": ("POST", "/_inference/emb", b'{"input": "x"}'),
    "ingest.get_pipeline": ("GET", "/_ingest/pipeline/p", b""),
}


def provoke(operation: str, version: str | None = None, authorization: str | None = None, **what: Any) -> Response:
    """The answer to a call of an operation that goes wrong as told."""
    cluster = Cluster("elasticsearch", version)
    declare(cluster, operation, {}, **what)
    method, target, body = CALLS[operation]
    headers = {"content-type": "application/x-ndjson" if operation == "bulk" else "application/json"} if body else {}
    if authorization is not None:
        headers["authorization"] = authorization
    response = cluster.handle(Request.build(method, target, headers, body))
    assert not cluster.bugs
    assert cluster.journal[-1].by == "fault"
    return response


def error(response: Response) -> tuple[int, str, str]:
    """Status, type and reason."""
    told = json.loads(response.body)
    assert told["status"] == response.status
    return response.status, told["error"]["type"], told["error"]["reason"]


@pytest.mark.parametrize(
    ("operation", "what", "told"),
    [
        ("info", {"status": 400}, (400, "too_long_http_line_exception", "An HTTP line is larger than 4096 bytes.")),
        (
            "info",
            {"status": 403},
            (
                403,
                "security_exception",
                "action [cluster:monitor/main] is unauthorized for user [nobody] with effective roles [],"
                " this action is granted by the cluster privileges [monitor,manage,all]",
            ),
        ),
        (
            "search",
            {"error": "unauthorized"},
            (
                403,
                "security_exception",
                "action [indices:data/read/search] is unauthorized for user [nobody] with effective roles []"
                " on indices [docs], this action is granted by the index privileges [read,all]",
            ),
        ),
        (
            "inference.put",
            {"error": "license"},
            (403, "security_exception", "current license is non-compliant for [inference]"),
        ),
        (
            "bulk",
            {"error": "writes_blocked"},
            (403, "cluster_block_exception", "index [docs] blocked by: [FORBIDDEN/8/index write (api)];"),
        ),
        (
            "inference.inference",
            {"status": 404},
            (404, "resource_not_found_exception", "Inference endpoint not found [emb]"),
        ),
        ("search", {"status": 404}, (404, "index_not_found_exception", "no such index [docs]")),
        ("ingest.get_pipeline", {"status": 404}, (404, "resource_not_found_exception", "pipeline [p] is missing")),
        (
            "inference.put",
            {"status": 409},
            (
                409,
                "version_conflict_engine_exception",
                "[emb]: version conflict, required seqNo [0], primary term [1]."
                " current document has seqNo [1] and primary term [1]",
            ),
        ),
        (
            "bulk",
            {"status": 429},
            (
                429,
                "es_rejected_execution_exception",
                "rejected execution of coordinating operation [coordinating_and_primary_bytes=107374163,"
                " replica_bytes=0, all_bytes=107374163, coordinating_operation_bytes=39,"
                " max_coordinating_and_primary_bytes=107374182]",
            ),
        ),
        (
            "inference.inference",
            {"status": 429},
            (
                429,
                "es_rejected_execution_exception",
                "Failed to execute task for inference id [emb] because the request service [1204349] queue is full",
            ),
        ),
        (
            "search",
            {"status": 429},
            (
                429,
                "es_rejected_execution_exception",
                "rejected execution of org.elasticsearch.common.util.concurrent.TimedRunnable@4be7a9f on"
                " EsThreadPoolExecutor[name = fakeinfer-1/search, queue capacity = 1000,"
                " org.elasticsearch.common.util.concurrent.EsThreadPoolExecutor@2f587374[Running, pool size = 4,"
                " active threads = 4, queued tasks = 1000, completed tasks = 30116]]",
            ),
        ),
        (
            "search",
            {"error": "disk_full"},
            (
                429,
                "cluster_block_exception",
                "index [docs] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has"
                " read-only-allow-delete block];",
            ),
        ),
        ("info", {"status": 500}, (500, "i_o_exception", "No space left on device")),
        (
            "info",
            {"status": 503},
            (
                503,
                "cluster_block_exception",
                "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];",
            ),
        ),
        (
            "info",
            {"error": "no_master"},
            (503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/2/no master];"),
        ),
        ("info", {"error": "master_not_discovered"}, (503, "master_not_discovered_exception", None)),
        (
            "bulk",
            {"error": "unavailable_shards"},
            (
                503,
                "unavailable_shards_exception",
                "[docs][0] primary shard is not active Timeout: [1m], request: [BulkShardRequest [[docs][0]] containing"
                " [1] requests]",
            ),
        ),
    ],
)
def test_each_has_the_servers_words(operation: str, what: dict[str, Any], told: tuple[int, str, str]) -> None:
    assert error(provoke(operation, **what)) == told


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("name", FAULTS)
def test_every_name_fits_every_operation(name: str, operation: str) -> None:
    response = provoke(operation, error=name)
    assert response.status in {*FAULTS[name].statuses, 404, 408}


def test_the_parent_breaker_says_what_it_counted() -> None:
    told = json.loads(provoke("bulk", error="circuit_breaking").body)["error"]
    assert told["type"] == "circuit_breaking_exception"
    assert told["reason"].startswith(
        "[parent] Data too large, data for [<http_request>] would be [1027374095/979.7mb],"
    )
    assert told["reason"].endswith(
        "usages [model_inference=0/0b, inflight_requests=39/39b, request=0/0b, fielddata=0/0b, eql_sequence=0/0b]"
    )
    assert list(told["root_cause"][0]) == ["type", "reason", "bytes_wanted", "bytes_limit", "durability"]


def test_a_search_without_shards() -> None:
    # as servers answer while they start: every key, in this order
    assert provoke("search", error="no_shard_available").body == (
        b'{"error":{"root_cause":[{"type":"no_shard_available_action_exception","reason":null}],'
        b'"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query","grouped":true,'
        b'"failed_shards":[{"shard":0,"index":"docs","node":null,'
        b'"reason":{"type":"no_shard_available_action_exception","reason":null}}]},"status":503}'
    )


@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        (None, "missing authentication credentials for REST request [/_cluster/health]"),
        ("Basic ZWxhc3RpYzpjYW5hcnktcHc=", "unable to authenticate user [elastic] for REST request [/_cluster/health]"),
        (
            "ApiKey Y2FuYXJ5LWtleQ==",
            "unable to authenticate with provided credentials and anonymous access is not allowed for this request",
        ),
        ("Basic %%%", "missing authentication credentials for REST request [/_cluster/health]"),
    ],
)
def test_who_is_not_let_in_is_told_how_to_come_in(authorization: str | None, reason: str) -> None:
    response = provoke("cluster.health", authorization=authorization, status=401)
    assert error(response) == (401, "security_exception", reason)
    assert b"canary" not in response.body
    challenges = ['Basic realm="security", charset="UTF-8"', "ApiKey"]
    assert [value for name, value in response.headers if name == "WWW-Authenticate"] == challenges
    assert json.loads(response.body)["error"]["header"] == {"WWW-Authenticate": challenges}


@pytest.mark.parametrize(("operation", "status"), [("info", 404), ("search", 408), ("info", 502), ("info", 504)])
def test_what_the_server_never_says_a_proxy_says(operation: str, status: int) -> None:
    response = provoke(operation, status=status)
    assert (response.status, response.header("server"), response.header("x-elastic-product")) == (status, "nginx", None)


@pytest.mark.parametrize("status", [502, 503, 504, 408, 413])
def test_a_proxy_can_be_asked_for(status: int) -> None:
    assert provoke("info", error="proxy", status=status).header("server") == "nginx"


def test_a_body_too_large_is_answered_by_the_http_layer() -> None:
    response = provoke("bulk", status=413)
    assert (response.status, response.headers, response.body) == (413, [("content-length", "0")], b"")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("8.17", None),
        ("9.3", (408, "status_exception", "Request timed out after [30s]")),
        ("9.4", None),
    ],
)
def test_a_version_that_says_it_with_another_status_has_a_proxy_say_it(version: str, told: Any) -> None:
    response = provoke("inference.inference", version, status=408)
    assert response.status == 408
    assert (response.header("server") == "nginx") if told is None else (error(response) == told)


@pytest.mark.parametrize(
    ("version", "operation", "path", "feature"),
    [
        ("9.5", "ml.get_trained_models", "/_ml/trained_models", "ml"),
        ("9.5", "inference.get", "/_inference/.jina-embeddings-v3", "Elastic Inference Service"),
        ("9.2", "inference.get", "/_inference/.jina-embeddings-v3", "inference"),
        ("8.12", "inference.get", "/_inference/sparse_embedding/x", "inference"),
    ],
)
def test_a_licence_is_short_of_what_is_asked_for(version: str, operation: str, path: str, feature: str) -> None:
    cluster = Cluster("elasticsearch", version, elastic_inference_service=True)
    declare(cluster, operation, {}, error="license")
    told = json.loads(cluster.handle(Request.build("GET", path, {}, b"")).body)["error"]
    assert told["reason"] == f"current license is non-compliant for [{feature}]"
    assert told["license.expired.feature"] == feature


def test_who_is_told_apart_is_refused_with_the_roles_that_are_really_held() -> None:
    cluster = Cluster("elasticsearch", security=True)
    declare(cluster, "search", {}, error="unauthorized")
    headers = {"Authorization": "Basic ZWxhc3RpYzpjaGFuZ2VtZQ=="}
    told = json.loads(cluster.handle(Request.build("GET", "/docs/_search", headers, b"")).body)["error"]["reason"]
    assert told.startswith(
        "action [indices:data/read/search] is unauthorized for user [elastic] with effective roles [superuser] on indices [docs],"
    )
