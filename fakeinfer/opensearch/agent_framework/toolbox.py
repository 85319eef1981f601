"""Tools as agents hold them: made from an agent's specification, checked, run. What each does is in `core_tools.py`.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentUtils.java`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...formats.javatext import hash_order
from ..remote import gson
from ..remote.templates import filled
from . import failures, lists
from .outputs import Value

if TYPE_CHECKING:
    from ...cluster import State

Parameters = dict[str, str]
Runs = Callable[["State", Mapping[str, str], Mapping[str, str]], Value]
"""Runs a tool: the cluster, what the tool was made with, and the parameters of this run."""

SKILLS = (
    "VectorDBTool", "NeuralSparseSearchTool", "RAGTool", "PPLTool", "SearchAlertsTool", "SearchAnomalyDetectorsTool",
    "SearchAnomalyResultsTool", "SearchMonitorsTool", "CreateAlertTool", "CreateAnomalyDetectorTool", "WebSearchTool",
    "LogPatternTool", "LogPatternAnalysisTool", "DataDistributionTool", "DynamicTool",
)  # fmt: skip
"""Tools of other plugins, which the fake names when it is asked for one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of tool."""

    run: Runs
    needs: str | None = None
    """The parameter without which a model's wish to run it is not granted."""
    accepts_nothing: bool = False
    """Whether it runs without any parameter at all."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool of one agent during one run."""

    name: str
    type: str
    description: str
    spec: Mapping[str, Any]
    kind: Kind
    made_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        """What the agent's specification says."""
        return dict(self.spec.get("parameters") or {})

    @property
    def config(self) -> dict[str, str]:
        """What nobody overrides."""
        return dict(self.spec.get("config") or {})

    @property
    def is_included(self) -> bool:
        """Whether its output is part of the agent's answer."""
        return bool(self.spec.get("include_output_in_agent_response"))

    def accepts(self, parameters: Mapping[str, str]) -> bool:
        """Whether it can be run so."""
        needs = self.kind.needs
        if needs is None:
            return bool(parameters) or self.kind.accepts_nothing
        return bool(parameters.get(needs))

    def run(self, state: State, parameters: Mapping[str, str]) -> Value:
        """Run it."""
        return self.kind.run(state, self.made_with, parameters)


def name_of(spec: Mapping[str, Any]) -> str:
    """What a tool goes by in its agent."""
    return str(spec.get("name") or spec["type"])


def make(state: State, spec: Mapping[str, Any], parameters: Mapping[str, str], *, renamed: bool = True) -> Tool:
    """The tool of a specification; parameters that begin with its name are its own."""
    from .core_tools import KINDS

    type, name = spec["type"], name_of(spec)
    described = description_of(state, type)
    kind = KINDS.get(type)
    if kind is None or described is None:
        if type in SKILLS:
            raise not_implemented(f"the tool {type}")
        raise failures.tool_not_found(type)
    own = dict(spec.get("parameters") or {})
    if renamed:
        own |= {key.replace(f"{name}.", ""): text for key, text in parameters.items() if key.startswith(f"{name}.")}
    told = parameters.get(f"{name}.description") if renamed else None
    return Tool(name, type, str(told or spec.get("description") or described), spec, kind, own)


def description_of(state: State, type: str) -> str | None:
    """What a tool of this version says it does; None for one that the version lacks."""
    from ..tools import tools_of

    found = next((tool for tool in tools_of(state.contract) if tool["type"] == type), None)
    return None if found is None else str(found["description"])


def schema_of(state: State, tool: Tool) -> dict[str, str]:
    """A tool's attributes, of which a model is told the schema of its input."""
    from ..tools import tools_of

    found = next((one for one in tools_of(state.contract) if one["type"] == tool.type), {})
    attributes = {"input_schema": found.get("input_schema", "{}"), **(tool.spec.get("attributes") or {})}
    return {f"attributes.{name}": gson.parameter(value) for name, value in attributes.items()}


def specs_of(agent: Mapping[str, Any], parameters: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """The agent's tools, or those of them that `selected_tools` names; None when it has none."""
    specs: list[dict[str, Any]] | None = agent.get("tools")
    selected = parameters.get("selected_tools")
    if not selected:
        return specs
    by_name = {name_of(spec): spec for spec in specs or ()}
    named = lists.read(selected, "selectedTools", "iterator()")
    return [by_name[name] for name in named if isinstance(name, str) and name in by_name]


def in_java_order(tools: Iterable[Tool]) -> dict[str, Tool]:
    """Tools by name, in the order in which the server goes through them."""
    by_name = {tool.name: tool for tool in tools}
    return {name: by_name[name] for name in hash_order(list(by_name))}


def flow_parameters(tool: Tool, parameters: Mapping[str, str]) -> Parameters:
    """What a tool in a flow is run with: its own, those of the call, and those of its configuration above all."""
    run = tool.parameters
    prefixes = [tool.type, *([tool.spec["name"]] if tool.spec.get("name") else [])]
    for key, text in parameters.items():
        prefix = next((one for one in reversed(prefixes) if key.startswith(f"{one}.")), None)
        run[key if prefix is None else key.replace(f"{prefix}.", "")] = text
    run |= tool.config
    if "input" in run:
        run["input"] = filled(run["input"], "parameters", run)
    return run


def wished_parameters(tool: Tool, wish: str) -> Parameters:
    """What a tool is run with when a model wishes so: its own, and what the wish says, read as JSON if it is."""
    run = {**tool.parameters, **tool.config, "llm_generated_input": wish}
    run |= objects_fields(wish)
    if "input" in tool.config:
        run["input"] = filled(tool.config["input"], "parameters", run)
        run |= objects_fields(run["input"])
    else:
        run["input"] = wish
    return run


def objects_fields(text: str) -> Parameters:
    """The fields of a JSON object as parameters; none of what is no JSON, and a list is refused."""
    if not gson.is_json(text):
        return {}
    value = gson.doubles(gson.read(text))
    if isinstance(value, list):
        if value:
            raise failures.list_read_as_map(text, value[0])
        return {}
    assert isinstance(value, dict)
    return {name: gson.parameter(one) for name, one in value.items()}


def matching(tools: Iterable[str], action: str) -> str | None:
    """The tool whose name is part of what the model calls its action."""
    return next((name for name in tools if re.search(re.escape(name), action, re.IGNORECASE)), None)
