"""`GET /`: who answers."""

from __future__ import annotations

from ..operations import GET, HEAD, Call, operation
from ..wire import Json


@operation(
    "info",
    GET("/"),
    HEAD("/"),
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/_global/info/RootNodeInfoResponse.ts",
)
def info(call: Call) -> Json:
    """Name, cluster and version of the server."""
    version = call.contract.version
    ids = call.state.ids
    older = version.major - 1
    return {
        "name": "fakeinfer-1",
        "cluster_name": "fakeinfer",
        "cluster_uuid": ids.fixed("cluster"),
        "version": {
            "number": str(version),
            "build_flavor": "default",
            "build_type": "docker",
            "build_hash": ids.fixed("build")[:22],
            "build_date": "2026-01-01T00:00:00.000000000Z",
            "build_snapshot": False,
            "lucene_version": "9.12.2" if older == 7 else "10.5.1",
            "minimum_wire_compatibility_version": "7.17.0" if older == 7 else "8.19.0",
            "minimum_index_compatibility_version": "7.0.0" if older == 7 else "8.0.0",
        },
        "tagline": "You Know, for Search",
    }
