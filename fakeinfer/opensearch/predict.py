"""Predicting: the operations, and the refusals that come before a model is run. Running one is done in `predicting.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLPredictionAction.java`. The handler first
looks for the model among those in memory. For another one it reads the document, and whatever goes wrong up to the end of
reading the body is sent as 404.
"""

from __future__ import annotations

from typing import Any

from .. import media
from ..errors import ApiError, not_implemented, parse_error, request_invalid
from ..operations import POST, Call, operation
from ..wire import Json
from . import batch_jobs, ml_errors
from .connectors import refuse_when_remote_is_off
from .deployed import deployed_models
from .deployment import find_model
from .model_bodies import function_of
from .model_groups import PRIVILEGE, SOURCE
from .model_registration import refuse_without_node
from .predicting import predict_by_input
from .remote.errors import input_not_read
from .remote.inputs import read_input

_INPUTS = {"input_data", "input_query", "input_index", "text_docs"}
"""Where the data to train with may be."""


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
    function_of(call, {"function_name": call.path["algorithm_name"]})
    return {"inference_results": predicted(call, algorithm=call.path["algorithm_name"].upper())[1]}


@operation(
    "ml.train",
    POST("/_plugins/_ml/_train/{algorithm_name}"),
    body="required",
    privilege=PRIVILEGE + "train",
    source=SOURCE,
)
def train(call: Call) -> Json:
    """Refuse to train: without a node that may in the server's words, otherwise as not implemented."""
    return _refuse_local_work(call, "training")


@operation(
    "ml.train_predict",
    POST("/_plugins/_ml/_train_predict/{algorithm_name}"),
    body="required",
    privilege=PRIVILEGE + "trainAndPredict",
    source=SOURCE,
)
def train_predict(call: Call) -> Json:
    """As train, predicting at once."""
    return _refuse_local_work(call, "training and predicting")


@operation(
    "ml.execute_algorithm",
    POST("/_plugins/_ml/_execute/{algorithm_name}"),
    body="optional",
    privilege=PRIVILEGE + "execute",
    source=SOURCE,
)
def execute_algorithm(call: Call) -> Json:
    """Refuse to run a local calculation."""
    raise not_implemented(f"executing {call.path['algorithm_name']}")


def predicted(call: Call, *, algorithm: str | None = None, action: str = "PREDICT") -> tuple[Any, list[dict[str, Any]]]:
    """The body of a call as input, and what the model answers to it; `algorithm` says in whose form the body is."""
    id, model = call.path["model_id"], find_model_to_run(call, action)
    try:
        if call.body is None:
            raise parse_error("request body is required")
        if not isinstance(call.body, dict):
            raise ml_errors.input_is_no_object(call)
        given = read_input(call.body, algorithm or model["algorithm"], action)
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
    """Early refusals are 404 while the model is not in memory, unless the path says the algorithm."""
    if call.operation.id != "ml.predict" and call.path["model_id"] not in deployed_models(call.state):
        error.status = 404
    return error


def _refuse_local_work(call: Call, what: str) -> Json:
    function_of(call, {"function_name": call.path["algorithm_name"]})
    if not (isinstance(call.body, dict) and call.body.keys() & _INPUTS):
        raise request_invalid("input data can't be null")
    refuse_without_node(call)
    raise not_implemented(f"{what} with {call.path['algorithm_name']}")
