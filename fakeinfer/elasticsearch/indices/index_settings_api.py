"""`/{index}/_settings` of Elasticsearch. What is shown and changed is in `index_requests`."""

from __future__ import annotations

from ...index_requests import settings
from ...operations import Bool
from ...versions import Span
from .dialect import warn_of_local
from .index_api import LOCAL, SOURCE

get_settings = settings.GET_SETTINGS.declared(
    __name__,
    privilege="view_index_metadata",
    source=f"{SOURCE}/get_settings/IndicesGetSettingsRequest.ts",
    query=LOCAL,
    before=warn_of_local,
)
put_settings = settings.PUT_SETTINGS.declared(
    __name__,
    privilege="manage",
    source=f"{SOURCE}/put_settings/IndicesPutSettingsRequest.ts",
    query={"reopen": Bool(False, span=Span("8.12"))},
)
