"""From nothing to an answer and back, as the pages of the ML API show it: each area once, by opensearch-py.

The fixtures look at single answers; here one answer's ids are the next question's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import opensearchpy
import pytest
from opensearchpy import OpenSearch

from fakeinfer import FakeOpenSearch

PRETRAINED = {
    "name": "huggingface/sentence-transformers/msmarco-distilbert-base-tas-b",
    "version": "1.0.1",
    "model_format": "TORCH_SCRIPT",
}
SETTINGS = {
    "plugins.ml_commons.only_run_on_ml_node": False,
    "plugins.ml_commons.jvm_heap_memory_threshold": 100,
    "plugins.ml_commons.allow_registering_model_via_local_file": True,
    "plugins.ml_commons.allow_registering_model_via_url": True,
}
ALL: dict[str, Any] = {"query": {"match_all": {}}}


@pytest.fixture(params=["2.13", "2.19", "3.3", "3.8"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch(version=request.param, settings=SETTINGS) as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture
def client(fake: FakeOpenSearch) -> OpenSearch:
    return fake.client()


def completed(client: OpenSearch, begun: dict[str, Any]) -> dict[str, Any]:
    """The task that an answer names, which is done."""
    task: dict[str, Any] = client.ml.get_task(task_id=begun["task_id"])
    assert task["state"] == "COMPLETED", task
    return task


def registered(client: OpenSearch, **more: Any) -> str:
    """A model of the list."""
    model: str = completed(client, client.ml.register_model(body={**PRETRAINED, **more}))["model_id"]
    return model


def gone(look: Callable[[], Any]) -> None:
    """What is looked for is not there any more."""
    with pytest.raises(opensearchpy.NotFoundError):
        look()


def sources(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What a search found."""
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def test_a_model_is_registered_deployed_asked_and_removed(client: OpenSearch) -> None:
    group = client.ml.register_model_group(body={"name": "embedders", "description": "of texts"})["model_group_id"]
    model = registered(client, model_group_id=group)
    assert client.ml.get_model(model_id=model)["model_state"] == "REGISTERED"
    (found,) = sources(client.ml.search_models(body={"query": {"term": {"model_group_id": {"value": group}}}}))[:1]
    assert found["model_group_id"] == group
    deployment = completed(client, client.ml.deploy_model(model_id=model))
    (node,) = deployment["worker_node"]
    body = {"query_text": "today is sunny", "text_docs": ["today is sunny"]}
    (answer,) = client.ml.predict_model(model_id=model, body=body)["inference_results"]
    assert (
        answer["output"][0]["data"][0] == 101
    )  # all outputs are given; the first are the tokens, which begin with [CLS]
    profile = client.ml.get_profile_models(model_id=model)["nodes"][node]["models"][model]
    assert profile["model_state"] == "DEPLOYED"
    assert client.ml.undeploy_model(model_id=model)[node]["stats"][model] == "undeployed"
    assert client.ml.delete_model(model_id=model)["result"] == "deleted"
    gone(lambda: client.ml.get_model(model_id=model))


def test_a_model_is_described_then_sent_in_chunks(client: OpenSearch, fake: FakeOpenSearch) -> None:
    described = {
        "name": "mine",
        "version": "1.0.0",
        "description": "in three chunks",
        "model_format": "TORCH_SCRIPT",
        "function_name": "TEXT_EMBEDDING",
        "model_content_hash_value": "123abc",
        "total_chunks": 3,
        "model_config": {"model_type": "bert", "embedding_dimension": 8, "framework_type": "sentence_transformers"},
    }
    made = client.ml.register_model_meta(body=described)
    assert made["status"] == "CREATED"
    for number in range(3):
        sent = client.ml.upload_chunk(model_id=made["model_id"], chunk_number=number, body={"chunk": f"chunk{number}"})
        assert sent["status"] == "Uploaded"
    assert client.ml.get_model(model_id=made["model_id"])["total_chunks"] == 3


