"""What of the trained models runs: deployments, one record each in `trained_model_deployments`, all on the cluster's only node.

A deployment is started by the API or by an inference endpoint, in whose name it then runs. One with adaptive allocations whose
minimum is zero has none after a while without questions; that follows from the clock alone, nothing has to happen for it.

Sources, of elastic/elasticsearch: x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/assignment/,
x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/inference/adaptiveallocations/AdaptiveAllocationsScalerService.java
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ...clock import Clock
from ...operations import read_time
from .. import changes
from ..start_settings import SCALE_TO_ZERO_TIME
from . import deployment_errors as refusals
from . import packages, records
from .byte_sizes import in_bytes
from .records import TrainedModel

if TYPE_CHECKING:
    from ...cluster import State
    from ...errors import ApiError
    from ...store import Store

COLLECTION = "trained_model_deployments"
USES = "trained_model_uses"
MOST_DEPLOYMENTS = 100
MOST_THREADS = 32
LONGEST_QUEUE = 100_000
_QUARTER_HOUR, _DAY = 900_000, 86_400_000
_CACHED_TEXTS = 1_000
_MINUTE = 60_000
_OVERHEAD = 240 * 1024 * 1024
_ELSER_MEMORY = 2004 * 1024 * 1024


class Deployment(TypedDict):
    """A stored deployment."""

    deployment_id: str
    model_id: str
    number_of_allocations: int
    """As set; see `allocations` for what there is now."""
    threads_per_allocation: int
    adaptive_allocations: dict[str, Any] | None
    queue_capacity: int
    cache_size: str
    priority: str
    model_bytes: int
    start_time: int
    max_assigned_allocations: int


class Use(TypedDict):
    """How a deployment was used: what changes by asking, also by asking in vain."""

    last_active: int
    """When it was last asked, or scaled up."""
    last_access: int | None
    woken: bool
    """Scaled up from zero, to one allocation."""
    inference_count: int
    cache_hits: int
    error_count: int
    minute: int
    """The minute that `in_minute` counts."""
    in_minute: int
    peak_per_minute: int


def find(state: State, deployment_id: str) -> Deployment | None:
    """The deployment of this id, or None."""
    found: Deployment | None = state.store.get(COLLECTION, deployment_id)
    return found


def of_model(store: Store, model_id: str) -> list[Deployment]:
    """The deployments of a model, by id."""
    return [record for _, record in sorted(store[COLLECTION].items()) if record["model_id"] == model_id]


def named(state: State, name: str) -> Deployment | None:
    """The deployment that a request for `name` goes to: of this id, else one of this model; aliases stand for their models."""
    name = records.of_alias(state, name)
    return find(state, name) or next(iter(of_model(state.store, name)), None)


def definition_length(state: State, model: TrainedModel) -> int:
    """How long the definition is that was uploaded or downloaded."""
    if (package := packages.PACKAGES.get(model["model_id"])) is not None:
        return package.size
    parts: dict[str, Any] = state.store.get(records.PARTS, model["model_id"]) or {}
    return sum(part["length"] for part in parts.values())


def definition_problem(state: State, model: TrainedModel) -> ApiError | None:
    """Why the model cannot be deployed, as far as its definition goes; None when it is whole."""
    model_id = model["model_id"]
    if model.get("model_package") is not None:
        return None if packages.is_whole(state, model_id) else refusals.still_downloading(model_id)
    stored: dict[str, Any] = state.store.get(records.PARTS, model_id) or {}
    if not stored:
        return refusals.no_definition(model_id)
    parts = sorted((int(number), part) for number, part in stored.items())
    first, total = parts[0][0], parts[0][1]["total"]
    for number, part in parts:
        if part["total"] != total:
            return refusals.lengths_differ(model_id, part["total"], number, total, first)
    if sum(part["length"] for _, part in parts) != total:
        return refusals.truncated_definition(model_id)
    return None


def start(
    state: State,
    model: TrainedModel,
    deployment_id: str,
    *,
    number_of_allocations: int | None = None,
    threads_per_allocation: int = 1,
    adaptive_allocations: dict[str, Any] | None = None,
    queue_capacity: int | None = None,
    cache_size: str | None = None,
    priority: str = "normal",
) -> Deployment:
    """Run a model under an id; what is wrong with the numbers was refused before."""
    if number_of_allocations is None:
        number_of_allocations = (adaptive_allocations or {}).get("min_number_of_allocations") or 1
    size = definition_length(state, model)
    now = state.clock.millis
    deployment: Deployment = {
        "deployment_id": deployment_id,
        "model_id": model["model_id"],
        "number_of_allocations": number_of_allocations,
        "threads_per_allocation": threads_per_allocation,
        "adaptive_allocations": adaptive_allocations,
        "queue_capacity": default_queue(state) if queue_capacity is None else queue_capacity,
        "cache_size": f"{size}b" if cache_size is None else cache_size,
        "priority": priority,
        "model_bytes": size,
        "start_time": now,
        "max_assigned_allocations": number_of_allocations,
    }
    state.store.put(COLLECTION, deployment_id, deployment)
    state.store.put(USES, deployment_id, _UNUSED | {"last_active": now})
    return deployment


_UNUSED: dict[str, Any] = {
    "last_access": None,
    "woken": False,
    "inference_count": 0,
    "cache_hits": 0,
    "error_count": 0,
    "minute": 0,
    "in_minute": 0,
    "peak_per_minute": 0,
}


def use_of(state: State, deployment_id: str) -> Use:
    """How a deployment was used."""
    found: Use = state.store[USES][deployment_id]
    return found


def default_queue(state: State) -> int:
    """The `queue_capacity` of who says none."""
    return 10_000 if changes.QUEUES_ARE_LONG in state.switched_on else 1024


def stop(state: State, deployment_id: str) -> None:
    """End a deployment, if there is one."""
    state.store.delete(COLLECTION, deployment_id)
    state.store.delete(USES, deployment_id)
    clear_cache(state, deployment_id)


def change(state: State, deployment: Deployment, **new: Any) -> Deployment:
    """Give the deployment other values; that counts as activity, and ends what adapting had come to."""
    changed: Deployment = {**deployment, **new}  # type: ignore[typeddict-item]
    changed["max_assigned_allocations"] = max(changed["max_assigned_allocations"], changed["number_of_allocations"])
    state.store.put(COLLECTION, deployment["deployment_id"], changed)
    use = use_of(state, deployment["deployment_id"])
    state.store.put(USES, deployment["deployment_id"], {**use, "last_active": state.clock.millis, "woken": False})
    return changed


# --- allocations ------------------------------------------------------------------------------------------------------


def may_scale_to_zero(deployment: Mapping[str, Any]) -> bool:
    """Whether the deployment adapts and may have no allocation at all."""
    adaptive = deployment.get("adaptive_allocations") or {}
    return bool(adaptive.get("enabled") and not adaptive.get("min_number_of_allocations"))


def allocations(state: State, deployment: Deployment) -> int:
    """How many allocations there are now."""
    use = use_of(state, deployment["deployment_id"])
    if may_scale_to_zero(deployment) and state.clock.millis - use["last_active"] >= idle_limit(state):
        return 0
    return 1 if use["woken"] else deployment["number_of_allocations"]


def idle_limit(state: State) -> float:
    """After how many milliseconds without questions a deployment that may have no allocations has none."""
    given = state.options["settings"].get(SCALE_TO_ZERO_TIME)
    if given is not None:
        return read_time(SCALE_TO_ZERO_TIME, str(given))
    return _DAY if changes.SCALING_TO_ZERO_TAKES_A_DAY in state.switched_on else _QUARTER_HOUR


def wake(state: State, deployment: Deployment) -> None:
    """Scale up from zero to one allocation."""
    use = use_of(state, deployment["deployment_id"])
    state.store.put(USES, deployment["deployment_id"], {**use, "last_active": state.clock.millis, "woken": True})


# --- use --------------------------------------------------------------------------------------------------------------


def used(state: State, deployment: Deployment, asked: list[str], errors: int = 0) -> None:
    """Count questions; those the cache knows are hits. `asked` is what the model reads of each."""
    hits = sum(_is_cached(state, deployment, text) for text in asked)
    now = state.clock.millis
    minute = now // _MINUTE
    use = use_of(state, deployment["deployment_id"])
    in_minute = (use["in_minute"] if minute == use["minute"] else 0) + len(asked)
    counted: Use = {
        "last_active": now,
        "last_access": now if asked else use["last_access"],
        "woken": use["woken"],
        "inference_count": use["inference_count"] + len(asked),
        "cache_hits": use["cache_hits"] + hits,
        "error_count": use["error_count"] + errors,
        "minute": minute,
        "in_minute": in_minute,
        "peak_per_minute": max(use["peak_per_minute"], in_minute),
    }
    state.store.put(USES, deployment["deployment_id"], counted)


def throughput_last_minute(state: State, use: Use) -> int:
    """Questions in the last whole minute, or in this one."""
    return use["in_minute"] if state.clock.millis // _MINUTE - use["minute"] <= 1 else 0


def _is_cached(state: State, deployment: Deployment, text: str) -> bool:
    """Whether this was asked before; from now on it was."""
    if in_bytes(deployment["cache_size"]) == 0:
        return False
    cache = state.store[_cache_of(deployment["deployment_id"])]
    key = hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
    if key in cache:
        return True
    if len(cache) >= _CACHED_TEXTS:
        del cache[next(iter(cache))]
    cache[key] = True
    return False


def clear_cache(state: State, deployment_id: str) -> None:
    """Forget what was asked."""
    state.store.drop(_cache_of(deployment_id))


def _cache_of(deployment_id: str) -> str:
    return f"trained_model_cache/{deployment_id}"


# --- printing ---------------------------------------------------------------------------------------------------------


def memory_of(model: TrainedModel, size: int, allocated: int = 1) -> int:
    """How much memory the server expects a deployment to need (`StartTrainedModelDeploymentAction.estimateMemoryUsageBytes`)."""
    if model["model_id"].startswith((".elser_model_1", ".elser_model_2")):
        return _ELSER_MEMORY
    per_deployment, per_allocation = memory_hints(model)
    base = _OVERHEAD + 2 * size
    return max(base, per_deployment + per_allocation * allocated + size) if per_deployment or per_allocation else base


def memory_hints(model: TrainedModel) -> tuple[int, int]:
    """What the model's metadata say of its memory: for the deployment, and for each allocation."""
    metadata = model.get("metadata") or {}
    hints = (metadata.get(f"per_{what}_memory_bytes") for what in ("deployment", "allocation"))
    per_deployment, per_allocation = (hint if isinstance(hint, int) else 0 for hint in hints)
    return per_deployment, per_allocation


