"""Tools of servers that are really there, on loopback, in both forms of the protocol."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fakeinfer.testing.fake import FakeOpenSearch
from fakeinfer.wire import Request
from tests.opensearch.agent_framework.test_running import new_llm
from tests.opensearch.asking import KEY, ML, ask, ok

ON = {"plugins.ml_commons.mcp_connector_enabled": True}
TOOLS = [
    {"name": "weather", "description": 'The "weather"', "inputSchema": {"type": "object", "minProperties": 1}},
    {"name": "news", "inputSchema": {"type": "object"}},
]


class ToolServer:
    """A server of tools: `form` is how answers come, `heard` what was asked."""

    def __init__(self) -> None:
        self.form = "application/json"
        self.heard: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.streams: list[queue.Queue[str | None]] = []

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """JSON-RPC in, JSON-RPC out."""
        params, id = message.get("params") or {}, message.get("id")
        if message["method"] == "tools/list":
            result: dict[str, Any] = {"tools": TOOLS}
        elif message["method"] == "tools/call" and params["name"] == "weather":
            result = {"content": [{"type": "text", "text": f"dry in {params['arguments'].get('city')}"}]}
        elif message["method"] == "tools/call":
            return {"jsonrpc": "2.0", "id": id, "error": {"code": -32603, "message": "no news"}}
        else:
            result = {"protocolVersion": "2025-03-26"}
        return {"jsonrpc": "2.0", "id": id, "result": result}


@pytest.fixture
def tools() -> Iterator[tuple[ToolServer, str]]:
    """The server, and where it is."""
    served = ToolServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.heard.append((self.path, message, dict(self.headers)))
            body, status = b"", 202
            if "id" in message:
                text = json.dumps(served.answer(message))
                if self.path.startswith("/messages"):
                    served.streams[int(self.path.rpartition("=")[2])].put(text)
                elif served.form == "text/event-stream":
                    body, status = f": hello\nevent: message\ndata: {text}\n\n".encode(), 200
                else:
                    body, status = text.encode(), 200
            self.send_response(status)
            self.send_header("Content-Type", served.form)
            self.send_header("Mcp-Session-Id", "s1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/sse" else 404)
            self.end_headers()
            if self.path != "/sse":
                return
            events: queue.Queue[str | None] = queue.Queue()
            served.streams.append(events)
            place = f"/messages?session={len(served.streams) - 1}"
            self.wfile.write(f"event: endpoint\ndata: {place}\n\nevent: ping\ndata: {{}}\n\n".encode())
            self.wfile.flush()
            while (text := events.get(timeout=10)) is not None:
                self.wfile.write(f"event: message\r\ndata: {text}\r\n\r\n".encode())
                self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served, f"http://127.0.0.1:{server.server_port}"
    for events in served.streams:
        events.put(None)
    server.shutdown()
    server.server_close()
    thread.join()


def connector_to(fake: FakeOpenSearch, url: str, protocol: str = "mcp_streamable_http", **changed: Any) -> str:
    """The id of a connector to a server of tools."""
    body = {"name": "tools", "version": 1, "protocol": protocol, "url": url, "credential": {"key": "sk-hidden"}}
    body |= {"headers": {"Authorization": "Bearer ${credential.key}"}, **changed}
    id: str = ok(fake.cluster, "POST", f"{ML}/connectors/_create", body)["connector_id"]
    return id


def new_agent(fake: FakeOpenSearch, connector: str, **config: Any) -> str:
    """The id of an agent that thinks, with the tools of a connector."""
    configs = json.dumps([{"mcp_connector_id": connector, **config}])
    body = {
        "name": "a",
        "type": "conversational",
        "llm": {"model_id": new_llm(fake.cluster), "parameters": {"prompt": "${parameters.tool_descriptions}"}},
        "memory": {"type": "conversation_index"},
        "tools": [{"type": "ListIndexTool"}],
        "parameters": {"mcp_connectors": configs},
    }
    id: str = ok(fake.cluster, "POST", f"{ML}/agents/_register", body)["agent_id"]
    return id


def run(fake: FakeOpenSearch, agent: str, *said: dict[str, str]) -> list[dict[str, Any]]:
    """All that an agent says when its model says this."""
    fake.endpoint("llm").answers([json.dumps({"thought": "", **one}) for one in said])
    asked = {"parameters": {"question": "why", "verbose": True}}
    answer = ok(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute", asked)
    found: list[dict[str, Any]] = answer["inference_results"][0]["output"]
    return found


WISH = {"action": "weather", "action_input": '{"city": "Bern", "days": 2}'}
DONE = {"final_answer": "dry"}


@pytest.mark.parametrize("form", ["application/json", "text/event-stream"])
def test_an_agent_calls_tools_of_a_server(tools: tuple[ToolServer, str], form: str) -> None:
    served, url = tools
    served.form = form
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    said = run(fake, new_agent(fake, connector_to(fake, url)), WISH, DONE)
    assert {"name": "response", "result": '[{"text":"dry in Bern"}]'} in said
    path, message, headers = served.heard[-1]
    assert (path, message["params"]["arguments"]) == ("/mcp/", {"city": "Bern", "days": 2.0})
    assert headers["Authorization"] == "Bearer sk-hidden"
    assert headers["mcp-session-id"] == "s1"


def test_an_agent_calls_tools_beside_a_stream(tools: tuple[ToolServer, str]) -> None:
    served, url = tools
    fake = FakeOpenSearch(version="3.0", settings=ON, passthrough=True)
    said = run(fake, new_agent(fake, connector_to(fake, url, "mcp_sse")), WISH, DONE)
    assert {"name": "response", "result": '[{"text":"dry in Bern"}]'} in said
    assert served.heard[-1][0] == "/messages?session=1"


def test_what_a_server_refuses_is_told_to_the_model(tools: tuple[ToolServer, str]) -> None:
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    said = run(fake, new_agent(fake, connector_to(fake, tools[1])), {**WISH, "action": "news"}, DONE)
    assert any("no news" in str(one.get("result")) for one in said)


def test_tools_are_filtered_and_described(tools: tuple[ToolServer, str]) -> None:
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    config = {"tool_filters": ["wea.*"], "tool_descriptions": {"weather": "says whether it rains"}}
    run(fake, new_agent(fake, connector_to(fake, tools[1]), **config), DONE)
    prompt = json.dumps(fake.journal[-1].upstream[-1]["body"])
    assert "weather: says whether it rains" in prompt
    assert "news" not in prompt


def test_a_flow_runs_a_tool_of_a_server(tools: tuple[ToolServer, str]) -> None:
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    connectors = json.dumps([{"mcp_connector_id": connector_to(fake, tools[1])}])
    tool = {"type": "McpStreamableHttpTool", "name": "weather"}
    body = {"name": "f", "type": "flow", "tools": [tool], "parameters": {"mcp_connectors": connectors}}
    agent = ok(fake.cluster, "POST", f"{ML}/agents/_register", body)["agent_id"]
    asked = {"parameters": {"input": {"city": "Bern"}}}
    answer = ok(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute", asked)
    assert answer["inference_results"][0]["output"][0]["result"] == '[{"text":"dry in Bern"}]'


def test_the_tools_of_a_connector_are_listed(tools: tuple[ToolServer, str]) -> None:
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    listed = ok(fake.cluster, "GET", f"{ML}/connectors/{connector_to(fake, tools[1])}/tools")["tools"]
    assert listed == [
        {
            "name": "weather",
            "type": "McpStreamableHttpTool",
            "description": 'The \\"weather\\"',
            "input_schema": '{"type":"object","minProperties":1.0}',
        },
        {
            "name": "news",
            "type": "McpStreamableHttpTool",
            "description": "A tool from MCP Streamable HTTP Server",
            "input_schema": '{"type":"object"}',
        },
    ]


def test_credentials_are_sent_and_never_shown(tools: tuple[ToolServer, str]) -> None:
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    ok(fake.cluster, "GET", f"{ML}/connectors/{connector_to(fake, tools[1])}/tools")
    assert fake.journal[-1].upstream
    assert "sk-hidden" not in json.dumps([[entry.shown(), list(entry.upstream)] for entry in fake.cluster.journal])


def test_headers_for_servers_are_passed_on_where_they_may_be(tools: tuple[ToolServer, str]) -> None:
    """Since 3.5; the next request has none of them."""
    fake = FakeOpenSearch(
        version="3.8", settings={**ON, KEY + "mcp_header_passthrough_enabled": True}, passthrough=True
    )
    agent = new_agent(fake, connector_to(fake, tools[1]))
    fake.endpoint("llm").answers([json.dumps(DONE)] * 2)
    path, body = f"{ML}/agents/{agent}/_execute", b'{"parameters": {"question": "why"}}'
    headers = {"Content-Type": "application/json", "aws-region": "eu-1", "aws-secret-access-key": "sk-passed"}
    for sent in (headers, {"Content-Type": "application/json"}):
        assert fake.cluster.handle(Request.build("POST", path, sent, body)).status == 200
        assert tools[0].heard[-1][2].get("aws-region") == sent.get("aws-region")
    assert "sk-passed" not in json.dumps([list(entry.upstream) for entry in fake.cluster.journal])


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "https://tools.example.org", "http://192.0.2.1"])
@pytest.mark.parametrize("protocol", ["mcp_sse", "mcp_streamable_http"])
def test_nothing_but_loopback_is_reached(url: str, protocol: str) -> None:
    fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
    refused = ask(fake.cluster, "GET", f"{ML}/connectors/{connector_to(fake, url, protocol)}/tools")
    error = json.loads(refused.content)["error"]
    assert (refused.status, error["reason"]) == (500, "Unexpected error while getting MCP tools")


def test_one_fake_calls_the_tools_of_another() -> None:
    switches = {"plugins.ml_commons.mcp_server_enabled": True}
    with FakeOpenSearch(version="3.8", settings=switches) as other:
        ok(
            other.cluster,
            "POST",
            f"{ML}/mcp/tools/_register",
            {"tools": [{"type": "ListIndexTool", "name": "weather"}]},
        )
        fake = FakeOpenSearch(version="3.8", settings=ON, passthrough=True)
        connector = connector_to(fake, other.url, parameters={"endpoint": "/_plugins/_ml/mcp"})
        said = run(fake, new_agent(fake, connector), {"action": "weather", "action_input": "{}"}, DONE)
    assert any("docs.count" in str(one.get("result")) for one in said)
