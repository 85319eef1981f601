"""Libraries built on opensearch-py, unmodified: LangChain, LlamaIndex, Haystack. Each is skipped where it is not installed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from fakeinfer import FakeOpenSearch

pytestmark = pytest.mark.filterwarnings("ignore")  # of libraries that are not ours

TEXTS = ["a cat and two kittens", "tax law for companies"]
VECTORS = [[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]


@pytest.fixture(params=["2.19", "3.8"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch(version=request.param) as fake:
        yield fake
        fake.raise_bugs()


def library(name: str) -> Any:
    """The module, or the test is skipped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


def sources(fake: FakeOpenSearch) -> list[dict[str, Any]]:
    """What the index `docs` holds."""
    return [hit["_source"] for hit in fake.client().search(index="docs")["hits"]["hits"]]


def test_langchain_stores_texts_and_finds_them(fake: FakeOpenSearch) -> None:
    stores = library("langchain_community.vectorstores")
    embeddings = library("langchain_core.embeddings").DeterministicFakeEmbedding(size=3)
    store = stores.OpenSearchVectorSearch(fake.url, "docs", embeddings, engine="lucene")
    first, _ = store.add_texts(TEXTS, metadatas=[{"n": 0}, {"n": 1}])
    assert [source["text"] for source in sources(fake)] == TEXTS
    ((found, score),) = store.similarity_search_with_score(TEXTS[1], k=1)
    assert (found.page_content, found.metadata, score) == (TEXTS[1], {"n": 1}, 1.0)
    for scripted in ("script_scoring", "painless_scripting"):
        (found,) = store.similarity_search(TEXTS[1], k=1, search_type=scripted)
        assert found.page_content == TEXTS[1]
    only = {"bool": {"filter": {"term": {"metadata.n": 0}}}}
    (found,) = store.similarity_search(TEXTS[1], k=2, efficient_filter=only)
    assert found.metadata == {"n": 0}
    assert len(store.max_marginal_relevance_search(TEXTS[0], k=2)) == 2
    assert store.configure_search_pipelines("hybrid", 0.3, 0.7) == {"acknowledged": True}
    assert store.search_pipeline_exists("hybrid")
    mixed = {"search_type": "hybrid_search", "search_pipeline": "hybrid", "k": 2}
    ((found, score), _) = store.similarity_search_with_score(TEXTS[1], **mixed)
    assert (found.page_content, score) == (TEXTS[1], 1.0)
    assert store.delete([first])
    assert store.delete_index()
    assert not store.index_exists("docs")


def test_llama_index_stores_finds_and_deletes_nodes(fake: FakeOpenSearch) -> None:
    stores = library("llama_index.vector_stores.opensearch")
    node = library("llama_index.core.schema").TextNode
    query = library("llama_index.core.vector_stores.types").VectorStoreQuery
    store = stores.OpensearchVectorStore(stores.OpensearchVectorClient(fake.url, "docs", 3))
    nodes = [node(id_=str(n), text=text, embedding=VECTORS[n]) for n, text in enumerate(TEXTS)]
    assert store.add(nodes) == ["0", "1"]
    found = store.query(query(query_embedding=VECTORS[0], similarity_top_k=1))
    assert (found.ids, found.similarities) == (["0"], [1.0])
    store.delete_nodes(["0"])
    assert [source["content"] for source in sources(fake)] == TEXTS[1:]
    store.clear()
    assert sources(fake) == []


def test_haystack_writes_finds_and_deletes_documents(fake: FakeOpenSearch) -> None:
    haystack = library("haystack")
    stores = library("haystack_integrations.document_stores.opensearch")
    retrievers = library("haystack_integrations.components.retrievers.opensearch")
    store = stores.OpenSearchDocumentStore(hosts=fake.url, index="docs", embedding_dim=3)
    documents = [
        haystack.Document(id=str(n), content=text, embedding=VECTORS[n], meta={"number": n})
        for n, text in enumerate(TEXTS)
    ]
    assert store.write_documents(documents) == 2
    second = {"field": "meta.number", "operator": "==", "value": 1}
    assert [document.content for document in store.filter_documents(second)] == TEXTS[1:]
    with pytest.raises(Exception, match="version_conflict_engine_exception"):
        store.write_documents(documents)
    (near, _) = retrievers.OpenSearchEmbeddingRetriever(document_store=store).run(VECTORS[0])["documents"]
    assert near.content == TEXTS[0]
    words = retrievers.OpenSearchBM25Retriever(document_store=store).run("tax")["documents"]
    assert [document.content for document in words] == TEXTS[1:]
    store.delete_documents(["0"])
    assert store.count_documents() == 1
