"""Models that call tools as functions (`_llm_interface`, since 3.0): what they are told, and how their answers are read.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/function_calling/`. An interface is a set of
parameters, in `interfaces.json`: templates for tools and messages, and paths into answers. An agent may give them all itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, not_implemented
from ...versions import Span, Version
from ..remote import gson, jsonpath
from ..remote.templates import filled
from . import toolbox
from .answers import Said
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

GEMINI = "gemini/v1beta/generatecontent"
GEMINI_SPAN = Span("3.5")
OWN_SOURCE = "_llm_response."
"""How a path begins that leads into the text of the answer."""


@lru_cache(maxsize=1)
def _interfaces() -> Mapping[str, Mapping[str, str]]:
    file = Path(__file__).with_name("interfaces.json")
    found: Mapping[str, Mapping[str, str]] = json.loads(file.read_text("utf-8"))["interfaces"]
    return found


def configure(parameters: dict[str, str]) -> None:
    """Put in place what the interface brings along; what is not to be escaped may be said by the caller."""
    name = parameters.get("_llm_interface", "").strip().lower()
    if name == GEMINI:
        raise not_implemented("agents with the interface of Gemini")
    brought = _interfaces().get(name, {})
    mine = parameters.get("no_escape_params")
    parameters.update(brought)
    if mine is not None and brought:
        parameters["no_escape_params"] = mine


def is_known(interface: str, version: Version) -> bool:
    """Whether a version has this interface, be it done here or not."""
    name = interface.strip().lower()
    return name in _interfaces() or (name == GEMINI and version in GEMINI_SPAN)


def response_filter(interface: str) -> str | None:
    """Where an interface has the text of its answers; None for one that is not known."""
    brought = _interfaces().get(interface.strip().lower())
    return None if brought is None else brought["llm_response_filter"]


def is_used(parameters: Mapping[str, str]) -> bool:
    """Whether tools are called as functions."""
    return "tool_template" in parameters


def described(state: State, tools: Mapping[str, Tool], parameters: Mapping[str, str]) -> str:
    """The tools as the model's own format has them."""
    told = []
    for name, tool in tools.items():
        about = {"name": name, "description": tool.description, **toolbox.schema_of(state, tool)}
        told.append(filled(parameters["tool_template"], "tool", about))
    return ", ".join(told)


def history(pairs: Sequence[tuple[str | None, str]], parameters: Mapping[str, str]) -> str:
    """The conversation so far as the model's own messages."""
    said = []
    for asked, answered in pairs:
        question = {"question": gson.text(asked or "")[1:-1]}
        said.append(filled(parameters["chat_history_template.user_question"], "_chat_history.message", question))
        response = {"response": gson.text(answered)[1:-1]}
        said.append(filled(parameters["chat_history_template.ai_response"], "_chat_history.message", response))
    return "".join(f"{message}, " for message in said)


def read(answer: Mapping[str, Any], tools: Sequence[str], parameters: Mapping[str, str]) -> Said:
    """A call of a function, or the final answer."""
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
    if not isinstance(calls, list) or not calls:
        return Said(whole, "null", "null", "null", _final(response, parameters).strip())
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
        _own_message(answer, calls, parameters),
    )


def response_message(call_id: str, text: str, parameters: Mapping[str, str]) -> str:
    """What a tool found, as a message of the model's own format."""
    template = parameters["interaction_template.tool_response"]
    return filled(template, "_interactions", {"tool_call_id": call_id, "tool_response": text})


def _own_message(answer: Mapping[str, Any], calls: list[Any], parameters: Mapping[str, str]) -> str:
    path = parameters.get("interaction_template.assistant_tool_calls_path")
    if path is not None:
        return gson.text(jsonpath.read(answer, path))
    template = parameters.get("interaction_template.assistant_tool_calls", "${_interactions.tool_calls}")
    return filled(template, "_interactions", {"tool_calls": gson.text(calls)})


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
