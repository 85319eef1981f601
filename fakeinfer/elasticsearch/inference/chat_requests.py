"""What the body of a chat says. A strict parser reads it, so that the first thing it does not know answers.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/{UnifiedCompletionRequest.java,UnifiedCompletionRequestBody.java,completion/}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...brains.chat import Conversation, Said, Tool
from ...object_parser import BOOLEAN, FLOAT, LONG, OBJECT, TEXT, TEXTS, Field, ObjectParser, Source, objects, within
from ...operations import Call, read_time
from .. import changes
from . import chat_errors as errors
from .chat_content import content_field, one_of

EFFORTS = ("xhigh", "high", "medium", "low", "minimal", "none")
SUMMARIES = ("auto", "concise", "detailed")
DETAIL_FIELDS = {"reasoning.encrypted": "data", "reasoning.summary": "summary", "reasoning.text": "text"}
_MEMO = "chat parser"


class Chat(NamedTuple):
    """A chat request, read. Temperature and `top_p` are not in it: the answer does not depend on chance."""

    conversation: Conversation
    model: str | None
    reasons: bool
    """Whether anything in it is about reasoning."""
    caches: str | None = None
    """The first field in it that is about what a provider remembers between requests."""


def read_chat(call: Call, source: Source) -> Chat:
    """The request in the body; raises what its parser refuses."""
    parser: ObjectParser | None = call.contract.memo.get(_MEMO)
    if parser is None:
        parser = call.contract.memo[_MEMO] = _request_parser(call)
    chat: Chat = parser.parse(call.body, source)
    return chat


def _request_parser(call: Call) -> ObjectParser:
    reasons = call.has(changes.CHATS_REASON)
    fields = {
        "messages": objects(_message_parser(images=call.has(changes.CHATS_HOLD_IMAGES), reasons=reasons)),
        "model": TEXT,
        "max_completion_tokens": LONG,
        "stop": TEXTS,
        "temperature": FLOAT,
        "tool_choice": Field(
            ("START_OBJECT", "VALUE_STRING"),
            lambda value, source, path: value if isinstance(value, str) else _TOOL_CHOICE.read(value, source, path),
        ),
        "tools": objects(_TOOL),
        "top_p": FLOAT,
    }
    if reasons:
        fields["reasoning"] = within(_reasoning_parser(has_budget=call.has(changes.REASONING_HAS_A_BUDGET)))
    name = "UnifiedCompletionRequest"
    if call.has(changes.CHATS_ARE_CACHED):
        name = "UnifiedCompletionRequestBody"
        fields |= {"cache_control": within(_CACHE_CONTROL), "session_id": TEXT}
    return ObjectParser(name, fields, required=("messages",), build=_chat)


def _chat(sent: dict[str, Any]) -> Chat:
    choice: str | _Named = sent.get("tool_choice", "auto")
    messages: list[_Message] = sent["messages"]
    reasoning: Mapping[str, Any] = sent.get("reasoning", {"effort": "none"})
    conversation = Conversation(
        [message.said for message in messages],
        sent.get("tools", ()),
        choice == "required",
        choice.name if isinstance(choice, _Named) else None,
        sent.get("max_completion_tokens"),
        sent.get("stop", ()),
        reasoning.get("effort") != "none" and not reasoning.get("exclude"),
    )
    about_reasoning = "reasoning" in sent or any(message.reasons for message in messages)
    about_memory = next((name for name in ("cache_control", "session_id") if name in sent), None)
    return Chat(conversation, sent.get("model"), about_reasoning, about_memory)


# --- messages ---------------------------------------------------------------------------------------------------------


class _Message(NamedTuple):
    said: Said
    reasons: bool


def _message_parser(*, images: bool, reasons: bool) -> ObjectParser:
    fields = {
        "content": content_field(images=images),
        "role": TEXT,
        "tool_call_id": TEXT,
        "tool_calls": objects(_TOOL_CALL),
    }
    if reasons:
        fields |= {"reasoning": TEXT, "reasoning_details": objects(_REASONING_DETAIL)}
    return ObjectParser("Message", fields, required=("role",), build=_message)


def _message(sent: dict[str, Any]) -> _Message:
    reasons = "reasoning" in sent or "reasoning_details" in sent
    return _Message(Said(sent["role"], sent.get("content", "")), reasons)


_TOOL_CALL = ObjectParser(
    "ToolCall",
    {
        "id": TEXT,
        "function": within(
            ObjectParser("tool_call_function_field", {"arguments": TEXT, "name": TEXT}, required=("arguments", "name"))
        ),
        "type": TEXT,
    },
    required=("id", "function", "type"),
)


# --- tools ------------------------------------------------------------------------------------------------------------


class _Named(NamedTuple):
    """A tool that the request chooses by its name."""

    name: str


_TOOL = ObjectParser(
    "Tool",
    {
        "type": TEXT,
        "function": within(
            ObjectParser(
                "tool_function_field",
                {"description": TEXT, "name": TEXT, "parameters": OBJECT, "strict": BOOLEAN},
                required=("name",),
                build=lambda sent: Tool(sent["name"], sent.get("description", ""), sent.get("parameters")),
            )
        ),
    },
    required=("type", "function"),
    build=lambda sent: sent["function"],
)

_TOOL_CHOICE = ObjectParser(
    "ToolChoiceObject",
    {
        "type": TEXT,
        "function": within(ObjectParser("tool_choice_function_field", {"name": TEXT}, required=("name",))),
    },
    required=("type", "function"),
    build=lambda sent: _Named(sent["function"]["name"]),
)


_CACHE_CONTROL = ObjectParser(
    "CacheControl",
    {
        "type": TEXT,
        "ttl": Field(
            ("VALUE_STRING", "VALUE_NULL"),
            lambda value, source, path: None if value is None else read_time("ttl", value),
        ),
    },
)

# --- reasoning --------------------------------------------------------------------------------------------------------


def _reasoning_parser(*, has_budget: bool) -> ObjectParser:
    fields = {"effort": TEXT, "summary": TEXT, "exclude": BOOLEAN, "enabled": BOOLEAN}
    if has_budget:
        fields["max_tokens"] = LONG
    return ObjectParser(
        "Reasoning",
        fields,
        build=lambda sent: _reasoning(sent, has_budget=has_budget),
        exclusive=(("effort", "max_tokens"),) if has_budget else (),
        one_of=("effort", "max_tokens", "enabled") if has_budget else ("effort", "enabled"),
    )


def _reasoning(sent: Mapping[str, Any], *, has_budget: bool) -> Mapping[str, Any]:
    effort = {"effort": one_of(EFFORTS, sent["effort"], "effort")} if "effort" in sent else {}
    if "summary" in sent:
        one_of(SUMMARIES, sent["summary"], "summary")
    if sent.get("enabled") is False and "effort" not in sent and "max_tokens" not in sent:
        raise errors.reasoning_switched_off(has_budget=has_budget)
    if sent.get("max_tokens", 0) < 0:
        raise errors.negative_budget(sent["max_tokens"])
    return {**sent, **effort}


def _reasoning_detail(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    field = DETAIL_FIELDS.get(sent["type"])
    if field is None:
        raise errors.no_such_type(sent["type"], "reasoning_detail_type", list(DETAIL_FIELDS))
    if field not in sent and not (field == "text" and "signature" in sent):
        raise errors.detail_without_its_field(field)
    return sent


_REASONING_DETAIL = ObjectParser(
    "ReasoningDetail",
    {
        "type": TEXT, "format": TEXT, "id": TEXT, "index": LONG, "data": TEXT, "summary": TEXT, "text": TEXT,
        "signature": TEXT,
    },
    required=("type",),
    build=_reasoning_detail,
    exclusive=(("data", "summary", "text"), ("data", "summary", "signature")),
    one_of=("data", "summary", "text", "signature"),
)  # fmt: skip
