"""`_rollover` of OpenSearch. What it does is in `index_requests`."""

from __future__ import annotations

from ...index_requests import rolling_over
from .index_api import MANAGER_TIMEOUT, SOURCE

rollover = rolling_over.ROLLOVER.declared(
    __name__, privilege="indices:admin/rollover", source=SOURCE, query=MANAGER_TIMEOUT
)
