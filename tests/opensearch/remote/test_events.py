"""Streams of services that are really there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fakeinfer import FakeOpenSearch
from fakeinfer.opensearch.remote.events import are_events, pieces_of
from tests.opensearch.asking import ML, ask
from tests.opensearch.remote.asking import CHAT, model_of

CALLS = [
    {"tool_calls": [{"index": 0, "id": "c1", "function": {"name": "search", "arguments": ""}}]},
    {"tool_calls": [{"index": 0, "function": {"arguments": '{"q":'}}]},
    {"tool_calls": [{"index": 0, "function": {"arguments": '"x"}'}}]},
]


def stream(*deltas: Any) -> str:
    lines = [f"data: {json.dumps({'choices': [{'delta': delta}]})}\n\n" for delta in deltas]
    return "".join([": comment\n", *lines, "data: [DONE]\n\n"])


def test_pieces_stay_as_they_come() -> None:
    assert pieces_of(stream({"role": "assistant", "content": ""}, {"content": "Hel"}, {"content": "lo"}, {})) == [
        "Hel",
        "lo",
    ]


def test_calls_of_tools_are_put_together() -> None:
    (calls,) = pieces_of(stream(*CALLS))
    assert json.loads(calls) == [
        {"index": 0, "id": "c1", "type": "function", "function": {"name": "search", "arguments": '{"q":"x"}'}}
    ]


@pytest.mark.parametrize(
    "odd", ["data: no json\n", "data: 5\n", 'data: {"choices": []}\n', stream(5, {"tool_calls": [1]}), "event: x\n"]
)
def test_what_says_nothing_is_passed_by(odd: str) -> None:
    assert are_events(odd)
    assert "".join(pieces_of(odd)) in ("", '[{"index":0.0,"type":"function","function":{"arguments":""}}]')


class Service(BaseHTTPRequestHandler):
    """Streams what it says."""

    def log_message(self, *arguments: Any) -> None:
        """Nothing is written."""

    def do_POST(self) -> None:
        """Answer."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        told = stream({"content": "streamed " if asked.get("stream") else "whole "}, {"content": "text"}).encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
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


def test_a_stream_of_a_real_service_comes_through(service: str) -> None:
    settings = {
        "plugins.ml_commons.trusted_connector_endpoints_regex": [".*"],
        "plugins.ml_commons.connector.private_ip_enabled": True,
        "plugins.ml_commons.stream_enabled": True,
    }
    cluster = FakeOpenSearch(passthrough=service, settings=settings).cluster
    parameters = {"_llm_interface": "openai/v1/chat/completions", "model": "m"}
    model = model_of(cluster, CHAT, parameters=parameters)
    body = {"parameters": {"messages": [{"role": "user", "content": "hi"}]}}
    answer = ask(cluster, "POST", f"{ML}/models/{model}/_predict/stream", body)
    told = [
        json.loads(line.removeprefix("data: "))["inference_results"][0]["output"][0]["dataAsMap"]
        for line in answer.content.decode().splitlines()
        if line.startswith("data: ")
    ]
    assert [one["content"] for one in told] == ["streamed ", "text", ""]
    assert [one["is_last"] for one in told] == [False, False, True]
