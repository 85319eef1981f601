"""Deployments by request: start, update, stop, clear the cache.

Sources, of elastic/elasticsearch: x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/Transport{Start,Update,Stop}TrainedModelDeploymentAction.java,
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/action/{Start,Update}TrainedModelDeploymentAction.java
"""

from __future__ import annotations

from typing import Any

from ...object_parser import BOOLEAN, INT, TEXT, TIME, Field, ObjectParser, Path, Source, converted
from ...operations import POST, Bool, Call, Custom, Int, Text, Time, operation
from ...versions import Span
from ...wire import Json
from .. import changes
from ..inference.endpoints import COLLECTION as ENDPOINTS
from ..inference.endpoints import known_endpoint
from ..licensing import licences
from . import byte_sizes, deployments, errors, packages, records
from . import deployment_errors as refusals
from .models import is_referenced

_WAIT_STATES = ("started", "starting", "fully_allocated")
_PRIORITIES = ("normal", "low")
_IN_CLUSTER = ("elasticsearch", "elser")
UNSET = -1
"""A limit of adaptive allocations that was sent as null."""


def _int_or_null(value: Json, source: Source, path: Path) -> int:
    return UNSET if value is None else int(INT.read(value, source, path))


_LIMIT = Field(("VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"), _int_or_null)
_ADAPTIVE = ObjectParser(
    "autoscaling_settings",
    {"enabled": BOOLEAN, "min_number_of_allocations": _LIMIT, "max_number_of_allocations": _LIMIT},
)


def _adaptive(value: Json, source: Source, path: Path) -> dict[str, Any] | None:
    return None if value is None else dict(_ADAPTIVE.read(value, source, path))


def _state(text: str) -> str:
    if text.strip().lower() not in _WAIT_STATES:
        raise refusals.no_constant("AllocationStatus.State", text.strip().upper())
    return text.strip().lower()


def _priority(text: str) -> str:
    if text.strip().lower() not in _PRIORITIES:
        raise refusals.no_constant("Priority", text.strip().upper())
    return text.strip().lower()


def _size(value: Json, source: Source, path: Path) -> str:
    return byte_sizes.read("cache_size", str(value))


_ADAPTIVE_FIELD = Field(("START_OBJECT", "VALUE_NULL"), _adaptive)
_START_FIELDS = {
    "model_id": TEXT,
    "deployment_id": TEXT,
    "timeout": TIME,
    "wait_for": converted(_state),
    "threads_per_allocation": INT,
    "number_of_allocations": INT,
    "queue_capacity": INT,
    "cache_size": Field(("VALUE_STRING", "VALUE_NUMBER"), _size),
    "priority": converted(_priority),
    "adaptive_allocations": _ADAPTIVE_FIELD,
}
_UPDATE_FIELDS = {
    "model_id": TEXT,
    "number_of_allocations": INT,
    "timeout": TIME,
    "adaptive_allocations": _ADAPTIVE_FIELD,
}
_STOP = ObjectParser("stop_trained_model_deployment", {"id": TEXT, "allow_no_match": BOOLEAN, "force": BOOLEAN})


def _parser(call: Call, name: str, fields: dict[str, Field]) -> ObjectParser:
    adaptive = call.has(changes.ALLOCATIONS_ADAPT)
    return ObjectParser(
        f"cluster:admin/xpack/ml/trained_models/deployment/{name}",
        {key: field for key, field in fields.items() if adaptive or key != "adaptive_allocations"},
    )


