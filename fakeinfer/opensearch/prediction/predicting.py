"""Asking a model, for whoever has to: the predict API, agents, tools, processors of ingest and search.

`predict_by_model` is the whole of it: it checks that the model may run, deploys a remote one that is not in memory yet, holds
input and output against the model's interface, and returns what the API answers as `inference_results`.
Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/prediction/TransportPredictionTaskAction.java
and `.../task/MLPredictTaskRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...wire import Json
from ..access import control as access_control
from ..cluster.cluster_settings import setting
from ..ml.counts import count, counted
from ..models import deployment_api as deployment
from ..models.deployed import asked, deployed_models
from ..models.dispatching import check_breakers, choose_node
from ..models.interfaces import check_input, check_output
from ..remote import rate_limits
from ..remote.inputs import Input, Parameters, ResultFilter, Similarity, TextDocs, as_parameters
from . import batch_jobs
from . import errors as prediction_errors

if TYPE_CHECKING:
    from ...cluster import State

AUTO_DEPLOY = "plugins.ml_commons.model_auto_deploy.enable"
OPERATION = "ml.predict_model"
"""What every call of a service goes by where faults are declared, whatever made it happen."""


def predict_by_model(
    state: State,
    model_id: str,
    *,
    parameters: Mapping[str, Json] | None = None,
    text_docs: Sequence[str | None] | None = None,
    query_text: str | None = None,
    algorithm: str = "TEXT_EMBEDDING",
    operations: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """Ask a model: by `parameters`, or with `text_docs`, to embed (`algorithm`) or, with `query_text`, to be ranked.

    Returned are `inference_results`: a list of `{"output": [tensors], "status_code": 200}`. Refused as the API refuses.
    """
    model = deployment.find_model(state, model_id)
    given: Input
    if text_docs is None:
        given = as_parameters(parameters or {})
    else:
        wanted = ResultFilter(("sentence_embedding",) if algorithm == "TEXT_EMBEDDING" else ())
        given = Similarity(query_text, text_docs) if query_text is not None else TextDocs(text_docs, algorithm, wanted)
    return predict_by_input(state, model_id, model, given, operations=operations)


def predict_by_input(
    state: State, id: str, model: Mapping[str, Any], given: Input, *, operations: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """The same for a model that was found, with an input that was read."""
    make_answerable(state, id, model, given)
    results = _run(state, id, model, given, operations)
    check_output(model.get("interface") or {}, results)
    return results


def make_answerable(state: State, id: str, model: Mapping[str, Any], given: Input) -> None:
    """Refuse a model that may not be asked this; a remote one that is not in memory is deployed."""
    access_control.require_predict(state, model)
    was_deployed = id in deployed_models(state)
    if was_deployed:
        refuse_disabled(model)
        if model["algorithm"] != "REMOTE":
            rate_limits.refuse_too_many(state, id, model)
        check_input(model.get("interface") or {}, given)
    if isinstance(given, Parameters):
        batch_jobs.refuse_dead_letters(id, given)
    if not was_deployed:
        make_ready(state, id, model)
    if isinstance(given, Parameters) and given.action == "BATCH_PREDICT":
        batch_jobs.refuse_too_many(state, batch_jobs.KIND, "max_batch_inference_tasks")


def _run(
    state: State, id: str, model: Mapping[str, Any], given: Input, operations: tuple[str, ...]
) -> list[dict[str, Any]]:
    """What the model answers, through its connector or in the node."""
    if model["algorithm"] == "REMOTE":
        from ..remote import execution

        batch = isinstance(given, Parameters) and given.action == "BATCH_PREDICT"
        count(state, "REMOTE", "batch_predict" if batch else "predict", model=id)
        with asked(state, id):
            return execution.run(state, id, model, given, operations=(OPERATION, *operations))
    from . import local_inference

    if not local_inference.runs(model["algorithm"]):
        raise not_implemented(f"running {model['algorithm']} models with such input")
    check_breakers(state)
    with counted(state, model["algorithm"], "predict", id), asked(state, id):
        return local_inference.run(state, id, model, given)


def refuse_disabled(model: Mapping[str, Any]) -> None:
    """Refuse a model that was switched off, which is only looked at once it is in memory."""
    if model.get("is_enabled") is False:
        raise prediction_errors.model_disabled()


def make_ready(state: State, id: str, model: Mapping[str, Any]) -> None:
    """Refuse a model that is not in memory; a remote one is deployed, unless that is switched off."""
    choose_node(state, to_predict=True, remote=model["algorithm"] == "REMOTE")
    if model["algorithm"] != "REMOTE" or not setting(state, AUTO_DEPLOY):
        raise prediction_errors.model_not_ready()
    if (model.get("deploy_setting") or {}).get("is_auto_deploy_enabled") is False:
        raise prediction_errors.auto_deploy_off(id)
    deployment.deploy(state, id)
