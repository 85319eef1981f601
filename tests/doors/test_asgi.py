"""The ASGI door, apart from what holds for every door."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.doors.asgi import AsgiApp
from fakeinfer.doors.common import NoAnswer
from fakeinfer.wire import Response
from tests.doors.conftest import Echo, Fixed

SCOPE = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": []}


class Host:
    """An ASGI server with a script of incoming messages."""

    def __init__(self, *incoming: dict[str, Any]) -> None:
        self.incoming = list(incoming)
        self.sent: list[Any] = []

    async def receive(self) -> dict[str, Any]:
        return self.incoming.pop(0)

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    async def run(self, handler: Any, **scope: Any) -> list[Any]:
        if not self.incoming:
            self.incoming.append({"type": "http.request", "body": b"", "more_body": False})
        await AsgiApp(handler)({**SCOPE, **scope}, self.receive, self.send)
        return self.sent


@pytest.mark.parametrize(
    ("scope", "target"),
    [
        ({"path": "/a/b", "raw_path": b"/a%2Fb"}, "/a%2Fb"),
        ({"path": "/a b/é"}, "/a%20b/%C3%A9"),
        ({"path": "/fake/x", "raw_path": b"/fake/x", "root_path": "/fake", "query_string": b"q=1"}, "/x?q=1"),
        ({"path": "/fake", "root_path": "/fake"}, "/"),
    ],
)
async def test_the_target_is_the_raw_one_below_the_root_path(scope: dict[str, Any], target: str) -> None:
    echo = Echo()
    await Host().run(echo, **scope)
    assert echo.asked[0].target == target


async def test_a_body_may_come_in_pieces() -> None:
    echo = Echo()
    pieces = [{"type": "http.request", "body": b"one", "more_body": True}, {"type": "http.request", "body": b"two"}]
    await Host(*pieces).run(echo, method="POST")
    assert echo.asked[0].body == b"onetwo"


async def test_a_client_that_leaves_early_is_not_answered() -> None:
    echo = Echo()
    sent = await Host({"type": "http.request", "body": b"o", "more_body": True}, {"type": "http.disconnect"}).run(echo)
    assert (sent, echo.asked) == ([], [])


async def test_header_names_are_sent_in_lower_case() -> None:
    sent = await Host().run(Fixed(Response(200, [("X-Elastic-Product", "Elasticsearch")], b"{}")))
    assert sent[0]["headers"] == [(b"x-elastic-product", b"Elasticsearch"), (b"content-length", b"2")]


async def test_events_are_sent_one_by_one() -> None:
    sent = await Host().run(Fixed(Response(200, [], chunks=(b"one", b"two"))))
    assert [message.get("body") for message in sent[1:]] == [b"one", b"two", b""]
    assert [message.get("more_body") for message in sent[1:]] == [True, True, False]


async def test_no_answer_is_raised_for_the_host_to_close_the_connection() -> None:
    with pytest.raises(NoAnswer):
        await Host().run(Fixed(Response(0, closes=True)))


async def test_it_takes_part_in_the_lifespan() -> None:
    host = Host({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    sent = await host.run(Echo(), type="lifespan")
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_websockets_are_refused() -> None:
    sent = await Host({"type": "websocket.connect"}).run(Echo(), type="websocket")
    assert sent == [{"type": "websocket.close", "code": 1000}]
