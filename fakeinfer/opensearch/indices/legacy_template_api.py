"""`/_template` of OpenSearch. What these templates are is in `index_requests`."""

from __future__ import annotations

from ...index_requests import legacy_templates
from .index_api import LOCAL, MANAGER_TIMEOUT, SOURCE

put_template = legacy_templates.PUT_TEMPLATE.declared(
    __name__, privilege="indices:admin/template/put", source=SOURCE, query=MANAGER_TIMEOUT
)
get_template = legacy_templates.GET_TEMPLATE.declared(
    __name__, privilege="indices:admin/template/get", source=SOURCE, query=LOCAL
)
exists_template = legacy_templates.EXISTS_TEMPLATE.declared(
    __name__, privilege="indices:admin/template/get", source=SOURCE, query=LOCAL
)
delete_template = legacy_templates.DELETE_TEMPLATE.declared(
    __name__, privilege="indices:admin/template/delete", source=SOURCE, query=MANAGER_TIMEOUT
)
