"""Inference endpoints: the stored form, finding one, printing one, and those that are there without being created.

A stored endpoint is what `GET` prints, plus `hidden` and `secrets`, which nothing prints. How one comes to be is in
`endpoint_api.py` and `services/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from ...operations import Call
from ...versions import Span, Version
from ...wire import Json
from .. import changes
from ..licensing import licences
from ..services import deployments
from ..trained_models import packages
from . import elastic_inference_service, perform_errors
from . import endpoint_errors as errors
from .chunking_settings import DEFAULT
from .task_types import ANY

if TYPE_CHECKING:
    from ...cluster import State
    from ...contract import Contract

COLLECTION = "inference_endpoints"


class Endpoint(TypedDict):
    """A stored endpoint."""

    inference_id: str
    task_type: str
    service: str
    service_settings: dict[str, Any]
    """As printed, with defaults and what the server learned at creation (`dimensions`, `similarity`)."""
    task_settings: dict[str, Any]
    chunking_settings: dict[str, Any] | None
    hidden: dict[str, Any]
    """Settings that the server keeps and never prints."""
    secrets: dict[str, Any]
    """Never printed anywhere."""


ELASTICSEARCH_PRECONFIGURED: tuple[tuple[str, str, str, Span], ...] = (
    (".elser-2-elasticsearch", "sparse_embedding", ".elser_model_2", Span("8.17")),
    (".multilingual-e5-small-elasticsearch", "text_embedding", ".multilingual-e5-small", Span("8.17")),
    (".rerank-v1-elasticsearch", "rerank", ".rerank-v1", Span("8.18")),
)
"""Id, task type, model and span of the endpoints every cluster has.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/elasticsearch/ElasticsearchInternalService.java
"""


def find_endpoint(call: Call, inference_id: str, task_type: str | None = None) -> Endpoint:
    """The stored or preconfigured endpoint; 404 when there is none, 400 when `task_type` is given and another."""
    found = known_endpoint(call.state, inference_id)
    if found is None:
        raise errors.endpoint_not_found(inference_id)
    if task_type not in (None, ANY, found["task_type"]):
        raise errors.other_task_type(str(task_type), found["task_type"])
    return found


def endpoint_to_ask(call: Call, asked_type: str) -> Endpoint:
    """The endpoint that the URL would have answer, if the licence covers it and it does what the URL says (or `any`)."""
    licences.require_inference(call)
    endpoint = find_endpoint(call, call.path["inference_id"])
    licences.require_service(call, endpoint["service"])
    if asked_type not in (ANY, endpoint["task_type"]):
        raise perform_errors.incompatible_task_type(asked_type, endpoint["task_type"])
    return endpoint


def all_endpoints(call: Call, task_type: str | None = None) -> list[Endpoint]:
    """Every endpoint, stored and preconfigured, by id."""
    found: dict[str, Endpoint] = {**preconfigured(call), **call.store[COLLECTION]}
    wanted = (None, ANY)
    return [found[name] for name in sorted(found) if task_type in wanted or found[name]["task_type"] == task_type]


def known_endpoint(state: State, inference_id: str) -> Endpoint | None:
    """The stored or preconfigured endpoint, or None; for who asks without a call."""
    found: Endpoint | None = state.store.get(COLLECTION, inference_id)
    return found or _preconfigured_in(state).get(inference_id)


def preconfigured(call: Call) -> dict[str, Endpoint]:
    """The endpoints that this version lists without anybody having created them."""
    return _preconfigured_in(call.state)


def _preconfigured_in(state: State) -> dict[str, Endpoint]:
    platform = packages.platform_of(state)
    connected = elastic_inference_service.is_connected(state)
    key = f"preconfigured endpoints/{platform}/{connected}"
    found: dict[str, Endpoint] | None = state.contract.memo.get(key)
    if found is None:
        found = _preconfigured(state.contract.version, platform)
        if connected:
            found |= _of_elastic(state.contract)
        state.contract.memo[key] = found  # complete: other threads read it from now on
    return found


def _preconfigured(version: Version, platform: str | None) -> dict[str, Endpoint]:
    endpoints: dict[str, Endpoint] = {}
    for inference_id, task_type, model_id, span in ELASTICSEARCH_PRECONFIGURED:
        if version not in span:
            continue
        chunked = task_type != "rerank"
        endpoints[inference_id] = {
            "inference_id": inference_id,
            "task_type": task_type,
            "service": "elasticsearch",
            "service_settings": {
                "num_threads": 1,
                "model_id": packages.model_for(model_id, platform),
                "adaptive_allocations": {
                    "enabled": True,
                    "min_number_of_allocations": 0,
                    "max_number_of_allocations": 32,
                },
            },
            "task_settings": {} if chunked else {"return_documents": True},
            "chunking_settings": DEFAULT if chunked else None,
            "hidden": {},
            "secrets": {},
        }
    return endpoints


def _of_elastic(contract: Contract) -> dict[str, Endpoint]:
    return {
        inference_id: {
            "inference_id": inference_id,
            "task_type": task_type,
            "service": "elastic",
            "service_settings": settings,
            "task_settings": {},
            "chunking_settings": DEFAULT if task_type.endswith("embedding") else None,
            "hidden": {},
            "secrets": {},
        }
        for inference_id, task_type, settings in elastic_inference_service.preconfigured(contract)
    }


def is_preconfigured(call: Call, inference_id: str) -> bool:
    """Whether the id belongs to an endpoint of the server's own."""
    return inference_id in preconfigured(call)


def render_endpoint(call: Call, endpoint: Endpoint) -> Json:
    """The endpoint as create, update and get print it; never a secret."""
    id_key = "inference_id" if call.has(changes.ENDPOINTS_NAMED_BY_INFERENCE_ID) else "model_id"
    rendered: dict[str, Any] = {
        id_key: endpoint["inference_id"],
        "task_type": endpoint["task_type"],
        "service": endpoint["service"],
        "service_settings": endpoint["service_settings"],
    }
    if endpoint["task_settings"] or call.has(changes.EMPTY_TASK_SETTINGS_ARE_PRINTED):
        rendered["task_settings"] = endpoint["task_settings"]
    if endpoint["chunking_settings"] is not None:
        rendered["chunking_settings"] = endpoint["chunking_settings"]
    return rendered


def render_live(call: Call, endpoint: Endpoint) -> Json:
    """The same with what only the running deployment knows, as `GET` prints it."""
    allocations = deployments.allocations_of(call.state, endpoint["inference_id"], endpoint["service_settings"])
    if allocations is None:
        return render_endpoint(call, endpoint)
    settings = {"num_allocations": allocations, **endpoint["service_settings"]}
    settings["num_allocations"] = allocations
    return render_endpoint(call, {**endpoint, "service_settings": settings})
