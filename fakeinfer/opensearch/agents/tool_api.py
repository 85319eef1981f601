"""The tools that agents can use: a list that each release brings along, as data in `tools.json`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/tools/`. Those of the skills plugin are in it unless the
cluster is started without that plugin (`skills=False`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...contract import Contract
from ...errors import ApiError
from ...formats.javatext import hash_order
from ...operations import GET, POST, Call, operation
from ...versions import Span
from ...wire import Json
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import errors as ml_errors
from ..models.group_api import PRIVILEGE, SOURCE
from . import errors as agent_errors

if TYPE_CHECKING:
    from ...cluster import State

SKILLS = "skills"
"""The option that says whether the plugin with more tools is installed, which it is in what is distributed."""


@operation(
    "ml.get_all_tools", GET("/_plugins/_ml/tools"), since="2.12", privilege=PRIVILEGE + "tools/list", source=SOURCE
)
def get_all_tools(call: Call) -> Json:
    """List the tools; also while the agent framework is off."""
    by_type = {tool["type"]: tool for tool in installed_tools(call.state)}
    return [_shown(call, by_type[type]) for type in hash_order(list(by_type))]


@operation(
    "ml.get_tool",
    GET("/_plugins/_ml/tools/{tool_name}"),
    since="2.12",
    privilege=PRIVILEGE + "tools/get",
    source=SOURCE,
)
def get_tool(call: Call) -> Json:
    """Show one tool."""
    name = call.path["tool_name"]
    for tool in installed_tools(call.state):
        if tool["type"] == name:
            return _shown(call, tool)
    raise agent_errors.tool_not_found(name)


@operation(
    "ml.execute_tool",
    POST("/_plugins/_ml/tools/_execute/{tool_name}"),
    since="3.2",
    body="required",
    privilege=PRIVILEGE + "execute",
    source="opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/tool/MLToolExecutor.java",
)
def execute_tool(call: Call) -> Json:
    """Run a tool by itself; refusals have the envelope of running agents."""
    if setting(call.state, "plugins.ml_commons.execute_tools_enabled") is False:
        raise ml_errors.tools_are_off()
    from ..agent_framework import failures, tool_failures, toolbox
    from ..agent_framework.outputs import as_tensors
    from .agent_api import given_parameters

    name = call.path["tool_name"]
    try:
        if "parameters" not in call.body:
            raise tool_failures.no_tool_input()
        parameters = given_parameters(call.body["parameters"])
        if all(tool["type"] != name for tool in installed_tools(call.state)):
            raise tool_failures.tool_not_found(name)
        tool = toolbox.make(call.state, {"type": name, "parameters": parameters}, {})
        if not tool.accepts(parameters):
            raise tool_failures.wrong_tool_parameters(name)
        return {"inference_results": [{"output": as_tensors(tool.run(call.state, parameters))}]}
    except ApiError as error:
        raise failures.in_envelope(error) from error


def _shown(call: Call, tool: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "name": tool["type"],
        "description": tool["description"],
        "type": tool["type"],
        "version": tool.get("version", "undefined"),
    }
    if "attributes" in tool and call.has(changes.TOOL_ATTRIBUTES):
        shown["attributes"] = tool["attributes"]
    return shown


def tools_of(contract: Contract) -> list[dict[str, Any]]:
    """The tools of a version and all its plugins, in the order in which the server learns of them."""
    return [tool for tool in _tools() if contract.version in Span(tool.get("since"), tool.get("until"))]


def installed_tools(state: State) -> list[dict[str, Any]]:
    """The tools of a cluster."""
    tools = tools_of(state.contract)
    if state.options.get(SKILLS) is False:
        return [tool for tool in tools if tool.get("plugin") != SKILLS]
    return tools


@lru_cache(maxsize=1)
def _tools() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(__file__).with_name("tools.json").read_text("utf-8"))["tools"]
    return found
