"""Tools as agents hold them: made from an agent's specification, checked, run.

What each does is in `core_tools.py`, and in `skills/` for those of the skills plugin. Source:
`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentUtils.java`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...formats.javatext import hash_order
from ...wire import Json
from ..remote import gson
from ..remote.templates import filled
from . import changes, input_failures, lists, tool_failures
from .outputs import Value, as_json

if TYPE_CHECKING:
    from ...cluster import State

Parameters = dict[str, str]
Runs = Callable[["State", Mapping[str, str], Mapping[str, str]], Value]
"""Runs a tool: the cluster, what the tool was made with, and the parameters of this run."""

Checks = Callable[["State", Mapping[str, str]], None]
"""Refuses to make a tool with such parameters."""
MODEL_OF_AGENT = "agent_llm_model_id"
"""The parameter by which tools learn of their agent's model."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of tool."""

    run: Runs
    needs: tuple[tuple[str, ...], ...] = ()
    """Parameters of which one group must be there before a model's wish to run it is granted."""
    accepts_nothing: bool = False
    """Whether it runs without any parameter at all."""
    check: Checks | None = None
    fits: Callable[[Mapping[str, str]], bool] | None = None
    """Whether it can be run with such parameters, where that is more than what it needs."""
    reads_input: bool = True
    """Whether it takes a JSON object in `input` as parameters, where tools do."""
    processes_output: bool = False
    """Whether what it gives goes through its `output_processors`, where tools have them."""

    def steps(self, state: State, made_with: Mapping[str, str]) -> list[Callable[[Json], Json]]:
        """What becomes of its output."""
        on = self.processes_output and changes.TOOL_OUTPUTS_ARE_PROCESSED in state.switched_on
        if not on or "output_processors" not in made_with:
            return []
        from . import output_processors

        return output_processors.made(output_processors.configured(made_with))


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool of one agent during one run."""

    name: str
    type: str
    description: str
    spec: Mapping[str, Any]
    kind: Kind
    made_with: Mapping[str, str] = field(default_factory=dict)
    made_for_run: bool = False
    """Whether it was made with all that it is to run with."""

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
        if self.kind.fits is not None:
            return self.kind.fits(parameters)
        if not self.kind.needs:
            return bool(parameters) or self.kind.accepts_nothing
        return any(all(parameters.get(name) for name in group) for group in self.kind.needs)

    def run(self, state: State, parameters: Mapping[str, str]) -> Value:
        """Run it."""
        if self.kind.reads_input and changes.TOOLS_READ_INPUT in state.switched_on:
            parameters = input_read(parameters, attributes_of(state, self))
        value = self.kind.run(state, self.made_with, parameters)
        for step in self.kind.steps(state, self.made_with):
            value = step(as_json(value))
        return value


def name_of(spec: Mapping[str, Any]) -> str:
    """What a tool goes by in its agent."""
    return str(spec.get("name") or spec["type"])


def make(state: State, spec: Mapping[str, Any], parameters: Mapping[str, str], *, renamed: bool = True) -> Tool:
    """The tool of a specification; parameters that begin with its name are its own."""
    type, name = spec["type"], name_of(spec)
    described, kind = description_of(state, type), spec.get("runtime") or kind_of(type)
    made_for_run = changes.TOOLS_READ_INPUT in state.switched_on
    if kind is None or described is None:
        raise tool_failures.tool_type_not_found() if made_for_run else tool_failures.tool_not_found(type)
    if made_for_run:
        own = parameters_of_run(spec, parameters)
    else:
        own = dict(spec.get("parameters") or {})
        if renamed:
            own |= {key.replace(f"{name}.", ""): text for key, text in parameters.items() if key.startswith(f"{name}.")}
    if kind.check is not None:
        kind.check(state, own)
    kind.steps(state, own)
    told = parameters.get(f"{name}.description") if renamed or made_for_run else None
    return Tool(name, type, str(told or spec.get("description") or described), spec, kind, own, made_for_run)


MODULES = {
    "QueryPlanningTool": ".query_planning",
    "IndexInsightTool": "..insights.tool",
    "McpSseTool": ".mcp_connectors",
    "McpStreamableHttpTool": ".mcp_connectors",
}
"""Where tools of ML Commons are that are loaded when they are asked for."""


def kind_of(type: str) -> Kind | None:
    """What a type of tool does."""
    from .core_tools import KINDS

    if type in KINDS:
        return KINDS[type]
    if type in MODULES:
        kind: Kind = import_module(MODULES[type], __package__).KINDS[type]
        return kind
    from . import skills

    return skills.kind_of(type)


def parameters_of_run(spec: Mapping[str, Any], parameters: Mapping[str, str]) -> Parameters:
    """What a tool is made and run with (`ToolUtils.buildToolParameters`): its own, the call's, its configuration."""
    name, type = name_of(spec), spec["type"]
    run = {**(spec.get("parameters") or {}), **parameters}
    for key, text in parameters.items():
        if key.startswith(f"{name}.") and key != f"{name}.description":
            run[key.replace(f"{name}.", "")] = text
            run.pop(key, None)
        elif key.startswith(f"{type}."):
            run.pop(key, None)
    return run | (spec.get("config") or {})


