"""Lists put together as before there were retrievers."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.elasticsearch.asking import ok

DOCS = {"1": ("red fox", [1, 0]), "2": ("red red hen", [0, 1]), "3": ("blue fox", [1, 1])}
QUERY = {"match": {"t": "red"}}
KNN = {"field": "v", "query_vector": [1, 0], "k": 2, "num_candidates": 5}


def cluster_of(version: str) -> Cluster:
    cluster = Cluster("elasticsearch", version)
    vector = {"type": "dense_vector", "dims": 2, "similarity": "l2_norm", "index": True}
    ok(cluster, "PUT", "/i", {"mappings": {"properties": {"t": {"type": "text"}, "v": vector}}})
    for id, (text, vector) in DOCS.items():
        ok(cluster, "PUT", f"/i/_doc/{id}?refresh=true", {"t": text, "v": vector})
    return cluster


def shown(cluster: Cluster, body: dict[str, Any]) -> list[tuple[str, int | None]]:
    hits = ok(cluster, "POST", "/i/_search", body)["hits"]["hits"]
    return [(hit["_id"], hit.get("_rank")) for hit in hits]


@pytest.mark.parametrize("order", [("rank", "query", "knn"), ("knn", "query", "rank"), ("query", "knn", "rank")])
def test_the_keys_may_stand_in_any_order(order: tuple[str, ...]) -> None:
    keys = {"rank": {"rrf": {}}, "query": QUERY, "knn": KNN}
    assert shown(cluster_of("9.5"), {key: keys[key] for key in order}) == [("1", None), ("2", None), ("3", None)]


@pytest.mark.parametrize("version", ["8.11", "8.14", "8.15"])
def test_hits_had_ranks_on_every_page(version: str) -> None:
    cluster = cluster_of(version)
    assert shown(cluster, {"query": QUERY, "knn": KNN, "rank": {"rrf": {}}}) == [("1", 1), ("2", 2), ("3", 3)]
    assert shown(cluster, {"query": QUERY, "knn": KNN, "rank": {"rrf": {}}, "from": 1}) == [("2", 2), ("3", 3)]


def test_filters_of_knn_searches_hold() -> None:
    knn = {**KNN, "filter": {"match": {"t": "hen"}}}
    assert shown(cluster_of("9.5"), {"query": QUERY, "knn": knn, "rank": {"rrf": {}}}) == [("2", None), ("1", None)]


@pytest.mark.parametrize(("version", "warns"), [("8.15", False), ("8.16", True), ("9.5", True)])
def test_newer_versions_warn(version: str, warns: bool) -> None:
    cluster = cluster_of(version)
    body = b'{"sub_searches":[{"query":{"match_all":{}}}]}'
    answer = cluster.handle(Request.build("POST", "/i/_search", {"content-type": "application/json"}, body))
    warnings = [value for name, value in answer.headers if name.lower() == "warning"]
    assert len(warnings) == warns
    assert all("Deprecated field [sub_searches] used, replaced by [retriever]" in warning for warning in warnings)


def test_every_key_of_a_search_counts_as_read() -> None:
    with FakeElasticsearch(version="9.5") as fake:
        ok(fake.cluster, "PUT", "/i", {"mappings": {"properties": {"t": {"type": "text"}}}})
        marked = {"query": QUERY, "highlight": {"fields": {"t": {}}}, "explain": True}
        ok(fake.cluster, "POST", "/i/_search", marked)
        ok(fake.cluster, "POST", "/i/_search", {"retriever": {"standard": {"query": QUERY}}})
        fake.assert_all_read()
