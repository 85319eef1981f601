"""The README's code runs, and its examples pass as tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)

pytest_plugins = ["pytester"]


def test_there_is_code_to_run() -> None:
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize("number", [n for n, block in enumerate(BLOCKS) if "def test_" not in block])
def test_plain_examples_run(number: int) -> None:
    exec(compile(BLOCKS[number], f"README example {number}", "exec"), {"__name__": "readme"})


@pytest.mark.parametrize("number", [n for n, block in enumerate(BLOCKS) if "def test_" in block])
def test_examples_with_tests_pass(pytester: pytest.Pytester, number: int) -> None:
    pytester.makepyfile(BLOCKS[number])
    passed = pytester.runpytest_subprocess("-q", "-p", "no:randomly", "-p", "no:cacheprovider")
    passed.assert_outcomes(passed=BLOCKS[number].count("def test_"))
