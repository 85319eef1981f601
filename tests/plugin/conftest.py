"""Running pytest inside of pytest, without what this machine's environment says."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Write a test file and run it in a process of its own."""
    for name in [name for name in os.environ if name.startswith(("FAKEINFER_", "PYTEST_XDIST"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    def run(code: str, *arguments: str, ini: str = "") -> pytest.RunResult:
        pytester.makepyfile(code)
        pytester.makeini(f"[pytest]\nasyncio_default_fixture_loop_scope = function\n{ini}")
        quiet = ["-p", "no:cacheprovider"] if "-p" in arguments else ["-p", "no:cacheprovider", "-p", "no:randomly"]
        return pytester.runpytest_subprocess(*quiet, *arguments)

    return run
