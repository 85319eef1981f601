"""What planners and who executes their plans are told, in the words of each release: `planner_prompts.json`.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/PromptTemplate.java` and
`MLPlanExecuteAndReflectAgentRunner.java` (`setupPromptParameters`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import changes, moments
from .numbers import is_true

if TYPE_CHECKING:
    from ...cluster import State

OWN_PARTS = ("planner_system_prompt_prefix", "result_expand_and_override", "important_rules_expand")
"""Parameters that replace parts of the system prompt."""


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return found


def texts(state: State) -> dict[str, str]:
    """The texts of this version, by the parameters that replace them."""
    found = dict(_texts()["first"])
    for change, changed in _texts()["changed"].items():
        if change in state.switched_on:
            found |= changed
    if changes.PLANNER_PROMPT_HAS_PARTS in state.switched_on:
        parts = _texts()["parts"]
        found["plan_execute_reflect_response_format"] = _response_format("", "")
        usual = (parts["prefix"], parts["core"], found["plan_execute_reflect_response_format"], parts["final"])
        found["system_prompt"] = "".join(usual)
    return found


def put_in_place(state: State, parameters: dict[str, str]) -> None:
    """Give a planner the texts that nobody gave, and the time if it is to know it."""
    usual = texts(state)
    has_parts = changes.PLANNER_PROMPT_HAS_PARTS in state.switched_on
    fixed = "plan_execute_reflect_response_format"
    told = {**usual, **parameters, fixed: usual[fixed]}
    if has_parts and not told["system_prompt"]:
        told["system_prompt"] = usual["system_prompt"]
    if has_parts and any(parameters.get(name) for name in OWN_PARTS):
        told["system_prompt"] = _own_prompt(*(parameters.get(name) or "" for name in OWN_PARTS))
    if changes.PLANNER_IS_STRICT in state.switched_on and is_true(parameters.get("inject_datetime")):
        now = moments.told(state, parameters.get("datetime_format"))
        for name in ("executor_system_prompt",) if has_parts else ("system_prompt", "executor_system_prompt"):
            told[name] = f"{told[name]}\n\n{now}"
    parameters |= told


def _own_prompt(prefix: str, result: str, rules: str) -> str:
    parts = _texts()["parts"]
    return f"{prefix or parts['prefix']}\n{parts['core']}\n{_response_format(result, rules)}"


def _response_format(result: str, rules: str) -> str:
    parts = _texts()["parts"]
    return f"{parts['format']}{result}\n{'' if result else parts['examples']}{parts['rules']}{rules}\n"
