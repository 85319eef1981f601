"""`_rollover` of OpenSearch. What it does is in `index_requests`."""

from __future__ import annotations

from ...index_requests.parameters import NOTHING_TO_WAIT_FOR
from ...index_requests.rolling_over import PARAMETERS, ROUTES, age, count, request_of, rollover, size
from ...object_parser import ObjectParser, reader_of
from ...operations import Call, operation
from ...wire import Json
from .index_api import MANAGER_TIMEOUT, SOURCE

CONDITIONS = ObjectParser(
    "conditions", {"max_age": age("max_age"), "max_docs": count("max_docs"), "max_size": size("max_size")}
)


@operation(
    "indices.rollover",
    *ROUTES,
    query={**PARAMETERS, **MANAGER_TIMEOUT},
    body="optional",
    privilege="indices:admin/rollover",
    source=SOURCE,
    reader=reader_of(request_of(CONDITIONS)),
    unread_query=NOTHING_TO_WAIT_FOR,
)
def rollover_index(call: Call) -> Json:
    """Make the index that an alias writes to from now on; with conditions only if one of them is met."""
    return rollover(call)
