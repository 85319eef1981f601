"""Haystack's Elasticsearch integration, unmodified. Not a development dependency: `pip install elasticsearch-haystack` beside the others."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from fakeinfer import FakeElasticsearch
from tests.clients.vector_stores import TEXTS, embedding_cluster, vectors

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    haystack = pytest.importorskip("haystack")
    stores = pytest.importorskip("haystack_integrations.document_stores.elasticsearch")
    retrievers = pytest.importorskip("haystack_integrations.components.retrievers.elasticsearch")
pytestmark = pytest.mark.filterwarnings("ignore")  # of a library that is not ours

SECOND = {"field": "meta.number", "operator": "==", "value": 1}


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with embedding_cluster() as fake:
        yield fake
        fake.raise_bugs()


def test_documents_are_written_filtered_and_deleted(fake: FakeElasticsearch) -> None:
    found = vectors(fake.client(), TEXTS)
    documents = [
        haystack.Document(content=text, embedding=found[n], id=str(n), meta={"number": n})
        for n, text in enumerate(TEXTS)
    ]
    store = stores.ElasticsearchDocumentStore(hosts=fake.url, index="docs")
    assert store.write_documents(documents) == 2
    assert [document.content for document in store.filter_documents(SECOND)] == TEXTS[1:]
    with pytest.raises(Exception, match="already exist"):
        store.write_documents(documents)
    nearest = retrievers.ElasticsearchEmbeddingRetriever(document_store=store)
    assert [document.content for document in nearest.run(found[0])["documents"]] == TEXTS
    assert [document.content for document in nearest.run(found[0], filters=SECOND)["documents"]] == TEXTS[1:]
    store.delete_by_filter(SECOND, refresh=True)
    assert store.count_documents() == 1
    store.delete_all_documents()
    assert store.count_documents() == 0
