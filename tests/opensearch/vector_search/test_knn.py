"""The nearest documents."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ok
from tests.opensearch.vector_search.vectors import failure, found, put, vector_index


@pytest.fixture
def fake() -> Cluster:
    return Cluster("opensearch", "2.19")


def test_of_equally_near_documents_the_first_ones_are_found(fake: Cluster) -> None:
    vector_index(fake, [[0, 1], [1, 0], [0, -1], [3, 3]])
    assert list(found(fake, {"knn": {"v": {"vector": [0, 0], "k": 2}}})) == ["0", "1"]


def test_a_write_is_seen_at_once(fake: Cluster) -> None:
    vector_index(fake, [[0, 1], [5, 5]])
    query = {"knn": {"v": {"vector": [5, 5], "k": 1}}}
    assert list(found(fake, query)) == ["1"]
    put(fake, "/i/_doc/1", {"v": [19, 19]})
    assert list(found(fake, query)) == ["0"]
    ok(fake, "DELETE", "/i/_doc/0")
    assert list(found(fake, query)) == ["1"]


def test_engines_find_the_same(fake: Cluster) -> None:
    documents = [[0.3, 0.1, 0.5], [0.2, 0.9, 0.4], [0.7, 0.7, 0.1]]
    scores = []
    for engine in ("lucene", "faiss", "nmslib"):
        vector_index(fake, documents, index=engine, method={"name": "hnsw", "engine": engine, "space_type": "l2"})
        scores.append(found(fake, {"knn": {"v": {"vector": [0.3, 0.3, 0.3], "k": 2}}}, engine))
    assert scores[0] == scores[1] == scores[2]


def test_nmslib_neither_filters_nor_looks_within_a_distance(fake: Cluster) -> None:
    vector_index(fake, [[1, 2]], method={"name": "hnsw", "engine": "nmslib"})
    for option, reason in (
        ({"k": 1, "filter": {"match_all": {}}}, "Engine [NMSLIB] does not support filters"),
        ({"min_score": 0.5}, "Engine [NMSLIB] does not support radial search"),
    ):
        status, reason = failure(fake, "POST", "/i/_search", {"query": {"knn": {"v": {"vector": [1, 2], **option}}}})
        assert status == 400
        assert reason in reason


def test_vectors_that_were_made_smaller_have_no_radius(fake: Cluster) -> None:
    vector_index(fake, [[1, 2]], method={"name": "hnsw"}, mode="on_disk", compression_level="16x")
    status, reason = failure(
        fake, "POST", "/i/_search", {"query": {"knn": {"v": {"vector": [1, 2], "min_score": 0.5}}}}
    )
    assert status == 400
    assert "quantization" in reason


def test_a_field_of_a_trained_model_needs_the_model(fake: Cluster) -> None:
    ok(
        fake,
        "PUT",
        "/m",
        {"settings": {"index.knn": True}, "mappings": {"properties": {"v": {"type": "knn_vector", "model_id": "x"}}}},
    )
    status, reason = failure(fake, "POST", "/m/_search", {"query": {"knn": {"v": {"vector": [1, 2], "k": 1}}}})
    assert status == 400
    assert "Model ID 'x' is not created." in reason


def test_each_index_has_its_own_nearest(fake: Cluster) -> None:
    vector_index(fake, [[1, 1], [2, 2]], index="a")
    vector_index(fake, [[1, 1], [2, 2]], index="b")
    answer = ok(fake, "POST", "/a,b/_search", {"query": {"knn": {"v": {"vector": [1, 1], "k": 1}}}})
    assert [(hit["_index"], hit["_id"]) for hit in answer["hits"]["hits"]] == [("a", "0"), ("b", "0")]


def test_nested_objects_within_nested_objects(fake: Cluster) -> None:
    vector = {"type": "knn_vector", "dimension": 2, "method": {"name": "hnsw", "engine": "lucene"}}
    inner = {"type": "nested", "properties": {"v": vector}}
    ok(
        fake, "PUT", "/n",
        {"settings": {"index.knn": True}, "mappings": {"properties": {"a": {"type": "nested", "properties": {"b": inner}}}}},
    )  # fmt: skip
    put(fake, "/n/_doc/1", {"a": [{"b": [{"v": [0, 0]}, {"v": [1, 1]}]}]})
    put(fake, "/n/_doc/2", {"a": [{"b": {"v": [9, 9]}}]})
    query = {"nested": {"path": "a.b", "query": {"knn": {"a.b.v": {"vector": [1, 1], "k": 1}}}}}
    assert found(fake, query, "n") == {"1": 1.0}


def test_before_radial_search_k_is_needed() -> None:
    fake = Cluster("opensearch", "2.13")
    vector_index(fake, [[1, 2]])
    for k, reason in ((0, "[knn] requires k > 0"), (10_001, "[knn] requires k <= 10000")):
        assert failure(fake, "POST", "/i/_search", {"query": {"knn": {"v": {"vector": [1, 2], "k": k}}}}) == (
            400,
            reason,
        )


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"min_score": 1}, "[knn] query does not support [min_score]"),
        ({"colour": {}}, "[knn] unknown token [START_OBJECT]"),
        ({"k": None}, "[knn] unknown token [VALUE_NULL] after [k]"),
    ],
)
def test_options_that_older_servers_do_not_know(options: dict[str, object], reason: str) -> None:
    fake = Cluster("opensearch", "2.13")
    vector_index(fake, [[1, 2]])
    assert failure(fake, "POST", "/i/_search", {"query": {"knn": {"v": {"vector": [1, 2], **options}}}}) == (
        400,
        reason,
    )


def test_before_2_17_an_index_that_is_none_for_vectors_has_no_nearest() -> None:
    fake = Cluster("opensearch", "2.16")
    ok(fake, "PUT", "/i", {"mappings": {"properties": {"v": {"type": "knn_vector", "dimension": 2}}}})
    put(fake, "/i/_doc/1", {"v": [1, 2]})
    assert found(fake, {"knn": {"v": {"vector": [1, 2], "k": 1}}}) == {}


def test_nmslib_is_gone_from_3_on() -> None:
    fake = Cluster("opensearch", "3.0")
    field = {"type": "knn_vector", "dimension": 2, "method": {"name": "hnsw", "engine": "nmslib"}}
    body = {"settings": {"index.knn": True}, "mappings": {"properties": {"v": field}}}
    status, reason = failure(fake, "PUT", "/i", body)
    assert status == 400
    assert "nmslib engine is deprecated" in reason
