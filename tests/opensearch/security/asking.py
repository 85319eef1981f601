"""Asking a cluster of OpenSearch with security as somebody."""

from __future__ import annotations

import base64
import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request, Response

ADMIN = "admin:admin"
API = "/_plugins/_security/api"
AUTHINFO = "/_plugins/_security/authinfo"


def secured(version: str | None = None, **options: Any) -> Cluster:
    """A cluster with security and the mapping of administrators alone."""
    return Cluster(
        "opensearch",
        version,
        **{"security": True, "roles_mapping": {"all_access": {"backend_roles": ["admin"]}}, **options},
    )


def with_role(role: dict[str, Any], version: str | None = None) -> Cluster:
    """A cluster on which bob, whose password is `secret-1`, has this role alone."""
    return secured(version, roles={"r": role}, users={"bob": {"password": "secret-1", "roles": ["r"]}})


def send(
    cluster: Cluster, method: str, path: str, body: Any = None, who: str | None = ADMIN, **headers: str
) -> Response:
    """The answer to `name:password`, to the value of an `Authorization` header, or to nobody."""
    sent = {**({"Content-Type": "application/json"} if body is not None else {}), **headers}
    if who is not None:
        sent["Authorization"] = who if " " in who else f"Basic {base64.b64encode(who.encode()).decode()}"
    data = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return cluster.handle(Request.build(method, path, sent, data))


def ask(cluster: Cluster, method: str, path: str, body: Any = None, who: str | None = ADMIN) -> tuple[int, Any]:
    """Status and JSON of an answer."""
    response = send(cluster, method, path, body, who)
    return response.status, json.loads(response.content or b"null")


def ok(cluster: Cluster, method: str, path: str, body: Any = None, who: str | None = ADMIN) -> Any:
    """The answer's JSON, which must be a success."""
    status, answer = ask(cluster, method, path, body, who)
    assert status < 300, answer
    return answer


def reason(cluster: Cluster, method: str, path: str, body: Any = None, who: str | None = ADMIN) -> str:
    """The reason of a refusal."""
    status, answer = ask(cluster, method, path, body, who)
    assert status >= 400, answer
    text: str = answer["error"]["reason"]
    return text
