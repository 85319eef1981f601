"""Stand-ins for services: which one it is, and what each of them answers."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.hashed import HashedBrains
from fakeinfer.opensearch.providers.asking import Asked
from fakeinfer.opensearch.providers.choosing import service_for
from fakeinfer.opensearch.remote import jsonpath

MESSAGES = [{"role": "system", "content": "be brief"}, {"role": "user", "content": [{"type": "text", "text": "hi"}]}]
SAID = "This is a made-up answer to: hi"
AWS = "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
TOOL = {"name": "weather", "description": "the weather", "parameters": {"type": "object", "properties": {}}}


def answered(url: str, body: Any, **more: Any) -> Any:
    path = "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
    asked = Asked(path, body, lambda asking: HashedBrains("seed"), 1_700_000_000, **more)
    return service_for(url, more.get("shape", "")).answer(asked)


@pytest.mark.parametrize(
    ("url", "body", "path", "found"),
    [
        ("https://api.openai.com/v1/chat/completions", {"messages": MESSAGES}, "$.choices[0].message.content", SAID),
        ("https://api.deepseek.com/v1/chat/completions", {"messages": MESSAGES}, "$.choices[0].message.content", SAID),
        ("https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=1", {"messages": MESSAGES}, "$.choices[0].message.content", SAID),
        ("https://api.openai.com/v1/completions", {"prompt": "hi"}, "$.choices[0].text", SAID),
        ("https://api.cohere.ai/v1/chat", {"message": "hi"}, "$.text", SAID),
        ("https://api.cohere.ai/v2/chat", {"messages": MESSAGES}, "$.message.content[0].text", SAID),
        (f"{AWS}anthropic.claude-3-haiku/invoke", {"messages": MESSAGES}, "$.content[0].text", SAID),
        (f"{AWS}anthropic.claude-v2/invoke", {"prompt": "\n\nHuman: hi\n\nAssistant:"}, "$.completion", SAID),
        (f"{AWS}amazon.nova-lite-v1/converse", {"messages": MESSAGES}, "$.output.message.content[0].text", SAID),
        (f"{AWS}amazon.titan-text-express-v1/invoke", {"inputText": "hi"}, "$.results[0].outputText", SAID),
        (f"{AWS}ai21.j2-mid-v1/invoke", {"prompt": "hi"}, "$.completions[0].data.text", SAID),
        (f"{AWS}meta.llama3-8b/invoke", {"prompt": "hi"}, "$.generation", SAID),
        (f"{AWS}mistral.something/invoke", {"prompt": "hi"}, "$.outputs[0].text", SAID),
        ("https://generativelanguage.googleapis.com/v1beta/models/g:generateContent", {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}, "$.candidates[0].content.parts[0].text", SAID),
        ("https://example.com/anything", {"prompt": "hi"}, "$.response", SAID),
        ("https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/llm/invocations", {"inputs": "hi", "parameters": {}}, "$[0].generated_text", SAID),
    ],
)  # fmt: skip
def test_texts_are_answered_in_the_shape_of_the_service(url: str, body: Any, path: str, found: str) -> None:
    assert jsonpath.read(answered(url, body), path) == found


@pytest.mark.parametrize(
    ("url", "body", "path", "size"),
    [
        ("https://api.openai.com/v1/embeddings", {"input": "a", "model": "text-embedding-3-large"}, "$.data[0].embedding", 3072),
        ("https://api.openai.com/v1/embeddings", {"input": ["a"], "dimensions": 256}, "$.data[0].embedding", 256),
        ("https://api.cohere.ai/v1/embed", {"texts": ["a"], "model": "embed-english-light-v3.0"}, "$.embeddings[0]", 384),
        ("https://api.cohere.com/v2/embed", {"texts": ["a"], "embedding_types": ["int8", "float"]}, "$.embeddings.int8[0]", 1024),
        ("https://api.cohere.com/v2/embed", {"texts": ["a"], "embedding_types": ["ubinary"]}, "$.embeddings.ubinary[0]", 128),
        (f"{AWS}amazon.titan-embed-text-v1/invoke", {"inputText": "a"}, "$.embedding", 1536),
        (f"{AWS}amazon.titan-embed-text-v2:0/invoke", {"inputText": "a", "dimensions": 256, "embeddingTypes": ["binary"]}, "$.embeddingsByType.binary", 32),
        (f"{AWS}amazon.titan-embed-image-v1/invoke", {"inputImage": "aGk=", "embeddingConfig": {"outputEmbeddingLength": 384}}, "$.embedding", 384),
        (f"{AWS}amazon.nova-2-multimodal-embeddings-v1:0/invoke", {"singleEmbeddingParams": {"text": {"value": "a"}}}, "$.embeddings[0].embedding", 3072),
        (f"{AWS}cohere.embed-english-v3/invoke", {"texts": ["a"]}, "$.embeddings[0]", 1024),
        ("https://generativelanguage.googleapis.com/v1beta/models/g:embedContent", {"content": {"parts": [{"text": "a"}]}}, "$.embedding.values", 3072),
        ("https://us-central1-aiplatform.googleapis.com/v1/projects/p/models/g:predict", {"instances": [{"prompt": "a"}]}, "$.predictions[0].textEmbedding", 768),
        ("https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/e/invocations", ["a"], "$[0]", 768),
    ],
)  # fmt: skip
def test_vectors_are_as_long_as_the_model_s(url: str, body: Any, path: str, size: int) -> None:
    assert len(jsonpath.read(answered(url, body), path)) == size  # type: ignore[arg-type]


def test_base64_is_packed_floats() -> None:
    answer = answered(
        "https://api.openai.com/v1/embeddings", {"input": "a", "encoding_format": "base64", "dimensions": 4}
    )
    assert len(answer["data"][0]["embedding"]) == 24


@pytest.mark.parametrize(
    ("url", "body", "path"),
    [
        ("https://api.openai.com/v1/chat/completions", {"messages": MESSAGES, "tools": [{"type": "function", "function": TOOL}], "tool_choice": "required"}, "$.choices[0].message.tool_calls[0].function.name"),
        ("https://api.openai.com/v1/chat/completions", {"messages": MESSAGES, "tool_choice": {"function": {"name": "weather"}}}, "$.choices[0].message.tool_calls[0].function.name"),
    ],
)  # fmt: skip
def test_tools_are_called_where_the_choice_wants_it(url: str, body: Any, path: str) -> None:
    assert jsonpath.read(answered(url, body), path) == "weather"


@pytest.mark.parametrize(
    ("url", "body", "score"),
    [
        ("https://api.cohere.ai/v1/rerank", {"query": "cats", "documents": ["tax law", {"text": "two cats"}]}, "relevance_score"),
        ("https://bedrock-agent-runtime.us-east-1.amazonaws.com/rerank", {"queries": [{"textQuery": {"text": "cats"}}], "sources": [{"inlineDocumentSource": {"textDocument": {"text": text}}} for text in ("tax law", "two cats")]}, "relevanceScore"),
    ],
)  # fmt: skip
def test_what_fits_the_query_comes_first(url: str, body: Any, score: str) -> None:
    results = answered(url, body)["results"]
    assert [one["index"] for one in results] == [1, 0]
    assert results[0][score] > results[1][score]


def test_token_weights_where_they_are_asked_for() -> None:
    url = "https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/e/invocations"
    (weights,) = answered(url, ["cats"], sparse=True)
    assert weights["cats"] > weights["cat"] > 0


def test_what_reads_the_answer_tells_an_unknown_service() -> None:
    url = "http://127.0.0.1/infer"
    assert "data" in answered(url, {"input": "a"}, shape="connector.post_process.openai.embedding")
    assert "embeddings" in answered(url, {"texts": ["a"]}, shape="connector.post_process.cohere.embedding")
    assert len(answered(url, {"input": ["a", "b"]}, shape="connector.post_process.default.embedding")) == 2
    assert "choices" in answered(url, {"messages": []}, shape="openai/v1/chat/completions")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://api.openai.com/v1/embeddings", "$.error.message"),
        ("https://api.cohere.ai/v1/embed", "$.message"),
        (f"{AWS}x/invoke", "$.message"),
        ("https://generativelanguage.googleapis.com/v1beta/models/g:generateContent", "$.error.message"),
        ("https://example.com/x", "$.message"),
    ],
)
def test_refusals_have_the_service_s_shape(url: str, told: str) -> None:
    assert jsonpath.read(service_for(url).error(429, "slow down"), told) == "slow down"


def test_aws_marks_throttling() -> None:
    assert service_for(f"{AWS}x/converse").headers(429) == {"x-amzn-ErrorType": "ThrottlingException"}
    assert service_for(f"{AWS}x/converse").headers(500) == {}
    assert service_for("https://api.openai.com/v1/embeddings").headers(429) == {}


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://api.openai.com/v1/batches", "validating"),
        ("https://api.openai.com/v1/batches/b1", "completed"),
        ("https://api.openai.com/v1/batches/b1/cancel", "cancelling"),
    ],
)
def test_jobs_go_on(url: str, found: str) -> None:
    assert answered(url, {})["status"] == found


def test_jobs_of_aws_have_arns() -> None:
    begun = answered("https://bedrock.us-east-1.amazonaws.com/model-invocation-job", {"modelId": "m"})
    assert begun["jobArn"].startswith("arn:aws:bedrock:")
    looked = answered(f"https://bedrock.us-east-1.amazonaws.com/model-invocation-job/{begun['jobArn']}", None)
    assert looked == {"jobArn": begun["jobArn"], "status": "Completed"}
    told = answered("https://api.sagemaker.us-east-1.amazonaws.com/DescribeTransformJob", {"TransformJobName": "j"})
    assert told["TransformJobStatus"] == "Completed"
