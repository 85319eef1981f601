"""Making clients: what is asked of the client packages, and what is said when one is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from fakeinfer import transports
from tests.doors.conftest import Echo

MAKERS: list[tuple[Callable[..., Any], str, str]] = [
    (transports.elasticsearch_client, "elasticsearch", "pip install 'elasticsearch'"),
    (transports.async_elasticsearch_client, "elasticsearch", "pip install 'elasticsearch'"),
    (transports.opensearch_client, "opensearchpy", "pip install 'opensearch-py'"),
    (transports.async_opensearch_client, "opensearchpy", "pip install 'opensearch-py'"),
    (transports.async_opensearch_client, "aiohttp", r"pip install 'opensearch-py\[async\]'"),
    (transports.httpx_transport, "httpx", "pip install 'httpx'"),
    (transports.requests_adapter, "requests", "pip install 'requests'"),
]


@pytest.mark.parametrize(("make", "missing", "advice"), MAKERS)
def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., Any], missing: str, advice: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModuleNotFoundError, match=advice):
        make(Echo())


def test_importing_the_package_imports_no_client() -> None:
    import subprocess

    code = (
        "import sys, fakeinfer.transports;"
        "print([n for n in ('elasticsearch', 'elastic_transport', 'opensearchpy', 'httpx', 'requests') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
