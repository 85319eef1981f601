"""Batch prediction: a job that a service works on, the task that stands for it, looking at it and cancelling it.

Sources: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/task/MLPredictTaskRunner.java and
`.../action/tasks/{GetTaskTransportAction,CancelBatchJobTransportAction}.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import index_not_found
from ...formats.javatext import hash_order
from ...wire import Json
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.indices import MODELS, TASKS
from ..remote import execution
from ..remote.inputs import Parameters
from ..remote.rendering import find_action
from ..remote.templates import filled
from . import batch_errors

if TYPE_CHECKING:
    from ...cluster import State

ML = "plugins.ml_commons."
KIND = "BATCH_PREDICTION"
STATUS, CANCEL = "BATCH_PREDICT_STATUS", "CANCEL_BATCH_PREDICT"
MOST_SEEN = 10
"""Running jobs are searched for with the default size, so no more are ever counted."""
_SERVICES = ("sagemaker", "openai", "bedrock", "cohere")
_STATES = (("cancelling", "CANCELLING"), ("cancelled", "CANCELLED"), ("completed", "COMPLETED"), ("expired", "EXPIRED"), ("failed", "FAILED"))  # fmt: skip
_PURPOSES = {STATUS: "get the batch job details", CANCEL: "cancel the batch job"}


def start(state: State, id: str, given: Parameters, result: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a task for the job that a service has begun; the answer of the API."""
    outputs = result.get("output") or []
    told = outputs[0].get("dataAsMap") if outputs else None
    if not isinstance(told, dict) or not 200 <= result["status_code"] < 300:
        raise batch_errors.job_not_created()
    held = {**told, "dlq": given.dlq}
    job = {name: held[name] for name in hash_order(held)}
    now = state.clock.millis
    task = {
        "model_id": id,
        "task_type": KIND,
        "function_name": "REMOTE",
        "state": "RUNNING",
        "input_type": "REMOTE",
        "worker_node": [ml_indices.node_id(state)],
        "create_time": now,
        "last_update_time": now,
        "is_async": False,
        "remote_job": job,
    }
    answer: dict[str, Any] = {"task_id": ml_indices.add(state, TASKS, task), "status": "CREATED"}
    return {**answer, "remote_job": job} if changes.REMOTE_JOB_IS_SHOWN in state.switched_on else answer


def refuse_too_many(state: State, kind: str, switch: str) -> None:
    """Refuse a further job where as many run as may."""
    limit = setting(state, f"{ML}{switch}")
    if limit is None:
        return
    if not ml_indices.exists(state, TASKS):
        raise index_not_found(TASKS, "index_or_alias")
    if limit > MOST_SEEN:
        return
    running = sum(
        task.source["task_type"] == kind and task.source["state"] in ("CREATED", "RUNNING")
        for task in ml_indices.every(state, TASKS)
    )
    if min(running, MOST_SEEN) >= limit:
        raise batch_errors.too_many(kind, switch)


def refuse_when_off(state: State) -> None:
    """Batch inference may be switched off as a whole."""
    if setting(state, f"{ML}offline_batch_inference_enabled") is False:
        raise batch_errors.inference_off()


def is_job(task: Mapping[str, Any]) -> bool:
    """Whether a task stands for a job of a service."""
    return task.get("task_type") == KIND and task.get("function_name") == "REMOTE"


def look(state: State, id: str, task: dict[str, Any]) -> dict[str, Any]:
    """The task as it is now: the service is asked how far its job is, and the task written."""
    refuse_when_off(state)
    result = _ask(state, task, STATUS)
    outputs = result.get("output") or []
    told = outputs[0].get("dataAsMap") if outputs else None
    if not isinstance(told, dict):
        raise batch_errors.status_not_told()
    job = {**task["remote_job"], **told}
    job = {name: job[name] for name in hash_order(job)}
    changed = {**task, "remote_job": job, "state": _state_of(state, job) or task["state"]}
    ml_indices.change(state, TASKS, id, {"remote_job": job, "state": changed["state"]})
    return changed


def cancel(state: State, task: Mapping[str, Any]) -> Json:
    """Ask the service to stop working on a job."""
    refuse_when_off(state)
    if _ask(state, task, CANCEL).get("status_code") != 200:
        raise batch_errors.not_cancelled()
    return {"status": "OK"}


def _ask(state: State, task: Mapping[str, Any], purpose: str) -> dict[str, Any]:
    model = ml_indices.find(state, MODELS, task["model_id"])
    if model is None:
        raise batch_errors.model_of_task_is_gone()
    connector, credential = execution.connector_of(state, task["model_id"], model)
    parameters = {name: value for name, value in task["remote_job"].items() if isinstance(value, str)}
    if "TransformJobName" not in parameters and "TransformJobArn" in parameters:
        parameters["TransformJobName"] = parameters["TransformJobArn"].rpartition("/")[2]
    action = find_action(connector, purpose)
    if action is None or action.get("request_body") is None:
        made = _usual_action(connector, purpose)
        action = action or made
    return execution.call_action(
        state, connector, credential, action, parameters, operations=("ml.batch_predict",), id=task["model_id"]
    )


def _usual_action(connector: Mapping[str, Any], purpose: str) -> dict[str, Any]:
    """How jobs of a known service are looked at or cancelled, by the url that begins them."""
    begins = find_action(connector, "BATCH_PREDICT") or {"url": ""}
    url = filled(begins["url"], "parameters", connector.get("parameters") or {})
    service = next((name for name in _SERVICES if name in url), None)
    stops = purpose == CANCEL
    usual: dict[str, Any] = {"action_type": purpose, "headers": begins.get("headers") or {}}
    if service == "sagemaker":
        named = "StopTransformJob" if stops else "DescribeTransformJob"
        body = '{ "TransformJobName" : "${parameters.TransformJobName}"}'
        return {**usual, "method": "POST", "url": url.replace("CreateTransformJob", named), "request_body": body}
    method = "POST" if stops else "GET"
    if service in ("openai", "cohere"):
        return {**usual, "method": method, "url": f"{url}/${{parameters.id}}{'/cancel' if stops else ''}"}
    if service == "bedrock":
        return {**usual, "method": method, "url": f"{url}/${{parameters.processedJobArn}}{'/stop' if stops else ''}"}
    raise batch_errors.action_not_configured(_PURPOSES[purpose])


def _state_of(state: State, job: Mapping[str, Any]) -> str | None:
    """The task's state by what the job says of itself; the last field that says something decides."""
    found = None
    for field in setting(state, f"{ML}remote_job.status_field") or ("status", "Status", "TransformJobStatus"):
        if field in job:
            found = _by_word(state, str(job[field])) or found
    return found


def _by_word(state: State, word: str) -> str | None:
    for name, named in _STATES:
        pattern = setting(state, f"{ML}remote_job.status_regex.{name}")
        if pattern and _found(pattern, word):
            return named
    return None


def _found(pattern: str, word: str) -> bool:
    try:
        return re.search(pattern, word, re.IGNORECASE) is not None
    except re.error:
        return False


def refuse_dead_letters(id: str, given: Parameters) -> None:
    """Refuse a place for failed jobs that lacks bucket or region."""
    dlq = given.dlq
    if isinstance(dlq, dict) and not (dlq.get("bucket") and dlq.get("region")):
        raise batch_errors.no_dead_letters(id)
