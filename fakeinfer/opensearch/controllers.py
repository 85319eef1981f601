"""Controllers, the rate limits of single users: the answers while a model has none. Making one is not done here.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/controller/`.
"""

from __future__ import annotations

from ..errors import index_not_found, not_implemented, status_error
from ..operations import DELETE, GET, POST, PUT, Call, operation
from ..wire import Json
from . import ml_errors, ml_indices
from .cluster_settings import setting
from .ml_indices import CONTROLLERS, MODELS
from .model_groups import PRIVILEGE, SOURCE

UNKNOWN_MODEL = "Failed to find model to create the corresponding model controller with the provided model ID"


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
    """Refuse to limit users of a model."""
    _refuse_unknown_model(call)
    raise not_implemented("controllers")


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
    """Refuse to change limits; an unknown model is told in the words of creating one."""
    _refuse_unknown_model(call)
    raise not_implemented("controllers")


@operation(
    "ml.get_controller",
    GET("/_plugins/_ml/controllers/{model_id}"),
    since="2.12",
    privilege=PRIVILEGE + "controllers/get",
    source=SOURCE,
)
def get_controller(call: Call) -> Json:
    """Show limits: there are none."""
    _refuse_when_off(call)
    raise status_error(404, "Failed to find model controller")


@operation(
    "ml.delete_controller",
    DELETE("/_plugins/_ml/controllers/{model_id}"),
    since="2.12",
    privilege=PRIVILEGE + "controllers/delete",
    source=SOURCE,
)
def delete_controller(call: Call) -> Json:
    """Remove limits: there is no index that holds any."""
    _refuse_when_off(call)
    raise index_not_found(CONTROLLERS, "index_expression")


def _refuse_unknown_model(call: Call) -> None:
    _refuse_when_off(call)
    if ml_indices.find(call.state, MODELS, call.path["model_id"]) is None:
        raise status_error(404, UNKNOWN_MODEL)


def _refuse_when_off(call: Call) -> None:
    if setting(call.state, "plugins.ml_commons.controller_enabled") is False:
        raise ml_errors.feature_off("Controller", "controller_enabled", False)
