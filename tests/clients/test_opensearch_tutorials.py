"""What tutorials of ML Commons do, by opensearch-py: embeddings from afar, semantic and hybrid search, rankings by a model,
answers from documents, agents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import opensearchpy
import pytest
from opensearchpy import OpenSearch

from fakeinfer import FakeOpenSearch

KEY = "sk-never-to-be-seen"
SETTINGS = {
    "plugins.ml_commons.only_run_on_ml_node": False,
    "plugins.ml_commons.model_access_control_enabled": True,
    "plugins.ml_commons.native_memory_threshold": 99,
    "plugins.ml_commons.safe_delete_model": True,
}
TEXTS = [
    "A cat sleeps on the warm windowsill",
    "Dogs chase the ball in the park",
    "Interest rates fell by half a point",
]


def openai(path: str, request_body: str, **functions: str) -> dict[str, Any]:
    """A connector as the blueprints write it."""
    action = {
        "action_type": "predict",
        "method": "POST",
        "url": f"https://${{parameters.endpoint}}/v1/{path}",
        "headers": {"Authorization": "Bearer ${credential.openAI_key}"},
        "request_body": request_body,
        **functions,
    }
    return {
        "name": f"OpenAI {path}",
        "description": "as in the blueprint",
        "version": 1,
        "protocol": "http",
        "parameters": {"endpoint": "api.openai.com", "model": "a-model"},
        "credential": {"openAI_key": KEY},
        "actions": [action],
    }


EMBEDDINGS = openai(
    "embeddings",
    '{ "input": ${parameters.input}, "model": "text-embedding-3-small", "dimensions": 8 }',
    pre_process_function="connector.pre_process.openai.embedding",
    post_process_function="connector.post_process.openai.embedding",
)
CHAT = openai("chat/completions", '{ "model": "${parameters.model}", "messages": ${parameters.messages} }')
ASK = '[{"role": "user", "content": "${parameters.prompt}"}]'


@pytest.fixture(params=["2.19", "3.8"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch(version=request.param, settings=SETTINGS) as fake:
        yield fake
        fake.raise_bugs()
        assert all(KEY not in repr(entry) for entry in fake.journal)


@pytest.fixture
def client(fake: FakeOpenSearch) -> OpenSearch:
    return fake.client()


def deployed(client: OpenSearch, name: str, connector: dict[str, Any]) -> str:
    """A remote model: group, connector, registration with deployment, and a look at its task."""
    group = client.ml.register_model_group(body={"name": f"{name} group", "description": "for a test"})
    body = {
        "name": name,
        "function_name": "remote",
        "model_group_id": group["model_group_id"],
        "description": "remote",
        "connector_id": client.ml.create_connector(body=connector)["connector_id"],
    }
    registered = client.ml.register_model(body=body, params={"deploy": "true"})
    assert client.ml.get_task(task_id=registered["task_id"])["state"] == "COMPLETED"
    model: str = registered["model_id"]
    assert client.ml.get_model(model_id=model)["model_state"] == "DEPLOYED"
    return model


def embedded_index(client: OpenSearch, model: str) -> None:
    """An ingest pipeline that embeds, and an index that uses it."""
    embed = {"text_embedding": {"model_id": model, "field_map": {"text": "passage"}}}
    client.ingest.put_pipeline(id="embed", body={"description": "embeds", "processors": [embed]})
    method = {"engine": "lucene", "space_type": "l2", "name": "hnsw", "parameters": {}}
    properties = {"text": {"type": "text"}, "passage": {"type": "knn_vector", "dimension": 8, "method": method}}
    settings = {"index.knn": True, "default_pipeline": "embed"}
    client.indices.create(index="docs", body={"settings": settings, "mappings": {"properties": properties}})


def indexed(client: OpenSearch, model: str) -> None:
    """The texts in the index that embeds them."""
    embedded_index(client, model)
    actions = [{"_index": "docs", "_id": str(number), "text": text} for number, text in enumerate(TEXTS)]
    assert opensearchpy.helpers.bulk(client, actions, refresh=True) == (len(TEXTS), [])


def found(client: OpenSearch, query: dict[str, Any], **more: Any) -> list[tuple[str, float]]:
    """Ids and scores of what a search finds."""
    hits = client.search(index="docs", body={"query": query, "_source": False}, **more)["hits"]["hits"]
    return [(hit["_id"], hit["_score"]) for hit in hits]


def test_a_remote_model_embeds_what_is_asked_and_what_is_indexed(client: OpenSearch, fake: FakeOpenSearch) -> None:
    model = deployed(client, "embeddings", EMBEDDINGS)
    answer = client.ml.predict_model(model_id=model, body={"parameters": {"input": TEXTS[:2]}})
    asked = answer["inference_results"][0]
    assert (asked["status_code"], [len(one["data"]) for one in asked["output"]]) == (200, [8, 8])
    assert fake.journal[-1].upstream[0]["body"]["input"] == TEXTS[:2]
    embedded_index(client, model)
    assert not opensearchpy.helpers.bulk(client, [{"_index": "docs", "text": text} for text in TEXTS], refresh=True)[1]
    hits = client.search(index="docs", body={"query": {"match": {"text": "cat"}}})["hits"]["hits"]
    assert [len(hit["_source"]["passage"]) for hit in hits] == [8]
    assert hits[0]["_source"]["passage"] == pytest.approx(asked["output"][0]["data"])


def test_a_model_that_embeds_for_an_index_is_kept_until_its_pipeline_goes(client: OpenSearch) -> None:
    model = deployed(client, "embeddings", EMBEDDINGS)
    embedded_index(client, model)
    client.ml.undeploy_model(model_id=model)
    with pytest.raises(opensearchpy.ConflictError, match="1 ingest pipelines are still using this model"):
        client.ml.delete_model(model_id=model)
    client.ingest.delete_pipeline(id="embed")
    assert client.ml.delete_model(model_id=model)["result"] == "deleted"


def test_a_search_by_meaning_asks_the_model_once(client: OpenSearch, fake: FakeOpenSearch) -> None:
    model = deployed(client, "embeddings", EMBEDDINGS)
    indexed(client, model)
    neural = {"neural": {"passage": {"query_text": TEXTS[1], "model_id": model, "k": 2}}}
    (first, score), (_, lower) = found(client, neural)
    assert (first, score) == ("1", 1.0)
    assert lower < score
    (asked,) = fake.journal.of("search")[-1].upstream
    assert asked["body"]["input"] == [TEXTS[1]]
    assert found(client, {"bool": {"must": [neural], "filter": {"ids": {"values": ["0"]}}}})[0][0] == "0"


def test_words_and_meaning_are_searched_together(client: OpenSearch) -> None:
    model = deployed(client, "embeddings", EMBEDDINGS)
    indexed(client, model)
    combination = {"technique": "arithmetic_mean", "parameters": {"weights": [0.3, 0.7]}}
    normalization = {"normalization": {"technique": "min_max"}, "combination": combination}
    pipeline = {
        "request_processors": [{"neural_query_enricher": {"default_model_id": model}}],
        "phase_results_processors": [{"normalization-processor": normalization}],
    }
    client.search_pipeline.put(id="nlp", body=pipeline)
    assert client.search_pipeline.get(id="nlp") == {"nlp": pipeline}
    neural = {"neural": {"passage": {"query_text": TEXTS[1], "k": 3}}}
    hybrid = {"hybrid": {"queries": [{"match": {"text": "cat"}}, neural]}}
    by_pipeline = found(client, hybrid, params={"search_pipeline": "nlp"})
    assert [id for id, _ in by_pipeline][:2] == ["1", "0"]
    assert by_pipeline[0][1] == pytest.approx(0.7)
    client.indices.put_settings(index="docs", body={"index.search.default_pipeline": "nlp"})
    assert found(client, hybrid) == by_pipeline


def test_a_model_ranks_what_was_found(client: OpenSearch, fake: FakeOpenSearch) -> None:
    rerank = openai(
        "rerank",
        '{ "query": "${parameters.query}", "documents": ${parameters.documents}, "top_n": ${parameters.top_n} }',
        pre_process_function="connector.pre_process.cohere.rerank",
        post_process_function="connector.post_process.cohere.rerank",
    )
    model = deployed(client, "ranks", rerank)
    ranked = {"rerank": {"ml_opensearch": {"model_id": model}, "context": {"document_fields": ["text"]}}}
    client.search_pipeline.put(id="rerank", body={"response_processors": [ranked]})
    for number, text in enumerate(TEXTS):
        client.index(index="docs", id=str(number), body={"text": text}, params={"refresh": "true"})
    fake.endpoint("ranks").answers([[0.1, 0.2, 0.9]])
    body = {"query": {"match_all": {}}, "ext": {"rerank": {"query_context": {"query_text": "money"}}}}
    hits = client.search(index="docs", body=body, params={"search_pipeline": "rerank"})["hits"]
    assert [(hit["_id"], hit["_score"]) for hit in hits["hits"]] == [("2", 0.9), ("1", 0.2), ("0", 0.1)]
    assert hits["max_score"] == 0.9
    (asked,) = fake.journal.of("search")[-1].upstream
    assert (asked["body"]["query"], asked["body"]["documents"]) == ("money", TEXTS)


def test_questions_are_answered_from_documents_and_remembered(client: OpenSearch, fake: FakeOpenSearch) -> None:
    model = deployed(client, "chat", CHAT)
    generate = {
        "tag": "rag",
        "description": "answers from documents",
        "model_id": model,
        "context_field_list": ["text"],
        "system_prompt": "You are a helpful assistant",
        "user_instructions": "Answer the question from the documents",
    }
    client.search_pipeline.put(id="rag", body={"response_processors": [{"retrieval_augmented_generation": generate}]})
    client.index(index="docs", body={"text": TEXTS[0]}, params={"refresh": "true"})
    memory = client.ml.create_memory(body={"name": "about cats"})["memory_id"]
    question = {"llm_model": "a-model", "llm_question": "Where?", "memory_id": memory, "context_size": 2}
    body = {"query": {"match": {"text": "cat"}}, "ext": {"generative_qa_parameters": question}}
    fake.endpoint("chat").answers(["On the windowsill"])
    answer = client.search(index="docs", body=body, params={"search_pipeline": "rag"})
    assert answer["ext"]["retrieval_augmented_generation"]["answer"] == "On the windowsill"
    (asked,) = fake.journal.of("search")[-1].upstream
    told = json.dumps(asked["body"]["messages"])
    assert TEXTS[0] in told
    assert "You are a helpful assistant" in told
    (message,) = client.ml.get_all_messages(memory_id=memory)["messages"]
    assert (message["input"], message["response"]) == ("Where?", "On the windowsill")
    assert message["message_id"] == answer["ext"]["retrieval_augmented_generation"]["message_id"]


def test_an_agent_answers_from_what_is_near(client: OpenSearch, fake: FakeOpenSearch) -> None:
    embeds, model = deployed(client, "embeddings", EMBEDDINGS), deployed(client, "llm", CHAT)
    indexed(client, embeds)
    near = {
        "type": "VectorDBTool",
        "parameters": {
            "model_id": embeds,
            "index": "docs",
            "embedding_field": "passage",
            "source_field": ["text"],
            "input": "${parameters.question}",
            "doc_size": "1",
        },
    }
    asked = (
        '[{"role": "user", "content": "Context: ${parameters.VectorDBTool.output} Question: ${parameters.question}"}]'
    )
    answers = {"type": "MLModelTool", "parameters": {"model_id": model, "messages": asked}}
    agent = {"name": "Retrieves and answers", "type": "flow", "tools": [near, answers]}
    id = client.ml.register_agents(body=agent)["agent_id"]
    fake.endpoint("llm").answers(["In the park"])
    told = client.ml.execute_agent(agent_id=id, body={"parameters": {"question": TEXTS[1]}})
    assert "In the park" in told["inference_results"][0]["output"][0]["result"]
    (sent,) = (call for call in fake.journal.of("ml.execute_agent")[0].upstream if "messages" in call["body"])
    assert TEXTS[1] in sent["body"]["messages"][0]["content"]
    assert TEXTS[0] not in sent["body"]["messages"][0]["content"]


def test_a_chat_with_an_agent_remembers_and_uses_a_tool(client: OpenSearch, fake: FakeOpenSearch) -> None:
    model = deployed(client, "llm", CHAT)
    client.index(index="docs", id="1", body={"text": TEXTS[0]}, params={"refresh": "true"})
    query = json.dumps({"index": "docs", "query": {"query": {"match": {"text": "cat"}}}})
    wanted = {"thought": "I search", "action": "SearchIndexTool", "action_input": query}
    done = {"thought": "I know", "final_answer": "On the windowsill"}
    fake.endpoint("llm").answers([json.dumps(wanted), json.dumps(done), json.dumps({"final_answer": "A cat"})])
    filtered = {"messages": ASK, "response_filter": "$.choices[0].message.content", "max_iteration": 5}
    agent = {
        "name": "Chat with documents",
        "type": "conversational",
        "llm": {"model_id": model, "parameters": filtered},
        "memory": {"type": "conversation_index"},
        "app_type": "os_chat",
        "tools": [{"type": "SearchIndexTool"}],
    }
    id = client.ml.register_agents(body=agent)["agent_id"]
    first = outputs(client.ml.execute_agent(agent_id=id, body={"parameters": {"question": "Where is the cat?"}}))
    assert answered(first) == "On the windowsill"
    more = {"question": "What sleeps there?", "memory_id": first["memory_id"]["result"]}
    second = outputs(client.ml.execute_agent(agent_id=id, body={"parameters": more}))
    assert answered(second) == "A cat"
    messages = client.ml.get_all_messages(memory_id=first["memory_id"]["result"])["messages"]
    assert [message["input"] for message in messages] == ["Where is the cat?", "What sleeps there?"]
    traces = client.ml.get_message_traces(message_id=first["parent_interaction_id"]["result"])["traces"]
    assert TEXTS[0] in json.dumps(traces)


def outputs(answer: dict[str, Any]) -> dict[str, Any]:
    """What an agent gave, by name."""
    return {output["name"]: output for output in answer["inference_results"][0]["output"]}


def answered(given: dict[str, Any]) -> str:
    """What an agent says in the end."""
    text: str = given["response"]["dataAsMap"]["response"]
    return text
