"""`_stats` of indices, and their segments."""

from __future__ import annotations

from typing import Any

from ... import indices, nodes
from ...indices.resolving import WILDCARDS, options_of, resolve
from ...measuring import chosen, shard_counts
from ...operations import GET, Bool, Call, Choice, Parameter, Text, operation
from ...wire import Json
from ..cluster.statistics import INDEX_METRICS, of_indices
from .index_api import SOURCE

STEADY = "nothing is measured: fields, groups and segments have no numbers of their own"
DETAILS: dict[str, Parameter] = {
    "completion_fields": Text(),
    "fielddata_fields": Text(),
    "fields": Text(),
    "groups": Text(),
    "include_segment_file_sizes": Bool(False),
    "include_unloaded_segments": Bool(False),
    "forbid_closed_indices": Bool(True),
}


@operation(
    "indices.stats",
    GET("/_stats"),
    GET("/_stats/{metric}"),
    GET("/{index}/_stats"),
    GET("/{index}/_stats/{metric}"),
    query={**WILDCARDS, **DETAILS, "level": Choice(("cluster", "indices", "shards"), "indices"), "metric": Text()},
    privilege="indices:monitor/stats",
    source=SOURCE,
    unread_query=STEADY,
)
def index_stats(call: Call) -> Json:
    """Documents of indices are counted, all else about them is steady."""
    metrics = chosen(call, call.path.get("metric") or call.query["metric"], INDEX_METRICS)
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    together = of_indices(call, names, metrics)
    answer: dict[str, Any] = {
        "_shards": shard_counts(call, names),
        "_all": {"primaries": together, "total": together},
    }
    if call.query["level"] != "cluster":
        answer["indices"] = {name: _of_index(call, name, metrics) for name in names}
    return answer


def _of_index(call: Call, name: str, metrics: set[str]) -> Json:
    alone = of_indices(call, [name], metrics)
    told: dict[str, Json] = {"uuid": indices.find(call.state, name)["uuid"], "primaries": alone, "total": alone}
    if call.query["level"] == "shards":
        where = {"state": "STARTED", "primary": True, "node": nodes.node_id(call), "relocating_node": None}
        told["shards"] = {"0": [{"routing": where, **alone}]}
    return told
