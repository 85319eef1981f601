"""What an OpenSearch node in trouble answers, by name and by status."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.faulting import declare
from fakeinfer.opensearch.faults import FAULTS
from fakeinfer.wire import Request, Response

CALLS = {
    "info": ("GET", "/", b""),
    "cluster.health": ("GET", "/_cluster/health", b""),
    "bulk": ("POST", "/_bulk", b'{"index": {"_index": "docs"}}\n{"a": 1}\n'),
    "search": ("GET", "/docs/_search", b""),
    "ml.get_model": ("GET", "/_plugins/_ml/models/m", b""),
    "ml.deploy_model": ("POST", "/_plugins/_ml/models/m/_deploy", b""),
    "search_pipeline.get": ("GET", "/_search/pipeline/p", b""),
}


def provoke(operation: str, authorization: str | None = None, **what: Any) -> Response:
    """The answer to a call of an operation that goes wrong as told."""
    cluster = Cluster("opensearch")
    declare(cluster, operation, {}, **what)
    method, target, body = CALLS[operation]
    headers = {"content-type": "application/x-ndjson"} if body else {}
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


NOBODY = "User [name=nobody, backend_roles=[], requestedTenant=null]"


@pytest.mark.parametrize(
    ("operation", "what", "told"),
    [
        ("info", {"status": 400}, (400, "too_long_http_line_exception", "An HTTP line is larger than 4096 bytes.")),
        (
            "info",
            {"status": 403},
            (403, "security_exception", f"no permissions for [cluster:monitor/main] and {NOBODY}"),
        ),
        (
            "ml.get_model",
            {"status": 403},
            (403, "security_exception", f"no permissions for [cluster:admin/opensearch/ml/models/get] and {NOBODY}"),
        ),
        (
            "cluster.health",
            {"status": 403},
            (403, "security_exception", f"no permissions for [cluster:monitor/health] and {NOBODY}"),
        ),
        (
            "ml.get_model",
            {"status": 404},
            (404, "status_exception", "Failed to find model with the provided model id: m"),
        ),
        ("search", {"status": 404}, (404, "index_not_found_exception", "no such index [docs]")),
        ("search_pipeline.get", {"status": 404}, (404, "resource_not_found_exception", "pipeline [p] is missing")),
        (
            "ml.get_model",
            {"status": 409},
            (
                409,
                "version_conflict_engine_exception",
                "[m]: version conflict, required seqNo [0], primary term [1]."
                " current document has seqNo [1] and primary term [1]",
            ),
        ),
        (
            "bulk",
            {"status": 429},
            (
                429,
                "rejected_execution_exception",
                "rejected execution of coordinating operation [coordinating_and_primary_bytes=107374163,"
                " replica_bytes=0, all_bytes=107374163, coordinating_operation_bytes=39,"
                " max_coordinating_and_primary_bytes=107374182]",
            ),
        ),
        (
            "ml.deploy_model",
            {"error": "ml_memory_breaker"},
            (429, "circuit_breaking_exception", "Memory Circuit Breaker is open, please check your resources!"),
        ),
        (
            "ml.deploy_model",
            {"error": "ml_native_memory_breaker"},
            (429, "circuit_breaking_exception", "Native Memory Circuit Breaker is open, please check your resources!"),
        ),
        ("info", {"status": 500}, (500, "i_o_exception", "No space left on device")),
        (
            "info",
            {"error": "no_cluster_manager"},
            (503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/2/no cluster-manager];"),
        ),
        (
            "info",
            {"error": "cluster_manager_not_discovered"},
            (503, "cluster_manager_not_discovered_exception", None),
        ),
    ],
)
def test_each_has_the_servers_words(operation: str, what: dict[str, Any], told: tuple[int, str, str]) -> None:
    assert error(provoke(operation, **what)) == told


@pytest.mark.parametrize(
    ("operation", "pool"),
    [("search", "search"), ("ml.get_model", "opensearch_ml_general"), ("info", "management")],
)
def test_a_full_queue_is_that_of_the_operations_pool(operation: str, pool: str) -> None:
    status, kind, reason = error(provoke(operation, status=429))
    assert (status, kind) == (429, "rejected_execution_exception")
    assert f"OpenSearchThreadPoolExecutor[name = fakeinfer-1/{pool}, queue capacity = 1000, " in reason


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("name", FAULTS)
def test_every_name_fits_every_operation(name: str, operation: str) -> None:
    response = provoke(operation, error=name)
    assert response.status in {*FAULTS[name].statuses, 404}


def test_who_is_not_let_in_gets_plain_text() -> None:
    response = provoke("info", authorization="Basic YWRtaW46Y2FuYXJ5LXB3", status=401)
    assert (response.status, response.body) == (401, b"Unauthorized")
    assert response.header("www-authenticate") == 'Basic realm="OpenSearch Security"'
    assert response.header("content-type") == "text/plain; charset=UTF-8"


def test_a_403_names_the_user() -> None:
    response = provoke("info", authorization="Basic YWRtaW46Y2FuYXJ5LXB3", status=403)
    assert "User [name=admin, " in error(response)[2]
    assert b"canary" not in response.body


def test_security_that_is_not_ready_says_so_in_plain_text() -> None:
    response = provoke("info", error="security_not_initialized")
    assert (response.status, response.body) == (503, b"OpenSearch Security not initialized.")


@pytest.mark.parametrize("status", [502, 504, 408])
def test_what_the_server_never_says_a_proxy_says(status: int) -> None:
    assert provoke("info", status=status).header("server") == "nginx"
