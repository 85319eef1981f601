"""Updating an inference endpoint. What of it can change is data of its service, read in `services/updating.py`; here is the
order of checks.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportUpdateInferenceModelAction.java
and the request it gets, x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/UpdateInferenceModelAction.java
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ... import media
from ...formats.javatext import to_text
from ...operations import PUT, Call, Time, operation
from ...versions import Span
from ...wire import Json
from .. import changes
from ..licensing import licences
from ..services import deployments, updating
from ..services.plans import Plan
from ..services.service import services
from . import endpoint_errors as errors
from . import update_errors as refusals
from .chunking_settings import Chunking, read_chunking_settings
from .endpoint_api import INFERENCE_ID, resolve_task_type
from .endpoints import COLLECTION, Endpoint, known_endpoint, render_endpoint
from .task_types import read_task_type, url_task_type
from .upstream import refuse_failing

SETTINGS = {
    "service_settings": "service settings",
    "task_settings": "task settings",
    "chunking_settings": "chunking settings",
}
"""The objects of a body in the order in which they are looked at, and what older servers call them."""


@dataclass(slots=True, repr=False)
class Sent:
    """What a body says. The objects are ours to empty; one that is empty counts as absent."""

    task_type: str | None
    service_settings: dict[str, Any] | None
    task_settings: dict[str, Any] | None
    chunking_settings: dict[str, Any] | None


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse the body once task type and id in the URL are found good: the server keeps it unparsed so long."""
    _check_url(call)
    return media.read_first_value(call, data, format)


@operation(
    "inference.update",
    PUT("/_inference/{inference_id}/_update"),
    PUT("/_inference/{task_type}/{inference_id}/_update"),
    query={"master_timeout": Time("30s"), "timeout": Time(span=Span("9.5"))},
    unread_query="updating an endpoint takes no time here",
    body="optional",
    reader=read_body,
    since="8.16",
    privilege="manage_inference",
    source="elastic/elasticsearch-specification:specification/inference/update/UpdateInferenceRequest.ts",
)
def update_endpoint(call: Call) -> Json:
    """Change some settings of an inference endpoint."""
    url = _check_url(call)
    if not call.request.body:
        raise errors.body_required()
    licences.require_inference(call)
    sent = _read(call, dict(call.body) if isinstance(call.body, dict) else {})
    task_type = resolve_task_type(call, url, sent.task_type)
    endpoint = _find(call)
    service = services(call.contract)[endpoint["service"]]
    plan = updating.plan_of(call.contract, service, endpoint)
    merge = _merge if call.has(changes.UPDATES_MERGE_SERVICE_SETTINGS) else _merge_early
    changed = merge(call, plan, endpoint, sent, task_type)
    if call.has(changes.UPDATES_ARE_TRIED):
        refuse_failing(call.state, changed, call.operation.id, call.query.get("timeout"))
    if changed != endpoint or not call.has(changes.UPDATES_MERGE_SERVICE_SETTINGS):
        if service.runs_in_cluster:
            _redeploy(call, changed, sent)
        call.store.put(COLLECTION, endpoint["inference_id"], changed)
    return render_endpoint(call, changed)


def _check_url(call: Call) -> str:
    """The task type in the URL, once it and the id are found good; the server's own ids are refused later where they can be."""
    task_type = url_task_type(call)
    inference_id = call.path["inference_id"]
    later = inference_id.startswith(".") and call.has(changes.DEFAULT_ENDPOINTS_ARE_NOT_UPDATED)
    if INFERENCE_ID.fullmatch(inference_id) is None and not later:
        raise errors.invalid_inference_id(inference_id)
    return task_type


def _read(call: Call, body: dict[str, Any]) -> Sent:
    """The body, taken apart key by key; a refusal shows what was not yet taken."""
    held = len(body)
    newer = call.has(changes.UPDATE_BODIES_ARE_CHECKED_ALIKE)
    if not body:
        raise refusals.body_says_nothing()
    task_type = None
    if "task_type" in body:
        if not isinstance(body["task_type"], str):
            raise refusals.task_type_is_no_text(to_text(body, held), status=400 if newer else 500)
        task_type = read_task_type(call, body.pop("task_type"))
    objects: dict[str, dict[str, Any] | None] = dict.fromkeys(SETTINGS)
    for name, older_name in SETTINGS.items():
        if name not in body or (name == "chunking_settings" and not call.has(changes.UPDATES_TAKE_CHUNKING_SETTINGS)):
            continue
        settings = body[name]
        if not isinstance(settings, dict):
            raise refusals.not_an_object(f"[{name}]" if newer else older_name, to_text(body, held))
        if None in settings.values() and not call.has(changes.UPDATES_MERGE_SERVICE_SETTINGS):
            raise refusals.null_among_settings(to_text(body, held))
        objects[name] = dict(settings) or None
        del body[name]
    if body:
        raise refusals.cannot_be_updated(to_text(body, held))
    return Sent(task_type, **objects)


