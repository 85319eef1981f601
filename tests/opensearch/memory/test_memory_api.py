"""Conversation memory: the switch, and what is not there."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, refused


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {}),
        ("GET", "", None),
        ("GET", "/x", None),
        ("PUT", "/x", {"name": "n"}),
        ("DELETE", "/x", None),
        ("POST", "/x/messages", {"input": "a"}),
        ("GET", "/x/messages", None),
        ("GET", "/message/x", None),
        ("PUT", "/message/x", {"response": "a"}),
        ("GET", "/message/x/traces", None),
    ],
)
def test_the_switch_turns_every_call_away(method: str, path: str, body: dict[str, str] | None) -> None:
    cluster = Cluster("opensearch", settings={KEY + "memory_feature_enabled": False})
    status, reason = refused(cluster, method, f"{ML}/memory{path}", body)
    assert status == 500
    assert reason.startswith("The Conversation Memory feature is not enabled.")
