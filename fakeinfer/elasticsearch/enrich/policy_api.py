"""`/_enrich`: policies that say out of which indices documents are enriched."""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, illegal_argument, not_implemented, parse_error, status_error
from ...formats.javatext import hash_order
from ...indices.creating import name_problem
from ...ingest.references import named_by
from ...object_parser import OBJECT, TEXT, TEXTS, ObjectParser, Source, Unreadable
from ...operations import DELETE, GET, POST, PUT, Bool, Call, Time, operation
from ...search.errors import parsing
from ...search.locate import Place
from ...wire import Json
from ..processors import MODULES
from . import policies
from .policies import DATA, POLICIES, TYPES

_SOURCE = "elastic/elasticsearch-specification:specification/enrich"
_AT_ONCE = "everything is done at once: nothing times out"
_POLICY = ObjectParser(
    "policy",
    {
        "query": OBJECT,
        "indices": TEXTS,
        "match_field": TEXT,
        "enrich_fields": TEXTS,
        "elasticsearch_version": TEXT,
    },
    ("indices", "match_field", "enrich_fields"),
)
_TIME = {"master_timeout": Time("30s")}


def no_body() -> ApiError:
    """A policy without a body."""
    return parse_error("request body is required")


def in_use(name: str, pipelines: list[str]) -> ApiError:
    """A policy that a pipeline names is not deleted (TransportDeleteEnrichPolicyAction.java)."""
    listed = ", ".join(pipelines)
    return status_error(409, f"Could not delete policy [{name}] because a pipeline is referencing it [{listed}]")


@operation(
    "enrich.put_policy",
    PUT("/_enrich/policy/{name}"),
    query=_TIME,
    body="required",
    missing_body=no_body,
    privilege="manage_enrich",
    source=f"{_SOURCE}/put_policy/PutEnrichPolicyRequest.ts",
    unread_query=_AT_ONCE,
)
def put_policy(call: Call) -> Json:
    """Keep a policy; there must be none of that name."""
    name = call.path["name"]
    type, config = _read(call)
    problem = name_problem(call.state, name)
    if problem is not None:
        raise illegal_argument(f"Invalid policy name [{name}], {problem}")
    if type not in TYPES:
        raise illegal_argument(f"unsupported policy type [{type}], supported types are [{', '.join(TYPES)}]")
    policies.check_sources(call.state, name, config)
    if call.store.get(POLICIES, name) is not None:
        raise policies.already_exists(name)
    kept = {key: config[key] for key in ("query", "indices", "match_field", "enrich_fields") if key in config}
    call.store.put(POLICIES, name, {"type": type, "config": kept})
    return {"acknowledged": True}


def _read(call: Call) -> tuple[str, dict[str, Any]]:
    """The type of a policy and what it says."""
    place = Place(call.body, call.request.body)
    if not isinstance(call.body, dict):
        raise parsing("unexpected token", place.value())
    if not call.body:
        raise parsing("unexpected token", place.end())
    type = next(iter(call.body))
    try:
        config: dict[str, Any] = _POLICY.read(call.body[type], Source(call.request.body), (type,))
    except Unreadable as unreadable:
        raise unreadable.cause from None
    if len(call.body) > 1:
        raise parsing("unexpected token", (place / list(call.body)[1]).key())
    return type, config


@operation(
    "enrich.get_policy",
    GET("/_enrich/policy"),
    GET("/_enrich/policy/{name}"),
    query=_TIME,
    privilege="manage_enrich",
    source=f"{_SOURCE}/get_policy/GetEnrichPolicyRequest.ts",
    unread_query=_AT_ONCE,
)
def get_policy(call: Call) -> Json:
    """Show policies; a name that there is not shows nothing."""
    held = call.store[POLICIES]
    wanted = call.path["name"].split(",") if "name" in call.path else sorted(held)
    found = [name for name in hash_order(dict.fromkeys(wanted)) if name in held] if "name" in call.path else wanted
    shown = [{"config": {held[name]["type"]: {"name": name, **held[name]["config"]}}} for name in found]
    return {"policies": shown}


@operation(
    "enrich.delete_policy",
    DELETE("/_enrich/policy/{name}"),
    query=_TIME,
    privilege="manage_enrich",
    source=f"{_SOURCE}/delete_policy/DeleteEnrichPolicyRequest.ts",
    unread_query=_AT_ONCE,
)
def delete_policy(call: Call) -> Json:
    """Delete a policy that no pipeline names, and what it made."""
    name = call.path["name"]
    if call.store.get(POLICIES, name) is None:
        raise policies.not_found(name)
    pipelines = call.store["pipelines"].items()
    naming = [id for id, record in pipelines if name in named_by(MODULES, "enrich_policy", record["config"])]
    if naming:
        raise in_use(name, naming)
    call.store.delete(POLICIES, name)
    if call.store.get(DATA, name) is not None:
        call.store.delete(DATA, name)
    return {"acknowledged": True}


@operation(
    "enrich.execute_policy",
    PUT("/_enrich/policy/{name}/_execute"),
    POST("/_enrich/policy/{name}/_execute"),
    query={**_TIME, "wait_for_completion": Bool(True)},
    body="ignored",
    privilege="manage_enrich",
    source=f"{_SOURCE}/execute_policy/ExecuteEnrichPolicyRequest.ts",
    unread_query=_AT_ONCE,
)
def execute_policy(call: Call) -> Json:
    """Read the indices of a policy, for processors to find their documents."""
    if not call.query["wait_for_completion"]:
        raise not_implemented("executing an enrich policy as a task")
    policies.execute(call.state, call.path["name"])
    return {"status": {"phase": "COMPLETE"}}
