"""The operations of the k-NN plugin: its statistics, graphs brought into memory and out of it, and trained models.

Searches are counted; no graph is ever in memory, and no model can be trained.
Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/plugin/rest/ and `.../plugin/stats/KNNStats.java`; observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from typing import Any

from ... import indices, nodes
from ...errors import ApiError, illegal_argument, index_not_found, not_implemented
from ...indices.resolving import Options, resolve
from ...mapping.fields import fields_of
from ...measuring import unknown_metrics
from ...operations import DELETE, GET, POST, Call, Text, operation
from ...search.request import read_request
from ...versions import ALWAYS, Span
from ...wire import Json
from .counts import counted

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/knn.yaml"
PRIVILEGE = "cluster:admin/"
MODELS = ".opensearch-knn-models"
WITH_RADIUS = Span("2.15")
OF_CLUSTER: dict[str, Json] = {"circuit_breaker_triggered": False, "model_index_status": None}
COUNTED = {
    "knn_query_requests": ALWAYS, "knn_query_with_filter_requests": ALWAYS,
    "script_query_requests": ALWAYS, "min_score_query_requests": WITH_RADIUS,
    "min_score_query_with_filter_requests": WITH_RADIUS, "max_distance_query_requests": WITH_RADIUS,
    "max_distance_query_with_filter_requests": WITH_RADIUS,
}  # fmt: skip
_GRAPHS = {
    "merge": dict.fromkeys(
        (
            "current", "total", "total_time_in_millis", "current_docs", "total_docs", "total_size_in_bytes",
            "current_size_in_bytes",
        ),
        0,
    ),
    "refresh": {"total": 0, "total_time_in_millis": 0},
}  # fmt: skip
_REMOTE = {
    "build_stats": dict.fromkeys(
        (
            "remote_index_build_current_merge_operations", "remote_index_build_current_flush_operations",
            "remote_index_build_current_merge_size", "remote_index_build_current_flush_size",
            "remote_index_build_merge_time_in_millis", "remote_index_build_flush_time_in_millis",
        ),
        0,
    ),
    "client_stats": dict.fromkeys(
        (
            "build_request_success_count", "build_request_failure_count", "status_request_success_count",
            "status_request_failure_count", "index_build_success_count", "index_build_failure_count", "waiting_time_in_ms",
        ),
        0,
    ),
    "repository_stats": dict.fromkeys(
        (
            "write_success_count", "write_failure_count", "successful_write_time_in_millis", "read_success_count",
            "read_failure_count", "successful_read_time_in_millis",
        ),
        0,
    ),
}  # fmt: skip
STEADY: dict[str, tuple[Json, Span]] = {
    **dict.fromkeys(
        (
            "eviction_count", "miss_count", "graph_memory_usage", "graph_query_errors", "graph_query_requests",
            "graph_index_errors", "graph_index_requests", "load_success_count", "load_exception_count", "hit_count",
            "script_compilation_errors", "script_query_errors", "total_load_time", "training_errors",
            "training_memory_usage", "training_requests",
        ),
        (0, ALWAYS),
    ),
    "graph_memory_usage_percentage": (0.0, ALWAYS),
    "training_memory_usage_percentage": (0.0, ALWAYS),
    "cache_capacity_reached": (False, ALWAYS),
    "indexing_from_model_degraded": (False, ALWAYS),
    "indices_in_cache": ({}, ALWAYS),
    "graph_stats": (_GRAPHS, Span("2.11")),
    "remote_vector_index_build_stats": (_REMOTE, Span("3.0")),
}  # fmt: skip
ENGINES = ("faiss", "lucene", "nmslib")


@operation(
    "knn.stats",
    GET("/_plugins/_knn/stats"),
    GET("/_plugins/_knn/stats/{stat}"),
    GET("/_plugins/_knn/{node_id}/stats"),
    GET("/_plugins/_knn/{node_id}/stats/{stat}"),
    query={"timeout": Text()},
    privilege=PRIVILEGE + "knn_stats_action",
    source=SOURCE,
    unread_query="nothing has to be waited for",
)
def stats(call: Call) -> Json:
    """What the k-NN plugin counts; graphs are never in memory."""
    version = call.contract.version
    of_node: dict[str, Json] = {name: value for name, (value, span) in STEADY.items() if version in span}
    of_node |= {name: counted(call.state, name) for name, span in COUNTED.items() if version in span}
    of_node |= {f"{engine}_initialized": engine in _engines(call) for engine in ENGINES}
    of_node["script_compilations"] = min(1, counted(call.state, "script_query_requests"))
    wanted = _wanted(call, [*OF_CLUSTER, *of_node])
    is_me = nodes.is_me(call, call.path.get("node_id", "_all"))
    told = {name: value for name, value in of_node.items() if name in wanted}
    return {
        "_nodes": {"total": int(is_me), "successful": int(is_me), "failed": 0},
        "cluster_name": call.state.cluster_name,
        **{name: value for name, value in OF_CLUSTER.items() if name in wanted},
        "nodes": {nodes.node_id(call): told} if is_me else {},
    }


def _wanted(call: Call, known: list[str]) -> set[str]:
    names = {name for name in call.path.get("stat", "_all").split(",") if name}
    path = call.request.target.partition("?")[0]
    if names == {"_all"}:
        return set(known)
    if "_all" in names:
        raise illegal_argument(f"Request {path} contains _all and individual stats")
    strange = sorted(names - set(known))
    if strange:
        raise unknown_metrics(path, "stat", strange, sorted(names & set(known)))
    return names


def _engines(call: Call) -> set[str]:
    """The engines that fields of vectors are indexed with."""
    from .vector_fields import default_engine

    found = set()
    for name in call.store[indices.COLLECTION]:
        for field in fields_of(call.state, name).fields.values():
            if field.type.name == "knn_vector":
                method: dict[str, Any] = field.options.get("method") or {}
                found.add(method.get("engine") or default_engine(call.state, field.options))
    return found


@operation(
    "knn.warmup",
    GET("/_plugins/_knn/warmup/{index}"),
    privilege=PRIVILEGE + "knn_warmup_action",
    source=SOURCE,
)
def warmup(call: Call) -> Json:
    """Bring the graphs of indices into memory: there are none."""
    return _shards(call, "Warm up")


@operation(
    "knn.clear_cache",
    POST("/_plugins/_knn/clear_cache/{index}"),
    since="2.14",
    privilege=PRIVILEGE + "clear_cache_action",
    source="opensearch-project/k-NN:src/main/java/org/opensearch/knn/plugin/rest/RestClearCacheHandler.java",
)
def clear_cache(call: Call) -> Json:
    """Throw the graphs of indices out of memory: there are none."""
    return _shards(call, "ClearCache")


def _shards(call: Call, what: str) -> Json:
    names = resolve(call.state, call.path["index"], Options(allow_no_indices=False))
    records = [indices.find(call.state, name) for name in names]
    if any(str(indices.setting(record, "knn", False)).lower() != "true" for record in records):
        reason = f"{what} request rejected. One or more indices have 'index.knn' set to false."
        raise ApiError(500, "k_n_n_invalid_indices_exception", reason)
    primaries = [int(indices.setting(record, "number_of_shards", 1)) for record in records]
    total = sum(one * indices.copies(record) for one, record in zip(primaries, records, strict=True))
    return {"_shards": {"total": total, "successful": sum(primaries), "failed": 0}}


@operation(
    "knn.get_model",
    GET("/_plugins/_knn/models/{model_id}"),
    privilege=PRIVILEGE + "knn_get_model_action",
    source=SOURCE,
)
def get_model(call: Call) -> Json:
    """Show a trained model: there is none."""
    raise index_not_found(MODELS, "index_expression")


@operation(
    "knn.search_models",
    GET("/_plugins/_knn/models/_search"),
    POST("/_plugins/_knn/models/_search"),
    body="optional",
    privilege=PRIVILEGE + "knn_search_model_action",
    source=SOURCE,
)
def search_models(call: Call) -> Json:
    """Search trained models: there are none."""
    if call.request.body:
        read_request(call.state, call.body, call.request.body)
    raise index_not_found(MODELS, "index_or_alias")


@operation(
    "knn.delete_model",
    DELETE("/_plugins/_knn/models/{model_id}"),
    privilege=PRIVILEGE + "knn_delete_model_action",
    source=SOURCE,
)
def delete_model(call: Call) -> Json:
    """Delete a trained model: there is none."""
    id = call.path["model_id"]
    reason = f"Cannot delete model [{id}]. Model index [{MODELS}] does not exist"
    raise ApiError(404, "resource_not_found_exception", reason)


@operation(
    "knn.train_model",
    POST("/_plugins/_knn/models/_train"),
    POST("/_plugins/_knn/models/{model_id}/_train"),
    body="optional",
    privilege=PRIVILEGE + "knn_training_model_action",
    source=SOURCE,
)
def train_model(call: Call) -> Json:
    """Train a model: not imitated."""
    raise not_implemented("training a model of the k-NN plugin")
