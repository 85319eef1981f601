"""elasticsearch-py, unmodified, writing and finding documents; in-process."""

from __future__ import annotations

from collections.abc import Iterator

import elasticsearch
import pytest
from elasticsearch import ConflictError, Elasticsearch, NotFoundError, helpers

from fakeinfer import FakeElasticsearch

VERSION = {"8": "8.19", "9": "9.5"}[str(elasticsearch.__version__[0])]


@pytest.fixture
def es() -> Iterator[Elasticsearch]:
    """A client of a fresh cluster."""
    with FakeElasticsearch(version=VERSION) as fake:
        yield fake.client()
        fake.raise_bugs()


def test_one_document_from_creation_to_removal(es: Elasticsearch) -> None:
    assert es.index(index="d", id="1", document={"a": 1})["result"] == "created"
    assert es.exists(index="d", id="1")
    assert es.update(index="d", id="1", doc={"b": 2})["_version"] == 2
    assert es.get(index="d", id="1")["_source"] == {"a": 1, "b": 2}
    assert es.get_source(index="d", id="1") == {"a": 1, "b": 2}
    with pytest.raises(ConflictError):
        es.create(index="d", id="1", document={})
    assert es.delete(index="d", id="1")["result"] == "deleted"
    with pytest.raises(NotFoundError):
        es.get(index="d", id="1")


def test_bulk_helper_and_search(es: Elasticsearch) -> None:
    actions = [{"_index": "d", "_id": str(number), "n": number, "t": f"text {number}"} for number in range(1200)]
    assert helpers.bulk(es, actions, refresh="wait_for") == (1200, [])
    assert es.count(index="d")["count"] == 1200
    found = es.search(
        index="d", query={"range": {"n": {"gte": 1198}}}, sort=[{"n": "desc"}], source={"includes": ["n"]}
    )
    assert [hit["_source"]["n"] for hit in found["hits"]["hits"]] == [1199, 1198]
    assert [one["found"] for one in es.mget(index="d", ids=["1", "nope"])["docs"]] == [True, False]


def test_bulk_helper_tells_what_failed(es: Elasticsearch) -> None:
    actions = [{"_op_type": "create", "_index": "d", "_id": "1", "a": 1}] * 2
    with pytest.raises(helpers.BulkIndexError) as caught:
        helpers.bulk(es, actions)
    assert caught.value.errors[0]["create"]["error"]["type"] == "version_conflict_engine_exception"


def test_texts_are_embedded_on_the_way_in(es: Elasticsearch) -> None:
    es.inference.put(
        task_type="sparse_embedding",
        inference_id="sp",
        inference_config={
            "service": "elasticsearch",
            "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".elser_model_2"},
        },
    )
    es.indices.create(index="i", mappings={"properties": {"s": {"type": "semantic_text", "inference_id": "sp"}}})
    es.index(index="i", id="1", document={"s": "a text"})
    shown = es.search(index="i", body={"fields": ["_inference_fields"]})["hits"]["hits"][0]["_source"]
    assert list(shown["_inference_fields"]["s"]["inference"]["chunks"]) == ["s"]
    with pytest.raises(NotFoundError):
        es.get(index="i", id="2")
