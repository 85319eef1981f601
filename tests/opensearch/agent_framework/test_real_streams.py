"""Agents whose model is a service that is really there, and streams."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fakeinfer import FakeOpenSearch
from tests.opensearch.agent_framework.making import ON, contents, new_function_agent, stream
from tests.opensearch.asking import KEY
from tests.opensearch.remote.test_events import stream as events

CALL = [
    {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": {"name": "lister", "arguments": ""}}]},
    {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]},
]


class Service(BaseHTTPRequestHandler):
    """Wants a tool, and then says what it is told to have found."""

    def log_message(self, *arguments: Any) -> None:
        """Nothing is written."""

    def do_POST(self) -> None:
        """Answer."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        found = asked["messages"][-1]["role"] == "tool"
        told = (events({"content": "some "}, {"content": "indices"}) if found else events(*CALL)).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_comes_in_pieces_is_told_in_them(service: str) -> None:
    settings = {
        **ON,
        KEY + "trusted_connector_endpoints_regex": [".*"],
        KEY + "connector.private_ip_enabled": True,
    }
    fake = FakeOpenSearch(version="3.6", passthrough=service, settings=settings)
    agent = new_function_agent(fake)
    told = contents(stream(fake, agent, parameters={"question": "which?"}))
    assert '"name":"lister"' in told[0]
    assert told[-3:] == ["some ", "indices", ""]
    assert any(text.startswith("row,health") for text in told)
