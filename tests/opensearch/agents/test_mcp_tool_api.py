"""Tools offered by the Model Context Protocol: what is kept of them."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, ok

ON = {KEY + "mcp_server_enabled": True}


def test_a_tool_goes_by_its_type_unless_it_has_a_name() -> None:
    cluster = Cluster("opensearch", "3.3", settings=ON)
    done = ok(cluster, "POST", f"{ML}/mcp/tools/_register", {"tools": [{"type": "ListIndexTool"}]})
    assert list(done.values()) == [{"created": True}]
    ok(cluster, "POST", f"{ML}/mcp/tools/_update", {"tools": [{"name": "ListIndexTool", "description": "d"}]})
    tool = ok(cluster, "GET", f"{ML}/mcp/tools/_list")["tools"][0]
    assert (tool["type"], tool["name"], tool["description"]) == ("ListIndexTool", "ListIndexTool", "d")
    assert tool["last_update_time"] > tool["create_time"]
    ok(cluster, "POST", f"{ML}/mcp/tools/_remove", ["ListIndexTool"])
    assert ok(cluster, "GET", f"{ML}/mcp/tools/_list") == {"tools": []}
