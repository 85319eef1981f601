"""Deploying and undeploying: models in the node's memory, and what their documents say about it.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/{deploy,undeploy}/`. The document is written
twice while deploying (DEPLOYING, then the outcome), so its `_version` counts as the server's does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...formats.javatext import hash_order
from ...operations import POST, Call, operation
from ...wire import Json
from .. import changes
from ..access import control as access_control
from ..access import errors as access_errors
from ..access import hidden
from ..cluster.cluster_settings import setting
from ..cluster.known_settings import as_text
from ..connectors.connector_api import refuse_when_remote_is_off
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml import task_records
from ..ml.counts import count
from ..ml.indices import MODELS
from . import changes as model_changes
from . import deployment_errors
from . import errors as model_errors
from .deployed import deployed_models, hold, let_go, write_undeployed
from .dispatching import breaker_problem, node_fits
from .group_api import PRIVILEGE, SOURCE
from .local_models import content_problem

if TYPE_CHECKING:
    from ...cluster import State

ML = "plugins.ml_commons."


@operation(
    "ml.deploy_model",
    POST("/_plugins/_ml/models/{model_id}/_deploy"),
    POST("/_plugins/_ml/models/{model_id}/_load", replaced_by="/_plugins/_ml/models/{model_id}/_deploy"),
    body="optional",
    privilege=PRIVILEGE + "deploy_model",
    source=SOURCE,
)
def deploy_model(call: Call) -> Json:
    """Deploy a model to all nodes, or to those named where that is allowed."""
    id, nodes = call.path["model_id"], _named_nodes(call)
    model = find_model(call.state, id)
    access_control.require_model(call.state, model)
    remote = model["algorithm"] == "REMOTE"
    if remote:
        refuse_when_remote_is_off(call)
    elif setting(call.state, ML + "local_model.enabled") is False:
        raise ml_errors.feature_off("Local Model", "local_model.enabled", call.has(changes.FEATURE_OFF_IS_400))
    running = deployed_models(call.state).get(id, {}).get("nodes", [])
    if nodes is not None:
        if running and not set(running) <= set(nodes):
            raise deployment_errors.deployed_elsewhere(running)
        if ml_indices.node_id(call.state) not in nodes:
            raise deployment_errors.no_eligible_node_to_deploy()
    if not remote and setting(call.state, ML + "only_run_on_ml_node"):
        raise deployment_errors.no_eligible_node()
    if not node_fits(call.state, remote=remote):
        raise deployment_errors.no_eligible_node_to_deploy()
    task = deploy(call.state, id, to_all=nodes is None)
    status = "COMPLETED" if remote and call.has(model_changes.REMOTE_IS_SYNCHRONOUS) else "CREATED"
    answer = {"task_id": task, "task_type": "DEPLOY_MODEL", "status": status}
    if not call.has(model_changes.REMOTE_IS_SYNCHRONOUS):
        del answer["task_type"]
    return answer


@operation(
    "ml.undeploy_model",
    POST("/_plugins/_ml/models/_undeploy"),
    POST("/_plugins/_ml/models/{model_id}/_undeploy"),
    POST("/_plugins/_ml/models/_unload", replaced_by="/_plugins/_ml/models/_undeploy"),
    POST("/_plugins/_ml/models/{model_id}/_unload", replaced_by="/_plugins/_ml/models/{model_id}/_undeploy"),
    body="optional",
    privilege=PRIVILEGE + "undeploy_models",
    source=SOURCE,
)
def undeploy_model(call: Call) -> Json:
    """Take models out of memory; what was not there is `not_found`."""
    nodes = _named_nodes(call)
    in_path = [call.path["model_id"]] if "model_id" in call.path else []
    ids = [str(as_text(id)) for id in (call.body or {}).get("model_ids") or in_path]
    if len(ids) == 1:
        model = find_model(call.state, ids[0])
        access_control.require_model(call.state, model, access_errors.model_not_to_be_undeployed(ids[0]))
    kept = hidden.kept_models(call.state)
    ids = [id for id in ids if id not in kept]
    if not ids:
        raise deployment_errors.nothing_to_undeploy()
    if len(ids) > 1 and setting(call.state, ML + "model_access_control_enabled"):
        raise deployment_errors.undeploy_one_by_one()
    node = ml_indices.node_id(call.state)
    if nodes is not None and node not in nodes:
        return {}
    word = "UNDEPLOYED" if call.has(changes.UNDEPLOYED_IN_CAPITALS) else "undeployed"
    stats = {id: word if _let_go(call.state, id) else "not_found" for id in hash_order(dict.fromkeys(ids))}
    repaired = call.has(model_changes.UNDEPLOY_REPAIRS) and word not in stats.values()
    for id, outcome in stats.items():
        if (outcome == word or repaired) and ml_indices.find(call.state, MODELS, id) is not None:
            write_undeployed(call.state, id)
    return {node: {"stats": stats}}


def deploy(state: State, id: str, *, to_all: bool = True) -> str:
    """Begin to deploy a model that exists; the task's id."""
    model = ml_indices.find(state, MODELS, id)
    assert model is not None
    task = task_records.start(state, "DEPLOY_MODEL", model["algorithm"], model_id=id)
    count(state, model["algorithm"], "deploy", model=id)
    deploying = {
        "model_state": "DEPLOYING",
        "last_updated_time": state.clock.millis,
        "planning_worker_node_count": 1,
        "current_worker_node_count": 0,
        "planning_worker_nodes": [ml_indices.node_id(state)],
        "deploy_to_all_nodes": to_all,
    }
    ml_indices.change(state, MODELS, id, deploying)
    if model["algorithm"] == "REMOTE" and model_changes.REMOTE_IS_SYNCHRONOUS in state.switched_on:
        _take_into_memory(state, id)  # at once; only the task may show unfinished for a while
        task_records.schedule(state, task, "end")
    else:
        task_records.schedule(state, task, "deploy", model_id=id)
    return task