def input_read(parameters: Mapping[str, str], attributes: Mapping[str, Any]) -> Parameters:
    """Parameters with the fields of the JSON object in `input` (`ToolUtils.extractInputParameters`); what is none stays."""
    required = attributes.get("required_parameters")
    names = _listed(required) if isinstance(required, str) else None
    run = dict(parameters) if names is None else {name: parameters[name] for name in names if name in parameters}
    if run.get("input") is None:
        return run
    run["input"] = filled(parameters["input"], "parameters", parameters)
    try:
        value = gson.doubles(gson.read(run["input"]))
    except gson.NotJson:
        return run
    return run | {name: gson.parameter(one) for name, one in value.items()} if isinstance(value, dict) else run


def _listed(text: str) -> list[str] | None:
    try:
        found = gson.read(text)
    except gson.NotJson:
        return None
    return [gson.parameter(one) for one in found] if isinstance(found, list) else None


def found_tool(state: State, type: str) -> Mapping[str, Any]:
    """What a cluster tells of a tool; nothing of one that it lacks."""
    from ..agents.tool_api import installed_tools

    return next((tool for tool in installed_tools(state) if tool["type"] == type), {})


def description_of(state: State, type: str) -> str | None:
    """What a tool of this version says it does; None for one that the version lacks."""
    return found_tool(state, type).get("description")


def attributes_of(state: State, tool: Tool) -> Mapping[str, Any]:
    """A tool's attributes: its type's, and those of the specification."""
    told = found_tool(state, tool.type)
    return {**(told.get("attributes") or told.get("own_attributes") or {}), **(tool.spec.get("attributes") or {})}


def schema_of(state: State, tool: Tool) -> dict[str, str]:
    """A tool's attributes, of which a model is told the schema of its input."""
    attributes = {"input_schema": "{}", **attributes_of(state, tool)}
    return {f"attributes.{name}": gson.parameter(value) for name, value in attributes.items()}


def specs_of(agent: Mapping[str, Any], parameters: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """The agent's tools, or those of them that `selected_tools` names, and those of servers; None when it has none."""
    specs: list[dict[str, Any]] | None = agent.get("tools")
    selected = parameters.get("selected_tools")
    if not selected:
        return specs
    by_name = {name_of(spec): spec for spec in specs or ()}
    named = lists.read(selected, "selectedTools", "iterator()")
    chosen = [by_name[name] for name in named if isinstance(name, str) and name in by_name]
    return chosen + [spec for spec in specs or () if "runtime" in spec and spec not in chosen]


def in_java_order(tools: Iterable[Tool]) -> dict[str, Tool]:
    """Tools by name, in the order in which the server goes through them."""
    by_name = {tool.name: tool for tool in tools}
    return {name: by_name[name] for name in hash_order(list(by_name))}


def flow_parameters(tool: Tool, parameters: Mapping[str, str]) -> Parameters:
    """What a tool in a flow is run with: its own, those of the call, and those of its configuration above all."""
    if tool.made_for_run:
        return dict(tool.made_with)
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
    elif tool.made_for_run and "input" in run:
        run["input"] = filled(run["input"], "parameters", run)
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
            raise input_failures.list_read_as_map(text, value[0])
        return {}
    assert isinstance(value, dict)
    return {name: gson.parameter(one) for name, one in value.items()}


def matching(tools: Iterable[str], action: str) -> str | None:
    """The tool whose name is part of what the model calls its action."""
    return next((name for name in tools if re.search(re.escape(name), action, re.IGNORECASE)), None)
