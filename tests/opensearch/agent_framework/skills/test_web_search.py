"""Search engines and pages on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.agent_framework.skills import web_search
from tests.opensearch.agent_framework.skills.running import ON, run_tool
from tests.opensearch.asking import ML, ask

PAGE = (
    "<html><head><title>Head</title></head><body><title>One</title><h1>Hello</h1><script>no()</script>"
    "<p>to  you &amp; me</p></body></html>"
)


@pytest.fixture
def web() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Where it is, and what was asked of it."""
    heard: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append((self.path, dict(self.headers)))
            here = f"http://127.0.0.1:{self.server.server_address[1]}"
            pages = {"/page": (200, PAGE), "/robot": (200, "<body>Verify you are human</body>"), "/broken": (500, "")}
            links = [f"{here}/page", f"{here}/robot", f"{here}/gone", "https://example.org/far"]
            answers: dict[str, Any] = {
                "/google": {"items": [{"link": link} for link in links]},
                "/bing": {"webPages": {"value": [{"url": links[0]}]}},
                "/custom": {"found": {"urls": links[:1]}},
                "/odd": [1],
            }
            path = self.path.partition("?")[0]
            status, text = pages.get(path, (200, json.dumps(answers[path])) if path in answers else (404, ""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch", "3.8", settings=ON, passthrough=True)


Web = tuple[str, list[tuple[str, dict[str, str]]]]


def test_pages_are_read_and_what_cannot_be_is_null(cluster: Cluster, web: Web) -> None:
    url, heard = web
    asked = {"query": "a b", "engine": "google", "engine_id": "i", "api_key": "k", "endpoint": f"{url}/google"}
    found = json.loads(run_tool(cluster, "WebSearchTool", **asked))
    page = {"url": f"{url}/page", "title": "One", "content": "One Hello to you & me"}
    assert found == {"next_page": f"{url}/google?q=a+b&cx=i&key=k&start=10", "items": [page, None, None, None]}
    assert heard[0][0] == "/google?q=a+b&cx=i&key=k&start=0"


def test_the_next_page_is_asked_for(cluster: Cluster, web: Web) -> None:
    url, heard = web
    asked = {"query": "a", "engine": "google", "engine_id": "i", "api_key": "k", "endpoint": f"{url}/google"}
    following = f"{url}/google?q=a&cx=i&key=k&start=10"
    found = json.loads(run_tool(cluster, "WebSearchTool", next_page=following, **asked))
    assert heard[0][0] == "/google?q=a&cx=i&key=k&start=10"
    assert found["next_page"].endswith("&start=20")


def test_an_engine_of_ones_own(cluster: Cluster, web: Web) -> None:
    url, heard = web
    asked = {"question": "a", "engine": "custom", "endpoint": f"{url}/custom", "custom_api": "x", "Authorization": "t"}
    found = json.loads(run_tool(cluster, "WebSearchTool", custom_res_url_jsonpath="$.found.urls", **asked))
    assert heard[0][0] == "/custom?q=a&offset=0&limit=10"
    assert [headers["Authorization"] for _, headers in heard] == ["t", "t"]
    assert found["items"][0]["title"] == "One"


def test_bing_is_asked_without_a_key_alone(cluster: Cluster, web: Web) -> None:
    """The plugin holds its condition the wrong way round."""
    asked = {"query": "a", "engine": "bing", "endpoint": f"{web[0]}/bing"}
    assert json.loads(run_tool(cluster, "WebSearchTool", **asked))["items"][0]["url"] == f"{web[0]}/page"
    assert not web_search.fits({**asked, "api_key": "k"})


@pytest.mark.parametrize(("path", "status"), [("/broken", 500), ("/gone", 404), ("/odd", 500)])
def test_an_engine_that_fails(cluster: Cluster, web: Web, path: str, status: int) -> None:
    asked = {"query": "a", "engine": "google", "engine_id": "i", "api_key": "k", "endpoint": web[0] + path}
    refused = ask(cluster, "POST", f"{ML}/tools/_execute/WebSearchTool", {"parameters": asked})
    assert refused.status == status


def test_nothing_is_asked_without_leave(web: Web) -> None:
    asked = {"query": "a", "engine": "google", "engine_id": "i", "api_key": "k", "endpoint": f"{web[0]}/google"}
    refused = ask(
        Cluster("opensearch", "3.8", settings=ON), "POST", f"{ML}/tools/_execute/WebSearchTool", {"parameters": asked}
    )
    assert (refused.status, web[1]) == (500, [])