def _find(call: Call) -> Endpoint:
    """The endpoint to change, if it and its service are there and it is no one's but the user's."""
    inference_id = call.path["inference_id"]
    endpoint = known_endpoint(call.state, inference_id)
    if endpoint is None:
        raise refusals.nothing_to_update(inference_id)
    if endpoint["service"] not in services(call.contract):
        raise refusals.service_not_found(endpoint["service"])
    if inference_id.startswith("."):
        raise refusals.default_endpoint(inference_id)
    licences.require_service(call, endpoint["service"])
    return endpoint


def _merge_early(call: Call, plan: Plan, endpoint: Endpoint, sent: Sent, task_type: str) -> Endpoint:
    """Secrets, allocations and task settings change; whatever else is sent is passed over. Nothing is tried."""
    changed = endpoint
    settings = sent.service_settings
    if settings is not None:
        changed = updating.replace_secrets(plan, changed, settings)
        if plan.service.runs_in_cluster and "num_allocations" in settings:
            changed = updating.with_allocations(changed, settings["num_allocations"])
    if sent.task_settings is not None:
        changed = updating.merge_task_settings(plan, changed, sent.task_settings)
    if task_type != endpoint["task_type"]:
        raise refusals.another_task_type()
    return changed


def _merge(call: Call, plan: Plan, endpoint: Endpoint, sent: Sent, task_type: str) -> Endpoint:
    """Everything changes that the service lets change; the newest servers refuse the rest."""
    if task_type != endpoint["task_type"]:
        raise refusals.another_task_type()
    changed = endpoint
    service_settings, task_settings = sent.service_settings, sent.task_settings
    held = len(service_settings or ()), len(task_settings or ())
    all_sent = dict(service_settings or {})
    if service_settings is not None:
        in_cluster = plan.service.runs_in_cluster
        merge = updating.merge_allocations if in_cluster else updating.merge_service_settings
        changed = merge(plan, changed, service_settings)
    if task_settings is not None:
        changed = updating.merge_task_settings(plan, changed, task_settings)
    if sent.chunking_settings is not None:
        chunking = read_chunking_settings(sent.chunking_settings, Chunking.of(call.state.switched_on))
        changed = {**changed, "chunking_settings": chunking}
    if service_settings is not None:
        if call.has(changes.SECRETS_ARE_COMBINED):
            changed = updating.combine_secrets(plan, changed, service_settings)
        else:
            changed = updating.replace_secrets(plan, changed, all_sent)
    if call.has(changes.UPDATES_REFUSE_LEFTOVERS):
        updating.refuse_leftovers(plan, service_settings, held[0])
        updating.refuse_leftovers(plan, task_settings, held[1])
    return changed


def _redeploy(call: Call, endpoint: Endpoint, sent: Sent) -> None:
    """Tell the deployment behind an endpoint of a model in the cluster how many allocations it is to have."""
    inference_id, settings = endpoint["inference_id"], endpoint["service_settings"]
    deployment_id: str = settings.get("deployment_id", inference_id)
    running = call.store.get(deployments.COLLECTION, deployment_id)
    if running is None:
        raise refusals.no_deployment(inference_id)
    if not call.has(changes.UPDATES_MERGE_SERVICE_SETTINGS):
        if "num_allocations" not in (sent.service_settings or {}):
            raise refusals.no_allocations(call.request.body.decode(errors="replace"))
        if settings["num_allocations"] < 1:
            raise refusals.too_few_allocations()
    elif deployment_id != inference_id:
        owned = known_endpoint(call.state, deployment_id) is not None
        raise refusals.deployment_of_another(inference_id, deployment_id, owned=owned)
    deployments.change(call.state, deployment_id, settings)