@operation(
    "ml.start_trained_model_deployment",
    POST("/_ml/trained_models/{model_id}/deployment/_start"),
    query={
        "cache_size": Custom(byte_sizes.read),
        "deployment_id": Text(),
        "number_of_allocations": Int(),
        "priority": Custom(lambda name, text: _priority(text)),
        "queue_capacity": Int(),
        "threads_per_allocation": Int(),
        "timeout": Time(),
        "wait_for": Custom(lambda name, text: _state(text)),
    },
    body="optional",
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/start_trained_model_deployment/MlStartTrainedModelDeploymentRequest.ts",
)
def start_deployment(call: Call) -> Json:
    """Start a deployment of a model; what the query says wins over the body."""
    asked_model = call.path["model_id"]
    sent: dict[str, Any] = {}
    if call.body is not None:
        sent = _parser(call, "start", _START_FIELDS).parse(call.body, Source(call.request.body))
        if sent.get("model_id", asked_model) != asked_model:
            raise errors.inconsistent_deployment_id(sent["model_id"], asked_model)
    sent |= {name: value for name, value in call.query.items() if value is not None and name != "deployment_id"}
    deployment_id = call.query["deployment_id"] or asked_model
    _refuse_bad_start(call, sent)
    licences.require(call, licences.MACHINE_LEARNING)
    if len(call.store[deployments.COLLECTION]) >= deployments.MOST_DEPLOYMENTS:
        raise refusals.too_many_deployments(deployments.MOST_DEPLOYMENTS)
    if deployments.find(call.state, deployment_id) is not None:
        raise refusals.deployment_exists(deployment_id)
    if call.has(changes.MODELS_AND_ENDPOINTS_DIFFER) and known_endpoint(call.state, asked_model) is not None:
        raise refusals.id_is_an_endpoint(asked_model)
    model = _model_to_deploy(call, asked_model, deployment_id)
    packages.wait(call.state, model["model_id"], sent.get("timeout", 30_000))
    problem = deployments.definition_problem(call.state, model)
    if problem is not None:
        raise problem
    if model.get("model_package") is None and call.store.get(records.VOCABULARIES, model["model_id"]) is None:
        raise refusals.no_vocabulary(model["model_id"])
    started = deployments.start(
        call.state,
        model,
        deployment_id,
        number_of_allocations=sent.get("number_of_allocations"),
        threads_per_allocation=sent.get("threads_per_allocation", 1),
        adaptive_allocations=clean_limits(sent.get("adaptive_allocations")),
        queue_capacity=sent.get("queue_capacity"),
        cache_size=sent.get("cache_size"),
        priority=sent.get("priority", "normal"),
    )
    return deployments.render(call.state, started)


def _model_to_deploy(call: Call, asked_model: str, deployment_id: str) -> records.TrainedModel:
    """The one model that is meant, if it can be deployed under this id."""
    ids = records.select(call.state, asked_model)
    if len(ids) > 1:
        if call.has(changes.MODELS_AND_ENDPOINTS_DIFFER):
            raise refusals.several_models(asked_model, ids)
        raise refusals.several_models_early(asked_model, len(ids))
    if not ids:
        raise errors.no_known_model([asked_model])
    model = records.find_model(call.state, ids[0])
    if model.get("model_type") != "pytorch":
        raise refusals.not_deployable(ids[0], model.get("model_type") or "tree_ensemble")
    if deployment_id != asked_model and records.known_model(call.state, deployment_id) is not None:
        raise refusals.id_of_another_model(deployment_id)
    return model


def _refuse_bad_start(call: Call, sent: dict[str, Any]) -> None:
    """What `StartTrainedModelDeploymentAction.Request.validate` collects, in its order."""
    found: list[str] = []
    count, threads = sent.get("number_of_allocations"), sent.get("threads_per_allocation", 1)
    queue, adaptive = sent.get("queue_capacity", 1), sent.get("adaptive_allocations")
    if count is not None:
        found += _problems_of_count(count, adaptive)
    if threads < 1:
        found.append("[threads_per_allocation] must be a positive integer")
    found += problems_of_limits(adaptive)
    if threads > deployments.MOST_THREADS or bin(threads & 0xFFFFFFFF).count("1") != 1:
        found.append(f"[threads_per_allocation] must be a power of 2 less than or equal to {deployments.MOST_THREADS}")
    if queue < 1:
        found.append("[queue_capacity] must be a positive integer")
    longest = deployments.LONGEST_QUEUE if call.has(changes.QUEUES_ARE_LONG) else 10 * deployments.LONGEST_QUEUE
    if queue > longest:
        found.append(f"[queue_capacity] must be less than {longest}")
    if sent.get("timeout", 1) <= 0:
        found.append("[timeout] must be positive")
    if sent.get("priority") == "low":
        if count is not None and count > 1:
            found.append("[number_of_allocations] must be 1 when [priority] is low")
        if threads > 1:
            found.append("[threads_per_allocation] must be 1 when [priority] is low")
    if found:
        raise refusals.invalid_request(found)


