"""`/{index}/_settings` of OpenSearch. What is shown and changed is in `index_requests`."""

from __future__ import annotations

from ...index_requests import settings
from .index_api import LOCAL, MANAGER_TIMEOUT, SOURCE

get_settings = settings.GET_SETTINGS.declared(
    __name__, privilege="indices:monitor/settings/get", source=SOURCE, query=LOCAL
)
put_settings = settings.PUT_SETTINGS.declared(
    __name__, privilege="indices:admin/settings/update", source=SOURCE, query=MANAGER_TIMEOUT
)
