"""Templates of OpenSearch: `_index_template`, `_component_template`. What they are is in `index_requests`."""

from __future__ import annotations

from ...index_requests import templates
from .index_api import LOCAL, MANAGER_TIMEOUT, SOURCE

OF_CLUSTER = "opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml"

put_component_template = templates.PUT_COMPONENT_TEMPLATE.declared(
    __name__, privilege="cluster:admin/component_template/put", source=OF_CLUSTER, query=MANAGER_TIMEOUT
)
get_component_template = templates.GET_COMPONENT_TEMPLATE.declared(
    __name__, privilege="cluster:admin/component_template/get", source=OF_CLUSTER, query=LOCAL
)
exists_component_template = templates.EXISTS_COMPONENT_TEMPLATE.declared(
    __name__, privilege="cluster:admin/component_template/get", source=OF_CLUSTER, query=LOCAL
)
delete_component_template = templates.DELETE_COMPONENT_TEMPLATE.declared(
    __name__, privilege="cluster:admin/component_template/delete", source=OF_CLUSTER, query=MANAGER_TIMEOUT
)
put_index_template = templates.PUT_INDEX_TEMPLATE.declared(
    __name__, privilege="indices:admin/index_template/put", source=SOURCE, query=MANAGER_TIMEOUT
)
get_index_template = templates.GET_INDEX_TEMPLATE.declared(
    __name__, privilege="indices:admin/index_template/get", source=SOURCE, query=LOCAL
)
exists_index_template = templates.EXISTS_INDEX_TEMPLATE.declared(
    __name__, privilege="indices:admin/index_template/get", source=SOURCE, query=LOCAL
)
delete_index_template = templates.DELETE_INDEX_TEMPLATE.declared(
    __name__, privilege="indices:admin/index_template/delete", source=SOURCE, query=MANAGER_TIMEOUT
)
simulate_index_template = templates.SIMULATE_INDEX_TEMPLATE.declared(
    __name__, privilege="indices:admin/index_template/simulate_index", source=SOURCE, query=MANAGER_TIMEOUT
)
simulate_template = templates.SIMULATE_TEMPLATE.declared(
    __name__, privilege="indices:admin/index_template/simulate", source=SOURCE, query=MANAGER_TIMEOUT
)
