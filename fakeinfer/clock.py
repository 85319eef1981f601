"""Time that a test owns: it starts at a fixed instant and moves a millisecond a request, unless it is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

START_MILLIS = 1_767_225_600_000
"""2026-01-01T00:00:00Z"""
END_MILLIS = 253_402_300_800_000
"""10000-01-01T00:00:00Z, which no calendar here knows any more."""


@dataclass(slots=True)
class Clock:
    """Milliseconds since the epoch. Never reads the machine's time, so answers are equal everywhere."""

    millis: int = START_MILLIS
    frozen: bool = False

    def tick(self) -> None:
        """A request begins."""
        if not self.frozen:
            self.millis += 1

    def freeze(self, at: str | None = None) -> None:
        """Stand still, at a time such as `2026-01-01T00:00:00Z` (one without a zone is UTC) or now.

        `advance` moves a frozen clock too; `resume` lets requests move it again. ValueError for what is no time since 1970.
        """
        if at is not None:
            moment = datetime.fromisoformat(at)
            self._show(round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000))
        self.frozen = True

    def resume(self) -> None:
        """Move a millisecond a request again."""
        self.frozen = False

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass; ValueError if it leaves the years from 1970 to 9999."""
        self._show(self.millis + round((seconds + 60 * minutes + 3600 * hours) * 1000))

    def _show(self, millis: int) -> None:
        if not 0 <= millis < END_MILLIS:
            raise ValueError("a clock shows the years from 1970 to 9999")
        self.millis = millis

    def iso(self) -> str:
        """Now, as `2026-01-01T00:00:00.001Z`."""
        moment = datetime.fromtimestamp(self.millis / 1000, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.millis % 1000:03d}Z"
