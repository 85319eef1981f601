"""`_plugins/_neural/stats`: switched off unless a setting says otherwise, and what it counts is not imitated.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/rest/RestNeuralStatsAction.java
"""

from __future__ import annotations

from ...errors import not_implemented
from ...operations import GET, Bool, Call, Text, operation
from ...versions import Span
from ...wire import PlainText, Reply
from ..cluster.cluster_settings import setting


@operation(
    "neural.stats",
    GET("/_plugins/_neural/stats"),
    GET("/_plugins/_neural/stats/{stat}"),
    GET("/_plugins/_neural/{node_id}/stats"),
    GET("/_plugins/_neural/{node_id}/stats/{stat}"),
    query={
        "timeout": Text(),
        "flat_stat_paths": Bool(False),
        "include_metadata": Bool(False),
        "include_individual_nodes": Bool(True),
        "include_all_nodes": Bool(True, Span("3.1")),
        "include_info": Bool(True, Span("3.1")),
    },
    since="3.0",
    privilege="cluster:admin/neural_stats_action",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/neural.yaml",
    unread_query="switched off, whatever is asked for",
)
def stats(call: Call) -> Reply:
    """What neural search counts: refused while it is switched off, which it is by default."""
    if setting(call.state, "plugins.neural_search.stats_enabled") is True:
        raise not_implemented("the statistics of neural search")
    return Reply(PlainText("Stats endpoint is disabled"), 403, content_type="text/plain; charset=UTF-8")
