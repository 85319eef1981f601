"""Weighed tokens: given, made by a model, or by an analyzer."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ok
from tests.opensearch.prediction.test_local_inference import cluster, pretrained
from tests.opensearch.vector_search.vectors import failure, put

SPARSE = "amazon/neural-sparse/opensearch-neural-sparse-encoding-v2-distill"


def pages(fake: Cluster, **weights: dict[str, float]) -> None:
    ok(fake, "PUT", "/p", {"mappings": {"properties": {"s": {"type": "rank_features"}}}})
    for id, tokens in weights.items():
        put(fake, f"/p/_doc/{id}", {"s": tokens})


def scores(fake: Cluster, **options: Any) -> dict[str, float]:
    found = ok(fake, "POST", "/p/_search", {"query": {"neural_sparse": {"s": options}}})
    return {hit["_id"]: hit["_score"] for hit in found["hits"]["hits"]}


def test_scores_are_products_of_weights() -> None:
    fake = cluster("2.19")
    pages(fake, a={"fox": 2.0, "red": 1.0}, b={"fox": 0.5})
    assert scores(fake, query_tokens={"fox": 2.0, "red": 0.5}) == {"a": 4.5, "b": 1.0}
    assert scores(fake, query_tokens={"whale": 1.0}) == {}


@pytest.mark.parametrize("version", ["2.19", "3.8"])
def test_a_model_weighs_the_tokens_of_a_text(version: str) -> None:
    fake = cluster(version)
    model = pretrained(fake, SPARSE, version="1.0.0", function_name="SPARSE_ENCODING")
    pages(fake)
    processor = {"sparse_encoding": {"model_id": model, "field_map": {"t": "s"}}}
    ok(fake, "PUT", "/_ingest/pipeline/p", {"processors": [processor]})
    for id, text in (("fox", "a red fox"), ("whale", "the blue whale")):
        put(fake, f"/p/_doc/{id}?pipeline=p", {"t": text})
    assert next(iter(scores(fake, query_text="blue whale", model_id=model))) == "whale"


def test_analyzers_of_the_plugin_are_not_imitated() -> None:
    fake = Cluster("opensearch", "3.8")
    pages(fake, a={"fox": 2.0})
    assert scores(fake, query_text="fox", analyzer="standard") == {"a": 2.0}
    query = {"neural_sparse": {"s": {"query_text": "fox", "analyzer": "bert-uncased"}}}
    assert failure(fake, "POST", "/p/_search", {"query": query})[0] == 501


def test_sparse_vectors_are_not_imitated() -> None:
    mapping = {"mappings": {"properties": {"s": {"type": "sparse_vector"}}}}
    assert failure(Cluster("opensearch", "3.2"), "PUT", "/p", mapping)[0] == 400
    assert failure(Cluster("opensearch", "3.3"), "PUT", "/p", mapping)[0] == 501
