"""Vectors that models make of texts when a search asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.vector_search.searching import ask, embedded, endpoint, found, index, refused

TEXTS = ("a cat and two kittens", "tax law for companies")


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    endpoint(cluster, "emb")
    documents = [{"v": embedded(cluster, "emb", text)} for text in TEXTS]
    index(cluster, {"v": {"type": "dense_vector", "dims": 8}}, *documents)
    return cluster


def by_text(text: str, **more: Any) -> dict[str, Any]:
    built = {"text_embedding": {"model_id": "emb", "model_text": text, **more}}
    return {"field": "v", "k": 1, "num_candidates": 5, "query_vector_builder": built}


@pytest.mark.parametrize("text", TEXTS)
def test_an_endpoint_embeds_the_text(cluster: Cluster, text: str) -> None:
    number = str(TEXTS.index(text) + 1)
    assert found(cluster, {"knn": by_text(text)}) == [number]
    assert found(cluster, {"query": {"knn": by_text(text)}}) == [number]


def test_the_endpoint_is_asked_once_for_all_indices(cluster: Cluster) -> None:
    index(cluster, {"v": {"type": "dense_vector", "dims": 8}}, name="w")
    status, told = ask(cluster, "POST", "/v,w/_search", {"query": {"knn": by_text(TEXTS[0])}})
    assert (status, told["_shards"]["successful"]) == (200, 2)


def test_an_endpoint_that_is_not_there_is_missed(cluster: Cluster) -> None:
    reason = "[nope] is not an inference service model or a deployed ml model"
    assert refused(cluster, {"knn": by_text("x", model_id="nope")}) == (404, reason)


def test_an_endpoint_of_another_task_makes_no_vectors(cluster: Cluster) -> None:
    endpoint(cluster, "sparse", "sparse_embedding")
    status, reason = refused(cluster, {"knn": by_text("x", model_id="sparse")})
    assert status == 400
    assert reason == (
        "expected a result of type [text_embedding_result] received [text_expansion_result]. Is [sparse] a text embedding model?"
    )


def test_no_model_is_named(cluster: Cluster) -> None:
    built = {"text_embedding": {"model_text": "x"}}
    body = {"knn": {**by_text("x"), "query_vector_builder": built}}
    assert refused(cluster, body) == (400, "[model_id] must not be null.")


def test_the_model_was_required_once() -> None:
    cluster = Cluster("elasticsearch", "8.17")
    index(cluster, {"v": {"type": "dense_vector", "dims": 8}})
    built = {"text_embedding": {"model_text": "x"}}
    assert refused(cluster, {"knn": {**by_text("x"), "query_vector_builder": built}}) == (400, "Required [model_id]")


def test_an_embedding_takes_its_endpoint_by_another_name(cluster: Cluster) -> None:
    built = {"embedding": {"inference_id": "emb", "input": TEXTS[1]}}
    assert found(cluster, {"knn": {**by_text("x"), "query_vector_builder": built}}) == ["2"]
    nameless = {"embedding": {"input": "x"}}
    assert refused(cluster, {"knn": {**by_text("x"), "query_vector_builder": nameless}})[0] == 400


def test_vectors_of_other_documents_are_only_looked_up_by_newer_versions() -> None:
    cluster = Cluster("elasticsearch", "9.3")
    index(cluster, {"v": {"type": "dense_vector", "dims": 2}}, {"v": [1, 1]})
    built = {"lookup": {"index": "v", "id": "1", "path": "v"}}
    status, reason = refused(cluster, {"knn": {**by_text("x"), "query_vector_builder": built}})
    assert (status, reason.endswith("unknown field [lookup]")) == (400, True)
