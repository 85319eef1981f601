"""Models that call tools as functions (`_llm_interface`, since 3.0): what they are told, and how their answers are read.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/function_calling/`. An interface is a set of
parameters, in `interfaces.json`: templates for tools and messages, and paths into answers. An agent may give them all itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...versions import Span, Version
from .. import changes
from ..remote import gson, jsonpath
from ..remote.templates import filled
from . import changes as tool_changes
from . import failures, toolbox
from .answers import Said
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

GEMINI = "gemini/v1beta/generatecontent"
DEEPSEEK = "bedrock/converse/deepseek_r1"
SPANS = {GEMINI: Span("3.5")}
NEVER_TOLD = "N/A"
"""What stands for the reason of an answer that calls tools, where the service tells none."""
OWN_SOURCE = "_llm_response."
"""How a path begins that leads into the text of the answer."""
_HAS = re.compile(r"(.*)\[\?\(@\.(\w+)\)\]")
_CALLS = {"bedrock/converse/claude": ("content", "toolUse"), GEMINI: ("parts", "functionCall")}
"""What an interface calls the parts of a message, and those that call a tool."""


@lru_cache(maxsize=1)
def _interfaces() -> Mapping[str, Mapping[str, str]]:
    file = Path(__file__).with_name("interfaces.json")
    found: Mapping[str, Mapping[str, str]] = json.loads(file.read_text("utf-8"))["interfaces"]
    return found


def configure(state: State, parameters: dict[str, str]) -> None:
    """Put in place what the interface brings along; what is not to be escaped may be said by the caller."""
    name = parameters.get("_llm_interface", "").strip().lower()
    if not is_known(name, state.contract.version):
        if name and tool_changes.INTERFACES_ARE_REFUSED in state.switched_on:
            raise failures.invalid_interface(state, parameters["_llm_interface"])
        return
    mine = parameters.get("no_escape_params")
    parameters.update(_interfaces()[name])
    if mine is not None:
        parameters["no_escape_params"] = mine


def is_known(interface: str, version: Version) -> bool:
    """Whether a version has this interface."""
    name = interface.strip().lower()
    return name in _interfaces() and version in SPANS.get(name, Span())


def response_filter(interface: str) -> str | None:
    """Where an interface has the text of its answers; None for one that planners do not know."""
    name = interface.strip().lower()
    brought = _interfaces().get(name) if name != GEMINI else None
    return None if brought is None else brought["llm_response_filter"]


def is_used(parameters: Mapping[str, str]) -> bool:
    """Whether tools are called as functions."""
    return "tool_template" in parameters


def described(state: State, tools: Mapping[str, Tool], parameters: Mapping[str, str]) -> str:
    """The tools as the model's own format has them."""
    escape = gson.escaped if changes.AGENTS_HAVE_HOOKS in state.switched_on else str
    told = []
    for name, tool in tools.items():
        about = {"name": escape(name), "description": escape(tool.description), **toolbox.schema_of(state, tool)}
        if "gemini.schema.cleaner" in parameters:
            about["attributes.input_schema_cleaned"] = _cleaned(about["attributes.input_schema"])
        told.append(filled(parameters["tool_template"], "tool", about))
    return ", ".join(told)


def history(pairs: Iterable[tuple[str | None, str]], parameters: Mapping[str, str]) -> str:
    """The conversation so far as the model's own messages."""
    said = []
    for asked, answered in pairs:
        question = {"question": gson.text(asked or "")[1:-1]}
        said.append(filled(parameters["chat_history_template.user_question"], "_chat_history.message", question))
        response = {"response": gson.text(answered)[1:-1]}
        said.append(filled(parameters["chat_history_template.ai_response"], "_chat_history.message", response))
    return "".join(f"{message}, " for message in said)


def read(state: State, answer: Mapping[str, Any], tools: Sequence[str], parameters: Mapping[str, str]) -> Said:
    """A call of a function, or the final answer."""
    if "llm_response_exclude_path" in parameters:
        answer = _without(answer, parameters["llm_response_exclude_path"])
    whole = gson.text(dict(answer))
    calls_path = parameters["tool_calls_path"]
    wants_tool = False
    try:
        response = jsonpath.read(answer, parameters["llm_response_filter"])
    except ApiError:
        response, wants_tool = jsonpath.read(answer, calls_path), True
    wants_tool |= _reason(answer, response, parameters) == parameters["llm_finish_reason_tool_use"].lower()
    try:
        calls = jsonpath.read(*_place(answer, response, calls_path)) if wants_tool else None
    except ApiError:
        calls = None
    if not isinstance(calls, list):
        return Said(whole, "null", "null", "null", _final(response, parameters).strip())
    if not calls:
        return Said(whole, "", "null", "null", whole.strip())
    name = str(jsonpath.read(calls[0], parameters["tool_calls.tool_name"]))
    matched = toolbox.matching(tools, name)
    if matched is None:
        return Said(whole, "", "null", "null", whole.strip())
    return Said(
        whole,
        "",
        matched,
        gson.parameter(jsonpath.read(calls[0], parameters["tool_calls.tool_input"])),
        None,
        str(jsonpath.read(calls[0], parameters["tool_calls.id_path"])),
        _own_message(state, answer, calls, parameters),
    )


