"""Helpers of the tests here: an index of vectors, and searches of it."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.search.engine import search
from tests.opensearch.asking import ask, ok


def vector_index(fake: Cluster, documents: list[Any], space: str = "l2", index: str = "i", **options: Any) -> None:
    """An index with a field `v` that holds these vectors, by number."""
    dimension = len(next(vector for vector in documents if vector is not None))
    method = {"name": "hnsw", "engine": "lucene", "space_type": space}
    field = {"type": "knn_vector", "dimension": dimension, "method": method, **options}
    mappings = {"properties": {"v": field, "t": {"type": "keyword"}}}
    ok(fake, "PUT", f"/{index}", {"settings": {"index.knn": True}, "mappings": mappings})
    for number, vector in enumerate(documents):
        put(fake, f"/{index}/_doc/{number}", {} if vector is None else {"v": vector})


def found(fake: Cluster, query: Any, index: str = "i") -> dict[str, float]:
    """Ids and scores of what a query finds."""
    answer = search(fake.state, index, {"query": query, "size": 100})
    return {hit["_id"]: hit["_score"] for hit in answer["hits"]["hits"]}


def put(fake: Cluster, path: str, document: Any) -> None:
    """Write a document."""
    response = ask(fake, "PUT", path, document)
    assert response.status in (200, 201), response.content


def failure(fake: Cluster, method: str, path: str, body: Any) -> tuple[int, str]:
    """Status and reason of what a shard, or else the whole request, was refused with."""
    response = ask(fake, method, path, body)
    assert response.status >= 400, response.content
    return response.status, json.loads(response.content)["error"]["root_cause"][0]["reason"]
