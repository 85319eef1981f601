"""Closing, opening and blocking indices of Elasticsearch, and what is done to their shards. Most of it is in `index_requests`."""

from __future__ import annotations

from ... import indices
from ...errors import illegal_argument, request_invalid
from ...index_requests import states
from ...index_requests.parameters import NOTHING_TO_WAIT_FOR, TIMEOUTS
from ...index_requests.states import MERGING, NOTHING_ON_DISK
from ...indices.changing import put_block, take_block
from ...indices.resolving import WILDCARDS, options_of, resolve
from ...operations import DELETE, POST, PUT, Call, operation
from ...wire import Json
from .. import errors
from ..changes import INDEX_SETTING_IS_NO_COUNT
from .destroying import named_by_hand
from .index_api import SOURCE

COUNTS_AS_DEFAULT = (
    "The 'index-setting' value for parameter 'wait_for_active_shards' is the default behaviour and this configuration value"
    " is not supported anymore. Please remove 'wait_for_active_shards=index-setting'."
)
BOTH_MERGES = (
    "cannot set only_expunge_deletes and max_num_segments at the same time, those two parameters are mutually exclusive"
)
BLOCKS = ("metadata", "read", "read_only", "read_only_allow_delete", "write")


def refuse_wildcards(call: Call) -> None:
    """Refuse all indices at once where `action.destructive_requires_name` says so."""
    named_by_hand(call.state, call.path.get("index", ""))


def _before_closing(call: Call) -> None:
    if call.query["wait_for_active_shards"] == "index-setting" and call.has(INDEX_SETTING_IS_NO_COUNT):
        raise illegal_argument(COUNTS_AS_DEFAULT)
    refuse_wildcards(call)


close_index = states.CLOSE.declared(
    __name__,
    privilege="manage",
    source=f"{SOURCE}/close/CloseIndexRequest.ts",
    query={"wait_for_active_shards": states.CLOSING_SHARDS},
    before=_before_closing,
)
open_index = states.OPEN.declared(
    __name__, privilege="manage", source=f"{SOURCE}/open/IndicesOpenRequest.ts", before=refuse_wildcards
)
flush = states.FLUSH.declared(__name__, privilege="maintenance", source=f"{SOURCE}/flush/IndicesFlushRequest.ts")
clear_cache = states.CLEAR_CACHE.declared(
    __name__, privilege="manage", source=f"{SOURCE}/clear_cache/IndicesClearCacheRequest.ts"
)


@operation(
    "indices.forcemerge",
    POST("/_forcemerge"),
    POST("/{index}/_forcemerge"),
    query=MERGING,
    privilege="maintenance",
    source=f"{SOURCE}/forcemerge/IndicesForceMergeRequest.ts",
    unread_query=NOTHING_ON_DISK,
)
def forcemerge(call: Call) -> Json:
    """Merge segments, of which there are none."""
    if call.query["only_expunge_deletes"] and call.query["max_num_segments"] is not None:
        raise request_invalid(BOTH_MERGES)
    return states.merged(call)


def _block(call: Call) -> str:
    name = call.path["block"]
    if name not in BLOCKS:
        raise errors.no_such_block(name)
    if name == "read_only_allow_delete":
        raise request_invalid("read_only_allow_delete block is for internal use only")
    refuse_wildcards(call)
    return name


def _blockable(call: Call) -> list[str]:
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    for name in names:
        indices.find(call.state, name)
    return names


@operation(
    "indices.add_block",
    PUT("/{index}/_block/{block}"),
    query={**WILDCARDS, **TIMEOUTS},
    privilege="manage",
    source=f"{SOURCE}/add_block/IndicesAddBlockRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def add_block(call: Call) -> Json:
    """Forbid something of indices: reads, writes, or changes of what they are."""
    block = _block(call)
    names = _blockable(call)
    for name in names:
        put_block(call.state, name, block)
    told = [{"name": name, "blocked": True} for name in names]
    return {"acknowledged": True, "shards_acknowledged": True, "indices": told}


@operation(
    "indices.remove_block",
    DELETE("/{index}/_block/{block}"),
    query={**WILDCARDS, **TIMEOUTS},
    since="9.1",
    privilege="manage",
    source=f"{SOURCE}/remove_block/IndicesRemoveBlockRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def remove_block(call: Call) -> Json:
    """Allow again what a block forbids."""
    block = _block(call)
    names = _blockable(call)
    for name in names:
        take_block(call.state, name, block)
    return {"acknowledged": True, "indices": [{"name": name, "unblocked": True} for name in names]}
