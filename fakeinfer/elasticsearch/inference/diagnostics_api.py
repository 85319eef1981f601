"""Diagnostics of inference: connections to providers and cached endpoints, by node. Internal.

No provider is ever connected to and nothing is cached here, so everything stands at its start.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/GetInferenceDiagnosticsAction.java
"""

from __future__ import annotations

from ... import nodes
from ...operations import GET, Call, operation
from ...wire import Json
from .. import changes

POOL: Json = {"leased_connections": 0, "pending_connections": 0, "available_connections": 0, "max_connections": 50}
"""An unused pool. Its size is the default of `xpack.inference.http.max_total_connections`."""
REGISTRY: Json = {"cache_count": 0, "cache_hits": 0, "cache_misses": 0, "cache_evictions": 0}


@operation(
    "inference.diagnostics",
    GET("/_inference/.diagnostics"),
    since="8.14",
    privilege="monitor_inference",
    source="elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/RestGetInferenceDiagnosticsAction.java",
)
def diagnose(call: Call) -> Json:
    """Show connection pools and the endpoint cache of each node."""
    node: dict[str, Json] = {"external": {"connection_pool_stats": POOL}}
    if call.has(changes.DIAGNOSTICS_COVER_THE_REGISTRY):
        node |= {"eis_mtls": {"connection_pool_stats": POOL}, "inference_endpoint_registry": REGISTRY}
    return {nodes.node_id(call): node}
