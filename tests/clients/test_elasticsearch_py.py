"""elasticsearch-py, unmodified, through the main job: in-process and over a socket, sync and async."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import elasticsearch
import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from fakeinfer import FakeElasticsearch
from fakeinfer.fixtures import events

MAJOR = elasticsearch.__version__[0]

OPENAI = {
    "service": "openai",
    "service_settings": {"api_key": "sk-not-real", "model_id": "text-embedding-3-small", "dimensions": 4},
}
PROCESSOR = {"inference": {"model_id": "emb", "input_output": {"input_field": "text", "output_field": "vector"}}}
MAPPINGS = {"properties": {"body": {"type": "semantic_text", "inference_id": "emb"}}}
CONFLICT = (
    "Inference endpoint emb is referenced by pipelines: [embed]. Ensure that no pipelines are using this inference endpoint, "
    "or use force to ignore this warning and delete the inference endpoint. "
    "Inference endpoint emb is being used in the mapping for indexes: [docs]. Ensure that no index mappings are using this "
    "inference endpoint, or use force to ignore this warning and delete the inference endpoint."
)


@pytest.fixture(params=[f"{MAJOR}.0", f"{MAJOR}.19" if MAJOR == 8 else f"{MAJOR}.5"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeElasticsearch]:
    version = {"8.0": "8.16"}.get(request.param, request.param)
    with FakeElasticsearch(version=version) as fake:
        yield fake
        fake.raise_bugs()


Connect = Callable[[FakeElasticsearch], Elasticsearch]


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest, fake: FakeElasticsearch) -> Iterator[Elasticsearch]:
    client = fake.client() if request.param == "in-process" else Elasticsearch(fake.url)
    with client:
        yield client


def test_an_endpoint_is_created_read_used_and_deleted(es: Elasticsearch) -> None:
    created = es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
    assert created["inference_id"] == "emb"
    assert "api_key" not in created["service_settings"]
    assert es.inference.get(inference_id="emb")["endpoints"] == [created.body]
    answered = es.inference.inference(inference_id="emb", input=["one", "two"])
    assert [len(item["embedding"]) for item in answered["text_embedding"]] == [4, 4]
    assert es.inference.delete(inference_id="emb")["acknowledged"] is True
    with pytest.raises(elasticsearch.NotFoundError):
        es.inference.get(inference_id="emb")


def test_a_referenced_endpoint_is_kept_until_forced(es: Elasticsearch) -> None:
    es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
    es.ingest.put_pipeline(id="embed", processors=[PROCESSOR])
    es.indices.create(index="docs", mappings=MAPPINGS)
    with pytest.raises(elasticsearch.ConflictError) as refused:
        es.inference.delete(inference_id="emb")
    assert refused.value.body["error"]["reason"] == CONFLICT
    listed = es.inference.delete(inference_id="emb", dry_run=True)
    assert listed.body == {
        "acknowledged": False,
        "pipelines": ["embed"],
        "indexes": ["docs"],
        "error_message": CONFLICT,
    }
    forced = es.inference.delete(inference_id="emb", force=True)
    assert forced.body == {"acknowledged": True, "pipelines": [], "indexes": []}


def test_a_pipeline_embeds_what_it_is_given(es: Elasticsearch) -> None:
    es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
    es.ingest.put_pipeline(id="embed", processors=[PROCESSOR])
    ran = es.ingest.simulate(id="embed", docs=[{"_source": {"text": "one"}}])
    direct = es.inference.inference(inference_id="emb", input="one")["text_embedding"][0]["embedding"]
    assert ran["docs"][0]["doc"]["_source"]["vector"] == pytest.approx(direct)


@pytest.mark.parametrize("door", ["in-process", "socket"])
async def test_the_async_client_does_the_same(fake: FakeElasticsearch, door: str) -> None:
    client: Any = fake.async_client() if door == "in-process" else AsyncElasticsearch(fake.url)
    async with client as es:
        created = await es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
        await es.ingest.put_pipeline(id="embed", processors=[PROCESSOR])
        await es.indices.create(index="docs", mappings=MAPPINGS)
        answered = await es.inference.inference(inference_id="emb", input="one")
        assert len(answered["text_embedding"][0]["embedding"]) == 4
        assert (await es.inference.get())["endpoints"].count(created.body) == 1
        with pytest.raises(elasticsearch.ConflictError) as refused:
            await es.inference.delete(inference_id="emb")
        assert refused.value.body["error"]["reason"] == CONFLICT
        assert (await es.inference.delete(inference_id="emb", force=True))["acknowledged"] is True


def test_a_client_of_the_next_major_is_refused_as_by_the_server() -> None:
    """The most common real failure: a 9.x client on an 8.x server."""
    if MAJOR != 9:
        pytest.skip("needs elasticsearch-py 9")
    with FakeElasticsearch(version="8.19") as fake, fake.client() as es:
        with pytest.raises(elasticsearch.BadRequestError) as refused:
            es.inference.get()
        assert refused.value.body["error"]["type"] == "media_type_header_exception"
        assert "must be either version 8 or 7, but found 9" in refused.value.body["error"]["caused_by"]["reason"]


def test_streams_are_read_as_text_because_the_client_has_no_method_for_them(es: Elasticsearch) -> None:
    openai = {"service": "openai", "service_settings": {"api_key": "sk-not-real", "model_id": "gpt-4o"}}
    try:
        es.inference.put(task_type="chat_completion", inference_id="chat", inference_config=openai)
    except elasticsearch.BadRequestError:
        pytest.skip("this version has no chat_completion")
    path, body = "/_inference/chat_completion/chat/_stream", {"messages": [{"role": "user", "content": "hi"}]}
    kind = f"application/vnd.elasticsearch+json; compatible-with={MAJOR}"
    told = es.perform_request("POST", path, headers={"accept": kind, "content-type": kind}, body=body)
    *chunks, (_, done) = events(str(told.body))
    assert done == "[DONE]"
    deltas = [choice["delta"] for _, data in chunks for choice in data["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == "This is a made-up answer to: hi"
    with pytest.raises(elasticsearch.NotFoundError):
        es.perform_request(
            "POST", path.replace("/chat/", "/none/"), headers={"accept": kind, "content-type": kind}, body=body
        )
