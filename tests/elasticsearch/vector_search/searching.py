"""Indices of vectors for tests, and what is found in them."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask

__all__ = ["LINE", "ask", "embedded", "endpoint", "found", "index", "refused"]
LINE = {"type": "dense_vector", "dims": 2, "similarity": "l2_norm"}


def index(cluster: Cluster, properties: dict[str, Any], *documents: dict[str, Any], name: str = "v") -> None:
    """An index with documents "1", "2" and so on."""
    assert ask(cluster, "PUT", f"/{name}", {"mappings": {"properties": properties}})[0] == 200
    for number, document in enumerate(documents, 1):
        status, told = ask(cluster, "PUT", f"/{name}/_doc/{number}", document)
        assert status == 201, told


def found(cluster: Cluster, body: dict[str, Any], target: str = "/v/_search") -> list[str]:
    """The ids of the hits."""
    status, told = ask(cluster, "POST", target, body)
    assert status == 200, told
    return [hit["_id"] for hit in told["hits"]["hits"]]


def refused(cluster: Cluster, body: dict[str, Any]) -> tuple[int, str]:
    """The status and the reason of the innermost cause."""
    status, told = ask(cluster, "POST", "/v/_search", body)
    cause = told["error"]
    shards = cause.get("failed_shards")
    cause = shards[0]["reason"] if shards else cause
    while "caused_by" in cause:
        cause = cause["caused_by"]
    return status, cause["reason"]


def endpoint(cluster: Cluster, id: str, task_type: str = "text_embedding") -> None:
    """An inference endpoint."""
    service: dict[str, Any] = {}
    if task_type == "text_embedding":
        settings = {"api_key": "not-a-key", "model_id": "text-embedding-3-small", "dimensions": 8}
        service = {"service": "openai", "service_settings": settings}
    elif task_type == "sparse_embedding":
        service = {"service": "elser", "service_settings": {"num_allocations": 1, "num_threads": 1}}
    status, told = ask(cluster, "PUT", f"/_inference/{task_type}/{id}", service)
    assert status == 200, told


def embedded(cluster: Cluster, id: str, text: str) -> Any:
    """What an endpoint makes of a text."""
    _, told = ask(cluster, "POST", f"/_inference/{id}", {"input": text})
    [[result]] = told.values()
    return result["embedding"]
