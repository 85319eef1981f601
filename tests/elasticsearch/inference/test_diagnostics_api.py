"""Diagnostics of inference."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


@pytest.mark.parametrize(
    ("version", "parts"),
    [("8.14", ["external"]), ("9.1", ["external"]), ("9.2", ["external", "eis_mtls", "inference_endpoint_registry"])],
)
def test_the_only_node_tells_what_its_version_knows(version: str, parts: list[str]) -> None:
    cluster = Cluster("elasticsearch", version)
    (told,) = json.loads(cluster.handle(Request.build("GET", "/_inference/.diagnostics")).content).values()
    assert list(told) == parts
    assert told["external"]["connection_pool_stats"]["leased_connections"] == 0


def test_the_node_is_named_by_its_id() -> None:
    cluster = Cluster("elasticsearch")
    nodes = json.loads(cluster.handle(Request.build("GET", "/_nodes")).content)["nodes"]
    assert list(json.loads(cluster.handle(Request.build("GET", "/_inference/.diagnostics")).content)) == list(nodes)
