"""What surrounds one run of an agent besides its parameters: where it streams to, what it remembers, what keeps it short."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .hooks import Hooks
    from .memories import Memory
    from .streams import Stream


class Surroundings(NamedTuple):
    """Handed from an agent to those that it runs, except for the stream."""

    stream: Stream | None = None
    hooks: Hooks | None = None
    is_sub_agent: bool = False
    """Whether another agent runs this one and counts its tokens."""
    memory: Memory | None = None
    """The memory of a run in the unified form, which has been looked at already."""


ALONE = Surroundings()
