"""Inference endpoints: create, get, delete. Performing inference is in `perform_api.py`.

What a service takes is data (`services/`), what an endpoint is stored as in `endpoints.py`; here is the order of checks.
"""

from __future__ import annotations

import re
from typing import Any

from ... import media
from ...operations import DELETE, GET, PUT, Bool, Call, Time, operation
from ...references import referrers
from ...versions import Span
from ...wire import Json
from .. import changes
from ..licensing import licences
from ..services import deployments, hooks, in_cluster
from ..services.learning import learn
from ..services.own_brains import try_out
from ..services.plans import plan_for
from ..services.reading import (
    Configuration,
    as_printed,
    as_text,
    read_configuration,
    refuse_leftovers,
    take_apart,
    take_chunking,
)
from ..services.service import Service, services
from ..start_settings import SKIP_VALIDATION, is_on
from . import endpoint_errors as errors
from .chunking_settings import Chunking
from .endpoints import (
    COLLECTION,
    Endpoint,
    all_endpoints,
    find_endpoint,
    is_preconfigured,
    render_endpoint,
    render_live,
)
from .performing import element_type_of
from .task_types import ANY, read_task_type, url_task_type
from .upstream import refuse_failing

ALL = ("_all", "*")
INFERENCE_ID = re.compile(r"[a-z0-9](?:[a-z0-9_\-.]*[a-z0-9])?")


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse the body of a create, once task type and id in the URL are found good: the server keeps it unparsed so long."""
    url_task_type(call)
    inference_id = call.path["inference_id"]
    if INFERENCE_ID.fullmatch(inference_id) is None:
        raise errors.invalid_inference_id(inference_id)
    licences.require_inference(call)
    return media.read_first_value(call, data, format)


@operation(
    "inference.put",
    PUT("/_inference/{inference_id}", since="8.13"),
    PUT("/_inference/{task_type}/{inference_id}"),
    query={"timeout": Time(span=Span("8.19/9.1"))},
    unread_query="creating an endpoint takes no time here",
    body="optional",
    reader=read_body,
    since="8.11",
    privilege="manage_inference",
    source="elastic/elasticsearch-specification:specification/inference/put/PutRequest.ts",
)
def create_endpoint(call: Call) -> Json:
    """Create an inference endpoint.

    The order of checks is that of elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportPutInferenceModelAction.java
    and of the REST handler before it; an id that is taken is noticed last.
    """
    url = url_task_type(call)
    inference_id = call.path["inference_id"]
    if not call.request.body:
        raise errors.body_required()
    body: dict[str, Any] = dict(call.body) if isinstance(call.body, dict) else {}
    held = len(body)
    task_type = resolve_task_type(call, url, body.pop("task_type", None))
    asked = as_text(body.pop("service", None))
    if asked is None:
        raise errors.no_service(endpoint=call.has(changes.ENDPOINT_CONFIGURATION))
    licences.require_service(call, asked)
    service = services(call.contract).get(asked)
    if service is None:
        raise errors.unknown_service(asked)
    if call.store.get(deployments.COLLECTION, inference_id) is not None:
        raise errors.deployment_has_this_id(inference_id)
    endpoint = _configure(call, service, asked, inference_id, task_type, body, held)
    if not _skips_validation(call):
        try_out(call.state, service, endpoint)
        refuse_failing(call.state, endpoint, call.operation.id, call.query.get("timeout"))
    if call.store.get(COLLECTION, inference_id) is not None:
        raise errors.endpoint_exists(inference_id)
    if not _skips_validation(call):
        in_cluster.start(call, endpoint)
    call.store.put(COLLECTION, inference_id, endpoint)
    return render_endpoint(call, endpoint)


def resolve_task_type(call: Call, url: str, sent: Json) -> str:
    """The task type of URL and body together (ServiceUtils.resolveTaskType)."""
    text = as_text(sent)
    if text is None:
        if url == ANY:
            raise errors.no_task_type()
        return url
    task_type = read_task_type(call, text)
    if task_type == ANY:
        raise errors.any_is_no_task_type_of_an_endpoint()
    if url not in (ANY, task_type):
        raise errors.conflicting_task_types(url, text)
    return task_type


def _configure(
    call: Call, service: Service, asked: str, inference_id: str, task_type: str, body: dict[str, Any], held: int
) -> Endpoint:
    """The endpoint that the body describes, as it will be stored."""
    parts = take_apart(body, held, service.document.get("ignores", ()))
    chunked = plan_for(call.contract, service, task_type).chunked
    chunking = take_chunking(body, Chunking.of(call.state.switched_on)) if chunked else None
    choice = hooks.choose(call, service, asked, task_type, parts)
    if choice.configuration is not None:
        return _stored(inference_id, task_type, choice.stored_as, choice.configuration, chunking)
    if task_type not in service.task_types and choice.variant is None:
        raise errors.task_type_not_supported(service.name, task_type)
    plan = plan_for(call.contract, service, task_type, choice.variant)
    configuration = read_configuration(plan, parts)
    refuse_leftovers(plan, parts)
    hooks.finish(service, task_type, configuration)
    if not _skips_validation(call):
        hooks.refuse_unreachable(call, service)
        learn(plan, configuration, inference_id, _measured(call, inference_id, configuration))
    return _stored(inference_id, task_type, choice.stored_as, as_printed(plan, configuration), chunking)


def _measured(call: Call, inference_id: str, configuration: Configuration) -> int | None:
    """How long the vectors are that a test laid down for the endpoint, or that its uploaded model makes: its trial shows it."""
    size = call.state.scripts.size(inference_id)
    if size is None and "num_threads" in configuration.service_settings:
        return deployments.vector_length(call.state, configuration.service_settings.get("model_id"))
    settings = {"service_settings": configuration.service_settings, "hidden": configuration.hidden}
    return size if size is None or element_type_of(settings) != "bit" else 8 * size


def _stored(
    inference_id: str, task_type: str, service: str, configuration: Configuration, chunking: dict[str, Any] | None
) -> Endpoint:
    return {
        "inference_id": inference_id,
        "task_type": task_type,
        "service": service,
        "service_settings": configuration.service_settings,
        "task_settings": configuration.task_settings,
        "chunking_settings": chunking,
        "hidden": configuration.hidden,
        "secrets": configuration.secrets,
    }


def _skips_validation(call: Call) -> bool:
    """Whether the node setting says to neither try a new endpoint nor deploy its model."""
    settings = call.state.options.get("settings", {})
    return is_on(settings.get(SKIP_VALIDATION))


@operation(
    "inference.get",
    GET("/_inference", since="8.12"),
    GET("/_inference/_all", since="8.12", until="8.13"),
    GET("/_inference/{inference_id}", since="8.13"),
    GET("/_inference/{task_type}/{inference_id}"),
    since="8.11",
    privilege="monitor_inference",
    source="elastic/elasticsearch-specification:specification/inference/get/GetRequest.ts",
)
def get_endpoints(call: Call) -> Json:
    """Get one inference endpoint, those of a task type, or all of them, sorted by id."""
    task_type = url_task_type(call)
    inference_id = call.path.get("inference_id", "_all")
    if inference_id in ALL and call.has(changes.ENDPOINTS_ARE_LISTED):
        found = all_endpoints(call, task_type)
    else:
        found = [find_endpoint(call, inference_id, task_type)]
    if not call.has(changes.ENDPOINTS_ARE_LISTED):
        return render_live(call, found[0])
    key = "endpoints" if call.has(changes.ENDPOINTS_NAMED_BY_INFERENCE_ID) else "models"
    return {key: [render_live(call, endpoint) for endpoint in found]}


@operation(
    "inference.delete",
    DELETE("/_inference/{inference_id}", since="8.13"),
    DELETE("/_inference/{task_type}/{inference_id}"),
    query={"dry_run": Bool(False, span=Span("8.15")), "force": Bool(False, span=Span("8.15"))},
    since="8.11",
    privilege="manage_inference",
    source="elastic/elasticsearch-specification:specification/inference/delete/DeleteRequest.ts",
)
def delete_endpoint(call: Call) -> Json:
    """Remove an endpoint that nothing refers to any more, or say what does (`dry_run`), or remove it all the same (`force`).

    Order: the endpoint exists, its task type, dry run, reserved, referred to, its service is there, then it is stopped and removed.
    Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportDeleteInferenceEndpointAction.java
    """
    inference_id = call.path["inference_id"]
    endpoint = find_endpoint(call, inference_id, url_task_type(call))
    if not call.has(changes.DELETE_KNOWS_DRY_RUN):
        _remove(call, endpoint)
        return {"acknowledged": True}
    pipelines, indexes = _uses(call, inference_id)
    if call.query["dry_run"]:
        if not call.has(changes.DELETE_REPORTS_INDEXES):
            return {"acknowledged": False, "pipelines": pipelines}
        text = _in_use(call, inference_id, pipelines, indexes)
        return {"acknowledged": False, "pipelines": pipelines, "indexes": indexes, "error_message": text}
    if not call.query["force"]:
        if call.has(changes.RESERVED_ENDPOINTS_NEED_FORCE) and is_preconfigured(call, inference_id):
            raise errors.reserved_endpoint(inference_id)
        if pipelines or indexes:
            raise errors.endpoint_in_use(_in_use(call, inference_id, pipelines, indexes))
    forgiving = call.query["force"] and call.has(changes.FORCE_FORGIVES)
    if endpoint["service"] not in services(call.contract) and not forgiving:
        raise errors.service_gone(inference_id)
    _remove(call, endpoint)
    answer = {"acknowledged": True, "pipelines": []}
    return answer | {"indexes": []} if call.has(changes.DELETE_REPORTS_INDEXES) else answer


def _uses(call: Call, inference_id: str) -> tuple[list[str], list[str]]:
    """The ids of pipelines and indices that refer to the endpoint."""
    found = referrers(call.store, call.contract.product.references, "endpoint", inference_id)
    indexes = found.get("indices", []) if call.has(changes.DELETE_REPORTS_INDEXES) else []
    return found.get("pipelines", []), indexes


def _in_use(call: Call, inference_id: str, pipelines: list[str], indexes: list[str]) -> str:
    """The sentences about what refers to the endpoint; the second one begins with a blank, and none is an empty text."""
    if not call.has(changes.DELETE_REPORTS_INDEXES):
        return (
            f"Inference endpoint {inference_id} is referenced by pipelines and cannot be deleted. Use `force` to delete it "
            "anyway, or use `dry_run` to list the pipelines that reference it."
        )
    text = ""
    if pipelines:
        text += (
            f"Inference endpoint {inference_id} is referenced by pipelines: [{', '.join(pipelines)}]. Ensure that no "
            "pipelines are using this inference endpoint, or use force to ignore this warning and delete the inference endpoint."
        )
    if indexes:
        text += (
            f" Inference endpoint {inference_id} is being used in the mapping for indexes: [{', '.join(indexes)}]. Ensure "
            "that no index mappings are using this inference endpoint, or use force to ignore this warning and delete the "
            "inference endpoint."
        )
    return text


def _remove(call: Call, endpoint: Endpoint) -> None:
    """Stop the endpoint's deployment and drop it; a preconfigured one is there again on the next look."""
    in_cluster.stop(call, endpoint)
    call.store.delete(COLLECTION, endpoint["inference_id"])
