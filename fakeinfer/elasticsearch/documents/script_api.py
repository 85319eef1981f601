"""`/_scripts` of Elasticsearch; what it does is in `...document_requests.keeping_scripts`. Observed: elasticsearch 9.5.0."""

from __future__ import annotations

from ...document_requests import keeping_scripts
from ...document_requests.executing_scripts import EXECUTE
from ...document_requests.keeping_scripts import AT_ONCE
from ...errors import illegal_argument
from ...formats.positions import token_name
from ...operations import Call, Parameter, Text, Time, operation
from ...search.errors import parsing
from ...search.locate import Place
from ...wire import Json, Reply
from .document_api import SOURCE

CONTEXTS = (
    "aggregation_selector", "aggs", "aggs_combine", "aggs_init", "aggs_map", "aggs_reduce", "analysis", "boolean_field",
    "bucket_aggregation", "bytesref_sort", "composite_field", "date_field", "double_field", "double_values", "field",
    "filter", "geo_point_field", "geometry_field", "ingest", "ingest_template", "interval", "ip_field", "keyword_field",
    "long_field", "moving-function", "number_sort", "painless_test", "processor_conditional", "reindex", "score",
    "script_heuristic", "similarity", "similarity_weight", "string_sort", "template", "terms_set", "update",
    "update_by_query", "watcher_condition", "watcher_transform", "xpack_template",
)  # fmt: skip
"""Observed: elasticsearch 9.5.0, and what its modules for analysis, aggregations, Painless and Watcher add."""
TIMES: dict[str, Parameter] = {"master_timeout": Time("30s"), "timeout": Time("30s")}


@operation(
    "put_script",
    *keeping_scripts.PUT_ROUTES,
    query={**TIMES, "context": Text()},
    body="required",
    missing_body=keeping_scripts.no_body,
    privilege="manage",
    source=f"{SOURCE}/put_script/PutScriptRequest.ts",
    unread_query=AT_ONCE,
)
def put_script(call: Call) -> Json:
    """Keep a script, in place of one of the same name."""
    context = call.path.get("context") or call.query["context"]
    return keeping_scripts.put_script(call, _read(call), context, CONTEXTS)


@operation(
    "get_script",
    *keeping_scripts.GET_ROUTES,
    query={"master_timeout": TIMES["master_timeout"]},
    privilege="manage",
    source=f"{SOURCE}/get_script/GetScriptRequest.ts",
    unread_query=AT_ONCE,
)
def get_script(call: Call) -> Reply:
    """Show a script; one that is not there is a 404 that says so."""
    return keeping_scripts.get_script(call)


@operation(
    "delete_script",
    *keeping_scripts.DELETE_ROUTES,
    query=TIMES,
    privilege="manage",
    source=f"{SOURCE}/delete_script/DeleteScriptRequest.ts",
    unread_query=AT_ONCE,
)
def delete_script(call: Call) -> Json:
    """Forget a script."""
    return keeping_scripts.delete_script(call)


def _read(call: Call) -> dict[str, Json]:
    """A script as it is kept; nothing of it may be empty."""
    place = Place(call.body, call.request.body)
    if not isinstance(call.body, dict):
        raise parsing(f"unexpected token [{token_name(call.body)}], expected [{{]", place.value())
    if not call.body:
        raise parsing("unexpected token [END_OBJECT, expected [script]", place.end())
    lang, source, options = keeping_scripts.read_script(call.body, call.request.body)
    for name, value in (("lang", lang), ("source", source)):
        if value is None:
            raise illegal_argument(f"must specify {name} for stored script")
        if value == "":
            raise illegal_argument(f"{name} cannot be empty")
    if options and set(options) != {"content_type"}:
        raise keeping_scripts.unknown_options(options)
    return {"lang": lang, "source": source, "options": options}


execute_script = EXECUTE.declared(
    __name__, privilege="read", source=f"{SOURCE}/scripts_painless_execute/ExecutePainlessScriptRequest.ts"
)
