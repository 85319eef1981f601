"""Amazon Bedrock: models by `invoke`, each family in its own shape, `converse`, and ranking.

Source: opensearch-project/ml-commons:docs/remote_inference_blueprints/bedrock_connector_*.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from ...brains.chat import Answer, Conversation, Said
from ...wire import Json
from . import cohere
from .asking import Asked, messages_in, text_in, tokens_of, tools_in, whole

_SPEAKERS = ("\n\nHuman:", "\n\nAssistant:")


def invoke(asked: Asked) -> Json:
    """`/model/<id>/invoke`: what a model of this family says."""
    model = model_in(asked)
    return next((answer for family, answer in FAMILIES.items() if family in model), _prompted)(asked)


def model_in(asked: Asked) -> str:
    """The model's id in the path."""
    return unquote(asked.path).partition("/model/")[2].rpartition("/")[0]


def titan_embedding(asked: Asked) -> Json:
    """Titan text and multimodal embeddings."""
    text, image = text_in(asked.field("inputText")), text_in(asked.field("inputImage"))
    config = asked.field("embeddingConfig")
    wanted = whole(config.get("outputEmbeddingLength")) if isinstance(config, dict) else None
    usual = 1536 if "titan-embed-text-v1" in asked.path or "titan-e1t" in asked.path else 1024
    size = wanted or whole(asked.field("dimensions")) or usual
    kinds = asked.field("embeddingTypes")
    source = f"{text}\n{image}" if image and text else text or image
    answer: dict[str, Json] = {"embedding": asked.vectors([source], size)[0]}
    if isinstance(kinds, list):
        answer["embeddingsByType"] = {str(kind): asked.vectors([source], size, kind)[0] for kind in kinds}
    return {**answer, "inputTextTokenCount": tokens_of([text])}


def nova_embedding(asked: Asked) -> Json:
    """Nova multimodal embeddings."""
    params = asked.field("singleEmbeddingParams")
    params = params if isinstance(params, dict) else {}
    text = _nova_input(next((params[kind] for kind in ("text", "image", "video", "audio") if params.get(kind)), None))
    size = whole(params.get("embeddingDimension")) or 3072
    return {"embeddings": [{"embeddingType": "TEXT", "embedding": asked.vectors([text], size)[0]}]}


def claude(asked: Asked) -> Json:
    """Claude: messages since version 3, a prompt with speakers before."""
    if asked.field("messages") is None:
        prompt = text_in(asked.field("prompt"))
        question = prompt.removesuffix(_SPEAKERS[1]).rpartition(_SPEAKERS[0])[2].strip()
        text = asked.completion(question or prompt, whole(asked.field("max_tokens_to_sample")))
        return {"type": "completion", "completion": text, "stop_reason": "stop_sequence", "stop": _SPEAKERS[0]}
    messages = [Said("system", text_in(asked.field("system")))] if asked.field("system") else []
    tools = tools_in(asked.field("tools"), lambda entry: {**entry, "parameters": entry.get("input_schema")})
    answer = asked.chat(
        Conversation(
            [*messages, *messages_in(asked.field("messages"))], tools, max_tokens=whole(asked.field("max_tokens"))
        )
    )
    calls = [
        {"type": "tool_use", "id": asked.id("toolu_"), "name": call.name, "input": _arguments(call.json)}
        for call in answer.calls
    ]
    said = [{"type": "text", "text": answer.text}] if answer.text or not calls else []
    usage = {"input_tokens": answer.prompt_tokens, "output_tokens": answer.completion_tokens}
    head = {
        "id": asked.id("msg_bdrk_"),
        "type": "message",
        "role": "assistant",
        "model": model_in(asked).removeprefix("anthropic."),
    }
    ending = {"stop_reason": _reason(answer), "stop_sequence": None}
    return {**head, "content": [*said, *calls], **ending, "usage": usage}


def converse(asked: Asked) -> Json:
    """`/model/<id>/converse`, for every family."""
    config = asked.field("inferenceConfig")
    tool_config = asked.field("toolConfig")
    limit = whole(config.get("maxTokens")) if isinstance(config, dict) else None
    tools = tools_in(tool_config.get("tools") if isinstance(tool_config, dict) else None, _tool_spec)
    system = [Said("system", text_in(asked.field("system")))] if asked.field("system") else []
    messages = [*system, *messages_in(asked.field("messages") or [])]
    answer = asked.chat(Conversation(messages, tools, tool=_chosen_tool(tool_config), max_tokens=limit))
    content: list[Json] = [{"text": answer.text}] if answer.text or not answer.calls else []
    content += [
        {"toolUse": {"toolUseId": asked.id("tooluse_", 22), "name": call.name, "input": _arguments(call.json)}}
        for call in answer.calls
    ]
    counts = {"inputTokens": answer.prompt_tokens, "outputTokens": answer.completion_tokens}
    usage = {**counts, "totalTokens": sum(counts.values())}
    message = {"role": "assistant", "content": content}
    return {"metrics": {"latencyMs": 1}, "output": {"message": message}, "stopReason": _reason(answer), "usage": usage}