def test_groups_and_models_are_renamed(client: OpenSearch) -> None:
    group = client.ml.register_model_group(body={"name": "before"})["model_group_id"]
    assert client.ml.update_model_group(model_group_id=group, body={"name": "after"})["status"] == "Updated"
    assert client.ml.get_model_group(model_group_id=group)["name"] == "after"
    hit = client.ml.search_model_group(body={"query": {"match": {"name": "after"}}})["hits"]["hits"][0]
    assert hit["_id"] == group
    model = registered(client, model_group_id=group)
    assert client.ml.update_model(model_id=model, body={"name": "renamed"})["result"] == "updated"
    assert client.ml.get_model(model_id=model)["name"] == "renamed"
    with pytest.raises(opensearchpy.TransportError):
        client.ml.delete_model_group(model_group_id=group)
    client.ml.delete_model(model_id=model)


def test_what_trains_also_predicts(client: OpenSearch) -> None:
    for number in range(10):
        row = {"petal": number // 5 * 10 + 0.1 * number, "sepal": 1.0}
        client.index(index="iris", id=str(number), body=row, params={"refresh": "true"})
    asked = {"input_query": {"_source": ["petal", "sepal"], "size": 10}, "input_index": ["iris"]}
    parameters = {"centroids": 2, "iterations": 10, "distance_type": "COSINE"}
    trained = client.ml.train(algorithm_name="kmeans", body={"parameters": parameters, **asked})
    assert trained["status"] == "COMPLETED"
    predicted = client.ml.predict(algorithm_name="kmeans", model_id=trained["model_id"], body=asked)
    assert len(predicted["prediction_result"]["rows"]) == 10
    both = client.ml.train_predict(algorithm_name="kmeans", body={"parameters": parameters, **asked})
    assert {row["values"][0]["value"] for row in both["prediction_result"]["rows"]} == {0, 1}
    later = client.ml.train(algorithm_name="kmeans", body={"parameters": parameters, **asked}, params={"async": "true"})
    assert completed(client, later)["task_type"] == "TRAINING"


def test_tasks_are_found_and_removed(client: OpenSearch) -> None:
    task = client.ml.register_model(body=PRETRAINED)["task_id"]
    hits = client.ml.search_tasks(body=ALL)["hits"]["hits"]
    assert {hit["_score"] for hit in hits} == {1.0}
    filtered = {"query": {"bool": {"filter": {"term": {"task_type": "REGISTER_MODEL"}}}}}
    assert {hit["_score"] for hit in client.ml.search_tasks(body=filtered)["hits"]["hits"]} == {0.0}
    assert client.ml.delete_task(task_id=task)["result"] == "deleted"
    gone(lambda: client.ml.get_task(task_id=task))


def test_users_of_a_model_are_limited(client: OpenSearch) -> None:
    model = registered(client)
    completed(client, client.ml.deploy_model(model_id=model))
    limits = {"user_rate_limiter": {"John": {"limit": "4", "unit": "MINUTES"}}}
    assert client.ml.create_controller(model_id=model, body=limits)["status"] == "CREATED"
    more = {"user_rate_limiter": {"Jane": {"limit": "2", "unit": "HOURS"}}}
    client.ml.update_controller(model_id=model, body=more)
    assert set(client.ml.get_controller(model_id=model)["user_rate_limiter"]) == {"John", "Jane"}
    assert client.ml.delete_controller(model_id=model)["result"] == "deleted"
    gone(lambda: client.ml.get_controller(model_id=model))


def test_conversations_are_listed_newest_first_and_messages_oldest_first(client: OpenSearch) -> None:
    first, second = (client.ml.create_memory(body={"name": f"memory {n}"})["memory_id"] for n in (1, 2))
    page = client.ml.get_all_memories(params={"max_results": 1})
    assert [memory["memory_id"] for memory in page["memories"]] == [second]
    rest = client.ml.get_all_memories(params={"max_results": 1, "next_token": page["next_token"]})
    assert [memory["memory_id"] for memory in rest["memories"]] == [first]
    for text in ("a novel", "a movie"):
        message = client.ml.create_message(memory_id=first, body={"input": text, "response": "yes", "origin": "me"})
    more = {"additional_info": {"feedback": "good"}}
    client.ml.update_message(message_id=message["message_id"], body=more)
    messages = client.ml.get_all_messages(memory_id=first)["messages"]
    assert [one["input"] for one in messages] == ["a novel", "a movie"]
    found = client.ml.search_message(memory_id=first, body={"query": {"match": {"input": "movie"}}})
    assert [one["input"] for one in sources(found)] == ["a movie"]
    assert client.ml.delete_memory(memory_id=first)["success"] is True
    gone(lambda: client.ml.get_memory(memory_id=first))


def test_an_agent_with_two_tools_is_kept_run_and_removed(fake: FakeOpenSearch, client: OpenSearch) -> None:
    lists = "CatIndexTool" if fake.cluster.contract.version.major == 2 else "ListIndexTool"
    client.index(index="songs", body={"title": "x"}, params={"refresh": "true"})
    tools = [
        {"type": lists, "name": "list", "include_output_in_agent_response": True},
        {"type": "IndexMappingTool", "parameters": {"index": '["songs"]', "input": "${parameters.question}"}},
    ]
    agent = client.ml.register_agents(body={"name": "looks around", "type": "flow", "tools": tools})["agent_id"]
    assert [tool["type"] for tool in client.ml.get_agent(agent_id=agent)["tools"]] == [lists, "IndexMappingTool"]
    (hit,) = client.ml.search_agents(body=ALL)["hits"]["hits"]
    assert (hit["_id"], hit["_score"]) == (agent, 1.0)
    told = client.ml.execute_agent(agent_id=agent, body={"parameters": {"question": "what is there?"}})
    assert "songs" in str(told["inference_results"])
    assert client.ml.delete_agent(agent_id=agent)["result"] == "deleted"
    gone(lambda: client.ml.get_agent(agent_id=agent))


def test_memories_of_agents_are_kept_in_containers(fake: FakeOpenSearch, client: OpenSearch) -> None:
    if "ml.create_memory_container" not in fake.cluster.contract.operations:
        pytest.skip("this version has no containers")
    body = {"name": "mine", "configuration": {"disable_session": False}}
    container = client.ml.create_memory_container(body=body)["memory_container_id"]
    session = client.ml.create_memory_container_session(memory_container_id=container, body={"summary": "s"})[
        "session_id"
    ]
    said = {
        "messages": [{"role": "user", "content": [{"text": "I like tea", "type": "text"}]}],
        "namespace": {"user_id": "bob", "session_id": session},
        "payload_type": "conversational",
        "infer": False,
    }
    memory = client.ml.add_agentic_memory(memory_container_id=container, body=said)["working_memory_id"]
    kept = client.ml.get_agentic_memory(memory_container_id=container, doc_type="working", id=memory)
    assert kept["memory_container_id"] == container
    by_user = {"query": {"term": {"namespace.user_id": "bob"}}, "sort": [{"created_time": "desc"}]}
    found = client.ml.search_agentic_memory(memory_container_id=container, doc_type="working", body=by_user)
    assert found["hits"]["total"]["value"] == 1
    removed = client.ml.delete_agentic_memory(memory_container_id=container, doc_type="working", id=memory)
    assert removed["result"] == "deleted"
    client.ml.delete_memory_container(memory_container_id=container)
    gone(lambda: client.ml.get_memory_container(memory_container_id=container))


def test_local_calculations_and_statistics(client: OpenSearch) -> None:
    total = {"operation": "sum", "input_data": [1.0, 2.0, 3.0]}
    assert client.ml.execute_algorithm(algorithm_name="local_sample_calculator", body=total)["result"] == 6.0
    model = registered(client)
    stats = client.ml.get_stats()
    assert stats["ml_model_count"] == 1
    (node,) = stats["nodes"]
    assert set(client.ml.get_stats(stat="ml_task_index_status")) == {"ml_task_index_status"}
    assert set(client.ml.get_stats(node_id=node)["nodes"]) == {node}
    client.ml.delete_model(model_id=model)
