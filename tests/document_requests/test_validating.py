"""Whether queries are valid, whatever the product."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


def ask(cluster: Cluster, body: Any, parameters: str = "") -> tuple[int, Any]:
    """Status and JSON of an answer."""
    data = json.dumps(body).encode()
    path = f"/s/_validate/query?{parameters}"
    response = cluster.handle(Request.build("POST", path, {"Content-Type": "application/json"}, data))
    return response.status, json.loads(response.body)


@pytest.fixture(params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """One of each product, with an index."""
    cluster = Cluster(request.param)
    cluster.handle(Request.build("PUT", "/s"))
    return cluster


def test_a_query_nobody_knows_is_invalid_and_no_error(cluster: Cluster) -> None:
    assert ask(cluster, {"query": {"nope": {}}}) == (200, {"valid": False})


def test_elasticsearch_names_exceptions_in_full() -> None:
    cluster = Cluster("elasticsearch")
    _, found = ask(cluster, {"foo": 1}, "explain=true")
    assert found == {
        "valid": False,
        "error": "org.elasticsearch.common.ParsingException: request does not support [foo]",
    }


def test_a_query_that_is_not_told_is_valid_all_the_same(cluster: Cluster) -> None:
    query = {"query": {"range": {"k": {"gte": "a"}}}}
    assert ask(cluster, query)[1]["valid"]
    assert ask(cluster, query, "explain=true")[0] == 501
