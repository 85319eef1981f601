"""Stats and config of ML Commons. What is counted is counted in `counts.py`; profiles are in `profile_api.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/{RestMLStatsAction,RestMLGetConfigAction}.java`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument, status_error
from ...operations import GET, Call, operation
from ...wire import Json
from ..access import hidden
from ..models.deployed import deployed_models
from ..models.dispatching import HEAP_USED
from ..models.group_api import PRIVILEGE, SOURCE
from . import counts as ml_counts
from . import indices as ml_indices
from .config import INDEX as CONFIGS
from .config import MASTER_KEY
from .indices import CONNECTORS, CONTROLLERS, MODELS, TASKS
from .task_records import PENDING

if TYPE_CHECKING:
    from ...cluster import State

CLUSTER_STATS = {
    "ml_config_index_status": CONFIGS,
    "ml_controller_index_status": CONTROLLERS,
    "ml_model_index_status": MODELS,
    "ml_connector_index_status": CONNECTORS,
    "ml_task_index_status": TASKS,
}
NODE_STATS: dict[str, Callable[[State], int]] = {
    "ml_request_count": ml_counts.requests,
    "ml_jvm_heap_usage": lambda _state: HEAP_USED,
    "ml_failure_count": ml_counts.failures,
    "ml_circuit_breaker_trigger_count": ml_counts.times_breakers_opened,
    "ml_deployed_model_count": lambda state: len(deployed_models(state)),
    "ml_executing_task_count": lambda state: len(state.store[PENDING]),
}
COUNTS = ("ml_model_count", "ml_connector_count")


@operation(
    "ml.get_stats",
    GET("/_plugins/_ml/stats"),
    GET("/_plugins/_ml/stats/{stat}"),
    GET("/_plugins/_ml/{node_id}/stats"),
    GET("/_plugins/_ml/{node_id}/stats/{stat}"),
    body="optional",
    privilege=PRIVILEGE + "stats/nodes",
    source=SOURCE,
)
def get_stats(call: Call) -> Json:
    """Counts and index states; once there are models, their count brings that of the connectors along."""
    wanted = _wanted_stats(call)
    models_exist = ml_indices.exists(call.state, MODELS)
    answer: dict[str, Any] = {name: _index_status(call, name) for name in CLUSTER_STATS if name in wanted}
    answer.update({name: 0 for name in COUNTS if name in wanted})
    if models_exist and "ml_model_count" in wanted:
        documents = ml_indices.every(call.state, MODELS)
        answer["ml_model_count"] = sum("chunk_number" not in each.source for each in documents)
        answer["ml_connector_count"] = len(list(ml_indices.every(call.state, CONNECTORS)))
    node = ml_indices.node_id(call.state)
    of_node = [name for name in NODE_STATS if name in wanted]
    asks_node = bool(of_node) or call.body is not None
    named = call.path.get("node_id", "_all").split(",")
    if asks_node and {"_all", "_local", node} & set(named):
        shown: dict[str, Any] = {name: NODE_STATS[name](call.state) for name in of_node}
        algorithms = ml_counts.by_action(call.state, "algorithms") if "stat" not in call.path else {}
        models = _chosen(call, _of_models(call))
        answer["nodes"] = {node: {**shown, "algorithms": {} if call.body is not None else algorithms, "models": models}}
    return answer


def _of_models(call: Call) -> dict[str, Any]:
    """What was counted of models, of hidden ones for super-admins only."""
    kept = hidden.kept_models(call.state)
    counts = ml_counts.by_action(call.state, "models")
    return {id: by_action for id, by_action in counts.items() if id not in kept} if kept else counts


def _chosen(call: Call, counts: dict[str, Any]) -> dict[str, Any]:
    """Of models those that a body names, of them the actions that it names."""
    body = call.body if isinstance(call.body, dict) else {}
    ids, actions = body.get("models"), body.get("actions")
    return {
        id: {action: count for action, count in by_action.items() if not actions or action in actions}
        for id, by_action in counts.items()
        if not ids or id in ids
    }


def _wanted_stats(call: Call) -> list[str]:
    """The names in the path, or all; of a body only its cluster stats are looked at, and then answered without them."""
    if "stat" in call.path:
        wanted: list[str] = call.path["stat"].split(",")
    elif isinstance(call.body, dict):
        given = call.body.get("cluster_level_stats")
        wanted = [str(name) for name in given] if isinstance(given, list | dict | str) else []
    else:
        return [*CLUSTER_STATS, *COUNTS, *NODE_STATS]
    if any(name not in CLUSTER_STATS and name not in (*COUNTS, *NODE_STATS) for name in wanted):
        raise illegal_argument("Wrong ML cluster level stat")
    return wanted if "stat" in call.path else []


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
    if id == MASTER_KEY:
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
    if not ml_indices.exists(call.state, CONFIGS):
        raise status_error(404, "Failed to get config index")
    raise status_error(404, f"Failed to find config with the provided config id: {id}")


def _index_status(call: Call, name: str) -> str:
    return "green" if ml_indices.exists(call.state, CLUSTER_STATS[name]) else "non-existent"
