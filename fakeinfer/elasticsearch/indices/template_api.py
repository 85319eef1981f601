"""Templates of Elasticsearch: `_index_template`, `_component_template`. What they are is in `index_requests`."""

from __future__ import annotations

from ...index_requests import templates
from ...operations import Bool, Parameter
from ...versions import Span
from .dialect import warn_of_local
from .index_api import LOCAL, SOURCE

OF_CLUSTER = "elastic/elasticsearch-specification:specification/cluster"
PRIVILEGE = "manage_index_templates"
DEFAULTS: dict[str, Parameter] = {"include_defaults": Bool(False, span=Span("8.11"))}
"""Defaults of a lifecycle that no template here has."""

put_component_template = templates.PUT_COMPONENT_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{OF_CLUSTER}/put_component_template/ClusterPutComponentTemplateRequest.ts",
)
get_component_template = templates.GET_COMPONENT_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{OF_CLUSTER}/get_component_template/ClusterGetComponentTemplateRequest.ts",
    query={**LOCAL, **DEFAULTS},
    before=warn_of_local,
)
exists_component_template = templates.EXISTS_COMPONENT_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{OF_CLUSTER}/exists_component_template/ClusterComponentTemplateExistsRequest.ts",
    query=LOCAL,
    before=warn_of_local,
)
delete_component_template = templates.DELETE_COMPONENT_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{OF_CLUSTER}/delete_component_template/ClusterDeleteComponentTemplateRequest.ts",
)
put_index_template = templates.PUT_INDEX_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/put_index_template/IndicesPutIndexTemplateRequest.ts",
)
get_index_template = templates.GET_INDEX_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/get_index_template/IndicesGetIndexTemplateRequest.ts",
    query={**LOCAL, **DEFAULTS},
    before=warn_of_local,
)
exists_index_template = templates.EXISTS_INDEX_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/exists_index_template/IndicesExistsIndexTemplateRequest.ts",
    query=LOCAL,
    before=warn_of_local,
)
delete_index_template = templates.DELETE_INDEX_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/delete_index_template/IndicesDeleteIndexTemplateRequest.ts",
)
simulate_index_template = templates.SIMULATE_INDEX_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/simulate_index_template/IndicesSimulateIndexTemplateRequest.ts",
    query=DEFAULTS,
)
simulate_template = templates.SIMULATE_TEMPLATE.declared(
    __name__,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/simulate_template/IndicesSimulateTemplateRequest.ts",
    query=DEFAULTS,
)
