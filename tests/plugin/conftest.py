"""Running pytest inside of pytest, without what this machine's environment says."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable

import pytest

import fakeinfer

Run = Callable[..., pytest.RunResult]


@pytest.fixture(scope="session")
def loaded() -> None:
    """Everything an inner run may import is there before: what it imports first would be forgotten after it."""
    for package in ("elasticsearch", "opensearchpy", "requests", "pytest_httpserver", "httptools"):
        importlib.import_module(package)
    for module in pkgutil.walk_packages(fakeinfer.__path__, "fakeinfer."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, loaded: None) -> Run:
    """Write a test file and run it, in a process of its own if it has to stand `apart`."""
    for name in [name for name in os.environ if name.startswith(("FAKEINFER_", "PYTEST_XDIST"))]:
        monkeypatch.delenv(name)

    def run(code: str, *arguments: str, ini: str = "", apart: bool = False) -> pytest.RunResult:
        pytester.makepyfile(code)
        pytester.makeini(f"[pytest]\nasyncio_default_fixture_loop_scope = function\n{ini}")
        others = ["cacheprovider", "hypothesispytest", *([] if "randomly" in arguments else ["randomly"])]
        quiet = [argument for name in others for argument in ("-p", f"no:{name}")]
        start = pytester.runpytest_subprocess if apart else pytester.runpytest_inprocess
        return start(*quiet, *arguments)

    return run
