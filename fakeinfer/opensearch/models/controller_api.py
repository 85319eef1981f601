"""Controllers: rate limits of single users of a model, over and above the model's own. They hold on clusters that know their users.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/controller/`. What a limit does is in
`remote/rate_limits.py`.
"""

from __future__ import annotations

from typing import Any

from ... import documents
from ...documents import Written
from ...errors import index_not_found
from ...formats.javatext import hash_order
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...wire import Json
from .. import changes
from ..access import control as access_control
from ..access import errors as access_errors
from ..algorithms.reading import read_object
from ..cluster.cluster_settings import setting
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml.indices import CONTROLLERS, MODELS
from . import controller_errors
from .bodies import read_rate_limiter
from .group_api import PRIVILEGE, SOURCE

LIMITED = ("TEXT_EMBEDDING", "REMOTE")


@operation(
    "ml.create_controller",
    POST("/_plugins/_ml/controllers/{model_id}"),
    since="2.12",
    body="required",
    missing_body=lambda: ml_errors.controller_body_is_empty("Create"),
    privilege=PRIVILEGE + "controllers/create",
    source=SOURCE,
)
def create_controller(call: Call) -> Json:
    """Limit users of a model, in place of all limits there were."""
    id, limits = call.path["model_id"], _read_limits(call)
    _find_model(call, id)
    there = ml_indices.find(call.state, CONTROLLERS, id) is not None
    ml_indices.add(call.state, CONTROLLERS, {"model_id": id, "user_rate_limiter": limits}, id)
    _switch(call, id, on=True)
    return {"model_id": id, "status": "UPDATED" if there else "CREATED"}


@operation(
    "ml.update_controller",
    PUT("/_plugins/_ml/controllers/{model_id}"),
    since="2.12",
    body="required",
    missing_body=lambda: ml_errors.controller_body_is_empty("Update"),
    privilege=PRIVILEGE + "controllers/update",
    source=SOURCE,
)
def update_controller(call: Call) -> Json:
    """Change limits of some users; what makes no whole limit changes nothing."""
    id, changed = call.path["model_id"], _read_limits(call)
    _find_model(call, id)
    document = documents.read(call.state, CONTROLLERS, id) if ml_indices.exists(call.state, CONTROLLERS) else None
    if document is None:
        raise controller_errors.no_controller_to_update(id)
    limits = dict(document.source["user_rate_limiter"])
    for user, limit in changed.items():
        merged = {**limits.get(user, {}), **limit}
        if merged:
            limits[user] = merged
    if limits == document.source["user_rate_limiter"]:
        unchanged = (document.version, "noop", document.seq_no, document.primary_term)
        return Written(CONTROLLERS, id, *unchanged).answer()
    source = {**document.source, "user_rate_limiter": limits}
    written = documents.write(call.state, CONTROLLERS, id, source, refresh=True)
    if call.has(changes.CONTROLLER_UPDATE_IN_SHORT):
        return {"model_id": id, "status": "UPDATED"}
    return written.answer()


@operation(
    "ml.get_controller",
    GET("/_plugins/_ml/controllers/{model_id}"),
    since="2.12",
    privilege=PRIVILEGE + "controllers/get",
    source=SOURCE,
)
def get_controller(call: Call) -> Json:
    """Show limits, users in the order of a hash map."""
    _refuse_when_off(call)
    id = call.path["model_id"]
    if not ml_indices.exists(call.state, CONTROLLERS):
        raise controller_errors.no_controllers()
    controller = ml_indices.find(call.state, CONTROLLERS, id)
    if controller is None:
        raise controller_errors.controller_not_found(id if call.has(changes.CONTROLLER_NOT_FOUND_NAMES_MODEL) else None)
    _check_access(call, id)
    limits = controller["user_rate_limiter"]
    return {"model_id": id, "user_rate_limiter": {user: limits[user] for user in hash_order(limits)}}


@operation(
    "ml.delete_controller",
    DELETE("/_plugins/_ml/controllers/{model_id}"),
    since="2.12",
    privilege=PRIVILEGE + "controllers/delete",
    source=SOURCE,
)
def delete_controller(call: Call) -> Json:
    """Remove limits."""
    _refuse_when_off(call)
    id = call.path["model_id"]
    _check_access(call, id)
    if not ml_indices.exists(call.state, CONTROLLERS):
        raise index_not_found(CONTROLLERS, "index_expression")
    if ml_indices.find(call.state, CONTROLLERS, id) is None:
        raise controller_errors.no_controllers()
    _switch(call, id, on=False)
    return ml_indices.remove(call.state, CONTROLLERS, id).answer()


def _read_limits(call: Call) -> dict[str, dict[str, str]]:
    _refuse_when_off(call)
    given = call.body.get("user_rate_limiter")
    if isinstance(given, list):
        raise controller_errors.limits_are_a_list()
    if not isinstance(given, dict):
        return {}
    limits = {user: read_object(call, ("user_rate_limiter", user), limit) for user, limit in given.items()}
    for limit in limits.values():
        for name in ("limit", "unit"):
            if isinstance(limit.get(name), dict | list):
                raise controller_errors.limit_is_no_text(limit, name)
    return {user: read_rate_limiter(call, limit) for user, limit in limits.items()}


def _find_model(call: Call, id: str) -> None:
    """Refuse a model that cannot be limited, or not now."""
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        raise controller_errors.model_not_found()
    access_control.require_model(call.state, model, access_errors.controller_out_of_reach(id))
    if model["algorithm"] not in LIMITED:
        raise controller_errors.function_not_limited(model["algorithm"])
    if model.get("model_state") == "DEPLOYING":
        raise controller_errors.model_is_deploying(id)


def _check_access(call: Call, id: str) -> None:
    model: dict[str, Any] | None = ml_indices.find(call.state, MODELS, id)
    if model is not None:
        access_control.require_model(call.state, model, access_errors.controller_out_of_reach(id))


def _switch(call: Call, id: str, *, on: bool) -> None:
    """Say in the model's document whether it has a controller, where that changes."""
    model = ml_indices.find(call.state, MODELS, id)
    if model is not None and model.get("is_controller_enabled") is not on:
        changed = {"is_controller_enabled": on, "last_updated_time": call.state.clock.millis}
        ml_indices.change(call.state, MODELS, id, changed)


def _refuse_when_off(call: Call) -> None:
    if setting(call.state, "plugins.ml_commons.controller_enabled") is False:
        raise ml_errors.feature_off("Controller", "controller_enabled", False)
