"""Index insight: the agent framework's switch comes first."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, refused


def test_without_the_agent_framework_nothing_is_looked_into() -> None:
    cluster = Cluster("opensearch", "3.3", settings={KEY + "agent_framework_enabled": False})
    status, reason = refused(cluster, "GET", f"{ML}/insights/docs/ALL")
    assert status == 500
    assert reason.startswith("Agent Framework is currently disabled.")
