"""Who provides the model of an agent in the unified form (3.5): its connector, and messages in its own format.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/agent/`: `BedrockConverseModelProvider.java`,
`GeminiV1BetaGenerateContentModelProvider.java`, `OpenaiV1ChatCompletionsModelProvider.java`. Their templates are in
`providers.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument
from ..remote import gson
from . import changes, input_failures
from .inputs import BLOCKS, TEXT, Input
from .messages import Message

if TYPE_CHECKING:
    from ...cluster import State

CONVERSE, GEMINI, OPENAI = "bedrock/converse", "gemini/v1beta/generatecontent", "openai/v1/chat/completions"
NOT_ESCAPED = "_chat_history,_tools,_interactions,tool_configs,body"
Json = Any


@lru_cache(maxsize=1)
def _providers() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))["providers"]
    return found


def named(name: str) -> str:
    """The provider of a name, or the refusal."""
    if name.lower() not in _providers():
        raise illegal_argument(f"Unknown model provider type. Supported types: {', '.join(_providers())}")
    return name.lower()


def interface(provider: str) -> str:
    """The interface that models of a provider have."""
    return str(_providers()[provider]["interface"])


def registration(
    state: State, model_id: str, provider: str, credential: Mapping[str, str], own: dict[str, str]
) -> Json:
    """The body by which an agent's model is registered, its connector inside."""
    about = _providers()[provider]
    takes = changes.PROVIDERS_TAKE_PARAMETERS in state.switched_on
    parameters = {
        **about["connector"]["parameters"],
        "model": model_id,
        **own,
        **(_numbers(provider, own) if takes else {}),
    }
    body = "body_of_reasoning" if provider == OPENAI and "reasoning_effort" in own else "body"
    action = {
        "action_type": "predict",
        "method": "POST",
        "url": about["url"],
        "headers": about["headers"],
        "request_body": about[f"{body}_with_parameters" if takes else body],
    }
    connector = {
        **about["connector"],
        "version": "1",
        "parameters": parameters,
        "credential": dict(credential),
        "actions": [action],
        "client_config": {"max_retry_times": 3},
    }
    return {
        "name": f"Auto-generated model for {model_id}",
        "function_name": "remote",
        "description": "Auto-generated model for agent",
        "connector": connector,
    }


def _numbers(provider: str, own: Mapping[str, str]) -> dict[str, str]:
    """Parameters of sampling as they stand in the body; Converse takes one of them."""
    if "top_p" in own:
        return {"top_p_field": _providers()[provider]["top_p"] + _number(own["top_p"], "top_p")}
    if provider == CONVERSE:
        return {"temperature_field": f', "temperature": {_number(own.get("temperature", "1.0"), "temperature")}'}
    return {}


def _number(text: str, name: str) -> str:
    try:
        float(text)
    except ValueError:
        raise illegal_argument(f"{name} must be a valid number, got: {text}") from None
    return text


def parameters(provider: str, said: Input, *, planner: bool) -> dict[str, str]:
    """What was said as parameters of the model; a planner puts its own prompt in place of texts."""
    if said.kind == TEXT:
        blocks = [{"type": "TEXT", "text": said.value}]
        content = _content(provider, blocks, planner=planner)
        plain = content[0]["text"] if provider == OPENAI else content
        return {"body": gson.text(_message(provider, "user", plain))}
    if said.kind == BLOCKS:
        return {"body": gson.text(_message(provider, "user", _content(provider, said.value, planner=planner)))}
    return {"body": body_of(provider, said.value, planner=planner), "no_escape_params": NOT_ESCAPED}


def body_of(provider: str, messages: Sequence[Message], *, planner: bool = False) -> str:
    """Messages in the provider's format, one after the other."""
    if provider == CONVERSE:
        told = _converse(messages, planner=planner)
    else:
        make = _openai if provider == OPENAI else _gemini
        told = [make(message, planner=planner) for message in messages]
    return ",".join(map(gson.text, told))


def _message(provider: str, role: str, content: Json) -> dict[str, Json]:
    return {"role": role, "parts" if provider == GEMINI else "content": content}


def _content(provider: str, blocks: Iterable[Mapping[str, Any]], *, planner: bool = False) -> list[dict[str, Any]]:
    make = {CONVERSE: _for_converse, OPENAI: _for_openai, GEMINI: _for_gemini}[provider]
    told = []
    for block in blocks:
        if block["type"] == "TEXT":
            text = "${parameters.prompt}" if planner else block.get("text")
            told.append({"type": "text", "text": text} if provider == OPENAI else {"text": text})
        else:
            told.append(make(block["type"].lower(), block[block["type"].lower()]))
    return told


def _for_converse(kind: str, source: Mapping[str, str]) -> dict[str, Any]:
    if source["type"] == "URL" and not source["data"].startswith("s3://"):
        raise illegal_argument(
            "URL-based content must use S3 URIs (s3://...). Other URL schemes are not supported by Bedrock Converse API"
        )
    place = {"bytes" if source["type"] == "BASE64" else "s3Location": source["data"]}
    name = {"name": "document"} if kind == "document" else {}
    return {kind: {"format": source["format"], **name, "source": place}}


