"""Rows of results, how they are timed and how they are printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement. With `reference` the target is about their ratio, without it about the measurement itself."""

    about: str
    measured: float
    unit: str
    target: float
    against: str = ""
    reference: float | None = None
    at_least: bool = False
    difference: bool = False
    """The target is about `measured - reference`."""

    @property
    def value(self) -> float:
        """What the target is about."""
        if self.reference is None:
            return self.measured
        return self.measured - self.reference if self.difference else self.measured / self.reference

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.value >= self.target if self.at_least else self.value <= self.target

    @property
    def cells(self) -> tuple[str, str, str, str, str, str]:
        """The row as texts: about, measured, against, value, target, verdict."""
        of_ratio = self.reference is not None and not self.difference
        unit = "x" if of_ratio else f" {self.unit}"
        sign = ("+" if self.difference else "") if not of_ratio else ""
        against = f"{self.reference:,.4g} {self.unit} ({self.against})" if self.reference is not None else self.against
        target = f"{'>=' if self.at_least else '<='} {sign}{self.target:g}{unit}"
        verdict = "ok" if self.holds else "MISS"
        return (
            self.about,
            f"{self.measured:,.4g} {self.unit}",
            against,
            f"{sign}{self.value:,.3g}{unit}",
            target,
            verdict,
        )


HEAD = ("what", "measured", "compared with", "comes to", "target", "")


def as_text(rows: Sequence[Row]) -> str:
    """Aligned columns."""
    cells = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def as_markdown(rows: Sequence[Row]) -> str:
    """The table of the README, which says what was reached, not what was wanted."""
    lines = ["| What | Takes | Compared with | Comes to |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row.cells[:4])} |" for row in rows]
    return "\n".join(lines)


def median_us(call: Callable[[], object], count: int, warm_up: int = 20) -> float:
    """Microseconds of one call: the median of `count`."""
    for _ in range(min(warm_up, count)):
        call()
    spent = []
    for _ in range(count):
        began = time.perf_counter()
        call()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1e6


def interleaved_us(
    calls: Sequence[Callable[[], object]], count: int, rounds: int = 10, between: Callable[[], object] = lambda: None
) -> list[float]:
    """The medians of several calls, taken in turns so that a busy moment of the machine hits all of them.

    `between` runs before each turn; clusters forget their journal there, as they do between tests.
    """
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, results in zip(calls, taken, strict=True):
            between()
            results.append(median_us(call, max(count // rounds, 3), warm_up=5))
    return [statistics.median(results) for results in taken]
