"""Explanations of scores; what servers tell in full is in the fixtures of `explain`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

DOCUMENTS = (
    {"t": "red fox jumps", "k": "a", "n": 1},
    {"t": "the red red dog", "k": "b", "n": 2},
    {"t": "blue", "k": ["a", "c"], "n": 3},
)
MAPPING = {"t": {"type": "text"}, "k": {"type": "keyword"}, "n": {"type": "integer"}}


@pytest.fixture(params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """One of each product, with a few documents."""
    cluster = Cluster(request.param)
    ask(cluster, "PUT", "/s", {"mappings": {"properties": MAPPING}})
    for number, document in enumerate(DOCUMENTS, 1):
        ask(cluster, "PUT", f"/s/_doc/{number}", document)
    return cluster


def ask(cluster: Cluster, method: str, path: str, body: Any) -> tuple[int, Any]:
    """Status and JSON of an answer."""
    data = json.dumps(body).encode()
    response = cluster.handle(Request.build(method, path, {"Content-Type": "application/json"}, data))
    return response.status, json.loads(response.body)


@pytest.mark.parametrize(
    "query",
    [
        {"match": {"t": "red dog"}},
        {"match": {"t": {"query": "red", "boost": 3}}},
        {"match_phrase": {"t": {"query": "red fox", "boost": 2}}},
        {
            "bool": {
                "must": [{"match": {"t": "red"}}],
                "should": [{"term": {"k": "a"}}],
                "filter": [{"exists": {"field": "k"}}],
            }
        },
        {"bool": {"should": [{"term": {"n": 1}}, {"bool": {"should": [{"term": {"k": "a"}}, {"term": {"k": "b"}}]}}]}},
        {"dis_max": {"queries": [{"match": {"t": "red"}}, {"term": {"k": "a"}}], "tie_breaker": 0.3}},
        {"constant_score": {"filter": {"match": {"t": "red fox"}}, "boost": 1.5}},
        {"query_string": {"query": "t:red AND n:1"}},
        {"match_all": {"boost": 2}},
        {"prefix": {"k": "a"}},
        {"fuzzy": {"t": "redd"}},
        {"match": {"t": {"query": "redd", "fuzziness": "AUTO"}}},
        {"function_score": {"query": {"match": {"t": "red"}}, "functions": [{"weight": 2}, {"weight": 3}]}},
        {"multi_match": {"query": "red", "fields": ["t", "k"], "type": "most_fields"}},
        {"script": {"script": "true"}},
    ],
)
def test_an_explanation_ends_in_the_score(cluster: Cluster, query: dict[str, Any]) -> None:
    _, found = ask(cluster, "POST", "/s/_search", {"explain": True, "query": query})
    assert found["hits"]["hits"]
    for hit in found["hits"]["hits"]:
        assert hit["_explanation"]["value"] == pytest.approx(hit["_score"], rel=1e-6)


@pytest.mark.parametrize(
    "query",
    [
        {"boosting": {"positive": {"match_all": {}}, "negative": {"term": {"k": "a"}}, "negative_boost": 0.5}},
        {"range": {"k": {"gte": "a"}}},
    ],
)
def test_what_is_not_told_alike_is_refused(cluster: Cluster, query: dict[str, Any]) -> None:
    assert ask(cluster, "POST", "/s/_explain/1", {"query": query})[0] == 501
