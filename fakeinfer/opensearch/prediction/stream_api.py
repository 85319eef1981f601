"""Predicting piece by piece, from 3.3 on: `POST /_plugins/_ml/models/{model_id}/_predict/stream`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLPredictionStreamAction.java`. What goes wrong
once the model is asked is told in the stream, whose status is 200.
"""

from __future__ import annotations

from ...operations import POST, Call, operation
from ...wire import Reply
from ..cluster.cluster_settings import setting
from ..connectors.connector_api import refuse_when_remote_is_off
from ..ml import errors as ml_errors
from ..models.deployment_api import find_model
from ..models.group_api import PRIVILEGE
from ..remote import execution
from ..remote.inputs import Parameters, read_input
from . import errors as prediction_errors
from .predicting import OPERATION, make_answerable

SOURCE = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLPredictionStreamAction.java"
_HEADERS = (("Cache-Control", "no-cache"),)


@operation(
    "ml.predict_model_stream",
    POST("/_plugins/_ml/models/{model_id}/_predict/stream"),
    since="3.3",
    body="optional",
    privilege=PRIVILEGE + "predict",
    source=SOURCE,
)
def predict_model_stream(call: Call) -> Reply:
    """Ask a chat model, and tell its answer in chunks."""
    if setting(call.state, "plugins.ml_commons.stream_enabled") is not True:
        raise prediction_errors.streaming_off()
    id = call.path["model_id"]
    model = find_model(call.state, id)
    if model["algorithm"] != "REMOTE":
        raise prediction_errors.only_remote_models_stream()
    refuse_when_remote_is_off(call)
    if not isinstance(call.body, dict):
        raise ml_errors.input_is_no_object(call)
    given = read_input(call.body, "REMOTE", "PREDICT")
    assert isinstance(given, Parameters)
    make_answerable(call.state, id, model, given)
    given = Parameters({**(given.values or {}), "stream": "true"}, given.action, given.dlq)
    told = execution.run_streamed(call.state, id, model, given, operations=(OPERATION, call.operation.id))
    return Reply(events=told.events(), headers=_HEADERS, content_type="text/event-stream", pause=told.shape.delay)
