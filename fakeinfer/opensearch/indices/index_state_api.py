"""Closing and opening indices of OpenSearch, and what is done to their shards. What that is stands in `index_requests`."""

from __future__ import annotations

from ...index_requests import states
from ...index_requests.states import MERGING, NOTHING_ON_DISK
from ...operations import POST, Bool, Call, Text, operation
from ...wire import Json
from .index_api import MANAGER_TIMEOUT, SOURCE

BOTH_MERGES = (
    "setting only_expunge_deletes and max_num_segments at the same time is deprecated and will be rejected in a future"
    " version"
)

close_index = states.CLOSE.declared(__name__, privilege="indices:admin/close", source=SOURCE, query=MANAGER_TIMEOUT)
open_index = states.OPEN.declared(
    __name__,
    privilege="indices:admin/open",
    source=SOURCE,
    query={**MANAGER_TIMEOUT, "wait_for_completion": Bool(True), "task_execution_timeout": Text()},
)
flush = states.FLUSH.declared(__name__, privilege="indices:admin/flush", source=SOURCE)
clear_cache = states.CLEAR_CACHE.declared(
    __name__, privilege="indices:admin/cache/clear", source=SOURCE, query={"file": Bool(False)}
)


@operation(
    "indices.forcemerge",
    POST("/_forcemerge"),
    POST("/{index}/_forcemerge"),
    query={**MERGING, "primary_only": Bool(False)},
    privilege="indices:admin/forcemerge",
    source=SOURCE,
    unread_query=NOTHING_ON_DISK,
)
def forcemerge(call: Call) -> Json:
    """Merge segments, of which there are none."""
    if call.query["only_expunge_deletes"] and call.query["max_num_segments"] is not None:
        call.warnings.append(BOTH_MERGES)
    return states.merged(call, primaries_only=call.query["primary_only"])
