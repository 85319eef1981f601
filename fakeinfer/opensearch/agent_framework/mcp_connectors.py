"""Tools that agents take from MCP connectors (3.0): found when an agent runs, called like any other.

A server that cannot be reached has no tools for an agent, and nobody is told; only the list of a connector's tools (3.8) is
refused. `opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentUtils.java`
(`getMcpToolSpecs`) and `.../tools/McpSseTool.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, status_error
from ...wire import Json
from ..connectors.bodies import is_mcp
from ..ml import indices as ml_indices
from ..ml.errors import ml_error, null_pointer, plain_exception
from ..ml.indices import CONNECTORS
from ..remote import gson
from . import changes, lists, mcp_client
from .mcp_client import Address, Refused, Unreachable
from .outputs import Value
from .toolbox import Kind, name_of

if TYPE_CHECKING:
    from ...cluster import State

TYPES = {"mcp_sse": "McpSseTool", "mcp_streamable_http": "McpStreamableHttpTool"}
DESCRIPTIONS = {"mcp_sse": "A tool from MCP Server", "mcp_streamable_http": "A tool from MCP Streamable HTTP Server"}
Spec = dict[str, Any]


def with_tools(state: State, agent: Mapping[str, Any]) -> Mapping[str, Any]:
    """An agent with the tools of its connectors; one that runs tools in turn has those that it names (3.8)."""
    configured = (agent.get("parameters") or {}).get("mcp_connectors")
    in_turn = agent["type"].lower() in ("flow", "conversational_flow")
    specs: list[Spec] = list(agent.get("tools") or ())
    if in_turn:
        named = any(spec["type"] in TYPES.values() for spec in specs)
        if not named or changes.FLOWS_TAKE_MCP_TOOLS not in state.switched_on:
            return agent
        return {**agent, "tools": _resolved(specs, [] if configured is None else _found(state, configured))}
    return agent if configured is None else {**agent, "tools": [*specs, *_found(state, configured)]}


def specs_of(state: State, id: str, connector: Mapping[str, Any]) -> list[Spec]:
    """The tools of a connector's server. Raises `Unreachable` or `Refused`."""
    address = mcp_client.address_of(state, id, connector)
    protocol = connector["protocol"]
    return [
        {
            "type": TYPES[protocol],
            "name": gson.parameter(tool["name"]),
            "description": _told(tool, DESCRIPTIONS[protocol]),
            "attributes": {"input_schema": gson.text(gson.doubles(tool.get("inputSchema")))},
            "runtime": _kind(address, gson.parameter(tool["name"])),
        }
        for tool in mcp_client.list_tools(state, address)
    ]


def listed(state: State, id: str, connector: Mapping[str, Any]) -> list[dict[str, Json]]:
    """The same as it is shown."""
    if not is_mcp(dict(connector)):
        raise not_mcp(id)
    try:
        specs = specs_of(state, id, connector)
    except (Unreachable, Refused) as problem:
        raise tools_not_got(problem) from None
    return [
        {
            "name": spec["name"],
            "type": spec["type"],
            "description": spec["description"],
            "input_schema": spec["attributes"]["input_schema"],
        }
        for spec in specs
    ]


def _found(state: State, configured: str) -> list[Spec]:
    """The tools of all connectors that an agent names, as it wants them."""
    found: list[Spec] = []
    for config in lists.read(configured, "mcpConnectorConfigs", "size()"):
        config = config if isinstance(config, dict) else {}
        id = config.get("mcp_connector_id")
        connector = ml_indices.find(state, CONNECTORS, id) if isinstance(id, str) else None
        if connector is None or not is_mcp(connector):
            continue
        try:
            specs = specs_of(state, str(id), connector)
        except (Unreachable, Refused):
            continue
        found += _wanted(state, specs, config)
    return found


