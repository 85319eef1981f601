"""Streams over a socket: every event arrives as a chunk of its own."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import requests

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


@pytest.mark.parametrize("how", [[], ["--http1.0"], ["--compressed"]], ids=["plain", "http 1.0", "compressed"])
@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_shows_events_unbuffered(fake: FakeElasticsearch, how: list[str]) -> None:
    asked = ["-H", "Content-Type: application/json", "-d", BODY, fake.url + CHAT]
    command = ["curl", "-sN", "--max-time", "10", *how, *asked]
    shown = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode()
    told = list(events(shown))
    assert told[-1] == ("message", "[DONE]")
    deltas = [choice["delta"] for _, data in told[:-1] for choice in data["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == "This is a made-up answer to: grüß dich"


def test_requests_and_httpx_iterate_over_lines(fake: FakeElasticsearch) -> None:
    json_body = {"Content-Type": "application/json"}
    with requests.post(fake.url + CHAT, BODY.encode(), headers=json_body, stream=True, timeout=10) as answer:
        by_requests = [line.decode() for line in answer.iter_lines()]
    with httpx.stream("POST", fake.url + CHAT, content=BODY.encode(), headers=json_body) as streamed:
        by_httpx = list(streamed.iter_lines())
    assert by_requests[-2:] == by_httpx[-2:] == ["data: [DONE]", ""]
    assert len(by_requests) == len(by_httpx)


def test_a_reader_who_walks_away_leaves_the_server_well(fake: FakeElasticsearch) -> None:
    json_body = {"Content-Type": "application/json"}
    for _ in range(3):
        with httpx.stream("POST", fake.url + CHAT, content=BODY.encode(), headers=json_body) as streamed:
            assert next(streamed.iter_lines()).endswith("event: message")
    assert httpx.get(fake.url).status_code == 200
