"""`GET /`: who answers."""

from __future__ import annotations

from ..operations import GET, HEAD, Call, operation
from ..wire import Json


@operation(
    "info",
    GET("/"),
    HEAD("/"),
    privilege="cluster:monitor/main",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml",
)
def info(call: Call) -> Json:
    """Name, cluster and version of the server."""
    version = call.contract.version
    ids = call.state.ids
    two = version.major == 2
    return {
        "name": "fakeinfer-1",
        "cluster_name": "fakeinfer",
        "cluster_uuid": ids.fixed("cluster"),
        "version": {
            "distribution": "opensearch",
            "number": str(version),
            "build_type": "tar",
            "build_hash": ids.fixed("build")[:22],
            "build_date": "2026-01-01T00:00:00.000000000Z",
            "build_snapshot": False,
            "lucene_version": "9.12.1" if two else "10.3.1",
            "minimum_wire_compatibility_version": "7.10.0" if two else "2.19.0",
            "minimum_index_compatibility_version": "7.0.0" if two else "2.0.0",
        },
        "tagline": "The OpenSearch Project: https://opensearch.org/",
    }
