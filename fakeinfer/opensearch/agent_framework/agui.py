"""Agents that speak AG-UI (3.5): what they are told in its form, the tools of whoever asks, and the conversation so far.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/agui/AGUIInputConverter.java` and
`.../ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLAGUIAgentRunner.java`. The events are told by
`streams.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import NoAnswer, not_implemented
from ...formats.javatext import hash_order
from ...wire import Json
from ..remote import gson
from . import chat, failures, function_calling, memories
from .chat import Groups, Reasoning
from .inputs import Input
from .messages import Message
from .surroundings import Surroundings
from .toolbox import Kind, Tool

if TYPE_CHECKING:
    from ...cluster import State

KIND = "ag_ui"
THREAD, RUN, CONTEXT, TOOLS = "agui_thread_id", "agui_run_id", "agui_context", "agui_tools"
LOADS_HISTORY = "agui_load_chat_history"
FRONTEND = "AGUIFrontendTool"
_FIELDS = ("threadId", "runId", "state", "messages", "tools", "context", "forwardedProps")
_LISTS = ("messages", "tools", "context")


def is_input(body: Json) -> bool:
    """Whether a body has the form of AG-UI: all of its fields."""
    if not isinstance(body, dict) or not all(name in body for name in _FIELDS):
        return False
    return all(isinstance(body[name], list) for name in _LISTS)


def read(body: Mapping[str, Any], *, structured: bool) -> tuple[dict[str, str], Input | None]:
    """A body's parameters and messages; `structured` (3.6), the thread is the memory, and no messages ask for its history."""
    parameters = {
        THREAD: gson.parameter(body["threadId"]),
        RUN: gson.parameter(body["runId"]),
        **({"memory_id": gson.parameter(body["threadId"])} if structured else {}),
        "agui_state": gson.text(body["state"]),
        **({} if structured else {"agui_messages": gson.text(body["messages"])}),
        TOOLS: gson.text(body["tools"]),
        CONTEXT: gson.text(body["context"]),
        "agui_forwarded_props": gson.text(body["forwardedProps"]),
    }
    messages = [_message(one) for one in body["messages"] if isinstance(one, dict) and one.get("role") is not None]
    if not structured:
        return parameters, Input(with_context(messages, body["context"]))
    if not messages:
        return {**parameters, LOADS_HISTORY: "true"}, None
    return parameters, Input(messages)


def _message(given: Mapping[str, Any]) -> Message:
    role = str(given["role"])
    message: Message = {"role": role, "content": _blocks(given.get("content"))}
    if role.lower() == "assistant" and isinstance(given.get("toolCalls"), list):
        message["toolCalls"] = [call for one in given["toolCalls"] if (call := _call(one)) is not None]
    if role.lower() == "tool" and given.get("toolCallId") is not None:
        message["toolCallId"] = str(given["toolCallId"])
    return message


def _call(given: Any) -> dict[str, Any] | None:
    function = given.get("function") if isinstance(given, dict) else None
    if not isinstance(function, dict) or given.get("id") is None:
        return None
    if function.get("name") is None or function.get("arguments") is None:
        return None
    named = {name: gson.parameter(function[name]) for name in ("name", "arguments")}
    return {"id": str(given["id"]), "type": str(given.get("type") or "function"), "function": named}


def _blocks(content: Any) -> list[dict[str, Any]]:
    if not isinstance(content, list):
        known = content is not None and not isinstance(content, dict)
        return [{"type": "TEXT", "text": gson.parameter(content)}] if known else []
    return [block for one in content if isinstance(one, dict) and (block := _block(one)) is not None]


def _block(given: Mapping[str, Any]) -> dict[str, Any] | None:
    if given.get("type") == "text":
        return {"type": "TEXT", **({"text": str(given["text"])} if given.get("text") is not None else {})}
    mime, data = given.get("mimeType"), given.get("data")
    if given.get("type") != "binary" or not isinstance(mime, str) or data is None or not mime.startswith("image/"):
        return None
    return {
        "type": "IMAGE",
        "image": {"type": "BASE64", "format": mime.removeprefix("image/") or mime, "data": str(data)},
    }


