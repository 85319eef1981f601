"""What can come of a test."""

from __future__ import annotations

from dataclasses import dataclass

PASSED, FAILED, SKIPPED, UNSUPPORTED = "passed", "failed", "skipped", "unsupported"


class Failed(Exception):
    """A step found something else than it expected."""


class Skipped(Exception):
    """The test says that it is not for this server."""


class Unsupported(Exception):
    """The test needs something that the fake or this runner has not; it says so and never passes for it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test ended, and why if it did not pass."""

    suite: str
    case: str
    result: str
    why: str = ""