def render(state: State, deployment: Deployment) -> dict[str, Any]:
    """The `assignment` that starting and updating answer."""
    model = records.known_model(state, deployment["model_id"])
    per_deployment, per_allocation = (0, 0) if model is None else memory_hints(model)
    now = allocations(state, deployment)
    route = {"current_allocations": now, "target_allocations": now, "routing_state": "started", "reason": ""}
    rendered: dict[str, Any] = {
        "task_parameters": {
            "model_id": deployment["model_id"],
            "deployment_id": deployment["deployment_id"],
            "model_bytes": deployment["model_bytes"],
            "threads_per_allocation": deployment["threads_per_allocation"],
            "number_of_allocations": now,
            "queue_capacity": deployment["queue_capacity"],
            "cache_size": deployment["cache_size"],
            "priority": deployment["priority"],
            "per_deployment_memory_bytes": per_deployment,
            "per_allocation_memory_bytes": per_allocation,
        },
        "routing_table": {state.ids.fixed("node"): route} if now else {},
        "assignment_state": "started",
        "start_time": Clock(deployment["start_time"]).iso(),
        "max_assigned_allocations": deployment["max_assigned_allocations"],
    }
    if changes.ALLOCATIONS_ADAPT in state.switched_on:
        rendered["adaptive_allocations"] = deployment["adaptive_allocations"]
    return {"assignment": rendered}
