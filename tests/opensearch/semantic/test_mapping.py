"""What semantic fields bring along in a mapping."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ok, refused
from tests.opensearch.remote.asking import EMBED, model_of
from tests.opensearch.semantic.test_documents import CONFIG, dense, semantic_index
from tests.opensearch.vector_search.vectors import put


def properties(fake: Cluster, index: str = "i") -> dict[str, Any]:
    found: dict[str, Any] = ok(fake, "GET", f"/{index}/_mapping")[index]["mappings"]["properties"]
    return found


def test_vectors_are_declared_as_the_model_says() -> None:
    fake = Cluster("opensearch", "3.8")
    semantic_index(fake, model_id=dense(fake))
    embedding = properties(fake)["t_semantic_info"]["properties"]["embedding"]
    assert (embedding["dimension"], embedding["method"]["space_type"]) == (2, "l2")


def test_the_field_beside_it_has_the_wanted_name() -> None:
    fake = Cluster("opensearch", "3.8")
    semantic_index(fake, model_id=dense(fake), semantic_info_field_name="x", chunking=True)
    assert sorted(properties(fake)) == ["t", "x"]
    assert properties(fake)["x"]["properties"]["chunks"]["type"] == "nested"


def test_a_template_makes_semantic_fields() -> None:
    fake = Cluster("opensearch", "3.8")
    mappings = {"properties": {"t": {"type": "semantic", "model_id": dense(fake)}}}
    template = {"settings": {"index.knn": True}, "mappings": mappings}
    ok(fake, "PUT", "/_index_template/p", {"index_patterns": ["p*"], "template": template})
    put(fake, "/pages/_doc/1", {"t": "cat"})
    assert "t_semantic_info" in properties(fake, "pages")
    assert ok(fake, "GET", "/pages/_source/1")["t_semantic_info"]["embedding"] == [1.0, 0.0]


def test_a_mapping_may_get_a_semantic_field_later() -> None:
    fake = Cluster("opensearch", "3.8")
    ok(fake, "PUT", "/i", {"settings": {"index.knn": True}})
    first = dense(fake)
    ok(fake, "PUT", "/i/_mapping", {"properties": {"t": {"type": "semantic", "model_id": first}}})
    other = model_of(fake, EMBED, model={"model_config": {**CONFIG, "embedding_dimension": 3}})
    status, reason = refused(fake, "PUT", "/i/_mapping", {"properties": {"t": {"type": "semantic", "model_id": other}}})
    assert (status, "t_semantic_info.embedding" in reason) == (400, True)


def test_values_are_of_the_raw_type() -> None:
    fake = Cluster("opensearch", "3.8")
    semantic_index(fake, model_id=dense(fake), raw_field_type="keyword", ignore_above=10)
    put(fake, "/i/_doc/1", {"t": "cat"})
    assert ok(fake, "POST", "/i/_count", {"query": {"term": {"t": "cat"}}})["count"] == 1
    assert properties(fake)["t"]["ignore_above"] == 10
    buckets = ok(fake, "POST", "/i/_search", {"aggs": {"t": {"terms": {"field": "t"}}}})["aggregations"]["t"]["buckets"]
    assert [bucket["key"] for bucket in buckets] == ["cat"]
