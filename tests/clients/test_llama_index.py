"""LlamaIndex's Elasticsearch integrations, unmodified. Not development dependencies:
`pip install llama-index-embeddings-elasticsearch llama-index-vector-stores-elasticsearch` beside the others.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from contextlib import closing

import pytest

from fakeinfer import FakeElasticsearch
from tests.clients.vector_stores import E5, TEXTS, embedding_cluster, vectors

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    embeddings = pytest.importorskip("llama_index.embeddings.elasticsearch")
    stores = pytest.importorskip("llama_index.vector_stores.elasticsearch")
    from llama_index.core.schema import TextNode
    from llama_index.core.vector_stores.types import VectorStoreQuery
pytestmark = pytest.mark.filterwarnings("ignore")  # of a library that is not ours


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with embedding_cluster() as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture
def event_loop() -> Iterator[None]:
    """A loop for stores, which take the current one, and else make one that nobody closes."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


def test_a_deployed_model_embeds(fake: FakeElasticsearch) -> None:
    model = embeddings.ElasticsearchEmbedding.from_es_connection(E5, fake.client())
    assert len(model.get_text_embedding("a cat")) == 384


@pytest.mark.usefixtures("event_loop")
def test_nodes_are_stored_read_and_deleted(fake: FakeElasticsearch) -> None:
    found = vectors(fake.client(), TEXTS)
    nodes = [TextNode(text=text, id_=str(n), embedding=found[n]) for n, text in enumerate(TEXTS)]
    with closing(stores.ElasticsearchStore(index_name="docs", es_url=fake.url)) as store:
        assert store.add(nodes) == ["0", "1"]
        assert [node.text for node in store.get_nodes(["1"])] == TEXTS[1:]
        near = store.query(VectorStoreQuery(query_embedding=found[0], similarity_top_k=1))
        assert near.ids == ["0"]
        assert near.similarities == pytest.approx([1.0], abs=1e-6)
        store.delete_nodes(["0"])
        store.delete("of no document")
        store.clear()
