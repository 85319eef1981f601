"""The WSGI door, apart from what holds for every door."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.test import Client

from fakeinfer.doors.wsgi import WsgiApp, raw_target
from fakeinfer.wire import Response
from tests.doors.conftest import Echo, Fixed


@pytest.mark.parametrize(
    ("environ", "target"),
    [
        ({"RAW_URI": "/a%2Fb?x=%20"}, "/a%2Fb?x=%20"),
        ({"REQUEST_URI": "/a%2Fb"}, "/a%2Fb"),
        ({"RAW_URI": "http://somewhere:9200/a%2Fb?q"}, "/a%2Fb?q"),
        ({"RAW_URI": "http://somewhere:9200"}, "/"),
        ({"RAW_URI": "/fake/a", "SCRIPT_NAME": "/fake"}, "/a"),
        ({"RAW_URI": "/fake", "SCRIPT_NAME": "/fake"}, "/"),
        ({"RAW_URI": "/fake?q", "SCRIPT_NAME": "/fake"}, "/?q"),
        ({"PATH_INFO": "/a b/\xc3\xa9/100%", "QUERY_STRING": "q=1"}, "/a%20b/%C3%A9/100%25?q=1"),
        ({"PATH_INFO": "", "SCRIPT_NAME": "/fake"}, "/"),
    ],
)
def test_the_raw_target_is_found_wherever_the_host_keeps_it(environ: dict[str, str], target: str) -> None:
    assert raw_target(environ) == target


def test_it_can_be_mounted_below_a_prefix() -> None:
    echo = Echo()
    mounted = DispatcherMiddleware(WsgiApp(Echo()), {"/fake": WsgiApp(echo)})
    Client(mounted).get("/fake/_inference/x?y=1")
    assert echo.asked[0].target == "/_inference/x?y=1"


@pytest.fixture
def connection() -> Iterator[Any]:
    """A connection to werkzeug's own server, with a handler chosen by the test."""
    started: list[Any] = []

    def connect(handler: Any) -> http.client.HTTPConnection:
        server = make_server("127.0.0.1", 0, WsgiApp(handler), threaded=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        client = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        started.append((server, thread, client))
        return client

    yield connect
    for server, thread, client in started:
        client.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_chunked_body_is_read(connection: Any) -> None:
    echo = Echo()
    client = connection(echo)
    client.request(
        "POST", "/a%2Fb", iter([b"one", b"two"]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"}
    )
    assert client.getresponse().status == 200
    assert (echo.asked[0].body, echo.asked[0].target) == (b"onetwo", "/a%2Fb")


def test_werkzeugs_server_drops_the_connection_where_no_answer_is_due(connection: Any) -> None:
    client = connection(Fixed(Response(0, closes=True)))
    client.request("GET", "/")
    with pytest.raises(http.client.RemoteDisconnected):
        client.getresponse()


def test_a_lower_case_verb_stays_lower_case() -> None:
    echo = Echo()
    environ = {"REQUEST_METHOD": "get", "PATH_INFO": "/x", "wsgi.input": None, "HTTP_HOST": "x", "SERVER_NAME": "x"}
    list(WsgiApp(echo)({**environ, "SERVER_PORT": "80", "wsgi.url_scheme": "http"}, lambda *_: None))  # type: ignore[arg-type, return-value]
    assert echo.asked[0].method == "get"
