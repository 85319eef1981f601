"""Time that a test owns: it starts at a fixed instant and moves a millisecond a request, unless told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

START_MILLIS = 1_767_225_600_000
"""2026-01-01T00:00:00Z"""


@dataclass(slots=True)
class Clock:
    """Milliseconds since the epoch. Never reads the machine's time, so answers are equal everywhere."""

    millis: int = START_MILLIS
    step: int = 1

    def tick(self) -> None:
        """A request begins."""
        self.millis += self.step

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass."""
        self.millis += round((seconds + 60 * minutes + 3600 * hours) * 1000)

    def iso(self) -> str:
        """Now, as `2026-01-01T00:00:00.001Z`."""
        moment = datetime.fromtimestamp(self.millis / 1000, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.millis % 1000:03d}Z"
