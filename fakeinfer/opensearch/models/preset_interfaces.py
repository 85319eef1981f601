"""Interfaces that models get by themselves when they are registered, for what their connector leads to (2.19 and newer).

They are those of some models of Bedrock and of two other services of AWS, known by the connector's parameters; `preset_interfaces.json`
holds them (observed: opensearch 2.19.1). Before, 2.16 on, there were others, which the fake has not.
Source: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/utils/ModelInterfaceUtils.java.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import changes

if TYPE_CHECKING:
    from ...cluster import State

_PREFIX = "connector.post_process."
_SHORT_LIST = re.compile(r'\[\s+("[^\[\]{}]*")\s+\]')


def preset_of(state: State, connector: Mapping[str, Any]) -> dict[str, str] | None:
    """The interface of a model behind such a connector, or None."""
    parameters, actions = connector.get("parameters"), connector.get("actions")
    if not isinstance(parameters, dict) or not actions or changes.INTERFACES_ARE_PRESET not in state.switched_on:
        return None
    service = parameters.get("service_name")
    if service == "bedrock":
        kind = parameters.get("model")
    elif service == "comprehend":
        kind = "comprehend" if parameters.get("api_name") == "DetectDominantLanguage" else None
    else:
        kind = "textract" if service == "textract" else None
    preset = _read()["models"].get(kind)
    if preset is None:
        return None
    function = actions[0].get("post_process_function") or ""
    wanted = preset.get("function")
    processed = bool(function.strip()) if wanted == "any" else function.lower() == f"{_PREFIX}{wanted}"
    output = preset["processed"] if processed and "processed" in preset else preset["raw"]
    if output == "completion and stop" and changes.CLAUDE_V2_SAYS_WHY_IT_STOPS not in state.switched_on:
        output = "completion"
    return {"input": _printed("inputs", preset["input"]), "output": _printed("outputs", output)}


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return read


@lru_cache(maxsize=32)
def _printed(kind: str, name: str) -> str:
    """A schema as the server prints it, which is not the same way for all."""
    held = _read()[kind][name]
    text = json.dumps(held["schema"], indent=held["indent"])
    return _SHORT_LIST.sub(_on_one_line, text) if held.get("short_lists") else text


def _on_one_line(found: re.Match[str]) -> str:
    return "[" + re.sub(r",\s+", ", ", found[1]) + "]"
