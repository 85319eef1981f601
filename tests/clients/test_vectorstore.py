"""`elasticsearch.helpers.vectorstore`, unmodified: every strategy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from fakeinfer import FakeElasticsearch
from tests.clients.vector_stores import E5, ELSER, TEXTS, embedding_cluster, vectors

vectorstore = pytest.importorskip("elasticsearch.helpers.vectorstore")


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with embedding_cluster() as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest, fake: FakeElasticsearch) -> Iterator[Elasticsearch]:
    with fake.client() if request.param == "in-process" else Elasticsearch(fake.url) as client:
        yield client


class ByEndpoint(vectorstore.EmbeddingService):  # type: ignore[misc, name-defined]
    """Embeds by an inference endpoint."""

    def __init__(self, es: Elasticsearch) -> None:
        self.es = es

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return vectors(self.es, texts)

    def embed_query(self, query: str) -> list[float]:
        return vectors(self.es, [query])[0]


def test_words_are_stored_found_and_deleted(es: Elasticsearch) -> None:
    store = vectorstore.VectorStore(es, index="v", retrieval_strategy=vectorstore.BM25Strategy())
    assert store.add_texts(TEXTS, ids=["1", "2"]) == ["1", "2"]
    assert [hit["_id"] for hit in store.search(query="cat")] == ["1"]
    assert store.delete(query={"match": {"text_field": "law"}})
    assert es.count(index="v")["count"] == 1


def test_vectors_of_an_endpoint_are_stored_and_found(es: Elasticsearch) -> None:
    store = vectorstore.VectorStore(
        es, index="v", retrieval_strategy=vectorstore.DenseVectorStrategy(), embedding_service=ByEndpoint(es)
    )
    store.add_texts(TEXTS, ids=["1", "2"])
    assert es.indices.get_mapping(index="v")["v"]["mappings"]["properties"]["vector_field"]["dims"] == 8
    assert [hit["_id"] for hit in store.search(query="kittens and cats", k=1)] == ["1"]
    [hit] = store.search(query="cat", filter=[{"ids": {"values": ["2"]}}])
    assert hit["_id"] == "2"


def test_a_deployed_model_embeds_what_the_store_is_given(es: Elasticsearch) -> None:
    service = vectorstore.ElasticsearchEmbeddings(client=es, model_id=E5)
    assert [len(vector) for vector in service.embed_documents(TEXTS)] == [384, 384]
    store = vectorstore.VectorStore(
        es, index="v", retrieval_strategy=vectorstore.DenseVectorStrategy(), embedding_service=service
    )
    assert store.add_texts(TEXTS, ids=["1", "2"]) == ["1", "2"]


@pytest.mark.filterwarnings("ignore:text_expansion is deprecated")  # which the client of version 8 sends
def test_elser_embeds_in_a_pipeline_of_the_store(es: Elasticsearch, fake: FakeElasticsearch) -> None:
    strategy = vectorstore.SparseVectorStrategy(model_id=ELSER)
    store = vectorstore.VectorStore(es, index="v", retrieval_strategy=strategy)
    store.add_texts(TEXTS, ids=["1", "2"])
    assert list(es.ingest.get_pipeline(id=f"{ELSER}_sparse_embedding").body) == [f"{ELSER}_sparse_embedding"]
    stored = fake.cluster.state.store["docs:v"]["1"].source["vector_field"]["tokens"]
    assert "cat" in stored
    assert [hit["_id"] for hit in store.search(query="cat", k=1)] == ["1"]


def test_a_model_that_is_not_there_is_said_to_be_missing(es: Elasticsearch) -> None:
    strategy = vectorstore.SparseVectorStrategy(model_id="nope")
    store = vectorstore.VectorStore(es, index="v", retrieval_strategy=strategy)
    with pytest.raises(Exception, match="nope"):
        store.add_texts(TEXTS)