def rerank(asked: Asked) -> Json:
    """`/rerank` of `bedrock-agent-runtime`."""
    queries, sources = asked.field("queries") or [], asked.field("sources") or []
    query = text_in(queries[0].get("textQuery")) if queries and isinstance(queries[0], dict) else ""
    documents = [text_in(_inline(source).get("textDocument")) for source in sources]
    ranked = asked.ranked(query, documents)
    return {"results": [{"index": index, "relevanceScore": float(score)} for index, score in ranked]}


def batch(asked: Asked) -> Json:
    """`/model-invocation-job`: a job was created, is looked at, or is stopped."""
    inside = unquote(asked.path).partition("/model-invocation-job")[2]
    if inside.endswith("/stop"):
        return {}
    if inside:
        return {"jobArn": inside.lstrip("/"), "status": "Completed"}
    return {"jobArn": f"arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/{asked.id('', 12)}"}


def error(status: int, text: str) -> Json:
    """How it refuses."""
    return {"message": text}


def _nova_input(given: Any) -> str:
    if not isinstance(given, dict):
        return text_in(given)
    source = given.get("source")
    return text_in(given["value"] if "value" in given else source.get("bytes") if isinstance(source, dict) else given)


def _nova(asked: Asked) -> Json:
    return converse(asked)


def _jurassic(asked: Asked) -> Json:
    prompt = text_in(asked.field("prompt"))
    text = asked.completion(prompt, whole(asked.field("maxTokens")))
    data = {"text": text, "tokens": []}
    return {
        "id": 1234,
        "prompt": {"text": prompt, "tokens": []},
        "completions": [{"data": data, "finishReason": {"reason": "endoftext"}}],
    }


def _titan_text(asked: Asked) -> Json:
    prompt = text_in(asked.field("inputText"))
    text = asked.completion(prompt)
    result = {"tokenCount": tokens_of([text]), "outputText": text, "completionReason": "FINISH"}
    return {"inputTextTokenCount": tokens_of([prompt]), "results": [result]}


def _llama(asked: Asked) -> Json:
    prompt = text_in(asked.field("prompt"))
    text = asked.completion(prompt, whole(asked.field("max_gen_len")))
    counts = {"prompt_token_count": tokens_of([prompt]), "generation_token_count": tokens_of([text])}
    return {"generation": text, **counts, "stop_reason": "stop"}


def _prompted(asked: Asked) -> Json:
    """A family that is not known: by the fields that it was sent."""
    if asked.field("inputText") is not None:
        return titan_embedding(asked)
    if asked.field("texts") is not None:
        return cohere.embed(asked)
    if asked.field("messages") is not None:
        return claude(asked)
    text = asked.completion(text_in(asked.field("prompt", "inputs", "input")))
    return {"completion": text, "outputs": [{"text": text, "stop_reason": "stop"}]}


FAMILIES: dict[str, Callable[[Asked], Json]] = {
    "titan-embed": titan_embedding,
    "titan-e1t": titan_embedding,
    "titan-text": _titan_text,
    "multimodal-embeddings": nova_embedding,
    "nova": _nova,
    "cohere.embed": cohere.embed,
    "cohere.rerank": cohere.rerank,
    "claude": claude,
    "ai21.j2": _jurassic,
    "llama": _llama,
}
"""What is in a model's id -> how it answers, the first that fits."""


def _tool_spec(entry: dict[str, Any]) -> dict[str, Any] | None:
    spec = entry.get("toolSpec")
    if not isinstance(spec, dict):
        return None
    schema = spec.get("inputSchema")
    return {**spec, "parameters": schema.get("json") if isinstance(schema, dict) else None}


def _chosen_tool(config: Any) -> str | None:
    """The tool that has to be called."""
    choice = config.get("toolChoice") if isinstance(config, dict) else None
    tool = choice.get("tool") if isinstance(choice, dict) else None
    return str(tool["name"]) if isinstance(tool, dict) and tool.get("name") else None


def _inline(source: Any) -> dict[str, Any]:
    inline = source.get("inlineDocumentSource") if isinstance(source, dict) else None
    return inline if isinstance(inline, dict) else {}


def _arguments(text: str) -> Json:
    from ..remote.gson import NotJson, read

    try:
        return read(text)
    except NotJson:
        return {"_": text}


def _reason(answer: Answer) -> str:
    return {"tool_calls": "tool_use", "length": "max_tokens"}.get(answer.finish_reason, "end_turn")
