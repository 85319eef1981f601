"""The `elasticsearch` service: which kind of model a body names, and the deployment behind an endpoint.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/elasticsearch/ElasticsearchInternalService.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import request_invalid
from ...operations import Call
from .. import changes
from ..inference import endpoint_errors as errors
from ..trained_models import packages, records
from . import deployments
from .learning import UNKNOWN_MODEL
from .plans import plan_for
from .reading import Choice, Configuration, Parts, as_text
from .service import Service

if TYPE_CHECKING:
    from ...cluster import State
    from ..inference.endpoints import Endpoint

ELSER = (".elser_model_1", ".elser_model_2", ".elser_model_2_linux-x86_64")
E5 = (".multilingual-e5-small", ".multilingual-e5-small_linux-x86_64")
RERANKER = ".rerank-v1"
TASKS_OF_KINDS = {"text_expansion": "sparse_embedding", "text_embedding": "text_embedding", "text_similarity": "rerank"}
"""The kind of a trained model -> the task of endpoints that use it."""
NO_MODEL_ID = (
    "Putting elasticsearch service inference endpoints (including elser service) without a model_id field is deprecated and "
    "will be removed in a future release. Please specify a model_id field."
)


def choose(call: Call, service: Service, asked: str, task_type: str, parts: Parts) -> Choice:
    """The kind of model that a body names, or the running deployment; `asked` is the service's name in the body."""
    plan = plan_for(call.contract, service, task_type)
    if parts.body:
        raise plan.wording.leftovers(parts.body, parts.held[0])
    stored_as = service.name if call.has(changes.ELSER_IS_AN_ALIAS) else asked
    settings = parts.service_settings
    model_id = as_text(settings.get("model_id"))
    deployment_id = as_text(settings.get("deployment_id")) if call.has(changes.ELSER_IS_AN_ALIAS) else None
    if deployment_id is not None:
        return Choice(stored_as, configuration=_attached(call, deployment_id, model_id, task_type))
    platform = packages.platform_of(call.state)
    if model_id is None and asked == "elser":
        model_id = settings["model_id"] = packages.model_for(".elser_model_2", platform)
        if call.has(changes.ELSER_IS_AN_ALIAS):
            call.warnings.append(NO_MODEL_ID)
    if model_id is None:
        raise errors.no_model_id()
    variant = variant_of(model_id) if service.name == "elasticsearch" else "elser"
    if asked == "elser" and variant == "elser" and call.has(changes.ELSER_IS_AN_ALIAS):
        call.warnings.append(_elser_is_deprecated(platform))
    if call.has(changes.ELSER_IS_AN_ALIAS):
        _refuse_other_platforms(model_id, variant, platform)
    if variant == "uploaded" and kind_of_model(call.state, model_id) is None:
        raise errors.model_not_on_this_platform(model_id, ". You may need to load it into the cluster using eland.")
    if variant == "uploaded" and task_type not in service.task_types:
        raise errors.task_type_not_supported(service.name, task_type)
    return Choice(stored_as, variant)


def kind_of_model(state: State, model_id: str) -> str | None:
    """What a trained model in the cluster does, None for one that is not there."""
    model = records.known_model(state, model_id)
    return None if model is None else records.kind_of(model)


def variant_of(model_id: str) -> str:
    """The kind of model: `elser`, `e5`, `reranker`, or one the user uploaded."""
    if model_id in E5:
        return "e5"
    if model_id in ELSER:
        return "elser"
    return "reranker" if model_id == RERANKER else "uploaded"


def start(call: Call, endpoint: Endpoint) -> None:
    """Deploy the model of a new endpoint, under the endpoint's id; refuse what a deployment refuses."""
    settings = endpoint["service_settings"]
    if "num_threads" not in settings or "deployment_id" in settings:
        return
    adaptive: dict[str, Any] = settings.get("adaptive_allocations") or {}
    if adaptive.get("enabled") and settings.get("num_allocations") is not None:
        raise request_invalid("[number_of_allocations] cannot be set if adaptive allocations is enabled")
    threads = settings["num_threads"]
    if threads > 32 or threads & (threads - 1):
        raise request_invalid("[threads_per_allocation] must be a power of 2 less than or equal to 32")
    deployments.start(call.state, endpoint["inference_id"], settings)


def stop(call: Call, endpoint: Endpoint) -> None:
    """End the endpoint's own deployment; one it was attached to goes on."""
    if "num_threads" in endpoint["service_settings"] and "deployment_id" not in endpoint["service_settings"]:
        deployments.stop(call.state, endpoint["inference_id"])


def _attached(call: Call, deployment_id: str, model_id: str | None, task_type: str) -> Configuration:
    """The settings of an endpoint that uses a deployment which is there already: the deployment's own."""
    running = call.store.get(deployments.COLLECTION, deployment_id)
    if running is None:
        raise errors.deployment_not_found(deployment_id)
    deployed: str = running["model_id"]
    if model_id not in (None, deployed):
        raise errors.deployment_runs_another_model(deployment_id, deployed, str(model_id))
    kind = kind_of_model(call.state, deployed)
    if kind not in TASKS_OF_KINDS:
        raise errors.deployed_model_of_no_task(deployed, str(kind))
    if TASKS_OF_KINDS[kind] != task_type:
        raise errors.deployed_model_of_another_type(deployed, kind, task_type)
    settings: dict[str, Any] = {
        "num_allocations": running["number_of_allocations"],
        "num_threads": running["threads_per_allocation"],
        "model_id": deployed,
    }
    if running.get("adaptive_allocations"):
        settings["adaptive_allocations"] = running["adaptive_allocations"]
    settings["deployment_id"] = deployment_id
    if task_type == "text_embedding" and variant_of(deployed) == "uploaded":
        length = deployments.vector_length(call.state, deployed) or UNKNOWN_MODEL
        settings |= {"dimensions": length, "similarity": "cosine", "element_type": "float"}
    return Configuration(settings, {"return_documents": True} if task_type == "rerank" else {}, {})


def _refuse_other_platforms(model_id: str, variant: str, platform: str | None) -> None:
    """Models built for another platform than the cluster's; `.elser_model_1` is refused everywhere."""
    elsewhere = model_id.endswith(packages.LINUX) and platform not in (None, packages.LINUX)
    if variant == "elser" and (elsewhere or model_id == ".elser_model_1"):
        raise errors.model_not_on_this_platform(model_id, ". You may need to use a platform agnostic model.")
    if elsewhere and variant == "e5":
        raise errors.model_not_on_this_platform(model_id)


def _elser_is_deprecated(platform: str | None) -> str:
    model_id = packages.model_for(".elser_model_2", platform)
    return (
        "The [elser] service is deprecated and will be removed in a future release. Use the [elasticsearch] service instead, "
        f"with [model_id] set to [{model_id}] in the [service_settings]"
    )
