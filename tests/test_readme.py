"""The code of the README and of the guides runs, and their examples pass as tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = {
    f"{page.name}-{number}": block
    for page in PAGES
    for number, block in enumerate(
        re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
}

pytest_plugins = ["pytester"]


def test_there_is_code_to_run() -> None:
    assert {name.rpartition("-")[0] for name in BLOCKS} >= {
        "README.md",
        "faults-and-answers.md",
        "security.md",
        "elasticsearch.md",
        "opensearch.md",
    }


@pytest.mark.parametrize("name", [name for name, block in BLOCKS.items() if "def test_" not in block])
def test_plain_examples_run(name: str) -> None:
    exec(compile(BLOCKS[name], name, "exec"), {"__name__": "readme"})


@pytest.mark.parametrize("name", [name for name, block in BLOCKS.items() if "def test_" in block])
def test_examples_with_tests_pass(pytester: pytest.Pytester, name: str) -> None:
    pytester.makepyfile(BLOCKS[name])
    passed = pytester.runpytest_subprocess("-q", "-p", "no:randomly", "-p", "no:cacheprovider")
    passed.assert_outcomes(passed=BLOCKS[name].count("def test_"))
