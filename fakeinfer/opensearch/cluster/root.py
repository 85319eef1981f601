"""`GET /`: who answers."""

from __future__ import annotations

from ...operations import GET, HEAD, Call, operation
from ...wire import Reply
from ..releases import LUCENE, build_hash, compatibility
from .cluster_settings import OVERRIDE, setting
from .known_settings import known_settings


@operation(
    "info",
    GET("/"),
    HEAD("/"),
    privilege="cluster:monitor/main",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml",
)
def info(call: Call) -> Reply:
    """Name, cluster and version of the server; pretty unless told otherwise."""
    version, ids = call.contract.version, call.state.ids
    wire, index = compatibility(version)
    overridden = OVERRIDE in known_settings(call.contract) and setting(call.state, OVERRIDE)
    return Reply(
        {
            "name": call.state.node_name,
            "cluster_name": call.state.cluster_name,
            "cluster_uuid": ids.fixed("cluster"),
            "version": {
                **({"number": "7.10.2"} if overridden else {"distribution": "opensearch", "number": str(version)}),
                "build_type": "tar",
                "build_hash": build_hash(version),
                "build_date": "2026-01-01T00:00:00.000000000Z",
                "build_snapshot": False,
                "lucene_version": LUCENE[version.line],
                "minimum_wire_compatibility_version": wire,
                "minimum_index_compatibility_version": index,
            },
            "tagline": "The OpenSearch Project: https://opensearch.org/",
        },
        pretty=True,
    )
