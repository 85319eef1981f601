"""Messages of a conversation in the form that all models share (3.5): who speaks, blocks of content, calls of tools.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/input/execute/agent/Message.java`. A message is
`{"role", "content": [{"type": "TEXT", "text"}, ..], "toolCalls": [{"id", "type", "function"}], "toolCallId"}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Message = dict[str, Any]
Pair = tuple[str, str]


def text_message(role: str, text: str) -> Message:
    """A message that is a text."""
    return {"role": role, "content": [{"type": "TEXT", "text": text}]}


def text_of(message: Mapping[str, Any]) -> str:
    """The texts of a message, a line each."""
    texts = [block["text"].strip() for block in message.get("content") or () if block.get("text") is not None]
    return "\n".join(texts).strip()


def said_in_words(messages: Iterable[Message]) -> list[Message]:
    """What is left where only texts are kept: neither calls of tools nor what they gave."""
    kept = []
    for message in messages:
        role = str(message.get("role", "")).lower()
        if role == "tool" or (role == "assistant" and message.get("toolCalls")):
            continue
        blocks = [block for block in message.get("content") or () if block.get("type") == "TEXT"]
        if blocks or message.get("content") is None:
            kept.append({"role": message.get("role"), "content": blocks})
    return kept


def pairs(messages: Sequence[Message]) -> list[Pair]:
    """Questions and answers; what the user says last has no answer yet and is left out."""
    found: list[Pair] = []
    asked: list[str] = []
    answered: list[str] = []
    for message in messages:
        role, text = str(message.get("role", "")).lower(), text_of(message)
        if role == "user":
            if answered:
                found += _pair(asked, answered)
                asked, answered = [], []
            asked.append(text)
        elif role == "assistant":
            answered.append(text)
    return found + (_pair(asked, answered) if answered else [])


def _pair(asked: Iterable[str], answered: Iterable[str]) -> list[Pair]:
    question, answer = "\n".join(filter(None, asked)), "\n".join(filter(None, answered))
    return [(question, answer)] if question and answer else []
