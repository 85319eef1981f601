"""elasticsearch-py, unmodified: every method of `inference`, the sync and the async client, in-process and over a socket.

What a service is created with comes from the fixtures, so a method that a newer client adds is tried as well.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import elasticsearch
import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from fakeinfer import FakeElasticsearch
from fakeinfer.fixtures import events
from fakeinfer.versions import Span, Version

MAJOR = elasticsearch.__version__[0]
NEWEST = {8: "8.19", 9: "9.5"}[MAJOR]
FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "elasticsearch" / "inference.put"
KNOWN = Elasticsearch("http://localhost:9200").inference
CREATES = sorted(name for name in dir(KNOWN) if name.startswith("put_") and name != "put_region_policy")
SERVICES = {
    "put_alibabacloud": "alibabacloud-ai-search",
    "put_amazonsagemaker": "amazon_sagemaker",
    "put_watsonx": "watsonxai",
}
"""Methods that are not called as the service is."""
ELSER = {
    "service": "elasticsearch",
    "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".elser_model_2"},
}
OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-not-real", "model_id": "text-embedding-3-small"}}
COHERE = {"service": "cohere", "service_settings": {"api_key": "sk-not-real", "model_id": "rerank-english-v3.0"}}
JINAAI = {"service": "jinaai", "service_settings": {"api_key": "sk-not-real", "model_id": "jina-clip-v2"}}
COLORS = ["red", "a blue sky", "green"]

pytestmark = [
    pytest.mark.filterwarnings("ignore:This API is in"),  # the client's own, about previews
    pytest.mark.filterwarnings("ignore::elasticsearch.ElasticsearchWarning"),  # the server's, about what is deprecated
]
knows = {
    name: pytest.mark.skipif(not hasattr(KNOWN, name), reason=f"this client has no inference.{name}")
    for name in ("completion", "embedding", "rerank", "sparse_embedding", "text_embedding")
}


def documented(service: str, takes: set[str]) -> tuple[str, dict[str, Any]]:
    """Task type and body of the first fixture that creates an endpoint of the service with what a method takes."""
    for task_type, body in created():
        if body["service"] == service and body.keys() <= takes:
            return task_type, body
    raise LookupError(service)


@lru_cache
def created() -> list[tuple[str, dict[str, Any]]]:
    """Task type and body of each fixture that creates an endpoint at the newest version."""
    found = []
    for file in sorted(FIXTURES.glob("*.json")):
        told = json.loads(file.read_text("utf-8"))
        path, body = told["request"]["path"].split("/"), told["request"].get("body")
        holds = Version.parse(NEWEST) in Span(told.get("since"), told.get("until")) and "options" not in told
        if holds and told["response"]["status"] == 200 and isinstance(body, dict) and len(path) == 4:
            found.append((path[2], body))
    return found


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with FakeElasticsearch(version=NEWEST) as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest, fake: FakeElasticsearch) -> Iterator[Elasticsearch]:
    client = fake.client() if request.param == "in-process" else Elasticsearch(fake.url)
    with client:
        yield client


def creation(method: Callable[..., Any], name: str) -> tuple[str, dict[str, Any]]:
    """The task type and the named arguments with which a `put_..` method is called."""
    takes = set(inspect.signature(method).parameters)
    [inference_id] = [parameter for parameter in takes if parameter.endswith("inference_id")]
    task_type, body = documented(SERVICES.get(name, name.removeprefix("put_")), takes)
    return task_type, {"task_type": task_type, inference_id: "made", **body}


@pytest.mark.parametrize("name", CREATES)
def test_endpoints_of_every_service_are_created_by_their_own_method(fake: FakeElasticsearch, name: str) -> None:
    with fake.client() as es:
        method = getattr(es.inference, name)
        task_type, arguments = creation(method, name)
        made = method(**arguments)
        assert (made["inference_id"], made["task_type"]) == ("made", task_type)
        [listed] = es.inference.get(inference_id="made")["endpoints"]
        assert (
            made["service_settings"].items() <= listed["service_settings"].items()
        )  # a deployment counts its allocations
        assert listed["service"] == made["service"]


@pytest.mark.parametrize("name", CREATES[:1])
@pytest.mark.parametrize("door", ["in-process", "socket"])
async def test_the_async_client_has_the_same_methods(fake: FakeElasticsearch, name: str, door: str) -> None:
    client: Any = fake.async_client() if door == "in-process" else AsyncElasticsearch(fake.url)
    async with client as es:
        method = getattr(es.inference, name)
        made = await method(**creation(method, name)[1])
        assert (await es.inference.get(inference_id="made"))["endpoints"] == [made.body]


@knows["text_embedding"]
def test_text_embedding(es: Elasticsearch) -> None:
    es.inference.put(task_type="text_embedding", inference_id="e", inference_config=OPENAI)
    told = es.inference.text_embedding(inference_id="e", input=COLORS, timeout="5s")
    assert [len(one["embedding"]) for one in told["text_embedding"]] == [1536] * 3
    general = es.inference.inference(task_type="text_embedding", inference_id="e", input=COLORS)
    assert general.body == told.body


@knows["sparse_embedding"]
def test_sparse_embedding(es: Elasticsearch) -> None:
    es.inference.put(task_type="sparse_embedding", inference_id="e", inference_config=ELSER)
    told = es.inference.sparse_embedding(inference_id="e", input="a blue sky")
    assert {"blue", "sky"} <= set(told["sparse_embedding"][0]["embedding"])


@knows["rerank"]
def test_rerank(es: Elasticsearch) -> None:
    es.inference.put(task_type="rerank", inference_id="e", inference_config=COHERE)
    told = es.inference.rerank(inference_id="e", query="blue", input=COLORS, task_settings={"return_documents": True})
    assert told["rerank"][0]["text"] == "a blue sky"
    assert sorted(one["index"] for one in told["rerank"]) == [0, 1, 2]


@knows["completion"]
def test_completion(es: Elasticsearch) -> None:
    es.inference.put(task_type="completion", inference_id="e", inference_config=OPENAI)
    assert es.inference.completion(inference_id="e", input="hi")["completion"] == [
        {"result": "This is a made-up answer to: hi"}
    ]


@knows["embedding"]
def test_embedding(es: Elasticsearch) -> None:
    es.inference.put(task_type="embedding", inference_id="e", inference_config=JINAAI)
    text = {"content": {"type": "text", "value": "a blue sky"}}
    image = {"content": {"type": "image", "format": "base64", "value": "data:image/png;base64,AAAA"}}
    told = es.inference.embedding(inference_id="e", embedding={"input": [text, image]})
    assert [len(one["embedding"]) for one in told["embeddings"]] == [1024, 1024]


def test_texts_written_in_parallel_are_embedded(es: Elasticsearch) -> None:
    from elasticsearch import helpers

    es.inference.put(task_type="text_embedding", inference_id="e", inference_config=OPENAI)
    mappings = {"properties": {"body": {"type": "semantic_text", "inference_id": "e"}}}
    es.indices.create(index="colors", mappings=mappings)
    actions = ({"_index": "colors", "_id": str(n), "body": text} for n, text in enumerate(COLORS))
    assert all(ok for ok, _ in helpers.parallel_bulk(es, actions, thread_count=2))
    assert es.count(index="colors")["count"] == 3


async def test_async_helpers_do_the_same(fake: FakeElasticsearch) -> None:
    from elasticsearch import helpers

    async with fake.async_client() as es:
        actions = [{"_index": "colors", "_id": str(n), "body": text} for n, text in enumerate(COLORS)]
        assert await helpers.async_bulk(es, actions) == (3, [])
        assert (await es.count(index="colors"))["count"] == 3


@pytest.mark.parametrize("door", ["in-process", "socket"])
async def test_the_async_client_reads_a_stream_as_text(fake: FakeElasticsearch, door: str) -> None:
    client: Any = fake.async_client() if door == "in-process" else AsyncElasticsearch(fake.url)
    async with client as es:
        await es.inference.put(task_type="completion", inference_id="e", inference_config=OPENAI)
        kind = {"accept": "application/json", "content-type": "application/json"}
        told = await es.perform_request("POST", "/_inference/completion/e/_stream", headers=kind, body={"input": "hi"})
    *chunks, (_, done) = events(str(told.body))
    assert done == "[DONE]"
    assert "".join(data["completion"][0]["delta"] for _, data in chunks) == "This is a made-up answer to: hi"
