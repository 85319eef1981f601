"""Asking an Elasticsearch cluster in a line."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

SPARSE = {
    "service": "elasticsearch",
    "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".elser_model_2"},
}
DENSE = {
    "service": "openai",
    "service_settings": {"api_key": "k", "model_id": "text-embedding-3-small", "dimensions": 4},
}


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and JSON of an answer; a text is sent as it is."""
    data = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    response = cluster.handle(Request.build(method, path, {"Content-Type": "application/json"} if data else {}, data))
    return response.status, json.loads(response.content or b"null")


def ok(cluster: Cluster, method: str, path: str, body: Any = None) -> Any:
    """The answer's JSON, which must be a success."""
    status, answer = ask(cluster, method, path, body)
    assert status < 300, answer
    return answer


def reason(cluster: Cluster, method: str, path: str, body: Any = None) -> str:
    """The reason of a refusal."""
    status, answer = ask(cluster, method, path, body)
    assert status >= 400, answer
    text: str = answer["error"]["reason"]
    return text
