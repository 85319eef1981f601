"""Streams over a socket: every event arrives as a chunk of its own."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.fixtures import events

CHAT = "/_inference/chat_completion/chat/_stream"
BODY = json.dumps({"messages": [{"role": "user", "content": "grüß dich"}]})


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with FakeElasticsearch() as fake:
        with fake.client() as client:
            settings = {"service": "openai", "service_settings": {"api_key": "k", "model_id": "gpt-4o"}}
            client.inference.put(task_type="chat_completion", inference_id="chat", inference_config=settings)
        yield fake
        fake.raise_bugs()


def test_http_client_reads_event_by_event(fake: FakeElasticsearch) -> None:
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=10)
    connection.request("POST", CHAT, BODY.encode(), {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.headers["transfer-encoding"] == "chunked"
    assert response.headers["content-type"] == "text/event-stream"
    assert response.headers["content-length"] is None
    read = list(iter(response.read1, b""))
    assert all(chunk.startswith(b"\xef\xbb\xbfevent: message\ndata: ") and chunk.endswith(b"\n\n") for chunk in read)
    assert read[-1] == b"\xef\xbb\xbfevent: message\ndata: [DONE]\n\n"
    assert len(read) == 1 + 8 + 3, "a role, a word each, an ending with its cost"
    connection.request("POST", "/_inference/none/_stream", BODY.encode(), {"Content-Type": "application/json"})
    refused = connection.getresponse()
    assert (refused.status, next(events(refused.read().decode()))[0]) == (404, "error")
    connection.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_shows_events_unbuffered(fake: FakeElasticsearch) -> None:
    command = ["curl", "-sN", "--max-time", "10", "-H", "Content-Type: application/json", "-d", BODY, fake.url + CHAT]
    shown = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode()
    told = list(events(shown))
    assert told[-1] == ("message", "[DONE]")
    deltas = [choice["delta"] for _, data in told[:-1] for choice in data["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == "This is a made-up answer to: grüß dich"
