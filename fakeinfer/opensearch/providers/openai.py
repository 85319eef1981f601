"""OpenAI's embeddings, chats and completions; Azure OpenAI, DeepSeek and Ollama answer in the same shape.

Source: opensearch-project/ml-commons:docs/remote_inference_blueprints/openai_connector_*.md
"""

from __future__ import annotations

import base64
import struct
from typing import Any

from ...brains.chat import Answer, Conversation
from ...wire import Json
from .asking import Asked, messages_in, text_in, texts_in, tokens_of, tools_in, whole

_SIZES = {"text-embedding-3-large": 3072}
_USUAL = 1536


def embeddings(asked: Asked) -> Json:
    """`/v1/embeddings`."""
    texts = texts_in(asked.field("input"))
    model = asked.field("model")
    size = whole(asked.field("dimensions")) or _SIZES.get(str(model), _USUAL)
    packed = asked.field("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _packed(vector) if packed else vector}
        for index, vector in enumerate(asked.vectors(texts, size))
    ]
    count = tokens_of(texts)
    return {"object": "list", "data": data, "model": model, "usage": {"prompt_tokens": count, "total_tokens": count}}


def _packed(vector: list[Any]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def completion(asked: Asked) -> Json:
    """`/v1/completions`."""
    prompts = texts_in(asked.field("prompt"))
    limit = whole(asked.field("max_tokens"))
    said = [asked.completion(prompt, limit) for prompt in prompts]
    choices = [
        {"text": text, "index": index, "logprobs": None, "finish_reason": "stop"} for index, text in enumerate(said)
    ]
    head = {"id": asked.id("cmpl-"), "object": "text_completion", "created": asked.seconds}
    return {
        **head,
        "model": asked.field("model"),
        "choices": choices,
        "usage": _usage(tokens_of(prompts), tokens_of(said)),
    }


def chat(asked: Asked) -> Json:
    """`/v1/chat/completions`."""
    answer = asked.chat(conversation(asked))
    head = {"id": asked.id("chatcmpl-"), "object": "chat.completion", "created": asked.seconds}
    choice = {"index": 0, "message": message(asked, answer), "logprobs": None, "finish_reason": answer.finish_reason}
    usage = _usage(answer.prompt_tokens, answer.completion_tokens)
    return {**head, "model": asked.field("model"), "choices": [choice], "usage": usage}


def conversation(asked: Asked) -> Conversation:
    """What was said, in OpenAI's form."""
    choice = asked.field("tool_choice")
    named = choice.get("function", {}).get("name") if isinstance(choice, dict) else None
    stop = asked.field("stop")
    return Conversation(
        messages_in(asked.field("messages") or []),
        tools_in(asked.field("tools"), lambda entry: entry.get("function")),
        required=choice == "required",
        tool=named,
        max_tokens=whole(asked.field("max_completion_tokens", "max_tokens")),
        stop=[text_in(one) for one in stop] if isinstance(stop, list) else [str(stop)] if stop else (),
    )


def message(asked: Asked, answer: Answer) -> dict[str, Json]:
    """The answer as a message."""
    if not answer.calls:
        return {"role": "assistant", "content": answer.text, "refusal": None}
    calls = [
        {
            "id": asked.id(f"call_{number}", 20),
            "type": "function",
            "function": {"name": call.name, "arguments": call.json},
        }
        for number, call in enumerate(answer.calls)
    ]
    return {"role": "assistant", "content": answer.text or None, "tool_calls": calls, "refusal": None}


def batch(asked: Asked) -> Json:
    """`/v1/batches`: a job was created, is looked at, or is cancelled."""
    status = "cancelling" if asked.path.endswith("/cancel") else "completed" if _looks(asked) else "validating"
    id = asked.path.rstrip("/").removesuffix("/cancel").rpartition("/")[2] if _looks(asked) else asked.id("batch_")
    head = {"id": id, "object": "batch", "endpoint": asked.field("endpoint"), "errors": None}
    files = {
        "input_file_id": asked.field("input_file_id"),
        "completion_window": asked.field("completion_window") or "24h",
    }
    return {**head, **files, "status": status, "output_file_id": None, "created_at": asked.seconds, "metadata": None}


def _looks(asked: Asked) -> bool:
    return not asked.path.rstrip("/").endswith("/batches")


def _usage(prompt: int, completion: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def error(status: int, text: str) -> Json:
    """How it refuses."""
    kind = {401: "invalid_request_error", 429: "rate_limit_error"}.get(
        status, "server_error" if status >= 500 else "invalid_request_error"
    )
    return {"error": {"message": text, "type": kind, "param": None, "code": None}}