def with_context(messages: Sequence[Message], context: Any) -> list[Message]:
    """The messages, the newest of the user with the context before its last text."""
    told = list(messages)
    asked = [at for at, message in enumerate(told) if str(message["role"]).lower() == "user"]
    if not asked or not isinstance(context, list) or not context:
        return told
    known = [one for one in context if isinstance(one, dict) and None not in (one.get("description"), one.get("value"))]
    lines = "".join(f"- {gson.parameter(one['description'])}: {gson.parameter(one['value'])}\n" for one in known)
    blocks = list(told[asked[-1]].get("content") or ())
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at]["type"] == "TEXT":
            blocks[at] = {"type": "TEXT", "text": f"Context:\n{lines}\n{blocks[at].get('text', 'null')}"}
            break
    told[asked[-1]] = {**told[asked[-1]], "content": blocks}
    return told


def as_agui(state: State, messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages in the form of AG-UI."""
    return [_shown(state, message) for message in messages]


def _shown(state: State, message: Message) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": state.ids.uuid(), "role": message["role"]}
    blocks = message.get("content") or []
    if len(blocks) == 1 and blocks[0]["type"] == "TEXT":
        shown["content"] = blocks[0].get("text")
    elif blocks:
        shown["content"] = [told for block in blocks if (told := _told(block)) is not None]
    shown |= {name: message[name] for name in ("toolCalls", "toolCallId") if message.get(name)}
    return shown


def _told(block: Mapping[str, Any]) -> dict[str, Any] | None:
    if block["type"] == "TEXT":
        return {"type": "text", "text": block.get("text")}
    image = block.get("image")
    return image and {"type": "binary", "mimeType": f"image/{image['format']}", "data": image["data"]}


def run_agui(state: State, agent: Mapping[str, Any], parameters: dict[str, str], around: Surroundings) -> Groups:
    """Run as a conversational agent does, telling events; or tell the conversation so far."""
    parameters = {**(agent.get("parameters") or {}), **parameters}
    function_calling.configure(state, parameters)
    parameters["agent_type"] = KIND
    if around.stream is not None:
        around.stream.speaks_events = True
    if parameters.get(LOADS_HISTORY) == "true":
        return _tell_history(state, agent, parameters, around)
    if agent.get("llm") is None:
        raise failures.llm_is_null()
    memory = chat.remembered(state, agent, parameters, around)
    backend = chat.tools_of(state, agent, parameters)
    tools = {**backend, **_frontend_tools(parameters)}
    tools = {name: tools[name] for name in hash_order(list(tools))}
    return _Reasoning(state, agent, tools, memory, parameters, around).run()


def _tell_history(state: State, agent: Mapping[str, Any], parameters: dict[str, str], around: Surroundings) -> Groups:
    if around.stream is None:
        raise NoAnswer("a conversation is told in a stream alone")
    messages: list[Message] = []
    if "memory" in agent:
        limit = memories.history_limit(parameters)
        messages = memories.open_or_begin(state, agent, parameters).messages()
        messages = messages[-limit:] if limit > 0 else messages
    around.stream.tell("MESSAGES_SNAPSHOT", messages=as_agui(state, messages))
    around.stream.tell("RUN_FINISHED", is_last=True, **around.stream.run_finished())
    return []


def _frontend_tools(parameters: Mapping[str, str]) -> dict[str, Tool]:
    """The tools that whoever asks runs."""
    try:
        given = gson.read(parameters.get(TOOLS) or "[]")
    except gson.NotJson:
        return {}
    named = [one for one in given if isinstance(one, dict) and isinstance(one.get("name"), str)]
    return {one["name"]: _frontend_tool(one) for one in named} if isinstance(given, list) else {}


def _frontend_tool(given: Mapping[str, Any]) -> Tool:
    schema = given.get("parameters") or {"type": "object", "properties": {}}
    spec = {"type": FRONTEND, "attributes": {"input_schema": gson.text(schema)}}
    return Tool(given["name"], FRONTEND, str(given.get("description")), spec, Kind(_not_here))


def _not_here(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Json:
    raise not_implemented("running a tool of whoever asks")


class _Reasoning(Reasoning):
    """The loop, which ends when the model wishes for a tool of whoever asks."""

    def leaves_to_caller(self, tool: Tool) -> bool:
        """Whether whoever runs the agent is to run this tool: the run is over then."""
        if tool.type != FRONTEND:
            return False
        if self.stream is None:
            raise NoAnswer("tools of whoever asks are called in a stream alone")
        self.stream.tell("RUN_FINISHED", is_last=True, **self.stream.run_finished())
        return True
