"""What befalls an answer on its way to the client, and what holds it back. The doors see to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .wire import Response


class Trouble(NamedTuple):
    """What befalls an answer on its way to the client."""

    delay: float = 0.0
    """Seconds that it takes."""
    drop: str | None = None
    """How the connection fails, see `faults.DROPS`."""
    gate: Gate | None = None
    """What a stalled answer waits for before its connection is closed."""

    def befall(self, response: Response) -> None:
        """Let the answer suffer: the doors see to it."""
        response.trouble = self
        response.closes = self.drop is not None and (self.drop != "truncate" or not response.content)


class Gate:
    """Holds back what stalls until it is opened; threads wait for it, event loops are told."""

    def __init__(self) -> None:
        self._opened = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], object]] = []

    def open(self) -> None:
        """Let everything go. Opening twice is fine."""
        with self._lock:
            self._opened.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def wait(self) -> None:
        """Wait until it is opened."""
        self._opened.wait()

    def when_open(self, callback: Callable[[], object]) -> None:
        """Call back when it is opened, in the thread that opens it; at once if it is."""
        with self._lock:
            if not self._opened.is_set():
                self._callbacks.append(callback)
                return
        callback()
