"""Asking a cluster in a line, and the bodies that most tests begin with."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request, Response

ML = "/_plugins/_ml"
KEY = "plugins.ml_commons."


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> Response:
    """The whole answer."""
    data = b"" if body is None else json.dumps(body).encode()
    return cluster.handle(Request.build(method, path, {"Content-Type": "application/json"} if data else {}, data))


def ok(cluster: Cluster, method: str, path: str, body: Any = None) -> Any:
    """The answer's JSON, which must be a success."""
    response = ask(cluster, method, path, body)
    assert response.status == 200, response.content
    return json.loads(response.content)


def refused(cluster: Cluster, method: str, path: str, body: Any = None) -> tuple[int, str]:
    """Status and reason of a refusal."""
    response = ask(cluster, method, path, body)
    assert response.status >= 400, response.content
    return response.status, json.loads(response.content)["error"]["reason"]


def connector_body(**changed: Any) -> dict[str, Any]:
    """A connector that every version takes."""
    action = {"action_type": "predict", "method": "POST", "url": "https://api.openai.com/v1/x", "request_body": "{}"}
    body = {"name": "c", "version": 1, "protocol": "http", "credential": {"key": "sk-very-secret"}, "actions": [action]}
    return {**body, **changed}


def new_connector(cluster: Cluster, **changed: Any) -> str:
    """The id of a new connector."""
    id: str = ok(cluster, "POST", f"{ML}/connectors/_create", connector_body(**changed))["connector_id"]
    return id


def new_model(cluster: Cluster, **changed: Any) -> str:
    """The id of a new remote model on a connector of its own."""
    body = {"name": "m", "function_name": "remote", "connector_id": new_connector(cluster), **changed}
    id: str = ok(cluster, "POST", f"{ML}/models/_register", body)["model_id"]
    return id
