"""A chat without a model: the answer to the last thing the user said, or the call of a tool that was asked for.

The same conversation gets the same answer everywhere. A tool is called when the choice names one or is "required"; with
"auto" the answer is text. Arguments are in `arguments.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..formats import jsontext
from .arguments import arguments_for
from .completion import complete
from .tokens import count_tokens, cut_to_tokens, stem, words


class Said(NamedTuple):
    """One message of the conversation."""

    role: str
    text: str


class Tool(NamedTuple):
    """A function that may be called; `parameters` is a JSON Schema."""

    name: str
    description: str = ""
    parameters: Mapping[str, Any] | None = None


class Conversation(NamedTuple):
    """What was said, and how it is to be answered."""

    messages: Sequence[Said]
    tools: Sequence[Tool] = ()
    required: bool = False
    """Some tool has to be called."""
    tool: str | None = None
    """The one that has to be called."""
    max_tokens: int | None = None
    stop: Sequence[str] = ()
    """Texts that end the answer."""
    reason: bool = False


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function to call; `arguments` are an object, or JSON text, which may be cut or wrong as a model's own."""

    name: str
    arguments: str | Mapping[str, Any] = field(default_factory=dict)

    @property
    def json(self) -> str:
        """The arguments as they travel."""
        return self.arguments if isinstance(self.arguments, str) else jsontext.dumps(dict(self.arguments))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says, or which tools it wants; `finish_reason` is stop, length or tool_calls."""

    text: str
    calls: tuple[ToolCall, ...]
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    """What it said, thought and wrote into arguments."""
    thought: str = ""
    """What it reasoned before, when it was asked to."""

    @property
    def thought_tokens(self) -> int:
        """How many of the tokens went into the reasoning."""
        return count_tokens(self.thought)


def chat(asked: Conversation) -> Answer:
    """Answer the conversation."""
    prompt = sum(count_tokens(message.text) for message in asked.messages)
    question = next((message.text for message in reversed(asked.messages) if message.role == "user"), "")
    thought = f"I am asked: {question.strip()}" if asked.reason else ""
    thinking = count_tokens(thought)
    tool = _wanted(asked, question)
    if tool is not None:
        whole = ToolCall(tool.name, arguments_for(tool.parameters or {}, question))
        call, ending = _cut(whole, asked.max_tokens)
        return Answer("", (call,), ending, prompt, thinking + count_tokens(call.json), thought)
    text = _until(_reply(asked.messages, question), asked.stop)
    cut = text if asked.max_tokens is None else cut_to_tokens(text, max(asked.max_tokens, 0))
    ending = "stop" if cut == text else "length"
    return Answer(cut, (), ending, prompt, thinking + count_tokens(cut), thought)


def _cut(call: ToolCall, limit: int | None) -> tuple[ToolCall, str]:
    """The call as far as the limit lets it be written, broken arguments and all, as a model's own would be."""
    if limit is None or count_tokens(call.json) <= limit:
        return call, "tool_calls"
    return ToolCall(call.name, cut_to_tokens(call.json, max(limit, 0))), "length"


def _reply(messages: Sequence[Said], question: str) -> str:
    answer = complete(question)
    last = messages[-1] if messages else None
    return f"{answer} The tool said: {last.text}" if last is not None and last.role == "tool" else answer


def _until(text: str, stop: Sequence[str]) -> str:
    """The beginning of `text`, up to the first of the words that end it."""
    found = [at for word in stop if word and (at := text.find(word)) >= 0]
    return text[: min(found)] if found else text


def _wanted(asked: Conversation, question: str) -> Tool | None:
    """The tool to call: the named one even if nobody described it, the nearest if any has to be."""
    if asked.tool is not None:
        return next((tool for tool in asked.tools if tool.name == asked.tool), Tool(asked.tool))
    return _nearest(question, asked.tools) if asked.required and asked.tools else None


def _nearest(question: str, tools: Sequence[Tool]) -> Tool:
    """The tool that shares most words with the question; the first of equals."""
    asked = {stem(word) for word in words(question)}

    def shared(tool: Tool) -> int:
        about = words(f"{tool.name} {tool.description}".replace("_", " "))
        return len(asked & {stem(word) for word in about})

    return max(tools, key=shared)
