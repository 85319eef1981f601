"""Prefix strings: what a text is for decides what is read before it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ok
from tests.elasticsearch.trained_models.making import deploy, infer, upload

PREFIXES = {"ingest": "passage: ", "search": "query: "}
PIPELINE = {
    "processors": [{"inference": {"model_id": "mine", "input_output": {"input_field": "text", "output_field": "out"}}}]
}


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch")
    upload(cluster, prefixes=PREFIXES, embedding_size=8)
    deploy(cluster)
    return cluster


def embedded(cluster: Cluster, text: str) -> Any:
    (answer,) = infer(cluster, "mine", text)
    return answer["predicted_value"]


def through_the_endpoint(cluster: Cluster, text: str, **asked: Any) -> Any:
    (answer,) = ok(cluster, "POST", "/_inference/e", {"input": text, **asked})["text_embedding"]
    return answer["embedding"]


def test_pipelines_read_what_documents_are_prefixed_with(cluster: Cluster) -> None:
    docs = [{"_source": {"text": "a cat"}}]
    (told,) = ok(cluster, "POST", "/_ingest/pipeline/_simulate", {"pipeline": PIPELINE, "docs": docs})["docs"]
    assert told["doc"]["_source"]["out"] == embedded(cluster, "passage: a cat") != embedded(cluster, "a cat")


def test_endpoints_read_it_by_input_type(cluster: Cluster) -> None:
    settings = {"num_threads": 1, "num_allocations": 1, "model_id": "mine"}
    ok(cluster, "PUT", "/_inference/text_embedding/e", {"service": "elasticsearch", "service_settings": settings})
    plain = through_the_endpoint(cluster, "a cat")
    for input_type, prefix in (("ingest", "passage: "), ("search", "query: "), ("clustering", "")):
        assert through_the_endpoint(cluster, "a cat", input_type=input_type) == through_the_endpoint(
            cluster, f"{prefix}a cat"
        )
    assert through_the_endpoint(cluster, "a cat", input_type="search") != plain


def test_a_prefix_that_is_not_there_is_none() -> None:
    cluster = Cluster("elasticsearch")
    upload(cluster, prefixes={"search": "query: "}, embedding_size=8)
    deploy(cluster)
    docs = [{"_source": {"text": "a cat"}}]
    (told,) = ok(cluster, "POST", "/_ingest/pipeline/_simulate", {"pipeline": PIPELINE, "docs": docs})["docs"]
    assert told["doc"]["_source"]["out"] == embedded(cluster, "a cat")
