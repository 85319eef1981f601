"""Hits scored anew by an endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.retrievers.chunk_rescorer import ChunkRescorer
from fakeinfer.elasticsearch.retrievers.text_similarity import positive
from tests.elasticsearch.asking import ok

COHERE = {"service": "cohere", "service_settings": {"api_key": "k", "model_id": "rerank-english-v3.0"}}
TEXTS = {"1": "The law of taxes", "2": "A cat sleeps on the mat", "3": "Taxes are due in April"}


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/_inference/rerank/re", COHERE)
    for id, text in TEXTS.items():
        ok(cluster, "PUT", f"/t/_doc/{id}", {"t": text})
    return cluster


def reranked(cluster: Cluster, text: str, **more: Any) -> list[str]:
    retriever = {
        "text_similarity_reranker": {
            "retriever": {"standard": {"query": {"match_all": {}}}},
            "field": "t",
            "inference_id": "re",
            "inference_text": text,
            **more,
        }
    }
    answer = ok(cluster, "POST", "/t/_search", {"retriever": retriever})
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def test_the_text_that_fits_best_comes_first(cluster: Cluster) -> None:
    assert reranked(cluster, "a cat on a mat")[0] == "2"
    assert reranked(cluster, "when are taxes due")[0] == "3"


def test_the_best_chunk_decides(cluster: Cluster) -> None:
    ok(cluster, "PUT", "/t/_doc/4", {"t": "Nothing here. " * 30 + "The cat sleeps on its mat."})
    assert reranked(cluster, "the cat sleeps on its mat", chunk_rescorer={"size": 1})[0] in ("2", "4")


def test_an_endpoint_that_the_search_names_may_be_that_of_the_server(cluster: Cluster) -> None:
    ranked = reranked(cluster, "a cat on a mat", inference_id=".rerank-v1-elasticsearch")
    assert ranked[0] == "2"


@pytest.mark.parametrize(("score", "shown"), [(0.0, 1.0), (2.0, 3.0), (-1.0, 0.36787945), (1000.0, 1001.0)])
def test_scores_are_above_zero(score: float, shown: float) -> None:
    assert positive(score) == pytest.approx(shown, rel=1e-6)


def test_chunks_without_any_word_of_the_query_are_taken_as_they_come() -> None:
    state = Cluster("elasticsearch", "9.5").state
    settings = {"strategy": "sentence", "max_chunk_size": 20, "sentence_overlap": 0}
    text = "One two three. " * 6 + "Foxes run."
    rescorer = ChunkRescorer(1, settings)
    assert rescorer.best(text, "nothing", state)[0].startswith("One")
    assert "Foxes" in rescorer.best(text, "foxes", state)[0]