def finish_deployment(state: State, task: str, work: dict[str, Any]) -> None:
    """End a deployment: the model is in memory, or its document says that it is not."""
    id = work["model_id"]
    model = ml_indices.find(state, MODELS, id)
    if model is None:
        task_records.end(state, task, "FAILED", error=_by_node(state, "Failed to find model"))
        return
    problem = None
    if model["algorithm"] != "REMOTE":
        task_records.note_workers(state, task)
        problem = breaker_problem(state) or _limit_reached(state, id) or content_problem(state, id, model)
    if problem is not None:
        ml_indices.change(
            state, MODELS, id, {"model_state": "DEPLOY_FAILED", "current_worker_node_count": 0, **_times(state)}
        )
        task_records.end(state, task, "FAILED", error=_by_node(state, problem))
        return
    _take_into_memory(state, id)
    task_records.end(state, task, "COMPLETED")


def _limit_reached(state: State, id: str) -> str | None:
    """Why the node takes no more local models: as many as may be are there, or on their way."""
    local = [
        held
        for held in deployed_models(state)
        if held != id and (ml_indices.find(state, MODELS, held) or {}).get("algorithm") != "REMOTE"
    ]
    if len(local) >= setting(state, ML + "max_model_on_node"):
        return "Exceed max local model per node limit"
    if task_records.under_way(state, "deploy") >= setting(state, ML + "max_deploy_model_tasks_per_node"):
        return task_records.LIMIT
    return None


def find_model(state: State, id: str) -> dict[str, Any]:
    """The model's document, or the refusal of deploy, undeploy and predict."""
    if not ml_indices.exists(state, MODELS) and changes.METADATA_CLIENT in state.switched_on:
        raise ml_errors.metadata_failed("get data object from", MODELS)
    model = ml_indices.find(state, MODELS, id)
    if model is None:
        raise model_errors.model_not_found()
    return model


def _let_go(state: State, id: str) -> bool:
    held = let_go(state, id)
    if held:
        model = ml_indices.find(state, MODELS, id) or {"algorithm": "REMOTE"}
        count(state, model["algorithm"], "undeploy", model=id)
    return held


def _named_nodes(call: Call) -> list[str] | None:
    nodes = (call.body or {}).get("node_ids")
    if not nodes:
        return None
    if not setting(call.state, ML + "allow_custom_deployment_plan"):
        raise deployment_errors.custom_plan_not_allowed()
    return [str(node) for node in nodes]


def _take_into_memory(state: State, id: str) -> None:
    hold(state, id, [ml_indices.node_id(state)])
    deployed = {"model_state": "DEPLOYED", "current_worker_node_count": 1, "auto_redeploy_retry_times": 0}
    ml_indices.change(state, MODELS, id, {**deployed, **_times(state)})


def _times(state: State) -> dict[str, int]:
    return {"last_updated_time": state.clock.millis, "last_deployed_time": state.clock.millis}


def _by_node(state: State, problem: str) -> str:
    return json.dumps({ml_indices.node_id(state): problem}, separators=(",", ":"))
