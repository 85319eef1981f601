"""Waiting, for doors that have a thread of their own to wait in: for what faults hold back, between the chunks of a stream."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..wire import Response


def wait(seconds: float) -> None:
    """Let real time pass."""
    if seconds > 0:
        time.sleep(seconds)


def wait_for(response: Response) -> None:
    """Wait as long as the answer takes; a stalled one until it is let go."""
    trouble = response.trouble
    if trouble is None:
        return
    wait(trouble.delay)
    if trouble.drop == "stall" and trouble.gate is not None:
        trouble.gate.wait()


def spaced(pieces: Iterable[bytes], pause: float) -> Iterator[bytes]:
    """The pieces of a body, with a pause between two of them; a sleep, so this is for threads of their own."""
    for number, piece in enumerate(pieces):
        if number and pause:
            wait(pause)
        yield piece


def time_of_pauses(response: Response) -> float:
    """How long the pauses between the chunks of an answer are together, for clients that want it whole."""
    return response.pause * max(len(response.chunks or ()) - 1, 0)
