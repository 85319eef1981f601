"""`GET /`: who answers."""

from __future__ import annotations

from ...operations import GET, HEAD, Call, operation
from ...wire import Reply
from ..releases import LUCENE, build_hash, compatibility


@operation(
    "info",
    GET("/"),
    HEAD("/"),
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/_global/info/RootNodeInfoResponse.ts",
)
def info(call: Call) -> Reply:
    """Name, cluster and version of the server; pretty unless told otherwise."""
    version, ids = call.contract.version, call.state.ids
    wire, index = compatibility(version)
    return Reply(
        {
            "name": call.state.node_name,
            "cluster_name": call.state.cluster_name,
            "cluster_uuid": ids.fixed("cluster"),
            "version": {
                "number": str(version),
                "build_flavor": "default",
                "build_type": "docker",
                "build_hash": build_hash(version),
                "build_date": "2026-01-01T00:00:00.000000000Z",
                "build_snapshot": False,
                "lucene_version": LUCENE[version.line],
                "minimum_wire_compatibility_version": wire,
                "minimum_index_compatibility_version": index,
            },
            "tagline": "You Know, for Search",
        },
        pretty=True,
    )
