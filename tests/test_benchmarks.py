"""The benchmarks run, and their table says what they found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.table import Row, as_markdown, as_text, interleaved_us


@pytest.mark.parametrize(
    ("row", "value", "holds"),
    [
        (Row("a", 3, "ms", 4), 3, True),
        (Row("a", 5, "ms", 4), 5, False),
        (Row("a", 30, "us", 1.5, "raw", 20), 1.5, True),
        (Row("a", 31, "us", 1.5, "raw", 20), 1.55, False),
        (Row("a", 1000, "calls/s", 5, "werkzeug", 100, at_least=True), 10, True),
        (Row("a", 400, "calls/s", 5, "werkzeug", 100, at_least=True), 4, False),
        (Row("a", 50, "us", 40, "null", 20, difference=True), 30, True),
        (Row("a", 70, "us", 40, "null", 20, difference=True), 50, False),
    ],
)
def test_a_target_is_about_a_value_a_ratio_or_a_difference(row: Row, value: float, holds: bool) -> None:
    assert row.value == pytest.approx(value)
    assert row.holds is holds


def test_the_table_names_what_missed_its_target() -> None:
    rows = [Row("one", 3, "ms", 4), Row("other", 31, "us", 1.5, "raw socket", 20)]
    first, second, third = as_text(rows).splitlines()
    assert first.split()[:2] == ["what", "measured"]
    assert second.endswith("ok")
    assert third.endswith("1.55x     <= 1.5x  MISS")
    assert "| other | 31 us | 20 us (raw socket) | 1.55x |" in as_markdown(rows)


def test_calls_take_turns() -> None:
    order: list[str] = []
    interleaved_us(
        [lambda: order.append("a"), lambda: order.append("b")], 4, rounds=2, between=lambda: order.append("-")
    )
    assert "".join(order).replace("aa", "a").startswith("-a")
    assert order.count("-") == 4


def test_they_run() -> None:
    asked = [sys.executable, "-m", "benchmarks", "--smoke", "--only", "fresh_state"]
    root = Path(__file__).parent.parent
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=root)
    assert "fresh state on a running server" in done.stdout
