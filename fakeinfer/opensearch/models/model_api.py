"""Models: show, change, search and delete them. How they come is in `registration_api.py`, how they run in `deployment_api.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/models/`.
"""

from __future__ import annotations

from typing import Any

from ... import media
from ...operations import DELETE, GET, POST, PUT, Bool, Call, operation
from ...references import referrers
from ...wire import Json
from .. import changes
from ..access import control as access_control
from ..access import errors as access_errors
from ..cluster.cluster_settings import setting
from ..connectors.bodies import CREDENTIALS, check_endpoints, keep_credential, kept_credential, merged, read_connector
from ..ml import indices as ml_indices
from ..ml.indices import AGENTS, CONTROLLERS, GROUPS, MODELS
from ..ml.searching import search
from ..ml.task_records import all_looked_at, model_looked_at
from ..ml.words import check_words
from ..pipelines.records import in_order
from . import changes as model_changes
from . import errors as model_errors
from .bodies import read_model
from .deployed import forget_unused, let_go
from .group_api import PRIVILEGE, SOURCE, has_models, next_version
from .local_models import CHUNKS

FIELDS = (
    "name", "model_group_id", "algorithm", "model_version", "model_content", "user", "description", "model_format",
    "model_state", "model_content_size_in_bytes", "model_content_hash_value", "model_config", "deploy_setting",
    "is_enabled", "is_controller_enabled", "rate_limiter", "created_time", "last_updated_time", "last_registered_time",
    "last_deployed_time", "last_undeployed_time", "model_id", "auto_redeploy_retry_times", "chunk_number", "total_chunks",
    "planning_worker_node_count", "current_worker_node_count", "planning_worker_nodes", "deploy_to_all_nodes", "is_hidden",
    "connector", "connector_id", "guardrails", "interface", "tenant_id", "provisioned_by",
)  # fmt: skip
UPDATABLE = (
    "name", "description", "model_group_id", "model_config", "deploy_setting", "is_enabled", "rate_limiter",
    "connector_id", "guardrails", "interface",
)  # fmt: skip
DEPLOYED_STATES = ("DEPLOYING", "DEPLOYED", "PARTIALLY_DEPLOYED", "LOADING", "LOADED", "PARTIALLY_LOADED")
SAFE_DELETE = "plugins.ml_commons.safe_delete_model"
AT_MOST = 10
"""The search for agents has the default size, so no more are counted and named."""


@operation(
    "ml.get_model",
    GET("/_plugins/_ml/models/{model_id}"),
    query={"return_content": Bool(False)},
    privilege=PRIVILEGE + "models/get",
    source=SOURCE,
)
def get_model(call: Call) -> Json:
    """Show a model, without the credential of an inline connector; what a trained one learned shows on request."""
    id = call.path["model_id"]
    if not ml_indices.exists(call.state, MODELS):
        raise model_errors.no_models(call.has(changes.METADATA_CLIENT))
    model_looked_at(call.state, id)
    forget_unused(call.state)
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        raise model_errors.model_to_get_not_found(id)
    access_control.require_model(call.state, model)
    shown = ml_indices.shown({"is_hidden": False, **model}, FIELDS)
    if not call.query["return_content"]:
        shown.pop("model_content", None)
    if shown.get("deploy_to_all_nodes") is False:
        del shown["deploy_to_all_nodes"]
    if "connector" in shown:
        shown["connector"] = {name: value for name, value in shown["connector"].items() if name != "credential"}
    return shown


@operation(
    "ml.update_model",
    PUT("/_plugins/_ml/models/{model_id}"),
    since="2.12",
    body="required",
    missing_body=model_errors.update_body_is_empty,
    privilege=PRIVILEGE + "models/update",
    source=SOURCE,
)
def update_model(call: Call) -> Json:
    """Change some fields of a model, deployed or not; moving to another group makes it that group's next version."""
    id = call.path["model_id"]
    model = ml_indices.find(call.state, MODELS, id)
    function = model["algorithm"] if model is not None else "TEXT_EMBEDDING"
    update = read_model(call, call.body, function)
    check_words(call, (("Model Description", update.get("description")), ("Model Name", update.get("name"))))
    if model is None:
        raise model_errors.model_to_update_not_found(id)
    access_control.require_model(call.state, model, access_errors.model_not_to_be_changed(id))
    _check_update(call, id, model)
    changed = {name: update[name] for name in UPDATABLE if name in update}
    changed["model_id"] = id
    changed["last_updated_time"] = call.state.clock.millis
    for name in ("rate_limiter", "deploy_setting", "guardrails", "interface", "model_config"):
        if name in changed and name in model:
            changed[name] = {**model[name], **changed[name]}
    if "connector" in call.body:
        changed["connector"] = _changed_connector(call, id, model)
    group = update.get("model_group_id")
    if group and group != model["model_group_id"]:
        if ml_indices.find(call.state, GROUPS, group) is None:
            raise model_errors.target_group_not_found(group)
        if not access_control.may_use_group(call.state, group):
            raise access_errors.model_not_to_be_moved(group)
        changed["model_version"] = next_version(call.state, group)
    return ml_indices.change(call.state, MODELS, id, changed).answer()


