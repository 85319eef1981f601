from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.security.asking import ok, reason, secured, send

GROUPS = ".plugins-ml-model-group"


@pytest.fixture
def cluster() -> Cluster:
    made = secured()
    ok(made, "POST", "/_plugins/_ml/model_groups/_register", {"name": "g"})
    return made


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", f"/{GROUPS}", None),
        ("DELETE", "/.opendistro_security", None),
        ("DELETE", f"/docs,{GROUPS}", None),
        ("DELETE", "/.*", None),
        ("PUT", f"/{GROUPS}/_doc/1", {}),
        ("POST", f"/{GROUPS}/_update/1", {"doc": {}}),
        ("PUT", "/.plugins-ml-config/_doc/1", {}),
    ],
)
def test_nobody_changes_them(cluster: Cluster, method: str, path: str, body: Any) -> None:
    assert reason(cluster, method, path, body).startswith("no permissions for [] and User [name=admin")


def test_reading_finds_nothing_whatever_is_asked(cluster: Cluster) -> None:
    for body in (None, {}, {"query": {"match_all": {}}}, {"query": {"bool": {"should": [{"match_all": {}}]}}}):
        assert ok(cluster, "POST", f"/{GROUPS}/_search", body)["hits"]["total"]["value"] == 0
    assert ok(cluster, "GET", f"/{GROUPS}/_count")["count"] == 0


def test_a_query_in_the_query_string_finds_nothing_either(cluster: Cluster) -> None:
    assert ok(cluster, "GET", f"/{GROUPS}/_search?q=*:*")["hits"]["total"]["value"] == 0
    assert ok(cluster, "GET", f"/{GROUPS}/_count?q=*:*")["count"] == 0


def test_a_search_pipeline_shows_nothing_of_them(cluster: Cluster) -> None:
    pipeline = {"request_processors": [{"filter_query": {"query": {"match_all": {}}}}]}
    ok(cluster, "PUT", "/_search/pipeline/p", pipeline)
    assert ok(cluster, "GET", f"/{GROUPS}/_search?search_pipeline=p")["hits"]["total"]["value"] == 0


def test_a_refusal_says_where_in_the_request_as_it_was_sent(cluster: Cluster) -> None:
    refused = send(cluster, "POST", f"/{GROUPS}/_search", {"size": 1, "query": {"nope": {}}})
    assert json.loads(refused.content)["error"]["col"] == 31


def test_others_are_read_beside_them(cluster: Cluster) -> None:
    ok(cluster, "PUT", "/docs/_doc/1", {"a": 1})
    found = ok(cluster, "POST", f"/docs,{GROUPS}/_search", {"query": {"match_all": {}}})
    assert [hit["_index"] for hit in found["hits"]["hits"]] == ["docs"]
    assert found["_shards"]["total"] == 2


def test_ml_commons_itself_reads_and_writes_them(cluster: Cluster) -> None:
    found = ok(cluster, "POST", "/_plugins/_ml/model_groups/_search", {"query": {"match_all": {}}})
    assert found["hits"]["total"]["value"] == 1


def test_without_security_they_are_indices_like_others() -> None:
    cluster = Cluster("opensearch")
    ok(cluster, "POST", "/_plugins/_ml/model_groups/_register", {"name": "g"}, who=None)
    assert ok(cluster, "POST", f"/{GROUPS}/_search", {}, who=None)["hits"]["total"]["value"] == 1
    assert send(cluster, "DELETE", f"/{GROUPS}", who=None).status == 200
