"""Server versions and the spans in which a thing exists.

Vendors ship features on two lines at once ("8.19 and 9.1"), so a span's end is a set of releases, at most one a major
version: `"8.19/9.1"` is reached by 8.19.4 and by 9.1 and later, not by 9.0. Only this module compares versions; all else
asks a span or a named change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Version(NamedTuple):
    """A release number; `patch` is 0 where only a line ("9.2") is meant."""

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read "9.2" or "9.2.1"; ValueError for anything else."""
        numbers = [int(part) for part in text.split(".")]
        if not 2 <= len(numbers) <= 3:
            raise ValueError(f"{text!r} is not a version such as 9.2 or 9.2.1")
        return cls(*numbers)

    @property
    def line(self) -> str:
        """The release line, "9.2"."""
        return f"{self.major}.{self.minor}"

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@lru_cache(maxsize=512)
def _releases(edge: str) -> tuple[Version, ...]:
    return tuple(sorted(Version.parse(part.strip()) for part in edge.split("/")))


def reached(version: Version, edge: str) -> bool:
    """Whether `version` is at or past `edge`, e.g. "9.2" or "8.19/9.1"."""
    releases = _releases(edge)
    for release in releases:
        if release.major == version.major:
            return version >= release
    return releases[0].major < version.major


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` (included) to `until` (not included); None is open."""

    since: str | None = None
    until: str | None = None

    def __contains__(self, version: Version) -> bool:
        if self.since is not None and not reached(version, self.since):
            return False
        return self.until is None or not reached(version, self.until)

    def __str__(self) -> str:
        return f"{self.since or ''}–{self.until or ''}"


ALWAYS = Span()
