"""Memories of containers, through opensearch-py."""

from __future__ import annotations

from typing import Any

import pytest
from opensearchpy.exceptions import TransportError

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.asking import ML, new_model, ok

HELLO = {"role": "user", "content": [{"type": "text", "text": "hello"}]}


def new_container(client: Any, **configuration: Any) -> str:
    body = {"name": "c", "configuration": {"disable_session": False, **configuration}}
    return str(client.ml.create_memory_container(body=body)["memory_container_id"])


@pytest.mark.parametrize("version", ["3.3", "3.8"])
def test_a_memory_from_beginning_to_end(version: str) -> None:
    client = FakeOpenSearch(version=version).client()
    id = new_container(client)
    session = client.ml.create_memory_container_session(memory_container_id=id, body={"summary": "greeting"})
    namespace = {"user_id": "u", "session_id": session["session_id"]}
    added = client.ml.add_agentic_memory(memory_container_id=id, body={"messages": [HELLO], "namespace": namespace})
    assert added["session_id"] == session["session_id"]
    place = {"memory_container_id": id, "doc_type": "working"}
    memory_id = added["working_memory_id"]
    shown = client.ml.get_agentic_memory(**place, id=memory_id)
    assert (shown["messages"], shown["namespace_size"], shown["infer"]) == ([HELLO], 2, False)
    client.ml.update_agentic_memory(**place, id=memory_id, body={"tags": {"a": "b"}, "infer": True})
    changed = client.ml.get_agentic_memory(**place, id=memory_id)
    assert (changed["tags"], changed["infer"]) == ({"a": "b"}, False)
    found = client.ml.search_agentic_memory(**place, body={"query": {"term": {"namespace.user_id": "u"}}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == [memory_id]
    client.ml.delete_agentic_memory(**place, id=memory_id)
    with pytest.raises(TransportError, match="Memory not found"):
        client.ml.get_agentic_memory(**place, id=memory_id)


def test_containers_of_one_prefix_share_indices_and_no_memories() -> None:
    client = FakeOpenSearch(version="3.6").client()
    mine, other = new_container(client), new_container(client)
    for id in (mine, other):
        client.ml.add_agentic_memory(memory_container_id=id, body={"messages": [HELLO]})
    everything = {"memory_container_id": mine, "doc_type": "working", "body": {"query": {"match_all": {}}}}
    assert client.ml.search_agentic_memory(**everything)["hits"]["total"]["value"] == 1
    assert client.ml.delete_agentic_memory_query(**everything)["deleted"] == 1
    assert client.ml.search_agentic_memory(**{**everything, "memory_container_id": other})["hits"]["hits"]
    with pytest.raises(TransportError, match="multiple containers share the index prefix 'default'"):
        client.ml.delete_memory_container(memory_container_id=mine, params={"delete_all_memories": "true"})
    client.ml.delete_memory_container(memory_container_id=other)
    client.ml.delete_memory_container(memory_container_id=mine, params={"delete_all_memories": "true"})
    assert not client.indices.exists(index=".plugins-ml-am-default-memory-working")


def test_a_conversation_without_a_session_is_summed_up_by_the_model() -> None:
    fake = FakeOpenSearch(version="3.6", follow="documented")
    action = {
        "action_type": "predict",
        "method": "POST",
        "url": "https://api.openai.com/v1/x",
        "request_body": '{ "prompt": "${parameters.user_prompt}" }',
    }
    connector = ok(
        fake.cluster,
        "POST",
        f"{ML}/connectors/_create",
        {"name": "c", "version": 1, "protocol": "http", "credential": {"key": "k"}, "actions": [action]},
    )["connector_id"]
    model = new_model(fake.cluster, name="llm", connector_id=connector)
    fake.endpoint("llm").answers(["a greeting"])
    client = fake.client()
    id = new_container(client, llm_id=model, parameters={"llm_result_path": "$.response"})
    body: dict[str, Any] = {"messages": [HELLO], "namespace": {"user_id": "u"}}
    session = client.ml.add_agentic_memory(memory_container_id=id, body=body)["session_id"]
    shown = client.ml.get_agentic_memory(memory_container_id=id, doc_type="sessions", id=session)
    assert (shown["summary"], shown["namespace"]) == ("a greeting", {"user_id": "u"})
    body = {"messages": [HELLO], "infer": True, "namespace": {"session_id": session}}
    assert client.ml.add_agentic_memory(memory_container_id=id, body=body)["session_id"] == session


def test_a_session_that_messages_name_exists_from_38_on() -> None:
    fake = FakeOpenSearch(version="3.8")
    client = fake.client()
    id = new_container(client)
    body = {"messages": [HELLO], "namespace": {"session_id": "s"}}
    client.ml.add_agentic_memory(memory_container_id=id, body=body)
    place = {"memory_container_id": id, "doc_type": "sessions", "id": "s"}
    began = client.ml.get_agentic_memory(**place)
    fake.clock.advance(minutes=1)
    client.ml.add_agentic_memory(memory_container_id=id, body=body)
    touched = client.ml.get_agentic_memory(**place)
    assert touched["created_time"] == began["created_time"]
    assert touched["last_updated_time"] > began["last_updated_time"] + 59_000


def test_what_is_no_content_does_not_make_a_memory_a_later_one() -> None:
    fake = FakeOpenSearch(version="3.8")
    client = fake.client()
    id = new_container(client)
    place = {"memory_container_id": id, "doc_type": "working"}
    added = client.ml.add_agentic_memory(memory_container_id=id, body={"messages": [HELLO]})["working_memory_id"]
    first = client.ml.get_agentic_memory(**place, id=added)
    fake.clock.advance(minutes=1)
    client.ml.update_agentic_memory(**place, id=added, body={"tags": {"a": "b"}})
    assert client.ml.get_agentic_memory(**place, id=added)["last_updated_time"] == first["last_updated_time"]
    client.ml.update_agentic_memory(**place, id=added, body={"messages": [HELLO, HELLO]})
    assert client.ml.get_agentic_memory(**place, id=added)["last_updated_time"] > first["last_updated_time"]


def test_values_of_maps_are_texts() -> None:
    client = FakeOpenSearch(version="3.8").client()
    id = new_container(client)
    body = {"messages": [HELLO], "namespace": {"user_id": 7}, "tags": {"a": {"b": True}}}
    added = client.ml.add_agentic_memory(memory_container_id=id, body=body)["working_memory_id"]
    shown = client.ml.get_agentic_memory(memory_container_id=id, doc_type="working", id=added)
    assert (shown["namespace"], shown["tags"]) == ({"user_id": "7"}, {"a": '{"b":true}'})
