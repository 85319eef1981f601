"""What tutorials of semantic search do, by elasticsearch-py: by meaning, by words and meaning, ranked again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import elasticsearch
import pytest
from elasticsearch import AsyncElasticsearch, BadRequestError, Elasticsearch

from fakeinfer import FakeElasticsearch

MAJOR = elasticsearch.__version__[0]
VERSIONS = ["8.18", "8.19"] if MAJOR == 8 else ["9.1", "9.2", "9.5"]

DOCUMENTS = {
    "pasta": "Boil the pasta in salted water. Grate the cheese. Serve the pasta hot.",
    "garden": "Water the roses in the evening. Cut the hedge in spring.",
    "bread": "Knead the dough. Bake the bread in a hot oven.",
}
MAPPINGS = {
    "properties": {
        "title": {"type": "keyword"},
        "text": {"type": "text", "copy_to": "meaning"},
        "meaning": {"type": "semantic_text", "inference_id": "emb"},
    }
}
EMBEDS = {"service": "cohere", "service_settings": {"api_key": "not-real", "model_id": "embed-english-v3.0"}}
RANKS = {"service": "cohere", "service_settings": {"api_key": "not-real", "model_id": "rerank-v3.5"}}


@pytest.fixture(params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> Iterator[FakeElasticsearch]:
    with FakeElasticsearch(version=request.param) as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest, fake: FakeElasticsearch) -> Iterator[Elasticsearch]:
    client = fake.client() if request.param == "in-process" else Elasticsearch(fake.url)
    with client:
        client.inference.put(task_type="text_embedding", inference_id="emb", inference_config=EMBEDS)
        client.inference.put(task_type="rerank", inference_id="rank", inference_config=RANKS)
        client.indices.create(index="recipes", mappings=MAPPINGS)
        lines = [
            line
            for title, text in DOCUMENTS.items()
            for line in ({"index": {"_id": title}}, {"title": title, "text": text})
        ]
        assert client.bulk(index="recipes", operations=lines, refresh=True)["errors"] is False
        yield client


def _ids(answer: object) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]  # type: ignore[index]


def test_texts_are_found_by_meaning(es: Elasticsearch) -> None:
    found = es.search(index="recipes", query={"semantic": {"field": "meaning", "query": DOCUMENTS["bread"]}})
    assert _ids(found)[0] == "bread"
    assert len(_ids(found)) == 3


def test_match_searches_by_meaning_and_by_words(es: Elasticsearch) -> None:
    both = es.search(
        index="recipes",
        query={
            "bool": {
                "should": [
                    {"match": {"text": {"query": "hot cheese", "boost": 2}}},
                    {"match": {"meaning": {"query": DOCUMENTS["pasta"]}}},
                ],
                "filter": {"terms": {"title": ["pasta", "bread"]}},
            }
        },
    )
    assert _ids(both) == ["pasta", "bread"]


def test_passages_are_shown_as_chunks(es: Elasticsearch) -> None:
    found = es.search(
        index="recipes",
        query={"match": {"meaning": "hedge"}},
        highlight={"fields": {"meaning": {"type": "semantic", "number_of_fragments": 1, "order": "score"}}},
    )
    shown = {hit["_id"]: hit["highlight"]["meaning"] for hit in found["hits"]["hits"]}
    assert shown == {title: [text] for title, text in DOCUMENTS.items()}


def test_lists_by_words_and_by_meaning_are_fused(es: Elasticsearch) -> None:
    words = {"standard": {"query": {"match": {"text": "hot"}}}}
    meaning = {"standard": {"query": {"semantic": {"field": "meaning", "query": DOCUMENTS["bread"]}}}}
    fused = es.search(index="recipes", retriever={"rrf": {"retrievers": [words, meaning], "rank_constant": 20}}, size=2)
    assert _ids(fused) == ["bread", "pasta"]
    assert fused["hits"]["total"]["value"] == 3
    weighed = es.search(
        index="recipes",
        retriever={
            "linear": {
                "retrievers": [
                    {"retriever": words, "weight": 0, "normalizer": "minmax"},
                    {"retriever": meaning, "weight": 3, "normalizer": "minmax"},
                ]
            }
        },
    )
    assert _ids(weighed)[0] == "bread"
    assert weighed["hits"]["max_score"] == 3


def test_an_endpoint_ranks_the_hits_again(es: Elasticsearch) -> None:
    ranked = es.search(
        index="recipes",
        retriever={
            "text_similarity_reranker": {
                "retriever": {"standard": {"query": {"match_all": {}}}},
                "field": "text",
                "inference_id": "rank",
                "inference_text": DOCUMENTS["garden"],
                "rank_window_size": 3,
            }
        },
    )
    assert _ids(ranked)[0] == "garden"


def test_an_endpoint_that_fails_fails_the_search(es: Elasticsearch, fake: FakeElasticsearch) -> None:
    fake.fail("inference.text_embedding", upstream=429)
    with pytest.raises(elasticsearch.ApiError) as refused:
        es.options(max_retries=0).search(index="recipes", query={"match": {"meaning": "dough"}})
    assert refused.value.status_code == 429


def test_words_are_no_field_of_texts(es: Elasticsearch) -> None:
    with pytest.raises(BadRequestError) as refused:
        es.search(index="recipes", query={"semantic": {"field": "text", "query": "dough"}})
    assert "of type [text] does not support semantic queries" in str(refused.value.body)


def test_the_same_over_an_async_client(fake: FakeElasticsearch) -> None:
    async def story() -> list[str]:
        async with AsyncElasticsearch(fake.url) as es:
            await es.inference.put(
                task_type="sparse_embedding",
                inference_id="emb",
                inference_config={
                    "service": "elasticsearch",
                    "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".elser_model_2"},
                },
            )
            await es.indices.create(index="recipes", mappings=MAPPINGS)
            for title, text in DOCUMENTS.items():
                await es.index(index="recipes", id=title, document={"title": title, "text": text}, refresh=True)
            return _ids(await es.search(index="recipes", query={"match": {"meaning": "dough oven"}}))

    assert asyncio.run(story())[0] == "bread"
