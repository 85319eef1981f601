"""Profile, stats and config of ML Commons: what they say while no model was used.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/{RestMLProfileAction,RestMLStatsAction,
RestMLGetConfigAction}.java`. Measurements are not made, so where there would be some the answer is "not implemented".
"""

from __future__ import annotations

from typing import Any

from ..errors import illegal_argument, not_implemented, status_error
from ..operations import GET, Call, Parameter, Text, operation
from ..wire import Json
from . import ml_indices
from .connector_bodies import CREDENTIALS
from .deployed import deployed_models
from .ml_indices import CONNECTORS, CONTROLLERS, MODELS, TASKS
from .model_groups import PRIVILEGE, SOURCE

PROFILE_QUERY: dict[str, Parameter] = {
    "view": Text(), "node_ids": Text(), "model_ids": Text(), "task_ids": Text(), "return_all_tasks": Text(),
    "return_all_models": Text(),
}  # fmt: skip
CLUSTER_STATS = {
    "ml_config_index_status": None,
    "ml_controller_index_status": CONTROLLERS,
    "ml_model_index_status": MODELS,
    "ml_connector_index_status": CONNECTORS,
    "ml_task_index_status": TASKS,
}
NODE_STATS = (
    "ml_jvm_heap_usage", "ml_request_count", "ml_failure_count", "ml_circuit_breaker_trigger_count",
    "ml_deployed_model_count", "ml_executing_task_count",
)  # fmt: skip
CONFIGS = ".plugins-ml-config"
COUNTS = ("ml_model_count", "ml_connector_count")
NOTHING = "with no model in memory there is nothing to choose from"


@operation(
    "ml.get_profile",
    GET("/_plugins/_ml/profile"),
    query=PROFILE_QUERY,
    body="optional",
    privilege=PRIVILEGE + "profile/nodes",
    source=SOURCE,
    unread_query=NOTHING,
)
def get_profile(call: Call) -> Json:
    """What models and tasks do on the nodes: nothing."""
    return _profile(call)


@operation(
    "ml.get_profile_models",
    GET("/_plugins/_ml/profile/models"),
    GET("/_plugins/_ml/profile/models/{model_id}"),
    query=PROFILE_QUERY,
    body="optional",
    privilege=PRIVILEGE + "profile/nodes",
    source=SOURCE,
    unread_query=NOTHING,
)
def get_profile_models(call: Call) -> Json:
    """What models do on the nodes: nothing."""
    return _profile(call)


@operation(
    "ml.get_profile_tasks",
    GET("/_plugins/_ml/profile/tasks"),
    GET("/_plugins/_ml/profile/tasks/{task_id}"),
    query=PROFILE_QUERY,
    body="optional",
    privilege=PRIVILEGE + "profile/nodes",
    source=SOURCE,
    unread_query=NOTHING,
)
def get_profile_tasks(call: Call) -> Json:
    """What tasks do on the nodes: nothing."""
    return {}


@operation(
    "ml.get_stats",
    GET("/_plugins/_ml/stats"),
    GET("/_plugins/_ml/stats/{stat}"),
    GET("/_plugins/_ml/{node_id}/stats"),
    GET("/_plugins/_ml/{node_id}/stats/{stat}"),
    privilege=PRIVILEGE + "stats/nodes",
    source=SOURCE,
)
def get_stats(call: Call) -> Json:
    """Counts and index states; once there are models, their count brings that of the connectors along."""
    wanted = call.path["stat"].split(",") if "stat" in call.path else [*CLUSTER_STATS, *COUNTS, *NODE_STATS]
    if any(name not in CLUSTER_STATS and name not in (*COUNTS, *NODE_STATS) for name in wanted):
        raise illegal_argument("Wrong ML cluster level stat")
    models_exist = ml_indices.exists(call.state, MODELS)
    if models_exist and any(name in NODE_STATS for name in wanted):
        raise not_implemented("stats of models that were used")
    answer: dict[str, Any] = {name: _index_status(call, name) for name in CLUSTER_STATS if name in wanted}
    answer.update({name: 0 for name in COUNTS if name in wanted})
    if models_exist and "ml_model_count" in wanted:
        answer["ml_model_count"] = sum(
            "chunk_number" not in each.source for each in ml_indices.every(call.state, MODELS)
        )
        answer["ml_connector_count"] = len(list(ml_indices.every(call.state, CONNECTORS)))
    node = ml_indices.node_id(call.state)
    of_node = [name for name in NODE_STATS if name in wanted]
    if of_node and call.path.get("node_id", node) == node:
        answer["nodes"] = {node: {**dict.fromkeys(of_node, 0), "algorithms": {}, "models": {}}}
    return answer


@operation(
    "ml.get_config",
    GET("/_plugins/_ml/config/{config_id}"),
    since="2.12",
    privilege=PRIVILEGE + "config/get",
    source="opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLGetConfigAction.java",
)
def get_config(call: Call) -> Json:
    """Show a configuration, which may be written in older or newer names; the key that encrypts credentials shows for nobody."""
    id = call.path["config_id"]
    if id == "master_key":
        raise illegal_argument("You are not allowed to access this config doc")
    config = ml_indices.find(call.state, CONFIGS, id)
    if config is not None:
        shown = {
            "type": config.get("config_type", config.get("type")),
            "configuration": config.get("ml_configuration", config.get("configuration")),
            "create_time": config.get("create_time"),
            "last_update_time": config.get("last_updated_time", config.get("last_update_time")),
        }
        return ml_indices.without_nulls(shown)
    if not call.store[CREDENTIALS] and not ml_indices.exists(call.state, CONFIGS):
        raise status_error(404, "Failed to get config index")
    raise status_error(404, f"Failed to find config with the provided config id: {id}")


def _profile(call: Call) -> Json:
    if deployed_models(call.state):
        raise not_implemented("profiles of deployed models")
    return {}


def _index_status(call: Call, name: str) -> str:
    index = CLUSTER_STATS[name]
    there = ml_indices.exists(call.state, index) if index else bool(call.store[CREDENTIALS])
    return "green" if there else "non-existent"
