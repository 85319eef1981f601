"""What the tests of pipelines share: a cluster, and asking it."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Json, Request, Response


def ask(cluster: Cluster, method: str, path: str, body: Json = None) -> Response:
    """One request with a JSON body."""
    data = b"" if body is None else json.dumps(body).encode()
    return cluster.handle(Request.build(method, path, {"Content-Type": "application/json"}, data))


def store(cluster: Cluster, id: str, *processors: Json, **more: Json) -> None:
    """Store a pipeline that is well-formed."""
    response = ask(cluster, "PUT", f"/_ingest/pipeline/{id}", {"processors": list(processors), **more})
    assert response.status == 200, response.content


def simulated(cluster: Cluster, *processors: Json, source: Json, **more: Json) -> Any:
    """What processors make of one source: the new source, or the error."""
    body = {"pipeline": {"processors": list(processors), **more}, "docs": [{"_source": source}]}
    response = ask(cluster, "POST", "/_ingest/pipeline/_simulate", body)
    assert response.status == 200, response.content
    (doc,) = json.loads(response.content)["docs"]
    return doc["doc"]["_source"] if "doc" in doc else doc["error"]
