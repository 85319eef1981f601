"""`_template` of Elasticsearch. What these templates are is in `index_requests`."""

from __future__ import annotations

from ...index_requests import legacy_templates
from ...operations import Call, Int
from .dialect import warn_of_local
from .index_api import LOCAL, SOURCE

PRIVILEGE = "manage_index_templates"
DEPRECATED = "Legacy index templates are deprecated in favor of composable templates."


def _warn(call: Call) -> None:
    call.warnings.append(DEPRECATED)


put_template = legacy_templates.PUT_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/put_template/IndicesPutTemplateRequest.ts",
    query={"order": Int()},
    before=_warn,
)
get_template = legacy_templates.GET_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/get_template/IndicesGetTemplateRequest.ts",
    query=LOCAL,
    before=warn_of_local,
)
exists_template = legacy_templates.EXISTS_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/exists_template/IndicesExistsTemplateRequest.ts",
    query=LOCAL,
    before=warn_of_local,
)
delete_template = legacy_templates.DELETE_TEMPLATE.declared(
    __name__, privilege=PRIVILEGE, source=f"{SOURCE}/delete_template/IndicesDeleteTemplateRequest.ts"
)
