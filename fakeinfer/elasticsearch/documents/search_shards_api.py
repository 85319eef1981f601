"""`_search_shards`: the shards that a search would ask. Observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.

The greatest version of indices that a node knows was seen of these three; of other versions it is made up.
"""

from __future__ import annotations

from ... import nodes
from ...errors import ApiError, illegal_argument
from ...indices.resolving import WILDCARDS, Options, resolve
from ...operations import GET, POST, Bool, Call, Text, Time, operation
from ...wire import Json
from .document_api import SOURCE

ROLES = (
    "data", "data_cold", "data_content", "data_frozen", "data_hot", "data_warm", "ingest", "master", "ml",
    "remote_cluster_client", "transform",
)  # fmt: skip
INDEX_VERSIONS = {"8.19": 8_536_000, "9.2": 9_039_001, "9.5": 9_107_000}
"""Line of a release -> the version of the indices that it makes."""
PREFERENCES = ("_local", "_only_local", "_prefer_nodes", "_only_nodes")
"""Words that a preference may be, beside texts without an underscore."""
SHARDS = "_shards:"


@operation(
    "search_shards",
    GET("/_search_shards"),
    POST("/_search_shards"),
    GET("/{index}/_search_shards"),
    POST("/{index}/_search_shards"),
    query={
        **WILDCARDS,
        "ignore_unavailable": Bool(True),
        "local": Bool(False),
        "master_timeout": Time("30s"),
        "preference": Text(),
        "routing": Text(),
    },
    privilege="view_index_metadata",
    source=f"{SOURCE}/search_shards/SearchShardsRequest.ts",
    unread_query="the only node knows all at once, and an index has one shard whatever is routed",
)
def search_shards(call: Call) -> Json:
    """The only shard of each index, on the only node."""
    wanted = _wanted_shards(call.query["preference"] or "")
    query = call.query
    options = Options(query["ignore_unavailable"], query["allow_no_indices"], query["expand_wildcards"] or "open")
    names = sorted(resolve(call.state, call.path.get("index", "_all"), options))
    shown = names if wanted is None or 0 in wanted else []
    return {
        "nodes": {nodes.node_id(call): _node(call)} if shown else {},
        "indices": {name: {} for name in names},
        "shards": [[_shard(call, name)] for name in shown],
    }


def _wanted_shards(preference: str) -> set[int] | None:
    """The shards that a preference names; None for all."""
    word, _, listed = preference.partition(":")
    if preference.startswith(SHARDS):
        return {int(number) for number in listed.partition("|")[0].split(",") if number.isdecimal()}
    if word.startswith("_") and word not in PREFERENCES:
        raise no_preference(preference)
    return None


def no_preference(text: str) -> ApiError:
    """A preference that begins with an underscore and is none of the known ones."""
    return illegal_argument(f"no Preference for [{text}]")


def _node(call: Call) -> dict[str, Json]:
    version = call.contract.version
    made = INDEX_VERSIONS.get(version.line, version.major * 1_000_000 + version.minor * 1_000)
    return {
        "name": nodes.node_name(call),
        "ephemeral_id": call.state.ids.fixed("ephemeral"),
        "transport_address": "127.0.0.1:9300",
        "external_id": nodes.node_name(call),
        "attributes": {"xpack.installed": "true"},
        "roles": list(ROLES),
        "version": str(version),
        "min_index_version": (version.major - 1) * 1_000_000 + 99,
        "max_index_version": made,
    }


def _shard(call: Call, index: str) -> dict[str, Json]:
    return {
        "state": "STARTED",
        "primary": True,
        "node": nodes.node_id(call),
        "relocating_node": None,
        "shard": 0,
        "index": index,
        "allocation_id": {"id": call.state.ids.fixed(f"allocation {index}")},
        "relocation_failure_info": {"failed_attempts": 0},
    }
