"""The prompt of conversational agents, built of templates, tools, indices, examples and history. Texts are in `prompts.json`,
those that tell who plans and who executes in `planner_prompts.json`.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentUtils.java`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import changes
from ..remote import gson
from ..remote.templates import filled
from . import changes as tool_changes
from . import failures, lists, moments
from .numbers import is_true
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

SYSTEM_PROMPT = "You are a helpful assistant."
"""What a model is told of itself where nobody says anything (3.5)."""
STOP = ("\nObservation:", "\n\tObservation:")
STOP_SEQUENCES = (
    "\n\nHuman:",
    "\nObservation:",
    "\n\tObservation:",
    "\nObservation",
    "\n\tObservation",
    "\n\nQuestion",
)


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return found


def templates() -> Mapping[str, str]:
    """The texts of a conversational agent."""
    found: Mapping[str, str] = _texts()["conversational"]
    return found


def summary_prompt(of: str = "summary") -> str:
    """What the model is told when it is to sum up an agent's steps, or a plan's (`summary_of_plan`)."""
    return str(_texts()[of])


def with_defaults(state: State, parameters: Mapping[str, str]) -> dict[str, str]:
    """Parameters with the texts that nobody gave, and the time if the model is to know it."""
    texts = templates()
    told = {
        "stop": gson.text(list(STOP)),
        "stop_sequences": gson.text(list(STOP_SEQUENCES)),
        **{f"prompt.{name}": texts[name] for name in ("prefix", "suffix", "format_instruction", "tool_response")},
        **parameters,
    }
    now = ""
    if tool_changes.TOOL_OUTPUTS_ARE_FILTERED in state.switched_on and is_true(parameters.get("inject_datetime")):
        now = f"\n\n{moments.told(state, parameters.get('datetime_format'))}"
        told["system_prompt" if "system_prompt" in parameters else "prompt.prefix"] += now
    if changes.AGENTS_HAVE_HOOKS in state.switched_on:
        told.setdefault("agent_type", "chat")
        told.setdefault("system_prompt", SYSTEM_PROMPT + now)
    return told


def build(tools: Mapping[str, Tool], parameters: dict[str, str], *, lists_tools: bool = True) -> str:
    """The prompt, its scratchpad still open; history and context are parameters from here on, be they empty."""
    prompt = filled(parameters.get("prompt", templates()["prompt"]), "parameters", parameters)
    for name in ("prefix", "suffix"):
        prompt = filled(prompt, "parameters", {f"prompt.{name}": parameters.get(f"prompt.{name}", "")})
    if lists_tools:
        prompt = filled(prompt, "parameters", _tools(tools, parameters))
    prompt = filled(prompt, "parameters", {"opensearch_indices": _indices(parameters)})
    prompt = filled(prompt, "parameters", {"examples": _examples(parameters)})
    for name in ("chat_history", "context"):
        parameters.setdefault(name, "")
        prompt = filled(prompt, "parameters", {name: parameters[name]})
    return prompt


def _tools(tools: Mapping[str, Tool], parameters: Mapping[str, str]) -> dict[str, str]:
    described = _listed(
        parameters,
        "agent.tools",
        "tool",
        "You have access to the following tools defined in <tools>: \n<tools>\n",
        "</tools>\n",
        (f"{name}: {tool.description}" for name, tool in tools.items()),
    )
    if not tools:
        raise failures.no_tool_names()
    names = "".join(f"{name}, " for name in tools)[:-1]
    return {
        "tool_descriptions": parameters.get("tool_descriptions", described),
        "tool_names": parameters.get("tool_names", names),
    }


def _indices(parameters: Mapping[str, str]) -> str:
    if "opensearch_indices" not in parameters:
        return ""
    before = (
        "You have access to the following OpenSearch Index defined in <opensearch_indexes>: \n<opensearch_indexes>\n"
    )
    listed = lists.read(parameters["opensearch_indices"], "indicesList", "iterator()")
    return _listed(parameters, "opensearch_indices", "index", before, "</opensearch_indexes>\n", listed)


def _examples(parameters: Mapping[str, str]) -> str:
    if "examples" not in parameters:
        return ""
    before = "You should follow and learn from examples defined in <examples>: \n<examples>\n"
    listed = lists.read(parameters["examples"], "exampleList", "iterator()")
    return "EXAMPLES\n--------\n" + _listed(parameters, "examples", "example", before, "</examples>\n", listed)


def _listed(parameters: Mapping[str, str], kind: str, one: str, before: str, after: str, entries: Iterable[str]) -> str:
    """Entries between their marks, each of which a parameter may replace."""
    opening = parameters.get(f"{kind}.{one}.prefix", f"<{one}>\n")
    closing = parameters.get(f"{kind}.{one}.suffix", f"\n</{one}>\n")
    inner = "".join(f"{opening}{entry}{closing}" for entry in entries)
    return f"{parameters.get(f'{kind}.prefix', before)}{inner}{parameters.get(f'{kind}.suffix', after)}"
