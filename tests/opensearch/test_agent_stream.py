"""Streams of agents: the switch for streams comes first."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, refused


def test_streaming_is_off_before_anything_else() -> None:
    cluster = Cluster("opensearch", "3.3", settings={KEY + "agent_framework_enabled": False})
    path = f"{ML}/agents/x/_execute/stream"
    assert "Streaming is currently disabled" in refused(cluster, "POST", path, {"parameters": {}})[1]
