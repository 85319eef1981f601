"""Waiting, for doors that have a thread of their own to wait in: what declared faults hold back, they hold back."""

from __future__ import annotations

import time
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