def _problems_of_count(count: int, adaptive: dict[str, Any] | None) -> list[str]:
    found = []
    if count < 1:
        found.append("[number_of_allocations] must be a positive integer")
    if adaptive is not None and adaptive.get("enabled"):
        found.append("[number_of_allocations] cannot be set if adaptive allocations is enabled")
    return found


def problems_of_limits(adaptive: dict[str, Any] | None) -> list[str]:
    """What `AdaptiveAllocationsSettings.validate` collects."""
    limits = adaptive or {}
    least, most = (limits.get(name, UNSET) for name in ("min_number_of_allocations", "max_number_of_allocations"))
    found = []
    if least != UNSET and least < 0:
        found.append("[min_number_of_allocations] must be a non-negative integer or null")
    if most != UNSET and most < 1:
        found.append("[max_number_of_allocations] must be a positive integer or null")
    if UNSET not in (least, most) and least > most:
        found.append("[min_number_of_allocations] must not be larger than [max_number_of_allocations]")
    return found


def clean_limits(adaptive: dict[str, Any] | None) -> dict[str, Any] | None:
    """Adaptive allocations as they are stored and printed: `enabled` always, limits that are none left out."""
    if adaptive is None:
        return None
    limits = {name: value for name, value in adaptive.items() if name != "enabled" and value != UNSET}
    return {"enabled": adaptive.get("enabled", False), **limits}


@operation(
    "ml.update_trained_model_deployment",
    POST("/_ml/trained_models/{model_id}/deployment/_update"),
    query={
        "number_of_allocations": Int(span=Span("8.16")),
        "timeout": Time("30s"),
        "master_timeout": Time("30s"),
    },
    body="optional",
    unread_query="updating a deployment takes no time here",
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/update_trained_model_deployment/MlUpdateTrainedModelDeploymentRequest.ts",
)
def update_deployment(call: Call) -> Json:
    """Change how many allocations a deployment has, or how that adapts."""
    deployment_id = call.path["model_id"]
    by_query = call.query.get("number_of_allocations")
    if call.body is None and by_query is None:
        raise errors.body_required()
    sent: dict[str, Any] = {}
    if call.body is not None:
        sent = _parser(call, "update", _UPDATE_FIELDS).parse(call.body, Source(call.request.body))
        if sent.get("model_id", deployment_id) != deployment_id:
            raise errors.inconsistent_deployment_id(sent["model_id"], deployment_id)
    if by_query is not None:
        sent["number_of_allocations"] = by_query
    adapts = call.has(changes.ALLOCATIONS_ADAPT)
    count = sent.get("number_of_allocations") if adapts else sent.get("number_of_allocations", 0)
    update = sent.get("adaptive_allocations")
    problems = [] if count is None else _problems_of_count(count, update)
    problems += problems_of_limits(update)
    if problems:
        raise refusals.invalid_request(problems)
    if call.has(changes.ENDPOINTS_OWN_THEIR_DEPLOYMENTS) and _owner(call, deployment_id) is not None:
        raise refusals.update_of_an_endpoints_deployment(deployment_id)
    deployment = deployments.find(call.state, deployment_id)
    if deployment is None:
        raise errors.no_known_deployment(deployment_id)
    adaptive = deployment["adaptive_allocations"]
    if "adaptive_allocations" in sent:
        adaptive = None if update is None else clean_limits({**(adaptive or {}), **update})
    if count is not None and adaptive is not None and adaptive["enabled"]:
        raise refusals.adaptive_and_fixed()
    new: dict[str, Any] = {"adaptive_allocations": adaptive}
    if count is not None:
        new["number_of_allocations"] = count
    elif adaptive is not None and adaptive["enabled"]:
        new["number_of_allocations"] = within_limits(deployments.allocations(call.state, deployment), adaptive)
    return deployments.render(call.state, deployments.change(call.state, deployment, **new))


