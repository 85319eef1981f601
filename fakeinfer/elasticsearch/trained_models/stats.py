"""`_ml/trained_models/_stats`: sizes, how often models were asked, and what their deployments are doing.

Sources, of elastic/elasticsearch: x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/action/GetTrainedModelsStatsAction.java,
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/assignment/AssignmentStats.java
"""

from __future__ import annotations

from typing import Any

from ...nodes import node_id, node_name
from ...operations import GET, Bool, Call, Int, operation
from ...references import referrers
from ...wire import Json
from .. import changes
from . import byte_sizes, deployments, records
from .deployments import Deployment
from .models import refuse_bad_page


@operation(
    "ml.get_trained_models_stats",
    GET("/_ml/trained_models/_stats"),
    GET("/_ml/trained_models/{model_id}/_stats"),
    query={"allow_no_match": Bool(True), "from": Int(0), "size": Int(100)},
    privilege="monitor_ml",
    source="elastic/elasticsearch-specification:specification/ml/get_trained_models_stats/MlGetTrainedModelStatsRequest.ts",
)
def get_stats(call: Call) -> Json:
    """Statistics of models, one entry for each deployment of a model that has several."""
    refuse_bad_page(call)
    running = call.store[deployments.COLLECTION]
    names = [(deployment_id, record["model_id"]) for deployment_id, record in running.items()]
    expression = call.path.get("model_id")
    ids = records.select(call.state, expression, allow_no_match=call.query["allow_no_match"], others=names)
    asked = set((expression or "").split(",")) & set(running) - set(ids)
    shown = ids[call.query["from"] : call.query["from"] + call.query["size"]]
    entries: list[dict[str, Any]] = []
    for model_id in shown:
        deployed = deployments.of_model(call.store, model_id)
        meant = [one for one in deployed if one["deployment_id"] in asked] or deployed
        entries += [_entry(call, model_id, one) for one in meant] or [_entry(call, model_id, None)]
    return {"count": len(ids) + len(entries) - len(shown), "trained_model_stats": entries}


def _entry(call: Call, model_id: str, deployment: Deployment | None) -> dict[str, Any]:
    model = records.find_model(call.state, model_id)
    size = deployments.definition_length(call.state, model)
    in_server = model.get("model_type") != "pytorch"
    memory = 0 if in_server or not size else deployments.memory_of(model, size)
    entry: dict[str, Any] = {"model_id": model_id}
    entry["model_size_stats"] = {
        "model_size_bytes": model.get("model_size_bytes", 0) if in_server else size,
        "required_native_memory_bytes": memory,
    }
    names = () if deployment is None else (deployment["deployment_id"],)
    entry["pipeline_count"] = len(pipelines_that_name(call, model_id, *names))
    if deployment is None:
        counts = call.store.get(records.INFERENCES, model_id)
        if counts is not None:
            entry["inference_stats"] = _inference_stats(**counts)
        return entry
    use = deployments.use_of(call.state, deployment["deployment_id"])
    entry["inference_stats"] = _inference_stats(
        use["inference_count"], failures=use["error_count"], timestamp=call.state.clock.millis
    )
    entry["deployment_stats"] = _deployment_stats(call, deployment)
    return entry


def pipelines_that_name(call: Call, model_id: str, *deployment_ids: str) -> set[str]:
    """The pipelines that name the model, one of its aliases, or one of its deployments."""
    found: set[str] = set()
    for name in (model_id, *records.aliases_of(call.store, model_id), *deployment_ids):
        found.update(referrers(call.store, call.contract.product.references, "endpoint", name).get("pipelines", ()))
    return found


def _inference_stats(
    inference_count: int, missing_all_fields_count: int = 0, failures: int = 0, timestamp: int = 0
) -> dict[str, int]:
    return {
        "failure_count": failures,
        "inference_count": inference_count,
        "cache_miss_count": 0,
        "missing_all_fields_count": missing_all_fields_count,
        "timestamp": timestamp,
    }


def _deployment_stats(call: Call, deployment: Deployment) -> dict[str, Any]:
    """Key order is the server's; counts of nothing are left out where it leaves them out."""
    now = deployments.allocations(call.state, deployment)
    use = deployments.use_of(call.state, deployment["deployment_id"])
    stats: dict[str, Any] = {
        "deployment_id": deployment["deployment_id"],
        "model_id": deployment["model_id"],
        "threads_per_allocation": deployment["threads_per_allocation"],
        "number_of_allocations": now,
    }
    if call.has(changes.ALLOCATIONS_ADAPT) and deployment["adaptive_allocations"] is not None:
        stats["adaptive_allocations"] = deployment["adaptive_allocations"]
    stats["queue_capacity"] = deployment["queue_capacity"]
    stats["state"] = "started"
    stats["allocation_status"] = {
        "allocation_count": now,
        "target_allocation_count": now,
        "state": "fully_allocated",
    }
    stats["cache_size"] = byte_sizes.shown(byte_sizes.in_bytes(deployment["cache_size"]))
    stats["priority"] = deployment["priority"]
    stats["start_time"] = deployment["start_time"]
    if use["error_count"]:
        stats["error_count"] = use["error_count"]
    if use["inference_count"]:
        stats["inference_count"] = use["inference_count"]
    stats["peak_throughput_per_minute"] = use["peak_per_minute"]
    stats["nodes"] = [_node_stats(call, deployment, now)] if now else []
    return stats


def _node_stats(call: Call, deployment: Deployment, now: int) -> dict[str, Any]:
    use = deployments.use_of(call.state, deployment["deployment_id"])
    stats: dict[str, Any] = {
        "node": {node_id(call): _node(call)},
        "routing_state": {"routing_state": "started"},
        "inference_count": use["inference_count"],
    }
    if use["inference_count"]:
        stats["average_inference_time_ms"] = 0.0
        if use["inference_count"] > use["cache_hits"]:
            stats["average_inference_time_ms_excluding_cache_hits"] = 0.0
    stats["inference_cache_hit_count"] = use["cache_hits"]
    if use["last_access"] is not None:
        stats["last_access"] = use["last_access"]
    stats["number_of_pending_requests"] = 0
    if use["error_count"]:
        stats["error_count"] = use["error_count"]
    stats |= {
        "start_time": deployment["start_time"],
        "threads_per_allocation": deployment["threads_per_allocation"],
        "number_of_allocations": now,
        "peak_throughput_per_minute": use["peak_per_minute"],
        "throughput_last_minute": deployments.throughput_last_minute(call.state, use),
        "inference_cache_hit_count_last_minute": 0,
    }
    return stats


def _node(call: Call) -> dict[str, Any]:
    return {
        "name": node_name(call),
        "ephemeral_id": call.state.ids.fixed("ephemeral node"),
        "transport_address": "127.0.0.1:9300",
        "external_id": node_name(call),
        "attributes": {"ml.config_version": records.CONFIG_VERSION},
        "roles": ["data", "ingest", "master", "ml"],
        "version": str(call.contract.version),
    }
