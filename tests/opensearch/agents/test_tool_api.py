"""Tools by release."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ok


@pytest.mark.parametrize(
    ("version", "there", "gone"),
    [
        ("2.12", "CatIndexTool", "ConnectorTool"),
        ("2.19", "CatIndexTool", "ListIndexTool"),
        ("3.0", "ListIndexTool", "CatIndexTool"),
    ],
)
def test_a_release_brings_its_tools(version: str, there: str, gone: str) -> None:
    names = {tool["type"] for tool in ok(Cluster("opensearch", version), "GET", f"{ML}/tools")}
    assert there in names
    assert gone not in names