def _wanted(state: State, specs: Sequence[Spec], config: Mapping[str, Any]) -> list[Spec]:
    """Those of a connector's tools that pass its filters, described in the agent's words if it has some."""
    filters = config.get("tool_filters") or ()
    try:
        patterns = [re.compile(str(one)) for one in filters]
    except re.error:
        return []
    said = config.get("tool_descriptions")
    words = said if isinstance(said, dict) and changes.FLOWS_TAKE_MCP_TOOLS in state.switched_on else {}
    return [
        {**spec, "description": gson.parameter(words.get(spec["name"]) or spec["description"])}
        for spec in specs
        if not filters or any(pattern.fullmatch(spec["name"]) for pattern in patterns)
    ]


def _resolved(specs: Sequence[Spec], found: Sequence[Spec]) -> list[Spec]:
    """Tools of an agent, with those of servers behind the names that it has for them."""
    by_name = {spec["name"]: spec for spec in reversed(found)}
    resolved = []
    for spec in specs:
        if spec["type"] not in TYPES.values():
            resolved.append(spec)
            continue
        remote = by_name.get(name_of(spec))
        if remote is None:
            raise tool_not_offered(name_of(spec))
        attributes = {**remote["attributes"], **(spec.get("attributes") or {})}
        described = spec.get("description") or remote["description"]
        resolved.append({**spec, "description": described, "attributes": attributes, "runtime": remote["runtime"]})
    return resolved


def _told(tool: Mapping[str, Any], default: str) -> str:
    """What a tool says of itself, ready to stand in JSON."""
    described = tool.get("description")
    return default if described is None else gson.text(gson.parameter(described))[1:-1]


def _kind(address: Address, name: str) -> Kind:
    """How a server's tool is run."""

    def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
        try:
            content = mcp_client.call_tool(state, address, name, _arguments(parameters.get("input")))
        except Refused as refused:
            raise ApiError(500, "mcp_error", str(refused)) from None
        except Unreachable:
            raise not_initialized() from None
        return gson.text([_as_java(one) for one in content])

    return Kind(run)


def _arguments(given: str | None) -> dict[str, Json]:
    """What a tool is called with: the input's object; a list is its only argument, `input`."""
    if given is None:
        raise null_pointer('Cannot invoke "String.length()" because "s" is null')
    try:
        value = gson.doubles(gson.read(given))
    except gson.NotJson:
        value = given
    if isinstance(value, list):
        return {"input": value}
    if not isinstance(value, dict):
        raise illegal_argument("Unsupported response type")
    return value


def _as_java(content: Json) -> Json:
    """Content as Gson prints the client's objects: their kind is no field of theirs."""
    if not isinstance(content, dict):
        return content
    return {("meta" if name == "_meta" else name): value for name, value in content.items() if name != "type"}


def _run_without_server(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """A tool of this type that no connector brought along."""
    raise null_pointer(
        'Cannot invoke "io.modelcontextprotocol.client.McpSyncClient.callTool('
        'io.modelcontextprotocol.spec.McpSchema$CallToolRequest)" because "this.mcpSyncClient" is null'
    )


# --- refusals ---------------------------------------------------------------------------------------------------------


def not_initialized() -> ApiError:
    """A server does not answer, in its client's words."""
    return plain_exception("Client failed to initialize by explicit API call")


def tools_not_got(problem: Exception) -> ApiError:
    """A connector's server is asked for its tools in vain."""
    cause = ApiError(500, "mcp_error", str(problem)) if isinstance(problem, Refused) else not_initialized()
    found = ml_error("exception", "Unexpected error while getting MCP tools")
    return ApiError(found.status, found.type, found.reason, caused_by=cause)


def not_mcp(id: str) -> ApiError:
    """A connector that leads to no server of tools."""
    return status_error(400, f"Connector with ID {id} is not of type McpConnector or McpStreamableHttpConnector")


def tool_not_offered(name: str) -> ApiError:
    """A flow names a tool that no server has."""
    return illegal_argument(
        f"MCP tool [{name}] configured in agent is not available in the MCP connector(s). Check connector configuration or "
        "MCP server logs."
    )


KINDS: Mapping[str, Kind] = {name: Kind(_run_without_server) for name in TYPES.values()}