@operation(
    "ml.delete_model",
    DELETE("/_plugins/_ml/models/{model_id}"),
    privilege=PRIVILEGE + "models/delete",
    source=SOURCE,
)
def delete_model(call: Call) -> Json:
    """Remove a model that is not deployed, with its chunks and its controller; what follows for its group is a named
    disagreement."""
    id = call.path["model_id"]
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        if call.has(changes.UNKNOWN_MODEL_IS_NOT_FOUND_RESULT) and ml_indices.exists(call.state, MODELS):
            return ml_indices.remove(call.state, MODELS, id, since_213=True).answer()
        raise model_errors.model_not_found()
    access_control.require_model(call.state, model)
    if model.get("model_state") in DEPLOYED_STATES:
        raise model_errors.model_is_deployed(call.has(model_changes.DEPLOYED_MODEL_IS_400))
    if setting(call.state, SAFE_DELETE) and not model.get("is_hidden"):
        _refuse_while_used(call, id)
    written = ml_indices.remove(call.state, MODELS, id, since_213=True)
    for document in list(ml_indices.every(call.state, MODELS)):
        if document.source.get("model_id") == id and document.id != id:
            ml_indices.remove(call.state, MODELS, document.id)
            call.store.delete(CHUNKS, document.id)
    let_go(call.state, id)
    call.store.delete(CREDENTIALS, id)
    if ml_indices.find(call.state, CONTROLLERS, id) is not None:
        ml_indices.remove(call.state, CONTROLLERS, id)
    group = model.get("model_group_id")
    if call.has(changes.LAST_MODEL_DELETES_GROUP) and group and not has_models(call.state, group):
        ml_indices.remove(call.state, GROUPS, group)
    return written.answer()


@operation(
    "ml.search_models",
    GET("/_plugins/_ml/models/_search"),
    POST("/_plugins/_ml/models/_search"),
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "models/search",
    source=SOURCE,
)
def search_models(call: Call) -> Json:
    """Search models; chunks are in the same index and are found too."""
    all_looked_at(call.state)
    forget_unused(call.state)
    return search(call, MODELS)


def _check_update(call: Call, id: str, model: dict[str, Any]) -> None:
    body = call.body
    if model["algorithm"] not in ("TEXT_EMBEDDING", "REMOTE"):
        raise model_errors.function_cannot_be_updated(model["algorithm"])
    if model.get("model_state") == "DEPLOYING":
        raise model_errors.model_is_deploying(id)
    if model["algorithm"] != "REMOTE":
        if "connector" in body or "connector_id" in body:
            raise model_errors.connector_of_local_model()
        return
    if "connector" in body and "connector_id" in body:
        raise model_errors.both_connector_kinds()
    if "connector_id" in body and not model.get("connector_id"):
        raise model_errors.model_has_no_connector_id()
    if "connector" in body and "connector" not in model:
        raise model_errors.model_has_no_inline_connector(call.has(model_changes.NO_INLINE_CONNECTOR_IN_OWN_WORDS))


def _changed_connector(call: Call, id: str, model: dict[str, Any]) -> dict[str, Any]:
    stored = {**model["connector"], "credential": kept_credential(call.state, id)}
    connector = merged(stored, read_connector(call, call.body["connector"]))
    check_endpoints(call, connector)
    return keep_credential(call.state, id, connector)


def _refuse_while_used(call: Call, id: str) -> None:
    """The three checks report apart; on one node ingest pipelines come first, then search pipelines, then agents."""
    found = referrers(call.store, call.contract.product.references, "model", id)
    for holder, kind in (("pipelines", "ingest"), ("search_pipelines", "search")):
        if found.get(holder):
            raise model_errors.model_used_by_pipelines(kind, in_order(call, holder, found[holder]))
    agents = found.get(f"docs:{AGENTS}", [])[:AT_MOST]
    if agents:
        hidden = {agent.id for agent in ml_indices.every(call.state, AGENTS) if agent.source.get("is_hidden")}
        raise model_errors.model_used_by_agents(len(agents), [agent for agent in agents if agent not in hidden])