def calls_in(answer: Mapping[str, Any], parameters: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """All calls of functions in an answer: name, arguments, id."""
    try:
        wanted = parameters["llm_finish_reason_tool_use"]
        if wanted != NEVER_TOLD and _reason(answer, None, parameters) != wanted.lower():
            return []
        calls = jsonpath.read(answer, parameters["tool_calls_path"])
    except ApiError:
        return []
    paths = [parameters[f"tool_calls.{name}"] for name in ("tool_name", "tool_input", "id_path")]
    read = [[gson.parameter(jsonpath.read(call, path)) for path in paths] for call in calls or ()]
    return [(name, wish, id) for name, wish, id in read]


def response_message(call_id: str, text: str, parameters: Mapping[str, str]) -> str:
    """What a tool found, or why it failed, as a message of the model's own format."""
    if parameters.get("_llm_interface", "").strip().lower() == DEEPSEEK:
        told = gson.text({"tool_call_id": call_id, "tool_result": {"text": text}})
        return gson.text({"role": "user", "content": [{"text": told}]})
    template = parameters["interaction_template.tool_response"]
    values = {"tool_call_id": call_id, "tool_response": gson.text(text)[1:-1]}
    return filled(template, "_interactions", values)


def _own_message(state: State, answer: Mapping[str, Any], calls: list[Any], parameters: Mapping[str, str]) -> str:
    """The model's own message, to be repeated to it."""
    path = parameters.get("interaction_template.assistant_tool_calls_path")
    if path is None:
        template = parameters.get("interaction_template.assistant_tool_calls", "${_interactions.tool_calls}")
        return filled(template, "_interactions", {"tool_calls": gson.text(calls)})
    left_out = parameters.get("interaction_template.assistant_tool_calls_exclude_path")
    if left_out is not None:
        answer = _without(answer, left_out)
    message = jsonpath.read(answer, path)
    if changes.AGENTS_HAVE_HOOKS in state.switched_on:
        message = _with_first_call(message, parameters.get("_llm_interface", "").strip().lower())
    return gson.text(message)


def _with_first_call(message: Any, interface: str) -> Any:
    """The message with no call of a tool but the first one."""
    if interface not in _CALLS or not isinstance(message, dict):
        return message
    parts, call = _CALLS[interface]
    has_called, kept = False, []
    for part in message.get(parts) or ():
        is_call = isinstance(part, dict) and call in part
        if not (is_call and has_called):
            kept.append(part)
        has_called |= is_call
    return {**message, parts: kept}


def _without(answer: Mapping[str, Any], paths: str) -> dict[str, Any]:
    """The answer without what paths lead to; one that leads nowhere does nothing."""
    left = deepcopy(dict(answer))
    for path in gson.read(paths):
        matched = _HAS.fullmatch(str(path))
        try:
            if matched is not None:
                parts = jsonpath.read(left, matched[1])
                parts[:] = [part for part in parts if not (isinstance(part, dict) and matched[2] in part)]
                continue
            for place in jsonpath.places(left, str(path)):
                _remove(left, place.split("."))
        except ApiError as error:
            if error.status == 501:
                raise
    return left


def _remove(value: Any, names: list[str]) -> None:
    for name in names[:-1]:
        value = value[int(name)] if isinstance(value, list) else value[name]
    if isinstance(value, dict):
        value.pop(names[-1], None)
    elif isinstance(value, list):
        del value[int(names[-1])]


def _cleaned(schema: str) -> str:
    """A schema without `additionalProperties`, which Gemini does not take."""
    try:
        read = gson.read(schema)
    except gson.NotJson:
        return schema
    return gson.text(_closed(read))


def _closed(schema: Any) -> Any:
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return schema
    properties = schema.get("properties")
    kept = {name: value for name, value in schema.items() if name != "additionalProperties"}
    if isinstance(properties, dict):
        kept["properties"] = {name: _closed(one) for name, one in properties.items()}
    return kept


def _place(answer: Mapping[str, Any], response: Any, path: str) -> tuple[Any, str]:
    """What a path leads into, and the path there."""
    if path.startswith(OWN_SOURCE):
        return _as_object(response), path.removeprefix(OWN_SOURCE)
    return answer, path


def _reason(answer: Mapping[str, Any], response: Any, parameters: Mapping[str, str]) -> str:
    try:
        return str(jsonpath.read(*_place(answer, response, parameters["llm_finish_reason_path"]))).lower()
    except ApiError:
        return ""


def _final(response: Any, parameters: Mapping[str, str]) -> str:
    text = gson.parameter(response)
    if not gson.is_json(text):
        return text
    path = parameters.get("llm_final_response_post_filter")
    return gson.parameter(jsonpath.read(_as_object(response), path)) if path is not None else text


def _as_object(response: Any) -> Any:
    text = gson.parameter(response)
    return gson.read(text) if gson.is_json(text) else {"response": text}
