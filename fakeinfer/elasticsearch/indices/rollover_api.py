"""`_rollover` of Elasticsearch. What it does is in `index_requests`."""

from __future__ import annotations

from ...errors import illegal_argument, request_invalid
from ...index_requests.parameters import NOTHING_TO_WAIT_FOR
from ...index_requests.rolling_over import PARAMETERS, ROUTES, age, count, request_of, rollover, size
from ...object_parser import ObjectParser, reader_of
from ...operations import Bool, Call, operation
from ...versions import Span
from ...wire import Json
from ..changes import MAX_SIZE_IS_DEPRECATED
from .index_api import SOURCE

CONDITIONS = ObjectParser(
    "rollover_conditions",
    {
        f"{end}_{what}": read(f"{end}_{what}")
        for end in ("max", "min")
        for what, read in (
            *(("age", age), ("docs", count), ("size", size)),
            *(("primary_shard_size", size), ("primary_shard_docs", count)),
        )
    },
)
OLD_CONDITION = (
    "Use of the [max_size] rollover condition has been deprecated in favour of the [max_primary_shard_size] condition and"
    " will be removed in a later version"
)


@operation(
    "indices.rollover",
    *ROUTES,
    query={**PARAMETERS, "lazy": Bool(False, span=Span("8.13"))},
    body="optional",
    privilege="manage",
    source=f"{SOURCE}/rollover/IndicesRolloverRequest.ts",
    reader=reader_of(request_of(CONDITIONS)),
    unread_query=NOTHING_TO_WAIT_FOR,
)
def rollover_index(call: Call) -> Json:
    """Make the index that an alias writes to from now on; with conditions only if they are met."""
    conditions = (call.body or {}).get("conditions", {})
    if conditions and not any(name.startswith("max_") for name in conditions):
        raise request_invalid("at least one max_* rollover condition must be set when using min_* conditions")
    if "max_size" in conditions and call.has(MAX_SIZE_IS_DEPRECATED):
        call.warnings.append(OLD_CONDITION)
    if call.query.get("lazy"):
        raise illegal_argument(
            "Lazy rollover can be applied only on a data stream. Please remove the query parameter 'lazy'."
        )
    answer: dict[str, Json] = rollover(call)
    if "lazy" not in call.query:
        return answer
    met = answer.pop("conditions")
    return {**answer, "lazy": False, "conditions": met}