def _for_openai(kind: str, source: Mapping[str, str]) -> dict[str, Any]:
    if kind != "image":
        raise illegal_argument(f"{kind.capitalize()} content is not supported in OpenAI Chat Completions API. ")
    inline = f"data:image/{source['format']};base64,{source['data']}"
    return {"type": "image_url", "image_url": {"url": source["data"] if source["type"] == "URL" else inline}}


def _for_gemini(kind: str, source: Mapping[str, str]) -> dict[str, Any]:
    mime = source["format"] if kind == "document" else f"{kind}/{source['format']}"
    if kind == "image" and source["type"] == "BASE64":
        return {"inlineData": {"mimeType": mime, "data": source["data"]}}
    return {"fileData": {"mimeType": mime, "fileUri": source["data"]}}


def _openai(message: Message, *, planner: bool) -> dict[str, Any]:
    told = _message(OPENAI, message["role"], _content(OPENAI, message.get("content") or (), planner=planner))
    role = message["role"].lower()
    if role == "assistant" and message.get("toolCalls"):
        told["tool_calls"] = message["toolCalls"]
    elif role == "tool" and message.get("toolCallId") is not None:
        told["tool_call_id"] = message["toolCallId"]
    return told


def _gemini(message: Message, *, planner: bool) -> dict[str, Any]:
    role = "user" if message["role"] == "user" else "model"
    return _message(GEMINI, role, _content(GEMINI, message.get("content") or (), planner=planner))


def _converse(messages: Sequence[Message], *, planner: bool) -> list[dict[str, Any]]:
    """What tools gave one after the other is one message of the user."""
    told: list[dict[str, Any]] = []
    was_tool = False
    for message in messages:
        is_tool = message["role"].lower() == "tool"
        if is_tool:
            content = [_result(message)]
        else:
            content = _content(CONVERSE, message.get("content") or (), planner=planner)
            if message["role"].lower() == "assistant":
                content += [_use(call) for call in message.get("toolCalls") or ()]
        if is_tool and was_tool:
            told[-1]["content"] += content
        else:
            told.append(_message(CONVERSE, "user" if is_tool else message["role"], content))
        was_tool = is_tool
    return told


def _result(message: Message) -> dict[str, Any]:
    text = next((block.get("text") for block in message.get("content") or () if block["type"] == "TEXT"), "")
    return {"toolResult": {"toolUseId": message.get("toolCallId"), "content": [{"text": text}]}}


def _use(call: Mapping[str, Any]) -> dict[str, Any]:
    arguments = call["function"]["arguments"]
    wish = gson.read(arguments) if gson.is_json(arguments) else {}
    return {"toolUse": {"toolUseId": call["id"], "name": call["function"]["name"], "input": wish}}


def message_in(provider: str, answer: Mapping[str, Any]) -> Json:
    """The message in a model's answer; None where there is none."""
    if provider == CONVERSE:
        return _at(answer, "output", "message")
    if provider == OPENAI:
        return _at(answer, "choices", 0, "message")
    return _at(answer, "candidates", 0, "content")


def _at(value: Any, *path: str | int) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def understood(provider: str, message: Any) -> Message | None:
    """A message of the provider's format in the form that all share; None where nothing is left of it."""
    if provider == GEMINI:
        raise input_failures.unsupported("parseToUnifiedMessage is not yet supported for Gemini model provider")
    message = message if isinstance(message, dict) else {}
    texts, calls, gives = _of_openai(message) if provider == OPENAI else _of_converse(message)
    if not texts and not calls and (provider == CONVERSE or gives is None):
        return None
    role = "tool" if gives is not None and provider == CONVERSE else message.get("role") or "assistant"
    read: Message = {"role": role}
    if texts:
        read["content"] = [{"type": "TEXT", "text": text} for text in texts]
    if calls:
        read["toolCalls"] = calls
    if gives is not None:
        read["toolCallId"] = gives
    return read


def _of_openai(message: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Any]], str | None]:
    content = message.get("content")
    calls = [
        _called(call.get("id"), call.get("type"), call["function"].get("name"), call["function"].get("arguments"))
        for call in message.get("tool_calls") or ()
        if isinstance(call, dict) and isinstance(call.get("function"), dict)
    ]
    return [content] if isinstance(content, str) and content else [], calls, message.get("tool_call_id")


def _of_converse(message: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Any]], str | None]:
    texts, calls, gives = [], [], None
    for part in message.get("content") or ():
        if "text" in part:
            texts.append(str(part["text"]))
        if isinstance(part.get("toolUse"), dict):
            use = part["toolUse"]
            calls.append(_called(use.get("toolUseId"), "function", use.get("name"), gson.text(use.get("input") or {})))
        if isinstance(part.get("toolResult"), dict):
            gives = str(part["toolResult"].get("toolUseId", ""))
            given = "".join(str(one["text"]) for one in part["toolResult"].get("content") or () if "text" in one)
            texts += [given] if given else []
    return texts, calls, gives


def _called(id: Any, kind: Any, name: Any, arguments: Any) -> dict[str, Any]:
    function = {"name": str(name or ""), "arguments": "{}" if arguments is None else gson.parameter(arguments)}
    return {"id": str(id or ""), "type": str(kind or "function"), "function": function}
