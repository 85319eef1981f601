"""Operations of ML Commons that ask for permissions in a way of their own, or word a refusal so.

Bodies become requests before anybody is asked: what a body lacks is told to those, too, who may not do what it asks for.

Observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable

from ...errors import CustomError
from ...operations import Call
from ..agents.bodies import read_agent
from ..connectors.bodies import check_complete, read_connector
from ..ml import indices as ml_indices
from ..ml.values import truth
from ..models.group_api import read_group
from ..models.registration_api import read_registration
from . import errors
from .index_access import require
from .permissions import Permissions

PREFIX = "cluster:admin/opensearch/ml/"
OF_THE_CLUSTER = (
    "ml_config_index_status", "ml_controller_index_status", "ml_model_index_status", "ml_connector_index_status",
    "ml_task_index_status", "ml_model_count", "ml_connector_count",
)  # fmt: skip
"""Statistics for which no node is asked."""
NODE_STATS = (
    "ml_jvm_heap_usage", "ml_request_count", "ml_failure_count", "ml_circuit_breaker_trigger_count",
    "ml_deployed_model_count", "ml_executing_task_count",
)  # fmt: skip
"""Those for which each is asked."""
COUNTED = ("ml_model_count", "ml_connector_count")


def executing(call: Call, permissions: Permissions) -> None:
    """Running agents and algorithms: all failures are wrapped (`MLExecuteTaskRunner`)."""
    if not permissions.allow_cluster(f"{PREFIX}execute"):
        refused = errors.no_permissions((f"{PREFIX}execute",), call.user)
        error = {"type": "OpenSearchSecurityException", "reason": "System Error", "details": refused.reason}
        raise CustomError(403, {"status": 403, "error": error})


def registering(call: Call, permissions: Permissions) -> None:
    """A model, which may bring a connector along that is made for it."""
    inline = isinstance(call.body, dict) and isinstance(call.body.get("connector"), dict)
    needed = ["register_model", *(["create_connector"] if inline else [])]
    for name in needed:
        if not permissions.allow_cluster(PREFIX + name):
            raise errors.no_permissions((PREFIX + name,), call.user)


def profiling(call: Call, permissions: Permissions) -> None:
    """The profile: nobody is asked while there is no model index, and a refusal becomes a failure."""
    if ml_indices.exists(call.state, ml_indices.MODELS) and not permissions.allow_cluster(f"{PREFIX}profile/nodes"):
        refused = errors.no_permissions((f"{PREFIX}profile/nodes",), call.user)
        told = {"error": "Failed to get ML node level profile", "exception": refused.reason}
        raise CustomError(500, told, filtered=True)


def counting(call: Call, permissions: Permissions) -> None:
    """Statistics: models are counted by the statistics of their index, if there is one; the rest is asked of the nodes."""
    wanted = call.path["stat"].split(",") if "stat" in call.path else [*OF_THE_CLUSTER, "of nodes"]
    if any(name in COUNTED for name in wanted) and ml_indices.exists(call.state, ml_indices.MODELS):
        require(call.state, permissions, ("indices:monitor/stats",), [ml_indices.MODELS])
    action = f"{PREFIX}stats/nodes"
    known = [name for name in wanted if name == "of nodes" or name in NODE_STATS]
    if known and not permissions.allow_cluster(action):
        raise errors.no_permissions((action,), call.user)


def _read_connector(call: Call) -> None:
    if not truth(call.body.get("dry_run")):
        check_complete(call, read_connector(call, call.body))


READING: dict[str, Callable[[Call], object]] = {
    "ml.register_model_group": read_group,
    "ml.register_model": read_registration,
    "ml.create_connector": _read_connector,
    "ml.register_agents": read_agent,
}
"""Operation -> what refuses a body that is no request yet."""

ASKING: dict[str, Callable[[Call, Permissions], None]] = {
    "ml.execute_agent": executing,
    "ml.execute_algorithm": executing,
    "ml.register_model": registering,
    "ml.get_profile": profiling,
    "ml.get_profile_models": profiling,
    "ml.get_profile_tasks": profiling,
    "ml.get_stats": counting,
}
"""Operation -> what raises unless the user may do it."""
