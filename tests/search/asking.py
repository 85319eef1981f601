"""Searching a small cluster in a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fakeinfer import documents, indices
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

FIELDS = {
    "k": {"type": "keyword"},
    "n": {"type": "integer"},
    "f": {"type": "float"},
    "d": {"type": "date"},
    "t": {"type": "text"},
    "u": {"type": "text"},
    "x": {"type": "nested", "properties": {"y": {"type": "keyword"}, "z": {"type": "integer"}}},
}


def holding(sources: Iterable[Mapping[str, Any]], product: str = "opensearch", line: str = "2.19") -> Cluster:
    """A cluster with one index `s` of these documents, their numbers as ids."""
    cluster = Cluster(product, line)
    indices.create(cluster.state, "s", mappings={"properties": FIELDS})
    for number, source in enumerate(sources):
        documents.write(cluster.state, "s", str(number), dict(source))
    return cluster


def asked(cluster: Cluster, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    """Status and JSON of an answer."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    response = cluster.handle(Request.build(method, target, headers, data))
    return response.status, json.loads(response.content)


def searched(cluster: Cluster, query: Any = None, target: str = "/s/_search", **body: Any) -> dict[str, Any]:
    """What a search answers; it must be a success."""
    status, answer = asked(cluster, "POST", target, {**({"query": query} if query else {}), **body})
    assert status == 200, answer
    found: dict[str, Any] = answer
    return found


def ids(cluster: Cluster, query: Any = None, **body: Any) -> list[str]:
    """The ids of the hits, in their order."""
    return [hit["_id"] for hit in searched(cluster, query, **{"size": 100, **body})["hits"]["hits"]]


def scores(cluster: Cluster, query: Any = None, **body: Any) -> dict[str, float]:
    """The scores of the hits."""
    return {hit["_id"]: hit["_score"] for hit in searched(cluster, query, **{"size": 100, **body})["hits"]["hits"]}


def reason(cluster: Cluster, query: Any = None, target: str = "/s/_search", **body: Any) -> str:
    """Why a search is refused: the innermost cause. Some refusals are a 500 of the server's own."""
    status, answer = asked(cluster, "POST", target, {**({"query": query} if query else {}), **body})
    assert status >= 400, answer
    assert "fakeinfer" not in str(answer), answer
    found: str = answer["error"]["root_cause"][0]["reason"]
    return found
