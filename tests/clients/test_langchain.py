"""langchain-elasticsearch, unmodified. Not a development dependency: `pip install langchain-elasticsearch` beside the others."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from fakeinfer import FakeElasticsearch
from tests.clients.vector_stores import E5, ELSER, TEXTS, embedding_cluster

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    langchain = pytest.importorskip("langchain_elasticsearch")
pytestmark = pytest.mark.filterwarnings("ignore")  # of a library that is not ours


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with embedding_cluster() as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest, fake: FakeElasticsearch) -> Iterator[Elasticsearch]:
    with fake.client() if request.param == "in-process" else Elasticsearch(fake.url) as client:
        yield client


def store_of(es: Elasticsearch, **options: Any) -> Any:
    return langchain.ElasticsearchStore(index_name="docs", client=es, **options)


def test_a_deployed_model_embeds(es: Elasticsearch) -> None:
    embeddings = langchain.ElasticsearchEmbeddings(model_id=E5, client=es)
    assert len(embeddings.embed_query("a cat")) == 384
    assert [len(vector) for vector in embeddings.embed_documents(TEXTS)] == [384, 384]


def test_dense_vectors_are_stored_found_and_deleted(es: Elasticsearch) -> None:
    store = store_of(es, embedding=langchain.ElasticsearchEmbeddings(model_id=E5, client=es))
    [first, _] = store.add_texts(TEXTS)
    assert [found.page_content for found in store.similarity_search("kittens and cats", k=1)] == TEXTS[:1]
    [(_, near), (_, far)] = store.similarity_search_with_score("kittens and cats", k=2)
    assert near > far
    assert [found.page_content for found in store.max_marginal_relevance_search("law", k=2, fetch_k=2)] == TEXTS[::-1]
    assert store.delete([first])
    assert es.count(index="docs")["count"] == 1


def test_metadata_filters_what_may_be_near(es: Elasticsearch) -> None:
    store = store_of(es, embedding=langchain.ElasticsearchEmbeddings(model_id=E5, client=es))
    store.add_texts(TEXTS, metadatas=[{"kind": "animal"}, {"kind": "paper"}])
    wanted = [{"term": {"metadata.kind.keyword": "paper"}}]
    assert [found.page_content for found in store.similarity_search("cat", filter=wanted)] == TEXTS[1:]


@pytest.mark.parametrize("distance", ["COSINE", "DOT_PRODUCT", "EUCLIDEAN_DISTANCE", "MAX_INNER_PRODUCT"])
def test_distances_are_those_of_the_field(es: Elasticsearch, distance: str) -> None:
    metric = langchain.DistanceMetric[distance]
    embeddings = langchain.ElasticsearchEmbeddings(model_id=E5, client=es)
    store = store_of(es, embedding=embeddings, strategy=langchain.DenseVectorStrategy(distance=metric))
    store.add_texts(TEXTS)
    assert [found.page_content for found in store.similarity_search("kittens and cats", k=1)] == TEXTS[:1]


def test_a_model_of_the_cluster_embeds_queries(es: Elasticsearch) -> None:
    embeddings = langchain.ElasticsearchEmbeddings(model_id=E5, client=es)
    store_of(es, embedding=embeddings).add_texts(TEXTS)
    [hit] = es.search(
        index="docs",
        knn={
            "field": "vector",
            "k": 1,
            "num_candidates": 5,
            "query_vector_builder": {"text_embedding": {"model_id": E5, "model_text": "kittens and cats"}},
        },
    )["hits"]["hits"]
    assert hit["_source"]["text"] == TEXTS[0]


def test_words_and_vectors_are_ranked_together(es: Elasticsearch) -> None:
    embeddings = langchain.ElasticsearchEmbeddings(model_id=E5, client=es)
    store = store_of(es, embedding=embeddings, strategy=langchain.DenseVectorStrategy(hybrid=True))
    store.add_texts(TEXTS)
    assert [found.page_content for found in store.similarity_search("cat", k=2)] == TEXTS


@pytest.mark.parametrize("distance", ["COSINE", "DOT_PRODUCT", "EUCLIDEAN_DISTANCE"])
def test_scripts_compare_exactly(es: Elasticsearch, distance: str) -> None:
    metric = langchain.DistanceMetric[distance]
    embeddings = langchain.ElasticsearchEmbeddings(model_id=E5, client=es)
    store = store_of(es, embedding=embeddings, strategy=langchain.DenseVectorScriptScoreStrategy(distance=metric))
    store.add_texts(TEXTS)
    assert [found.page_content for found in store.similarity_search("kittens and cats", k=1)] == TEXTS[:1]


def test_words_are_found(es: Elasticsearch) -> None:
    store = store_of(es, strategy=langchain.BM25Strategy())
    store.add_texts(TEXTS)
    assert [found.page_content for found in store.similarity_search("kittens")] == TEXTS[:1]
    retriever = langchain.ElasticsearchRetriever(
        index_name="docs", body_func=lambda text: {"query": {"match": {"text": text}}}, content_field="text", client=es
    )
    assert [found.page_content for found in retriever.invoke("law")] == TEXTS[1:]


def test_sparse_vectors_come_from_a_pipeline(es: Elasticsearch, fake: FakeElasticsearch) -> None:
    store_of(es, strategy=langchain.SparseVectorStrategy(model_id=ELSER)).add_texts(TEXTS)
    sources = [document.source for document in fake.cluster.state.store["docs:docs"].values()]
    assert all("cat" in source["vector"]["tokens"] for source in sources[:1])
    store = store_of(es, strategy=langchain.SparseVectorStrategy(model_id=ELSER))
    assert [found.page_content for found in store.similarity_search("cat", k=1)] == TEXTS[:1]


def test_histories_and_caches_are_kept(es: Elasticsearch) -> None:
    history = langchain.ElasticsearchChatMessageHistory(client=es, index="history", session_id="1")
    history.add_user_message("hi")
    assert [message.content for message in history.messages] == ["hi"]
    history.clear()
    assert history.messages == []
    cache = langchain.ElasticsearchEmbeddingsCache(client=es, index_name="vectors")
    cache.mset([("key", b"value")])
    assert cache.mget(["key"]) == [b"value"]
