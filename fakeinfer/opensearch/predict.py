"""Predicting: the refusals that come before a model is run. Running one is not done here.

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
from . import ml_errors, model_errors
from .cluster_settings import setting
from .connectors import refuse_when_remote_is_off
from .deployed import deployed_models
from .deployment import find_model
from .model_bodies import function_of
from .model_groups import PRIVILEGE, SOURCE
from .model_registration import refuse_without_node
from .predicting import predict_by_input
from .remote.inputs import read_input

ML = "plugins.ml_commons."
REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/"


_INPUTS = {"input_data", "input_query", "input_index", "text_docs"}
"""Where the data to train with may be."""


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse the body of a predict call once its model is found, which the server does first."""
    find_model_to_run(call)
    try:
        return media.read_first_value(call, data, format)
    except ApiError as error:
        raise _as_not_found(call, error) from None


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
    return _predicted(call, find_model_to_run(call))


@operation(
    "ml.batch_predict",
    POST("/_plugins/_ml/models/{model_id}/_batch_predict"),
    since="2.16",
    body="optional",
    reader=read_body,
    privilege=PRIVILEGE + "predict",
    source=REST + "RestMLPredictionAction.java",
)
def batch_predict(call: Call) -> Json:
    """As predict, for the connector's batch action."""
    raise not_implemented(f"batch prediction by {_model_to_run(call)['algorithm']} models")


@operation(
    "ml.predict",
    POST("/_plugins/_ml/_predict/{algorithm_name}/{model_id}"),
    body="optional",
    privilege=PRIVILEGE + "predict",
    source=SOURCE,
)
def predict(call: Call) -> Json:
    """As `predict_model`, with the algorithm in the path, and without its 404s."""
    function_of(call, {"function_name": call.path["algorithm_name"]})
    model = find_model(call.state, call.path["model_id"])
    return _predicted(call, model, call.path["algorithm_name"].upper())


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


@operation(
    "ml.batch_ingestion",
    POST("/_plugins/_ml/_batch_ingestion"),
    since="2.17",
    body="required",
    missing_body=lambda: ml_errors.io_error("Batch Ingestion request has empty body"),
    privilege=PRIVILEGE + "batch_ingestion",
    source=REST + "RestMLBatchIngestAction.java",
)
def batch_ingestion(call: Call) -> Json:
    """Refuse to read documents from a bucket."""
    raise not_implemented("batch ingestion")


def _predicted(call: Call, model: dict[str, Any], algorithm: str | None = None) -> Json:
    """What a model answers to the body of the call; `algorithm` says in whose form the body is."""
    try:
        if call.body is None:
            raise parse_error("request body is required")
        given = read_input(call.body, algorithm or model["algorithm"])
    except ApiError as error:
        raise _as_not_found(call, error) from None
    results = predict_by_input(call.state, call.path["model_id"], model, given, operations=(call.operation.id,))
    return {"inference_results": results}


def _model_to_run(call: Call) -> dict[str, Any]:
    """The model that a predict call could run, or the refusal."""
    model = find_model_to_run(call)
    if call.body is None:
        raise _as_not_found(call, parse_error("request body is required"))
    _refuse_not_ready(call, model)
    return model


def find_model_to_run(call: Call) -> dict[str, Any]:
    """The model as it is stored, if models of its kind may run at all."""
    try:
        model = find_model(call.state, call.path["model_id"])
        if model["algorithm"] == "REMOTE":
            refuse_when_remote_is_off(call)
    except ApiError as error:
        raise _as_not_found(call, error) from None
    return model


def _as_not_found(call: Call, error: ApiError) -> ApiError:
    """Early refusals are 404 while the model is not in memory."""
    if call.path["model_id"] not in deployed_models(call.state):
        error.status = 404
    return error


def _refuse_not_ready(call: Call, model: dict[str, Any]) -> None:
    id = call.path["model_id"]
    if id in deployed_models(call.state):
        if model.get("is_enabled") is False:
            raise model_errors.model_disabled()
        return
    if model["algorithm"] != "REMOTE" or not setting(call.state, ML + "model_auto_deploy.enable"):
        raise model_errors.model_not_ready()
    if (model.get("deploy_setting") or {}).get("is_auto_deploy_enabled") is False:
        raise model_errors.auto_deploy_off(id)


def _refuse_local_work(call: Call, what: str) -> Json:
    function_of(call, {"function_name": call.path["algorithm_name"]})
    if not (isinstance(call.body, dict) and call.body.keys() & _INPUTS):
        raise request_invalid("input data can't be null")
    refuse_without_node(call)
    raise not_implemented(f"{what} with {call.path['algorithm_name']}")
