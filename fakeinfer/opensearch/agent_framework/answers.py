"""What a model says, read as a thought, a tool to run, or the final answer.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentUtils.java`
(`parseLLMOutput`). Models are asked for JSON in a code block and answer with something like it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..remote import gson
from .toolbox import matching, objects_fields

_LIKE_JSON = r'\{\s*("(thought|action|action_input|final_answer)"\s*:\s*".*?"\s*,?\s*)+\}'
_PARTS = {
    "thought": r'"thought"\s*:\s*"(.*?)"\s*,\s*["final_answer"|"action"]',
    "action": r'"action"\s*:\s*"(.*?)(?:"action_input"|$)',
    "action_input": r'"action_input"\s*:\s*"((?:[^"]|\")*)"',
    "final_answer": r'"final_answer"\s*:\s*"(.*)"',
}
"""How parts are found in what is no JSON after all."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the model wants: to run the tool `action`, or to end with `final_answer`."""

    whole: str
    """What it said, as far as it was understood."""
    thought: str
    action: str
    action_input: str
    final_answer: str | None
    call_id: str = ""
    """What the model calls its wish by, where tools are called as functions."""
    message: str | None = None
    """The model's own message, to be repeated to it."""


def read(answer: Mapping[str, Any], tools: Sequence[str], patterns: Sequence[str] = ()) -> Said:
    """Read the map that a model's answer is; what names no known tool counts as the final answer."""
    parts: dict[str, str] = {}
    if list(answer) == ["response"]:
        whole = _extracted(answer["response"], patterns)
        parts = _parts(whole)
    else:
        whole = gson.text(dict(answer))
        parts = {name: gson.parameter(answer[name]) for name in _PARTS if name in answer}
    tool = matching(tools, parts["action"]) if "action" in parts else None
    final = parts.get("final_answer")
    if tool is None and final is None:
        final = whole
    thought, wish = parts.get("thought", "null"), parts.get("action_input", "null")
    return Said(whole, thought, tool or "null", wish, None if final is None else final.strip())


def _extracted(text: str, patterns: Sequence[str]) -> str:
    """The JSON in a text, in a code block or not; else what looks like it; else all of it."""
    inner = text
    if "```json" in inner:
        inner = inner[inner.index("```json") + len("```json") :]
        inner = inner[: inner.rindex("```")] if "```" in inner else inner
    inner = inner.strip()
    if gson.is_json(inner):
        return inner
    for pattern in (*patterns, _LIKE_JSON):
        found = re.search(pattern, inner)
        if found is not None:
            return found[0]
    return text


def _parts(text: str) -> dict[str, str]:
    if gson.is_json(text):
        return objects_fields(text)
    found: dict[str, str] = {}
    for name, pattern in _PARTS.items():
        match = re.search(pattern, text, re.DOTALL) if f'"{name}"' in text else None
        if match is not None:
            found[name] = match[1].replace('\\"', '"') if name == "action_input" else match[1]
    return found
