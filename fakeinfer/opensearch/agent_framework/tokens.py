"""Tokens that the models of one run used (`include_token_usage`, since 3.6), turn by turn and model by model.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentTokenTracker.java`.
Only models with an interface tell how many they used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...formats.javatext import hash_order
from ..models import deployment_api as deployment
from ..remote.execution import connector_of
from ..remote.rendering import find_action
from ..remote.templates import filled
from . import changes
from .numbers import is_true
from .outputs import Tensor

if TYPE_CHECKING:
    from ...cluster import State

USAGE = "token_usage"
_OPENAI = {
    "input_tokens": ("prompt_tokens",),
    "output_tokens": ("completion_tokens",),
    "total_tokens": ("total_tokens",),
    "cache_read_input_tokens": ("prompt_tokens_details", "cached_tokens"),
    "reasoning_tokens": ("completion_tokens_details", "reasoning_tokens"),
}
_CONVERSE = {
    "input_tokens": ("inputTokens",),
    "output_tokens": ("outputTokens",),
    "total_tokens": ("totalTokens",),
    "cache_read_input_tokens": ("cacheReadInputTokens",),
    "cache_creation_input_tokens": ("cacheWriteInputTokens",),
}
_GEMINI = {
    "input_tokens": ("promptTokenCount",),
    "output_tokens": ("candidatesTokenCount",),
    "total_tokens": ("totalTokenCount",),
    "cache_read_input_tokens": ("cachedContentInputTokenCount",),
    "reasoning_tokens": ("thoughtsTokenCount",),
}
_DEEPSEEK = {name: _OPENAI[name] for name in ("input_tokens", "output_tokens", "total_tokens")}
_PATHS: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "openai/v1/chat/completions": ("usage", _OPENAI),
    "bedrock/converse/claude": ("usage", _CONVERSE),
    "bedrock/converse/deepseek_r1": ("usage", _DEEPSEEK),
    "gemini/v1beta/generatecontent": ("usageMetadata", _GEMINI),
}
"""Where each interface tells how many, and under which names."""


class Tokens:
    """What was counted so far."""

    def __init__(self, state: State, parameters: Mapping[str, str], *, is_sub_agent: bool = False) -> None:
        self.state = state
        self.interface = (parameters.get("_llm_interface") or "").strip().lower()
        self.counts = changes.TOKENS_ARE_COUNTED in state.switched_on
        self.is_told = is_sub_agent or is_true(parameters.get("include_token_usage"))
        self.turns: list[dict[str, Any]] = []
        self.models: dict[str, dict[str, Any]] = {}

    def count(self, model_id: str, answer: Mapping[str, Any]) -> None:
        """Note a model's answer."""
        if not self.counts or self.interface not in _PATHS:
            return
        field, paths = _PATHS[self.interface]
        said = answer.get(field)
        if not isinstance(said, Mapping):
            return
        used = {name: number for name, path in paths.items() if (number := _number(said, path)) is not None}
        about = _about(self.state, model_id)
        self.turns.append({"turn": len(self.turns) + 1, **about, **used})
        self._add(about, used, 1)

    def merge(self, told: Mapping[str, Any]) -> None:
        """Add what an agent that was run has counted."""
        self.turns += [{**turn, "turn": len(self.turns) + at} for at, turn in enumerate(told["per_turn_usage"], 1)]
        for model in told["per_model_usage"]:
            about = {name: model[name] for name in ("model_name", "model_url", "model_id")}
            used = {name: number for name, number in model.items() if name.endswith("_tokens")}
            self._add(about, used, model["call_count"])

    def tensors(self) -> list[Tensor]:
        """The tensor that tells it, if it is to be told."""
        if not self.turns or not self.is_told:
            return []
        models = [_in_java_order(self.models[id]) for id in hash_order(list(self.models))]
        told = {"per_model_usage": models, "per_turn_usage": [_in_java_order(turn) for turn in self.turns]}
        return [{"name": USAGE, "dataAsMap": _in_java_order(told)}]

    def _add(self, about: Mapping[str, str], used: Mapping[str, int], calls: int) -> None:
        before = self.models.get(about["model_id"], {"call_count": 0})
        summed = {name: before.get(name, 0) + number for name, number in used.items()}
        self.models[about["model_id"]] = {**before, **about, **summed, "call_count": before["call_count"] + calls}


def _number(said: Mapping[str, Any], path: tuple[str, ...]) -> int | None:
    value: Any = said
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _about(state: State, model_id: str) -> dict[str, str]:
    """A model's name and where its connector leads to."""
    model = deployment.find_model(state, model_id)
    connector, _ = connector_of(state, model_id, model)
    action = find_action(connector, "PREDICT")
    url = model_id if action is None else filled(action["url"], "parameters", connector.get("parameters") or {})
    return {"model_name": str(model.get("name", "")), "model_url": url, "model_id": model_id}


def _in_java_order(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: named[name] for name in hash_order(list(named))}
