"""Tools that the cluster offers by the Model Context Protocol: registered, changed, listed, removed. `mcp_server.py` serves them.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/mcpserver/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import illegal_argument, request_invalid
from ...operations import GET, POST, Call, operation
from ...wire import Json
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.errors import plain_exception
from ..ml.values import text_of
from ..models.group_api import PRIVILEGE
from .tool_api import installed_tools

TOOLS = ".plugins-ml-mcp-tools"
REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/mcpserver/"
FIELDS = ("type", "name", "description", "parameters", "attributes", "create_time", "last_update_time")


@operation(
    "ml.register_mcp_tools",
    POST("/_plugins/_ml/mcp/tools/_register"),
    since="3.0",
    body="required",
    privilege=PRIVILEGE + "mcp_tools/register",
    source=REST + "RestMLMcpToolsRegisterAction.java",
)
def register_mcp_tools(call: Call) -> Json:
    """Offer tools under names that are free."""
    tools = _read(call)
    names = [tool["name"] for tool in tools if "name" in tool]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise request_invalid(f"duplicate tool name: {twice} found in the request")
    if any(tool.get("type") is None for tool in tools):
        raise illegal_argument("type field required")
    known = {tool["type"] for tool in installed_tools(call.state)}
    if any(tool["type"] not in known for tool in tools):
        raise request_invalid("Unrecognized tool in request")
    if any(ml_indices.find(call.state, TOOLS, name) is not None for name in names):
        raise illegal_argument("Unable to register tool: a tool with the same name already exists.")
    for tool in tools:
        ml_indices.add(call.state, TOOLS, {**tool, "create_time": call.state.clock.millis}, tool["name"])
    return {ml_indices.node_id(call.state): {"created": True}}


@operation(
    "ml.update_mcp_tools",
    POST("/_plugins/_ml/mcp/tools/_update"),
    since="3.1",
    body="required",
    privilege=PRIVILEGE + "mcp_tools/update",
    source=REST + "RestMLMcpToolsUpdateAction.java",
)
def update_mcp_tools(call: Call) -> Json:
    """Change tools; those of the request must all be there."""
    tools = _read(call)
    if not ml_indices.exists(call.state, TOOLS):
        raise plain_exception("MCP tools index doesn't exist")
    found = [ml_indices.find(call.state, TOOLS, tool.get("name", "")) for tool in tools]
    if not any(found):
        raise plain_exception("Failed to update tools as none of them is found in index")
    if not all(found):
        raise plain_exception("Failed to find one or more requested tools in system index")
    for tool in tools:
        changed = {**tool, "last_update_time": call.state.clock.millis}
        ml_indices.change(call.state, TOOLS, tool["name"], changed)
    return {ml_indices.node_id(call.state): {"updated": True}}


@operation(
    "ml.list_mcp_tools",
    GET("/_plugins/_ml/mcp/tools/_list"),
    since="3.1",
    privilege=PRIVILEGE + "mcp_tools/list",
    source=REST + "RestMLMcpToolsListAction.java",
)
def list_mcp_tools(call: Call) -> Json:
    """The tools that are offered."""
    refuse_when_off(call)
    return {"tools": [ml_indices.shown(tool.source, FIELDS) for tool in ml_indices.every(call.state, TOOLS)]}


@operation(
    "ml.remove_mcp_tools",
    POST("/_plugins/_ml/mcp/tools/_remove"),
    since="3.0",
    body="required",
    privilege=PRIVILEGE + "mcp_tools/remove",
    source=REST + "RestMLMcpToolsRemoveAction.java",
)
def remove_mcp_tools(call: Call) -> Json:
    """Offer tools no longer; all that are named must be there. A name may be several, with commas."""
    refuse_when_off(call)
    names = [name.strip() for text in call.body for name in str(text).split(",") if name.strip()]
    if not names:
        raise request_invalid("tools list can not be null")
    missing = [name for name in names if ml_indices.find(call.state, TOOLS, name) is None]
    if len(missing) == len(names):
        raise plain_exception("Unable to remove tools as no tool in the request found in system index")
    if missing:
        listed = ", ".join(missing)
        raise plain_exception(f"Unable to remove tools as these tools: [{listed}] are not found in system index")
    for name in names:
        ml_indices.remove(call.state, TOOLS, name)
    return {ml_indices.node_id(call.state): {"removed": True}}


def refuse_when_off(call: Call) -> None:
    """The server is off unless it is switched on."""
    if not setting(call.state, "plugins.ml_commons.mcp_server_enabled"):
        raise plain_exception(
            "The MCP server is not enabled. To enable, please update the setting plugins.ml_commons.mcp_server_enabled"
        )


def _read(call: Call) -> Sequence[dict[str, Any]]:
    """The tools of a request as they are kept."""
    refuse_when_off(call)
    given = call.body.get("tools")
    if not given:
        raise request_invalid("tools list can not be null")
    return [
        ml_indices.without_nulls(
            {
                "type": text_of(tool, "type"),
                "name": text_of(tool, "name") or text_of(tool, "type"),
                "description": text_of(tool, "description"),
                "parameters": tool.get("parameters") or None,
                "attributes": tool.get("attributes") or None,
            }
        )
        for tool in given
    ]
