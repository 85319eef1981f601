"""When and why an answer does not arrive at an in-process client."""

from __future__ import annotations

import pytest

from fakeinfer.doors.common import NO_ANSWER
from fakeinfer.transports.arriving import TimedOut, failure, seconds_until, why_lost
from fakeinfer.trouble import Gate, Trouble
from fakeinfer.wire import Response


def spoiled(delay: float = 0.0, drop: str | None = None) -> Response:
    response = Response(200, body=b"{}")
    Trouble(delay, drop, Gate()).befall(response)
    return response


@pytest.mark.parametrize(
    ("response", "timeout", "seconds"),
    [(Response(200), 10, 0), (spoiled(3), 10, 3), (spoiled(3), None, 3), (spoiled(3, "eof"), 10, 3)],
)
def test_who_waits_long_enough_waits(response: Response, timeout: float | None, seconds: float) -> None:
    assert seconds_until(response, timeout) == seconds


@pytest.mark.parametrize(
    ("response", "timeout"),
    [(spoiled(10), 10), (spoiled(11), 10), (spoiled(drop="stall"), 10), (spoiled(drop="stall"), None)],
)
def test_who_does_not_is_told_so(response: Response, timeout: float | None) -> None:
    with pytest.raises(TimedOut, match="longer than the client waits"):
        seconds_until(response, timeout)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (Response(0, closes=True), NO_ANSWER),
        (spoiled(drop="eof"), NO_ANSWER),
        (spoiled(drop="reset"), "the connection was reset"),
        (spoiled(drop="garbage"), "the answer was no HTTP"),
        (spoiled(drop="truncate"), "the connection was closed in the middle of the answer"),
    ],
)
def test_what_is_lost_says_how(response: Response, words: str) -> None:
    assert str(failure(response)) == why_lost(response) == words


@pytest.mark.parametrize("response", [Response(500), spoiled(3)])
def test_what_arrives_is_not_lost(response: Response) -> None:
    assert failure(response) is None
