"""What tools and agents give back: a text, another value, or the tensors of a model or agent; and how each is told.

A tool's value is any JSON value, or `Outputs`. Sources: `MLFlowAgentRunner.java` (`parseResponse`), `AgentUtils.java`
(`outputToOutputString`), `MLAgentExecutor.java` (`createAgentActionListener`), all of opensearch-project/ml-commons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ...errors import ApiError
from ...formats import jsontext
from ...wire import Json
from ..remote import gson, jsonpath

Tensor: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outputs:
    """The tensors of a model, a connector or another agent, in groups; a `bare` list is told as Java's own fields."""

    groups: list[list[Tensor]]
    bare: bool = False
    whole: dict[str, Any] | None = None
    """An answer of another form, which has no tensors (`conversational_v2`)."""

    @property
    def tensors(self) -> list[Tensor]:
        """All tensors, group after group."""
        return [tensor for group in self.groups for tensor in group]


Value: TypeAlias = Json | Outputs


def result(name: str, text: str) -> Tensor:
    """A tensor that holds a text."""
    return {"name": name, "result": text}


def as_tensors(value: Value) -> list[Tensor]:
    """What an agent answers when this is all that came out."""
    return value.tensors if isinstance(value, Outputs) else [result("response", as_text(value))]


def of_tool(name: str, value: Value) -> list[Tensor]:
    """What stands in an agent's answer for one of its tools."""
    if isinstance(value, Outputs) and not value.bare:
        return list(value.groups[0])
    return [result(name, _plain(value))]


def as_parameter(value: Value) -> str:
    """What later tools find as `<tool>.output`, and memory as the response."""
    if isinstance(value, Outputs):
        if value.bare:
            return jsontext.dumps({"output": value.groups[0]})
        return jsontext.dumps({"inference_results": [{"output": group} for group in value.groups]})
    return as_text(value)


def as_observation(value: Value) -> str:
    """What the model is told that a tool found."""
    if isinstance(value, Outputs) and not value.bare:
        first = value.groups[0][0]
        return gson.text(first["dataAsMap"]) if first.get("dataAsMap") is not None else str(first.get("result"))
    return _plain(value)


def filtered(value: Value, path: str | None) -> Value:
    """What a tool's `output_filter` picks of its output; all of it where that leads nowhere (3.2)."""
    if path is None:
        return value
    try:
        return as_text(jsonpath.read(gson.read(as_parameter(value)), path))
    except gson.NotJson:
        return value
    except ApiError as error:
        if error.status == 501:
            raise
        return value


def as_json(value: Value) -> Json:
    """A value for those who look into it: tensors as Java's own fields."""
    if isinstance(value, Outputs):
        return {"mlModelOutputs": [{"mlModelTensors": group} for group in value.groups]}
    return value


def as_text(value: Json) -> str:
    """A text as it is, everything else as JSON."""
    return gson.parameter(value)


def grouped(inference_results: Iterable[dict[str, Any]]) -> list[list[Tensor]]:
    """The groups of tensors that a prediction came back with."""
    return [list(found["output"]) for found in inference_results]


def _plain(value: Value) -> str:
    if isinstance(value, Outputs):
        return gson.text([{"mlModelTensors": group} for group in value.groups])
    return as_text(value)
