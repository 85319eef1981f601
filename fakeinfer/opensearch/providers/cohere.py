"""Cohere's embeddings, ranking and chats, both versions.

Source: opensearch-project/ml-commons:docs/remote_inference_blueprints/cohere_*.md
"""

from __future__ import annotations

from typing import Any

from ...brains.chat import Conversation, Said
from ...wire import Json
from .asking import Asked, messages_in, text_in, texts_in, tokens_of, tools_in, whole

_SIZES = {"embed-v4.0": 1536, "embed-english-light-v3.0": 384, "embed-multilingual-light-v3.0": 384}
_USUAL = 1024


def embed(asked: Asked) -> Json:
    """`/v1/embed` and `/v2/embed`: the second has its vectors by their type."""
    texts = texts_in(asked.field("texts", "images") or [])
    size = whole(asked.field("output_dimension")) or _SIZES.get(str(asked.field("model")), _USUAL)
    kinds = asked.field("embedding_types")
    head = {"id": asked.id("", 32), "texts": texts}
    meta = {
        "api_version": {"version": "2" if "/v2/" in asked.path else "1"},
        "billed_units": {"input_tokens": tokens_of(texts)},
    }
    if isinstance(kinds, list) or "/v2/" in asked.path:
        embeddings: Any = {
            str(kind): asked.vectors(texts, size, kind)
            for kind in (kinds if isinstance(kinds, list) and kinds else ["float"])
        }
        return {**head, "embeddings": embeddings, "meta": meta, "response_type": "embeddings_by_type"}
    return {**head, "embeddings": asked.vectors(texts, size), "meta": meta, "response_type": "embeddings_floats"}


def rerank(asked: Asked) -> Json:
    """`/v1/rerank` and `/v2/rerank`."""
    documents = texts_in(asked.field("documents") or [])
    ranked = asked.ranked(text_in(asked.field("query")), documents)[: whole(asked.field("top_n"))]
    shows = asked.field("return_documents") in (True, "true")
    results = [
        {"index": index, "relevance_score": float(score), **({"document": {"text": documents[index]}} if shows else {})}
        for index, score in ranked
    ]
    meta = {"api_version": {"version": "1"}, "billed_units": {"search_units": 1}}
    return {"id": asked.id("", 32), "results": results, "meta": meta}


def chat(asked: Asked) -> Json:
    """`/v1/chat` and `/v2/chat`."""
    limit = whole(asked.field("max_tokens"))
    if "/v2/" in asked.path:
        messages = messages_in(asked.field("messages") or [])
        tools = tools_in(asked.field("tools"), lambda entry: entry.get("function"))
        answer = asked.chat(Conversation(messages, tools, max_tokens=limit))
        content = [{"type": "text", "text": answer.text}]
        usage = {"tokens": {"input_tokens": answer.prompt_tokens, "output_tokens": answer.completion_tokens}}
        message = {"role": "assistant", "content": content}
        return {"id": asked.id("", 32), "finish_reason": "COMPLETE", "message": message, "usage": usage}
    history = messages_in(asked.field("chat_history") or [], "message")
    messages = [*history, Said("user", text_in(asked.field("message")))]
    answer = asked.chat(Conversation(messages, max_tokens=limit))
    return {"text": answer.text, "generation_id": asked.id("", 32), "finish_reason": "COMPLETE"}


def error(status: int, text: str) -> Json:
    """How it refuses."""
    return {"message": text}
