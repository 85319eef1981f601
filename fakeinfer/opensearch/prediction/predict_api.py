"""Predicting: the operations, and the refusals that come before a model is run. Running one is done in `predicting.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLPredictionAction.java`. The handler first
looks for the model among those in memory. For another one it reads the document, and whatever goes wrong up to the end of
reading the body is sent as 404.
"""

from __future__ import annotations

from typing import Any

from ... import media
from ...errors import ApiError, parse_error
from ...operations import POST, Call, operation
from ...wire import Json
from ..algorithms.parameters import read_parameters
from ..connectors.connector_api import refuse_when_remote_is_off
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml.indices import MODELS
from ..models.bodies import function_of
from ..models.deployed import deployed_models
from ..models.deployment_api import find_model
from ..models.group_api import PRIVILEGE, SOURCE
from ..remote.errors import input_not_read
from ..remote.inputs import EMBEDDING, read_input
from . import batch_jobs
from . import training_api as training
from .predicting import predict_by_input


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse the body of a predict call once its model is found, which the server does first."""
    find_model_to_run(call, "BATCH_PREDICT" if call.operation.id == "ml.batch_predict" else "PREDICT")
    try:
        return media.read_first_value(call, data, format)
    except ApiError as error:
        begun = data.lstrip().startswith(b"{")
        raise _as_not_found(call, input_not_read() if begun else error) from None


@operation(
    "ml.predict_model",
    POST("/_plugins/_ml/models/{model_id}/_predict"),
    body="optional",
    reader=read_body,
    privilege=PRIVILEGE + "predict",
    source=SOURCE,
)
def predict_model(call: Call) -> Json:
    """Ask a model. What is wrong with model or body is refused first."""
    model = find_model_to_run(call)
    if training.is_trained(model):
        return training.predict_with(call, call.path["model_id"], model, _read_data(call, model["algorithm"]))
    return {"inference_results": predicted(call)[1]}


@operation(
    "ml.predict",
    POST("/_plugins/_ml/_predict/{algorithm_name}/{model_id}"),
    body="optional",
    privilege=PRIVILEGE + "predict",
    source=SOURCE,
)
def predict(call: Call) -> Json:
    """As `predict_model`, with the body in the form of the algorithm in the path."""
    name = function_of(call, {"function_name": call.path["algorithm_name"]})
    if training.reads_data(name):
        return _predicted_from_data(call, name)
    return {"inference_results": predicted(call, algorithm=name)[1]}


def _read_data(call: Call, name: str) -> training.Input:
    try:
        if call.body is None:
            raise parse_error("request body is required")
        return training.read_input(call, name)
    except ApiError as error:
        raise _as_not_found(call, error) from None


def _predicted_from_data(call: Call, name: str) -> Json:
    """What a trained model says; the body is read before the model is looked for."""
    given = _read_data(call, name)
    id = call.path["model_id"]
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        raise training.predict_with_absent(call.state, id)
    return training.predict_with(call, id, model, given)


def predicted(call: Call, *, algorithm: str | None = None, action: str = "PREDICT") -> tuple[Any, list[dict[str, Any]]]:
    """The body of a call as input, and what the model answers to it; `algorithm` says in whose form the body is."""
    id, model = call.path["model_id"], find_model_to_run(call, action)
    try:
        if call.body is None:
            raise parse_error("request body is required")
        if not isinstance(call.body, dict):
            raise ml_errors.input_is_no_object(call)
        function = algorithm or model["algorithm"]
        if function in EMBEDDING and "parameters" in call.body:
            if not isinstance(call.body["parameters"], dict):
                raise input_not_read()
            read_parameters(call, function, call.body["parameters"])
        given = read_input(call.body, function, action)
    except ApiError as error:
        raise _as_not_found(call, error) from None
    return given, predict_by_input(call.state, id, model, given, operations=(call.operation.id,))


def find_model_to_run(call: Call, action: str = "PREDICT") -> dict[str, Any]:
    """The model as it is stored, if models of its kind may run at all, and do what is asked."""
    try:
        model = find_model(call.state, call.path["model_id"])
        if model["algorithm"] == "REMOTE":
            refuse_when_remote_is_off(call)
        if action == "BATCH_PREDICT":
            batch_jobs.refuse_when_off(call.state)
    except ApiError as error:
        raise _as_not_found(call, error) from None
    return model


def _as_not_found(call: Call, error: ApiError) -> ApiError:
    """Early refusals are 404 while the model is not in memory, unless the path says the algorithm; a tenant's stay 403."""
    if (
        error.status != 403
        and call.operation.id != "ml.predict"
        and call.path["model_id"] not in deployed_models(call.state)
    ):
        error.status = 404
    return error
