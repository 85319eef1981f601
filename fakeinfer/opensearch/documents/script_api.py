"""`/_scripts` of OpenSearch; what it does is in `...document_requests.keeping_scripts`. Observed: opensearch 2.19.1."""

from __future__ import annotations

from ...document_requests import keeping_scripts
from ...document_requests.executing_scripts import EXECUTE
from ...document_requests.keeping_scripts import AT_ONCE, source_of
from ...document_requests.templating import MUSTACHE
from ...errors import illegal_argument
from ...operations import Call, operation
from ...wire import Json, Reply
from ..cluster.cluster_settings import one_timeout
from ..ml.errors import null_pointer
from ..pipelines.records import TIMES

__all__ = ["delete_script", "get_script", "put_script", "source_of"]

CONTEXTS = (
    "aggregation_selector", "aggs", "aggs_combine", "aggs_init", "aggs_map", "aggs_reduce", "analysis", "bucket_aggregation",
    "derived_field", "field", "filter", "ingest", "interval", "moving-function", "number_sort", "painless_test",
    "processor_conditional", "score", "script_heuristic", "search", "similarity", "similarity_weight", "string_sort",
    "template", "terms_set", "update",
)  # fmt: skip
_SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml"


@operation(
    "put_script",
    *keeping_scripts.PUT_ROUTES,
    query=TIMES,
    body="required",
    missing_body=keeping_scripts.no_body,
    privilege="cluster:admin/script/put",
    source=_SOURCE,
    unread_query=AT_ONCE,
)
def put_script(call: Call) -> Json:
    """Keep a script, in place of one of the same name."""
    one_timeout(call)
    return keeping_scripts.put_script(call, _read(call), call.path.get("context"), CONTEXTS)


@operation(
    "get_script",
    *keeping_scripts.GET_ROUTES,
    query={name: TIMES[name] for name in ("cluster_manager_timeout", "master_timeout")},
    privilege="cluster:admin/script/get",
    source=_SOURCE,
    unread_query=AT_ONCE,
)
def get_script(call: Call) -> Reply:
    """Show a script; one that is not there is a 404 that says so."""
    one_timeout(call)
    return keeping_scripts.get_script(call)


@operation(
    "delete_script",
    *keeping_scripts.DELETE_ROUTES,
    query=TIMES,
    body="ignored",
    privilege="cluster:admin/script/delete",
    source=_SOURCE,
    unread_query=AT_ONCE,
)
def delete_script(call: Call) -> Json:
    """Forget a script."""
    one_timeout(call)
    return keeping_scripts.delete_script(call)


def _read(call: Call) -> dict[str, Json]:
    """A script as it is kept; an empty object is an empty template."""
    if not call.body:
        return {"lang": MUSTACHE, "source": "", "options": {}}
    lang, source, options = keeping_scripts.read_script(call.body, call.request.body)
    if lang is None:
        raise illegal_argument("must specify lang for stored script")
    if source is None:
        raise null_pointer(None)
    return {"lang": lang, "source": source, "options": options}


execute_script = EXECUTE.declared(__name__, privilege="cluster:admin/scripts/painless/execute", source=_SOURCE)
