"""Texts and images embedded by a model, once for a search."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask, ok
from tests.opensearch.remote.asking import EMBED, model_of
from tests.opensearch.vector_search.vectors import failure, put, vector_index

IMAGES = {**EMBED, "pre_process_function": "connector.pre_process.bedrock.multimodal_embedding"}


@pytest.fixture(params=["2.11", "2.19", "3.8"])
def fake(request: pytest.FixtureRequest) -> Cluster:
    made = Cluster("opensearch", request.param)
    vector_index(made, [[1, 0], [0, 1], [0.5, 0.5]])
    return made


def embedder(fake: Cluster, **vectors: Any) -> str:
    model = model_of(fake, EMBED)
    fake.state.scripts.of("m").add_vectors(vectors, None, strict=True)
    return model


def ids(answer: Any) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def test_the_nearest_documents_are_found(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0])
    query = {"neural": {"v": {"query_text": "fox", "model_id": model, "k": 2}}}
    assert ids(ok(fake, "POST", "/i/_search", {"query": query})) == ["0", "2"]
    (call,) = fake.journal[-1].upstream
    assert call["body"]["input"] == ["fox"]


def test_the_model_is_asked_once_for_several_indices(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0])
    vector_index(fake, [[0, 1]], index="j")
    query = {"neural": {"v": {"query_text": "fox", "model_id": model, "k": 1}}}
    assert sorted(ids(ok(fake, "POST", "/i,j/_search", {"query": query}))) == ["0", "0"]
    assert len(fake.journal[-1].upstream) == 1


def test_the_model_is_asked_inside_other_queries(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0], whale=[0, 1])
    texts = ("fox", "whale")
    should = [{"neural": {"v": {"query_text": text, "model_id": model, "k": 1}}} for text in texts]
    found = ok(fake, "POST", "/i/_search", {"query": {"bool": {"should": should}}})
    assert sorted(ids(found)) == ["0", "1"]
    assert len(fake.journal[-1].upstream) == 2


def test_a_count_and_a_bulk_of_searches_ask_too(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0])
    query = {"neural": {"v": {"query_text": "fox", "model_id": model, "k": 2}}}
    assert ok(fake, "POST", "/i/_count", {"query": query})["count"] == 2


def test_a_filter_is_applied_before(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0])
    filter = {"ids": {"values": ["1"]}}
    query = {"neural": {"v": {"query_text": "fox", "model_id": model, "k": 1, "filter": filter}}}
    assert ids(ok(fake, "POST", "/i/_search", {"query": query})) == ["1"]


def test_a_vector_of_another_size_is_refused(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0, 0])
    query = {"neural": {"v": {"query_text": "fox", "model_id": model}}}
    status, reason = failure(fake, "POST", "/i/_search", {"query": query})
    assert status in (400, 500)
    assert "dimension" in reason


def test_a_model_that_fails_fails_the_search(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0])
    query = {"neural": {"v": {"query_text": "unknown", "model_id": model}}}
    assert ask(fake, "POST", "/i/_search", {"query": query}).status >= 400


def test_written_documents_are_embedded_by_a_pipeline(fake: Cluster) -> None:
    model = embedder(fake, fox=[1, 0], whale=[0, 1])
    processor = {"text_embedding": {"model_id": model, "field_map": {"w": "v"}}}
    ok(fake, "PUT", "/_ingest/pipeline/p", {"processors": [processor]})
    for number, text in enumerate(("fox", "whale")):
        put(fake, f"/i/_doc/w{number}?pipeline=p", {"w": text})
    query = {"neural": {"v": {"query_text": "whale", "model_id": model, "k": 2}}}
    assert ids(ok(fake, "POST", "/i/_search", {"query": query})) == ["1", "w1"]


def test_newer_servers_look_at_the_field_first() -> None:
    fake = Cluster("opensearch", "3.8")
    vector_index(fake, [[1, 0]])
    model = embedder(fake, fox=[1, 0])
    query = {"neural": {"t": {"query_text": "fox", "model_id": model}}}
    status, reason = failure(fake, "POST", "/i/_search", {"query": query})
    assert (status, reason.endswith("It should be one of [knn_vector,semantic]")) == (400, True)
    assert fake.journal[-1].upstream == []