def within_limits(count: int, adaptive: dict[str, Any]) -> int:
    """A number of allocations, moved between the limits."""
    least = adaptive.get("min_number_of_allocations") or 0
    most = adaptive.get("max_number_of_allocations")
    return max(least, count if most is None else min(count, most))


def _owner(call: Call, deployment_id: str) -> str | None:
    """The endpoint that the deployment runs for under its name."""
    endpoint = known_endpoint(call.state, deployment_id)
    return deployment_id if endpoint is not None and endpoint["service"] in _IN_CLUSTER else None


@operation(
    "ml.stop_trained_model_deployment",
    POST("/_ml/trained_models/{model_id}/deployment/_stop"),
    query={"allow_no_match": Bool(True), "force": Bool(False)},
    body="optional",
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/stop_trained_model_deployment/MlStopTrainedModelDeploymentRequest.ts",
)
def stop_deployment(call: Call) -> Json:
    """Stop a deployment that nothing uses; `force` any. With a body the query counts for nothing."""
    deployment_id = call.path["model_id"]
    options = call.query
    if call.body is not None:
        sent = _STOP.parse(call.body, Source(call.request.body))
        if sent.get("id", deployment_id) != deployment_id:
            raise errors.inconsistent_stop_id(sent["id"], deployment_id)
        options = {"allow_no_match": sent.get("allow_no_match", True), "force": sent.get("force", False)}
    if deployments.find(call.state, deployment_id) is None:
        if not options["allow_no_match"]:
            raise errors.no_known_deployment(deployment_id)
        return {"stopped": True}
    if not options["force"]:
        _refuse_to_stop_what_is_used(call, deployment_id)
    deployments.stop(call.state, deployment_id)
    return {"stopped": True}


def _refuse_to_stop_what_is_used(call: Call, deployment_id: str) -> None:
    if is_referenced(call, deployment_id):
        raise refusals.stop_in_use(deployment_id)
    for alias in records.aliases_of(call.store, deployment_id):
        if is_referenced(call, alias):
            raise refusals.stop_alias_in_use(deployment_id, alias)
    if not call.has(changes.ENDPOINTS_KEEP_THEIR_DEPLOYMENTS):
        return
    if _owner(call, deployment_id) is not None:
        raise refusals.stop_of_an_endpoints_deployment(deployment_id, deployment_id)
    for inference_id, endpoint in sorted(call.store[ENDPOINTS].items()):
        if endpoint["service_settings"].get("deployment_id") == deployment_id and endpoint["service"] in _IN_CLUSTER:
            raise refusals.stop_of_an_endpoints_deployment(deployment_id, inference_id)


@operation(
    "ml.clear_trained_model_deployment_cache",
    POST("/_ml/trained_models/{model_id}/deployment/cache/_clear"),
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/clear_trained_model_deployment_cache/MlClearTrainedModelDeploymentCacheRequest.ts",
)
def clear_cache(call: Call) -> Json:
    """Make a deployment forget what it was asked."""
    deployment_id = call.path["model_id"]
    if deployments.find(call.state, deployment_id) is None:
        raise errors.no_known_deployment(deployment_id)
    deployments.clear_cache(call.state, deployment_id)
    return {"cleared": True}
