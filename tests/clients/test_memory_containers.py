"""Memory containers through opensearch-py: a conversation that is remembered, found by meaning, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from opensearchpy.exceptions import TransportError

from fakeinfer import FakeOpenSearch

CHAT = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "request_body": '{"messages":[{"role":"system","content":"${parameters.system_prompt}"},'
    '{"role":"user","content":"${parameters.user_prompt}"}]}',
}
EMBED = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/embeddings",
    "request_body": '{"input": ${parameters.input}}',
    "pre_process_function": "connector.pre_process.openai.embedding",
    "post_process_function": "connector.post_process.openai.embedding",
}
ALL: dict[str, Any] = {"query": {"match_all": {}}}


@pytest.fixture(params=["3.3", "3.6", "3.8"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch(version=request.param) as fake:
        yield fake
        fake.raise_bugs()


def new_model(client: Any, name: str, action: dict[str, str]) -> str:
    body = {"name": name, "version": 1, "protocol": "http", "credential": {"key": "k"}, "actions": [action]}
    connector = client.ml.create_connector(body=body)["connector_id"]
    model = client.ml.register_model(body={"name": name, "function_name": "remote", "connector_id": connector})
    return str(model["model_id"])


def new_container(client: Any) -> str:
    configuration = {
        "llm_id": new_model(client, "llm", CHAT),
        "embedding_model_id": new_model(client, "emb", EMBED),
        "embedding_model_type": "TEXT_EMBEDDING",
        "embedding_dimension": 1536,
        "disable_session": False,
        "strategies": [{"type": "SEMANTIC", "namespace": ["user_id"]}],
        "parameters": {"llm_result_path": "$.choices[0].message.content"},
    }
    body = {"name": "assistant", "configuration": configuration}
    return str(client.ml.create_memory_container(body=body)["memory_container_id"])


def test_a_container_from_beginning_to_end(fake: FakeOpenSearch) -> None:
    ml = fake.client().ml
    id = new_container(fake.client())
    ml.update_memory_container(memory_container_id=id, body={"description": "for tests"})
    assert ml.get_memory_container(memory_container_id=id)["description"] == "for tests"
    found = ml.search_memory_container(body={"query": {"match": {"name": "assistant"}}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == [id]
    ml.delete_memory_container(memory_container_id=id, params={"delete_all_memories": "true"})
    with pytest.raises(TransportError) as refused:
        ml.get_memory_container(memory_container_id=id)
    assert refused.value.status_code == 404


def test_what_is_said_is_remembered_and_forgotten(fake: FakeOpenSearch) -> None:
    ml = fake.client().ml
    id = new_container(fake.client())
    session = ml.create_memory_container_session(memory_container_id=id, body={"summary": "a talk"})["session_id"]
    said = {"role": "user", "content": [{"type": "text", "text": "My dog is called Rex. I live in Berlin."}]}
    body = {"messages": [said], "infer": True, "namespace": {"user_id": "bob", "session_id": session}}
    added = ml.add_agentic_memory(memory_container_id=id, body=body)
    assert added["session_id"] == session
    working = ml.get_agentic_memory(memory_container_id=id, doc_type="working", id=added["working_memory_id"])
    assert working["infer"] is True
    found = ml.search_agentic_memory(memory_container_id=id, doc_type="long-term", body=ALL)["hits"]["hits"]
    assert {hit["_source"]["memory"] for hit in found} == {"My dog is called Rex.", "I live in Berlin."}
    place = {"memory_container_id": id, "doc_type": "long-term", "id": found[0]["_id"]}
    ml.update_agentic_memory(**place, body={"memory": "My cat is called Tom."})
    assert ml.get_agentic_memory(**place)["memory"] == "My cat is called Tom."
    ml.delete_agentic_memory(**place)
    left = ml.delete_agentic_memory_query(memory_container_id=id, doc_type="long-term", body=ALL)
    assert left["deleted"] == 1
    history = ml.search_agentic_memory(memory_container_id=id, doc_type="history", body=ALL)["hits"]["hits"]
    assert [hit["_source"]["action"] for hit in history] == ["ADD", "ADD"]


@pytest.mark.parametrize("search", ["semantic_search_memory", "hybrid_search_memory"])
def test_long_term_memories_are_found_by_meaning(search: str) -> None:
    with FakeOpenSearch(version="3.8") as fake:
        client = fake.client()
        id = new_container(client)
        fake.endpoint("llm").answers(['{"facts":["My dog is called Rex","I live in Berlin"]}'])
        said = {"role": "user", "content": [{"type": "text", "text": "hello"}]}
        body = {"messages": [said], "infer": True, "namespace": {"user_id": "bob", "session_id": "s"}}
        client.ml.add_agentic_memory(memory_container_id=id, body=body)
        path = f"/_plugins/_ml/memory_containers/{id}/memories/long-term/_{search.removesuffix('_memory')}"
        body = {"query": "what is the dog called", "k": 1}
        found = client.transport.perform_request("POST", path, body=body)["hits"]["hits"]
        assert [hit["_source"]["memory"] for hit in found] == ["My dog is called Rex"]
        assert fake.journal[-1].operation == f"ml.{search}"
