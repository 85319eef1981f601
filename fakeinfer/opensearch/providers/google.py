"""Google: Gemini's `generateContent` and `embedContent`, and models of Vertex AI by `predict`.

Source: opensearch-project/ml-commons:docs/remote_inference_blueprints/gemini_connector_chat_blueprint.md and
`.../vertexai_connector_embedding_blueprint.md`
"""

from __future__ import annotations

from typing import Any

from ...brains.chat import Answer, Conversation, Said, Tool, ToolCall
from ...wire import Json
from .asking import Asked, text_in, tokens_of, whole

_USUAL = 768
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
}


def generate(asked: Asked) -> Json:
    """`:generateContent`."""
    config = asked.field("generationConfig", "generation_config")
    limit = whole(config.get("maxOutputTokens")) if isinstance(config, dict) else None
    contents = asked.field("contents")
    messages = [
        Said("assistant" if one.get("role") == "model" else "user", text_in(one.get("parts")))
        for one in (contents if isinstance(contents, list) else [contents])
        if isinstance(one, dict)
    ]
    answer = asked.chat(Conversation(messages, _tools(asked.field("tools")), max_tokens=limit))
    parts: list[Json] = [{"functionCall": {"name": call.name, "args": _arguments(call)}} for call in answer.calls]
    content = {"parts": parts or [{"text": answer.text}], "role": "model"}
    candidate = {"content": content, "finishReason": _reason(answer), "index": 0}
    counts = {"promptTokenCount": answer.prompt_tokens, "candidatesTokenCount": answer.completion_tokens}
    usage = {**counts, "totalTokenCount": sum(counts.values())}
    model = asked.path.partition("/models/")[2].partition(":")[0]
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": model, "responseId": asked.id("", 22)}


def embed(asked: Asked) -> Json:
    """`:embedContent`."""
    content = asked.field("content")
    text = text_in(content.get("parts") if isinstance(content, dict) else content)
    size = whole(asked.field("output_dimensionality", "outputDimensionality")) or 3072
    return {"embedding": {"values": asked.vectors([text], size)[0]}}


def predict(asked: Asked) -> Json:
    """`:predict` of Vertex AI: embeddings of the instances."""
    instances = asked.field("instances")
    texts = [_instance(one) for one in (instances if isinstance(instances, list) else [instances])]
    rows = asked.vectors(texts, _USUAL)
    predictions = [
        {
            "embeddings": {"statistics": {"truncated": False, "token_count": tokens_of([text])}, "values": row},
            "textEmbedding": row,
        }
        for text, row in zip(texts, rows, strict=True)
    ]
    return {"predictions": predictions, "deployedModelId": asked.id("", 19)}


def error(status: int, text: str) -> Json:
    """How it refuses."""
    return {"error": {"code": status, "message": text, "status": _STATUSES.get(status, "INTERNAL")}}


def _instance(instance: Any) -> str:
    if isinstance(instance, dict) and "prompt" in instance:
        return text_in(instance["prompt"])
    return text_in(instance)


def _tools(value: Any) -> list[Tool]:
    found = [
        declared
        for entry in (value if isinstance(value, list) else [])
        if isinstance(entry, dict)
        for declared in entry.get("functionDeclarations") or entry.get("function_declarations") or ()
    ]
    return [Tool(str(one.get("name")), str(one.get("description", "")), one.get("parameters")) for one in found]


def _arguments(call: ToolCall) -> Json:
    return {} if isinstance(call.arguments, str) else dict(call.arguments)


def _reason(answer: Answer) -> str:
    return "MAX_TOKENS" if answer.finish_reason == "length" else "STOP"
