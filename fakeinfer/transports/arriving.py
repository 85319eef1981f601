"""How an answer arrives at an in-process client: late, broken off or not at all, where a declared fault says so.

The client's own exceptions are raised by the modules beside this one; here is when. A client whose timeout is over before the
answer comes is told so at once: nobody waits for what is known to fail. A stalled answer counts as one that is too late, also for
a client without a timeout, which would wait for ever.
"""

from __future__ import annotations

from ..doors.common import NO_ANSWER, NoAnswer, is_truncated
from ..wire import Response

WORDS = {
    "reset": "the connection was reset",
    "garbage": "the answer was no HTTP",
    "truncate": "the connection was closed in the middle of the answer",
}
"""What a client is told of the ways in which a connection fails."""


class TimedOut(TimeoutError):
    """The client stops waiting before the answer comes."""

    def __init__(self) -> None:
        super().__init__("the answer takes longer than the client waits")


def seconds_until(response: Response, timeout: float | None) -> float:
    """How long the answer takes; TimedOut when that is longer than the client waits."""
    trouble = response.trouble
    if trouble is None:
        return 0.0
    if trouble.drop == "stall" or (timeout is not None and trouble.delay >= timeout):
        raise TimedOut
    return trouble.delay


def failure(response: Response) -> NoAnswer | None:
    """Why the answer does not arrive whole, if it does not."""
    if not response.closes and not is_truncated(response):
        return None
    lost = NoAnswer()
    lost.args = (why_lost(response),)
    return lost


def why_lost(response: Response) -> str:
    """What became of an answer that does not arrive."""
    drop = response.trouble.drop if response.trouble is not None else None
    return WORDS.get(drop or "", NO_ANSWER)
