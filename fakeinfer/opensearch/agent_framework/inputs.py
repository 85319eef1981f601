"""What is said to an agent in `input` (3.5): a text, blocks of content, or messages; read, checked, and asked for its question.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/input/execute/agent/`, `AgentInput.java` and
`AgentInputProcessor.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import illegal_argument
from ...wire import Json
from .messages import Message, text_message

TEXT, BLOCKS, MESSAGES = "TEXT", "CONTENT_BLOCKS", "MESSAGES"
KINDS = ("TEXT", "IMAGE", "VIDEO", "DOCUMENT")
_SOURCES = ("URL", "BASE64")


class Input(NamedTuple):
    """What was said: a text, or a list of blocks or messages, which may be empty."""

    value: Any

    @property
    def kind(self) -> str:
        """Which of the three it is; an empty list is refused."""
        if isinstance(self.value, str):
            return TEXT
        if self.value:
            return MESSAGES if "role" in self.value[0] else BLOCKS
        raise illegal_argument("Input type not supported. Expected String, List<ContentBlock>, or List<Message>")

    def as_messages(self) -> list[Message]:
        """The same as messages."""
        if self.kind == TEXT:
            return [text_message("user", self.value)]
        return [{"role": "user", "content": self.value}] if self.kind == BLOCKS else list(self.value)


def read(value: Json) -> Input:
    """Read `input`; what is none of the three is refused."""
    if isinstance(value, str):
        return Input(value)
    if not isinstance(value, list):
        raise illegal_argument("Invalid input format. Expected string or array.")
    items = [_item(one) for one in value]
    names = ["Message" if "role" in item else "ContentBlock" for item in items]
    for at, name in enumerate(names):
        if name != names[0]:
            raise illegal_argument(
                f"Mixed array types detected. Expected all items to be {names[0]}s, but item at index {at} is of type {name}"
            )
    return Input(items)


def _item(given: Json) -> dict[str, Any]:
    if not isinstance(given, dict) or not given.keys() & {"role", "type"}:
        raise illegal_argument("Invalid item format. Must have 'role' (for messages) or 'type' (for content blocks).")
    if "role" not in given:
        return _block(given)
    message: dict[str, Any] = {"role": str(given["role"])}
    if isinstance(given.get("content"), list):
        message["content"] = [_content(at, one) for at, one in enumerate(given["content"])]
    if isinstance(given.get("toolCalls"), list):
        message["toolCalls"] = [_call(one) for one in given["toolCalls"]]
    if given.get("toolCallId") is not None:
        message["toolCallId"] = str(given["toolCallId"])
    return message


def _content(at: int, given: Json) -> dict[str, Any]:
    item = _item(given)
    if "role" in item:
        raise illegal_argument(f"Invalid content array. Expected ContentBlock at index {at} but found Message")
    return item


def _block(given: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(given["type"]).upper()
    if kind not in KINDS:
        raise illegal_argument(f"No enum constant org.opensearch.ml.common.input.execute.agent.ContentType.{kind}")
    if kind == "TEXT":
        return {"type": kind} | ({"text": str(given["text"])} if given.get("text") is not None else {})
    return {"type": kind, kind.lower(): _source(kind.capitalize(), given.get("source"))}


def _source(what: str, given: Json) -> dict[str, str]:
    if not isinstance(given, dict):
        raise illegal_argument(f"{what} source cannot be null")
    for name, label in (("format", "format"), ("type", "source type"), ("data", "data")):
        if not str(given.get(name) or "").strip():
            raise illegal_argument(f"{what} {label} is required")
    kind = str(given["type"]).upper()
    if kind not in _SOURCES:
        raise illegal_argument("Invalid source type. Supported types: BASE64, URL")
    return {"type": kind, "format": str(given["format"]), "data": str(given["data"])}


def _call(given: Json) -> dict[str, Any]:
    given = given if isinstance(given, dict) else {}
    function = given.get("function")
    if given.get("id") is None or not isinstance(function, dict):
        raise illegal_argument("ToolCall must have 'id' and 'function' fields")
    if function.get("name") is None or function.get("arguments") is None:
        raise illegal_argument("ToolFunction must have 'name' and 'arguments' fields")
    named = {name: str(function[name]) for name in ("name", "arguments")}
    return {"id": str(given["id"]), "type": str(given.get("type") or "function"), "function": named}


def question(said: Input | None) -> str:
    """The question in it: what the user, or a tool, said last."""
    _check(said)
    assert said is not None
    if said.kind == TEXT:
        return str(said.value)
    if said.kind == BLOCKS:
        return _texts(said.value)
    last = [at for at, message in enumerate(said.value) if str(message["role"]).lower() == "assistant"]
    trailing = said.value[last[-1] + 1 :] if last else said.value
    return "\n".join(filter(None, (_texts(message["content"]) for message in trailing)))


def _texts(blocks: Sequence[Mapping[str, Any]]) -> str:
    texts = [block["text"] for block in blocks if block["type"] == "TEXT" and block["text"].strip()]
    return "".join(f"{text.strip()}\n" for text in texts)


def _check(said: Input | None) -> None:
    if said is None:
        raise illegal_argument("AgentInput and its input field cannot be null")
    if said.kind == TEXT:
        if not said.value.strip():
            raise illegal_argument("Text input cannot be null or empty")
    elif said.kind == BLOCKS:
        _check_blocks(said.value)
    else:
        for message in said.value:
            _check_message(message)
        if str(said.value[-1]["role"]).lower() not in ("user", "tool"):
            raise illegal_argument("Last message must be from role 'user' or 'tool'")


def _check_blocks(blocks: Sequence[Mapping[str, Any]]) -> None:
    for block in blocks:
        if block["type"] == "TEXT" and not block.get("text", "").strip():
            raise illegal_argument("Text content block cannot have null or empty text")


def _check_message(message: Mapping[str, Any]) -> None:
    role = str(message["role"]).lower()
    if not role.strip():
        raise illegal_argument("Message role cannot be null or empty")
    content = message.get("content")
    if role == "assistant":
        if not content and not message.get("toolCalls"):
            raise illegal_argument("Assistant message must have either content or tool calls")
    elif role == "tool" and not message.get("toolCallId", "").strip():
        raise illegal_argument("Tool message must have toolCallId")
    elif not content:
        named = {"tool": "Tool message", "user": "user message", "system": "system message"}
        raise illegal_argument(f"{named.get(role, f'Message with role {role!r}')} must have content")
    _check_blocks(content or ())
