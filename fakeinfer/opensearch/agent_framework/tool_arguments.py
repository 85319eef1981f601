"""Arguments of tools whose schema stands among their parameters, put right before the tool runs (3.8); the schema is not looked at.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/ToolArgumentValidator.java` and
`.../algorithms/agent/MLChatAgentRunner.java` (`runTool`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..remote import gson
from .toolbox import Tool

SCHEMA = "input_schema"
STRICT = "openai/v1/chat/completions"
"""The interface whose models keep to schemas by themselves."""


class Malformed(ValueError):
    """Arguments that cannot be put right."""


def are_checked(tool: Tool, parameters: Mapping[str, str]) -> bool:
    """Whether the arguments of a tool are looked at."""
    interface = parameters.get("_llm_interface", "").strip().lower()
    return interface != STRICT and SCHEMA in (tool.spec.get("parameters") or {})


def put_right(wish: str) -> str:
    """Arguments as an object, JSON in its texts read. Raises `Malformed`."""
    if not wish.strip():
        raise Malformed("Tool input cannot be null or empty")
    given = _object(wish)
    if given is None:
        given = _object(_unwrapped(wish.strip()))
    if given is None:
        raise Malformed(
            "Tool arguments are malformed and cannot be safely normalized. Please retry with valid JSON format."
        )
    return gson.text(gson.doubles({name: _read(value) for name, value in given.items()}))


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = gson.read(text)
    except gson.NotJson:
        return None
    return value if isinstance(value, dict) else None


def _unwrapped(text: str) -> str:
    """A text without the quotes around it."""
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        return text
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def _read(value: Any) -> Any:
    """A value, read once more if it is a text that looks like an object or a list."""
    trimmed = value.strip() if isinstance(value, str) else ""
    if len(trimmed) < 2 or trimmed[0] + trimmed[-1] not in ("{}", "[]"):
        return value
    try:
        return gson.read(trimmed)
    except gson.NotJson:
        return value
