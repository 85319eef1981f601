"""The cluster as a server of the Model Context Protocol: JSON-RPC over HTTP, every request for itself (3.3).

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/mcpserver/RestMcpServerAction.java` and
modelcontextprotocol/java-sdk. What goes wrong is told in JSON-RPC's way with status 200.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ...errors import ApiError, not_implemented
from ...operations import GET, POST, Call, operation
from ...wire import Json, PlainText, Reply
from ..ml import indices as ml_indices
from ..models.group_api import PRIVILEGE
from ..remote import gson
from .mcp_tool_api import REST, TOOLS, refuse_when_off

PARSE_ERROR = -32700
INTERNAL_ERROR = -32603
VERSIONS = ("2024-11-05", "2025-03-26", "2025-06-18")
"""Revisions of the protocol that a client may ask for."""
SERVER = {"name": "OpenSearch-MCP-Stateless-Server", "version": "0.1.0"}
INSTRUCTIONS = "OpenSearch MCP Stateless Server - provides access to ML tools without sessions"
CAPABILITIES = {
    "logging": {},
    "prompts": {"listChanged": False},
    "resources": {"subscribe": False, "listChanged": False},
    "tools": {"listChanged": True},
}


class ToolFailed(Exception):
    """A tool is not offered, or fails."""


@operation(
    "ml.mcp",
    POST("/_plugins/_ml/mcp"),
    since="3.3",
    body="raw",
    privilege=PRIVILEGE + "mcp/server",
    source=REST + "RestMcpServerAction.java",
)
def serve_mcp(call: Call) -> Reply:
    """Answer one message; a notification is taken without an answer."""
    refuse_when_off(call)
    if not call.body.strip():
        return _failed(None, PARSE_ERROR, "Parse error: empty body")
    try:
        message = json.loads(call.body, parse_int=gson.whole)
    except ValueError as error:
        return _failed(None, PARSE_ERROR, f"Parse error: {error}")
    if not isinstance(message, dict) or "method" not in message:
        return _failed(None, PARSE_ERROR, f"Parse error: Cannot deserialize JSONRPCMessage: {gson.text(message)}")
    if "id" not in message:
        return Reply(PlainText(""), 202)
    method = METHODS.get(str(message["method"]))
    if method is None:
        told = f"Internal server error: Missing handler for request type: {message['method']}"
        return _failed(message["id"], INTERNAL_ERROR, told)
    try:
        params = message.get("params")
        result = method(call, params if isinstance(params, dict) else {})
    except ToolFailed as failed:
        return _failed(message["id"], INTERNAL_ERROR, str(failed))
    return Reply({"jsonrpc": "2.0", "id": message["id"], "result": result}, content_type="application/json")


@operation(
    "ml.mcp_get",
    GET("/_plugins/_ml/mcp"),
    since="3.3",
    privilege=PRIVILEGE + "mcp/server",
    source=REST + "RestMcpServerAction.java",
)
def refuse_mcp_get(call: Call) -> Reply:
    """There is no stream to open: 405 without a word."""
    refuse_when_off(call)
    return Reply(PlainText(""), 405)


def _initialize(call: Call, params: Mapping[str, Any]) -> Json:
    wanted = params.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[1],
        "capabilities": CAPABILITIES,
        "serverInfo": SERVER,
        "instructions": INSTRUCTIONS,
    }


def _ping(call: Call, params: Mapping[str, Any]) -> Json:
    return {}


def _list_tools(call: Call, params: Mapping[str, Any]) -> Json:
    return {"tools": [_shown(call, tool.source) for tool in ml_indices.every(call.state, TOOLS)]}


def _call_tool(call: Call, params: Mapping[str, Any]) -> Json:
    """Run a tool with its own parameters and the caller's."""
    from ..agent_framework import toolbox
    from ..agent_framework.outputs import as_observation

    name = str(params.get("name"))
    offered = ml_indices.find(call.state, TOOLS, name)
    if offered is None:
        raise ToolFailed(f"Tool not found: {name}")
    arguments = params.get("arguments")
    given = {key: gson.parameter(value) for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    spec = {"type": offered["type"], "parameters": offered.get("parameters") or {}}
    try:
        found = toolbox.make(call.state, spec, {}).run(call.state, given)
    except ApiError as error:
        if error.status == 501:
            raise
        raise ToolFailed(error.reason) from None
    return {"content": [{"type": "text", "text": as_observation(found)}], "isError": False}


METHODS: Mapping[str, Callable[[Call, Mapping[str, Any]], Json]] = {
    "initialize": _initialize,
    "ping": _ping,
    "tools/list": _list_tools,
    "tools/call": _call_tool,
}


def _shown(call: Call, offered: Mapping[str, Any]) -> Json:
    from ..agent_framework import toolbox

    tool = toolbox.make(call.state, {**offered, "attributes": offered.get("attributes") or {}}, {})
    schema = toolbox.schema_of(call.state, tool)["attributes.input_schema"]
    return {
        "name": offered["name"],
        "description": offered.get("description") or tool.description,
        "inputSchema": gson.read(schema),
    }


def _failed(id: Json, code: int, text: str) -> Reply:
    body = {"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": text}}
    return Reply(body, content_type="application/json")


@operation(
    "ml.mcp_sse",
    GET("/_plugins/_ml/mcp/sse"),
    since="3.0",
    until="3.3",
    privilege=PRIVILEGE + "mcp/server",
    source=REST + "RestMcpConnectionMessageStreamingAction.java",
)
def refuse_mcp_sse(call: Call) -> Json:
    """Refuse the server of 3.0 to 3.2, which has a stream of events and sessions."""
    refuse_when_off(call)
    raise not_implemented("the MCP server that streams events")
