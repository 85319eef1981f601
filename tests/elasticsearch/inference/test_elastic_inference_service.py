"""Being connected to the Elastic Inference Service, and what comes with it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.inference.elastic_inference_service import (
    CLOUD_CONNECTED_MODE,
    is_connected,
    preconfigured,
)
from fakeinfer.elasticsearch.inference.endpoints import known_endpoint


@pytest.mark.parametrize(
    ("options", "connected"),
    [
        ({}, False),
        ({"elastic_inference_service": True}, True),
        ({"elastic_inference_service": "true"}, True),
        ({"elastic_inference_service": False}, False),
    ],
)
def test_an_option_connects_a_cluster(options: dict[str, Any], connected: bool) -> None:
    state = Cluster("elasticsearch", "9.5", **options).state
    assert is_connected(state) is connected
    assert (known_endpoint(state, ".elastic-rerank-v1") is not None) is connected


def test_cloud_connected_mode_connects_a_cluster() -> None:
    state = Cluster("elasticsearch", "9.5").state
    state.store.put(*CLOUD_CONNECTED_MODE, {"enabled": True})
    assert is_connected(state)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("8.18", []),
        ("9.1", [".rainbow-sprinkles-elastic", ".elser-v2-elastic"]),
        ("9.2", [".rainbow-sprinkles-elastic", ".elser-2-elastic", ".jina-embeddings-v3", ".elastic-rerank-v1"]),
    ],
)
def test_a_version_has_its_endpoints(line: str, names: list[str]) -> None:
    assert [inference_id for inference_id, _, _ in preconfigured(contract_for("elasticsearch", line))] == names
