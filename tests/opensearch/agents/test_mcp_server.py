"""The cluster as an MCP server."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.agents.test_mcp_tool_api import ON
from tests.opensearch.asking import ML, ask, ok


def rpc(cluster: Cluster, method: str, **params: Any) -> Any:
    return ok(cluster, "POST", f"{ML}/mcp", {"jsonrpc": "2.0", "id": 7, "method": method, "params": params})


def test_a_client_finds_a_tool_and_runs_it() -> None:
    cluster = Cluster("opensearch", "3.3", settings=ON)
    ok(cluster, "POST", f"{ML}/mcp/tools/_register", {"tools": [{"type": "ListIndexTool"}]})
    tool = rpc(cluster, "tools/list")["result"]["tools"][0]
    assert tool["inputSchema"]["properties"]["indices"]["type"] == "array"
    ok(cluster, "PUT", "/docs", {})
    called = rpc(cluster, "tools/call", name=tool["name"], arguments={"indices": ["docs"]})
    assert "open,docs," in called["result"]["content"][0]["text"]


@pytest.mark.parametrize(
    ("wanted", "got"), [("2024-11-05", "2024-11-05"), ("1999-01-01", "2025-03-26"), (None, "2025-03-26")]
)
def test_a_revision_that_is_not_known_is_answered_with_one_that_is(wanted: str | None, got: str) -> None:
    cluster = Cluster("opensearch", "3.3", settings=ON)
    assert rpc(cluster, "initialize", protocolVersion=wanted)["result"]["protocolVersion"] == got


def test_what_is_no_message_is_a_parse_error() -> None:
    cluster = Cluster("opensearch", "3.3", settings=ON)
    assert ok(cluster, "POST", f"{ML}/mcp", [])["error"]["code"] == -32700


def test_before_33_there_is_no_such_path() -> None:
    assert ask(Cluster("opensearch", "3.2", settings=ON), "POST", f"{ML}/mcp", {}).status == 400
