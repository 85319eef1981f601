"""Services that are really there, on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fakeinfer import FakeOpenSearch
from fakeinfer.opensearch.remote import passthrough
from tests.opensearch.remote.asking import CHAT, HELLO, model_of, predict, refusal

SETTINGS = {
    "plugins.ml_commons.trusted_connector_endpoints_regex": [".*"],
    "plugins.ml_commons.connector.private_ip_enabled": True,
}


class Service(BaseHTTPRequestHandler):
    """Says what it was asked; `/drop` hangs up, `/slow` takes its time."""

    def log_message(self, *arguments: Any) -> None:
        """Nothing is written."""

    def do_POST(self) -> None:
        """Answer."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if self.path == "/drop":
            self.close_connection = True
            return
        if self.path == "/slow":
            time.sleep(0.5)
        told = json.dumps({"path": self.path, "body": json.loads(body), "key": self.headers["authorization"]}).encode()
        self.send_response(201)
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


def test_a_service_on_loopback_is_called(service: str) -> None:
    with FakeOpenSearch(passthrough=True, settings=SETTINGS) as fake:
        result = predict(fake.cluster, model_of(fake.cluster, {**CHAT, "url": f"{service}/chat"}), **HELLO)
        (sent,) = fake.journal[-1].upstream
    told = result["output"][0]["dataAsMap"]
    assert told == {"path": "/chat", "body": {"model": "gpt-4o", **HELLO}, "key": "Bearer sk-very-secret"}
    assert result["status_code"] == sent["status"] == 201
    assert sent["answer"]["key"] == "Bearer ***"


def test_every_service_may_be_somewhere_on_loopback(service: str) -> None:
    with FakeOpenSearch(passthrough=service) as fake:
        result = predict(fake.cluster, model_of(fake.cluster, CHAT), **HELLO)
    assert result["output"][0]["dataAsMap"]["path"] == "/v1/chat/completions"


@pytest.mark.parametrize(("option", "called"), [("true", True), ("false", False), (False, False)])
def test_a_command_line_says_it_in_text(service: str, option: Any, called: bool) -> None:
    with FakeOpenSearch(passthrough=option, settings=SETTINGS) as fake:
        model = model_of(fake.cluster, {**CHAT, "url": f"{service}/v1/chat/completions"})
        told = predict(fake.cluster, model, **HELLO)["output"][0]["dataAsMap"]
    assert ("path" in told) is called


def test_no_other_host_is_ever_called() -> None:
    with FakeOpenSearch(passthrough=True) as fake:
        result = predict(fake.cluster, model_of(fake.cluster, CHAT), **HELLO)
    assert result["output"][0]["dataAsMap"]["object"] == "chat.completion"


def test_off_by_default(service: str) -> None:
    with FakeOpenSearch(settings=SETTINGS) as fake:
        model = model_of(fake.cluster, {**CHAT, "url": f"{service}/v1/chat/completions"})
        assert predict(fake.cluster, model, **HELLO)["status_code"] == 200


def test_what_goes_wrong_on_the_way_is_told(service: str) -> None:
    with FakeOpenSearch(passthrough=True, settings=SETTINGS) as fake:
        refused = refusal(fake.cluster, model_of(fake.cluster, {**CHAT, "url": "http://127.0.0.1:1/x"}), **HELLO)
        assert refused == (
            500,
            "status_exception",
            "Error communicating with remote model: Connection refused: /127.0.0.1:1",
        )
        assert fake.journal[-1].upstream[0]["status"] is None
        dropped = refusal(fake.cluster, model_of(fake.cluster, {**CHAT, "url": f"{service}/drop"}), **HELLO)
        assert "The connection was closed during the request" in dropped[2]
        slow = {"url": f"{service}/slow"}
        model = model_of(fake.cluster, {**CHAT, **slow}, client_config={"read_timeout": 0})
        assert refusal(fake.cluster, model, **HELLO)[2] == "Error communicating with remote model: Read timed out"


@pytest.mark.parametrize("option", ["http://example.com", "https://127.0.0.1", 5, "127.0.0.1"])
def test_only_loopback_can_be_asked_for(option: Any) -> None:
    with pytest.raises(ValueError, match="only loopback is called"):
        passthrough.check_option(option)
    with pytest.raises(ValueError, match="only loopback is called"):
        FakeOpenSearch(passthrough=option)
