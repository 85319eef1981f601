"""httpx in-process."""

from __future__ import annotations

import httpx
import pytest

from fakeinfer.transports import httpx_transport
from fakeinfer.wire import Response
from tests.doors.conftest import Echo, Fixed

EVENTS = (b"data: one\n\n", b"data: two\n\n")


def test_a_stream_arrives_piece_by_piece() -> None:
    transport = httpx_transport(Fixed(Response(200, [], chunks=EVENTS)))
    with httpx.Client(transport=transport) as client, client.stream("POST", "http://fake/x") as got:
        assert list(got.iter_raw()) == list(EVENTS)


async def test_so_it_does_asynchronously() -> None:
    transport = httpx_transport(Fixed(Response(200, [], chunks=EVENTS)))
    async with httpx.AsyncClient(transport=transport) as client, client.stream("POST", "http://fake/x") as got:
        assert [piece async for piece in got.aiter_raw()] == list(EVENTS)


@pytest.mark.parametrize("url", ["http://fake/a%2Fb?q=1", "https://elsewhere:9243/a%2Fb?q=1"])
def test_any_host_will_do(url: str) -> None:
    echo = Echo()
    with httpx.Client(transport=httpx_transport(echo)) as client:
        client.post(url, content=iter([b"one", b"two"]))
    assert (echo.asked[0].target, echo.asked[0].body) == ("/a%2Fb?q=1", b"onetwo")


def test_repeated_headers_stay_apart() -> None:
    warned = Fixed(Response(200, [("Warning", "one"), ("Warning", "two")]))
    with httpx.Client(transport=httpx_transport(warned)) as client:
        assert client.get("http://fake/").headers.get_list("warning") == ["one", "two"]


def test_credentials_are_not_in_its_repr() -> None:
    assert repr(httpx_transport(Echo())).startswith("<FakeTransport for ")
