"""The sequences of OpenSearch's tutorials on retrieval with agents: a flow, a conversation, and the tools that retrieve.

opensearch-project/documentation-website:_tutorials/gen-ai/rag/ and `_ml-commons-plugin/agents-tools/`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.testing.fake import FakeOpenSearch

CITIES = [
    "Seattle: population of the metro area was 3,519,000 in 2023",
    "Chicago: population of the metro area was 8,937,000 in 2023",
    "A recipe for bread, with butter and salt",
]
EMBEDDING = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/embeddings",
    "headers": {"Authorization": "Bearer ${credential.key}"},
    "request_body": '{ "input": ${parameters.input}, "model": "text-embedding-3-small" }',
    "pre_process_function": "connector.pre_process.openai.embedding",
    "post_process_function": "connector.post_process.openai.embedding",
}
COMPLETION = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2/invoke",
    "request_body": '{ "prompt": "\\n\\nHuman: ${parameters.prompt}\\n\\nAssistant:" }',
}
PROMPT = "Use this to answer:\n${parameters.knowledge.output:-}\nHistory: ${parameters.chat_history:-}\n${parameters.question}"
ML = "/_plugins/_ml"


class Tutorial:
    """A cluster with a knowledge base and two models."""

    def __init__(self, version: str) -> None:
        self.fake = FakeOpenSearch(version=version)
        self.client = self.fake.client()
        self.embedding = self.model("embedding", EMBEDDING)
        self.llm = self.model("llm", COMPLETION)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.transport.perform_request(method, path, body=body)

    def model(self, name: str, action: dict[str, Any]) -> str:
        """Register and deploy a model behind a connector."""
        connector = {"name": name, "version": 1, "protocol": "http", "credential": {"key": "k"}, "actions": [action]}
        id = self.ask("POST", f"{ML}/connectors/_create", connector)["connector_id"]
        body = {"name": name, "function_name": "remote", "connector_id": id}
        model: str = self.ask("POST", f"{ML}/models/_register?deploy=true", body)["model_id"]
        return model

    def fill(self) -> None:
        """A pipeline that embeds, an index with vectors, and texts."""
        embed = {"text_embedding": {"model_id": self.embedding, "field_map": {"text": "vector"}}}
        self.ask("PUT", "/_ingest/pipeline/embed", {"processors": [embed]})
        fields = {"text": {"type": "text"}, "vector": {"type": "knn_vector", "dimension": 1536}}
        settings = {"index.knn": True, "default_pipeline": "embed"}
        self.ask("PUT", "/cities", {"settings": settings, "mappings": {"properties": fields}})
        lines = [
            line for number, text in enumerate(CITIES) for line in ({"index": {"_id": str(number)}}, {"text": text})
        ]
        assert not self.client.bulk(index="cities", body=lines, refresh=True)["errors"]

    def agent(self, type: str, *tools: dict[str, Any], **more: Any) -> str:
        body = {"name": "a", "type": type, "tools": list(tools), **more}
        id: str = self.ask("POST", f"{ML}/agents/_register", body)["agent_id"]
        return id

    def run(self, agent: str, **parameters: Any) -> list[dict[str, Any]]:
        found = self.ask("POST", f"{ML}/agents/{agent}/_execute", {"parameters": parameters})["inference_results"]
        output: list[dict[str, Any]] = found[0]["output"]
        return output

    def prompt(self) -> str:
        """What the model was told last."""
        return json.dumps(self.fake.journal[-1].upstream[-1]["body"])


@pytest.fixture(params=["2.13", "2.19", "3.8"])
def tutorial(request: pytest.FixtureRequest) -> Tutorial:
    tutorial = Tutorial(request.param)
    tutorial.fill()
    return tutorial


RETRIEVER = {
    "index": "cities",
    "embedding_field": "vector",
    "source_field": '["text"]',
    "doc_size": "2",
    "input": "${parameters.question}",
}


def test_a_flow_retrieves_and_answers(tutorial: Tutorial) -> None:
    knowledge = {
        "type": "VectorDBTool",
        "name": "knowledge",
        "parameters": {**RETRIEVER, "model_id": tutorial.embedding},
    }
    answer = {
        "type": "MLModelTool",
        "parameters": {"model_id": tutorial.llm, "prompt": PROMPT, "response_field": "completion"},
    }
    agent = tutorial.agent("flow", knowledge, answer)
    tutorial.fake.endpoint("llm").answers(["3,519,000"])
    assert tutorial.run(agent, question="population of Seattle") == [{"name": "MLModelTool", "result": "3,519,000"}]
    assert "Seattle: population" in tutorial.prompt()
    assert "recipe" not in tutorial.prompt()


def test_a_conversation_goes_on(tutorial: Tutorial) -> None:
    knowledge = {
        "type": "VectorDBTool",
        "name": "knowledge",
        "parameters": {**RETRIEVER, "model_id": tutorial.embedding},
    }
    answer = {
        "type": "MLModelTool",
        "name": "chat",
        "parameters": {"model_id": tutorial.llm, "prompt": PROMPT, "response_field": "completion"},
    }
    memory = {"app_type": "rag", "memory": {"type": "conversation_index"}}
    agent = tutorial.agent(
        "conversational_flow", {**knowledge, "include_output_in_agent_response": True}, answer, **memory
    )
    tutorial.fake.endpoint("llm").answers(["3,519,000", "8,937,000"])
    first = tutorial.run(agent, question="population of Seattle")
    assert [one["name"] for one in first] == ["memory_id", "parent_message_id", "knowledge", "chat"]
    tutorial.run(agent, question="and of Chicago", memory_id=first[0]["result"])
    assert "population of Seattle" in tutorial.prompt()
    messages = tutorial.ask("GET", f"{ML}/memory/{first[0]['result']}/messages")["messages"]
    assert [(one["input"], one["response"]) for one in messages] == [
        ("population of Seattle", "3,519,000"),
        ("and of Chicago", "8,937,000"),
    ]
    traces = tutorial.ask("GET", f"{ML}/memory/message/{messages[0]['message_id']}/traces")["traces"]
    assert [one["origin"] for one in traces] == ["knowledge", "chat"]


def test_one_tool_retrieves_and_answers(tutorial: Tutorial) -> None:
    parameters = {
        **RETRIEVER,
        "embedding_model_id": tutorial.embedding,
        "inference_model_id": tutorial.llm,
        "prompt": "Use this:\n${parameters.output_field}\nQuestion: ${parameters.question}",
    }
    agent = tutorial.agent("flow", {"type": "RAGTool", "parameters": parameters})
    tutorial.fake.endpoint("llm").answers(["3,519,000"])
    tutorial.run(agent, question="population of Seattle")
    assert "_id: 0" in tutorial.prompt()
    assert "Seattle: population" in tutorial.prompt()


def test_documents_alone_where_nothing_is_to_be_generated(tutorial: Tutorial) -> None:
    parameters = {**RETRIEVER, "embedding_model_id": tutorial.embedding, "enable_content_generation": "false"}
    agent = tutorial.agent("flow", {"type": "RAGTool", "parameters": parameters})
    (found,) = tutorial.run(agent, question="population of Seattle")
    hits = [json.loads(line) for line in found["result"].splitlines()]
    assert [hit["_id"] for hit in hits] == ["0", "1"]
    assert hits[0].keys() == {"_index", "_source", "_id", "_score"}
    assert hits[0]["_source"] == {"text": CITIES[0]}


def test_words_with_weights_retrieve_and_answer(tutorial: Tutorial) -> None:
    name = "amazon/neural-sparse/opensearch-neural-sparse-encoding-v2-distill"
    anywhere = {"plugins.ml_commons.only_run_on_ml_node": False}
    tutorial.ask("PUT", "/_cluster/settings", {"persistent": anywhere})
    body: dict[str, Any] = {
        "name": name,
        "version": "1.0.0",
        "model_format": "TORCH_SCRIPT",
        "function_name": "SPARSE_ENCODING",
    }
    task = tutorial.ask("POST", f"{ML}/models/_register?deploy=true", body)["task_id"]
    model = tutorial.ask("GET", f"{ML}/tasks/{task}")["model_id"]
    weigh = {"sparse_encoding": {"model_id": model, "field_map": {"text": "weights"}}}
    tutorial.ask("PUT", "/_ingest/pipeline/weigh", {"processors": [weigh]})
    fields = {"text": {"type": "text"}, "weights": {"type": "rank_features"}}
    body = {"settings": {"default_pipeline": "weigh"}, "mappings": {"properties": fields}}
    tutorial.ask("PUT", "/weighed", body)
    for number, text in enumerate(CITIES):
        tutorial.ask("PUT", f"/weighed/_doc/{number}?refresh=true", {"text": text})
    retriever = {**RETRIEVER, "index": "weighed", "embedding_field": "weights", "doc_size": "1"}
    sparse = {"type": "NeuralSparseSearchTool", "parameters": {**retriever, "model_id": model}}
    (found,) = tutorial.run(tutorial.agent("flow", sparse), question="recipe for bread")
    assert json.loads(found["result"])["_source"] == {"text": CITIES[2]}
    both = {**retriever, "embedding_model_id": model, "inference_model_id": tutorial.llm, "query_type": "neural_sparse"}
    tutorial.fake.endpoint("llm").answers(["butter"])
    asked = {**both, "prompt": "${parameters.output_field} ${parameters.question}"}
    tutorial.run(tutorial.agent("flow", {"type": "RAGTool", "parameters": asked}), question="what is in bread")
    assert "butter and salt" in tutorial.prompt()


def test_nothing_found_is_said(tutorial: Tutorial) -> None:
    tutorial.ask("DELETE", "/cities/_doc/0?refresh=true")
    for id in ("1", "2"):
        tutorial.ask("DELETE", f"/cities/_doc/{id}?refresh=true")
    parameters = {**RETRIEVER, "model_id": tutorial.embedding}
    agent = tutorial.agent("flow", {"type": "VectorDBTool", "parameters": parameters})
    (found,) = tutorial.run(agent, question="population of Seattle")
    assert found["result"] == "Can not get any match from search result."


def test_a_thinking_agent_retrieves(tutorial: Tutorial) -> None:
    knowledge = {
        "type": "VectorDBTool",
        "name": "knowledge",
        "parameters": {**RETRIEVER, "model_id": tutorial.embedding},
    }
    knowledge["parameters"].pop("input")
    llm = {
        "model_id": tutorial.llm,
        "parameters": {"prompt": "${parameters.scratchpad} ${parameters.question}", "response_filter": "$.completion"},
    }
    agent = tutorial.agent("conversational", knowledge, llm=llm, memory={"type": "conversation_index"})
    wish = {"thought": "I look.", "action": "knowledge", "action_input": "population of Seattle"}
    tutorial.fake.endpoint("llm").answers([json.dumps(wish), json.dumps({"final_answer": "3,519,000"})])
    said = tutorial.run(agent, question="How many live in Seattle?", verbose=True)
    assert any("Seattle: population" in str(one.get("result")) for one in said)


def test_the_index_may_be_named_by_the_call() -> None:
    """Since 2.18; the field since 3.7."""
    tutorial = Tutorial("3.8")
    tutorial.fill()
    agent = tutorial.agent("flow", {"type": "VectorDBTool", "parameters": {"model_id": tutorial.embedding}})
    asked = {"input": "population of Seattle", "index": "cities", "embedding_field": "vector"}
    assert "Seattle: population" in tutorial.run(agent, **asked)[0]["result"]


def test_a_model_that_a_tool_refers_to_is_not_deleted() -> None:
    tutorial = Tutorial("2.19")
    safe = {"persistent": {"plugins.ml_commons.safe_delete_model": True}}
    tutorial.ask("PUT", "/_cluster/settings", safe)
    tutorial.agent("flow", {"type": "RAGTool", "parameters": {"embedding_model_id": tutorial.embedding}})
    tutorial.ask("POST", f"{ML}/models/{tutorial.embedding}/_undeploy")
    with pytest.raises(Exception, match="agent"):
        tutorial.ask("DELETE", f"{ML}/models/{tutorial.embedding}")
