"""Registering models: remote ones at once, local ones by a task, and local ones by chunks.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/{register,upload_chunk}/`. Nothing is ever
downloaded: a registration by url or from the list ends as it does on a server with a network (`local_models.py`).
"""

from __future__ import annotations

import hashlib
from typing import Any

from ...errors import NoAnswer, number_format
from ...formats.javanumbers import whole
from ...operations import POST, Bool, Call, operation
from ...wire import Json
from .. import changes
from ..access import control as access_control
from ..access import errors as access_errors
from ..access import hidden
from ..cluster.cluster_settings import setting
from ..connectors.bodies import (
    FIELDS,
    check_endpoints,
    check_protocol,
    is_mcp,
    keep_credential,
    matches,
    read_connector,
)
from ..connectors.connector_api import find_connector, refuse_when_remote_is_off
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml import task_records
from ..ml.counts import count
from ..ml.indices import CONNECTORS, GROUPS, MODELS
from ..ml.values import text_of, truth
from ..ml.words import check_words
from . import changes as model_changes
from . import registration_errors
from .bodies import DEEP_LEARNING, read_announced, read_model
from .deployment_api import deploy
from .dispatching import choose_node
from .group_api import PRIVILEGE, SOURCE, create_group, group_named, next_version, refuse_access_fields
from .local_models import CHUNKS, finish_chunks

ML = "plugins.ml_commons."
CHUNK_LIMIT = 10_000_000


@operation(
    "ml.register_model",
    POST("/_plugins/_ml/models/_register"),
    POST("/_plugins/_ml/models/_upload", replaced_by="/_plugins/_ml/models/_register"),
    query={"deploy": Bool(False)},
    body="required",
    privilege=PRIVILEGE + "register_model",
    source=SOURCE,
)
def register_model(call: Call) -> Json:
    """Register a model version in its group; with `deploy`, deploy it afterwards."""
    model = read_registration(call)
    remote = model["function_name"] == "REMOTE"
    if remote:
        refuse_when_remote_is_off(call)
        _check_archive(call, model)
        connector = _connector_of(call, model)
        model = {"interface": _preset_interface(call, connector), **model}
    else:
        _refuse_when_local_is_off(call, model["function_name"])
        _check_archive(call, model)
        refuse_without_node(call)
        connector = {}
    group = _group_of(call, model)
    version = next_version(call.state, group)
    if remote:
        return _register_remote(call, {**model, **connector}, group, version)
    task = task_records.start(call.state, "REGISTER_MODEL", model["function_name"])
    kept = {name: value for name, value in model.items() if name not in ("rate_limiter", "guardrails", "interface")}
    task_records.schedule(
        call.state,
        task,
        "register",
        model=kept,
        group=group,
        version=version,
        deploy=call.query["deploy"] and _may_deploy(call),
        hidden=hidden.by_super_admin(call.state),
    )
    return {"task_id": task, "status": "CREATED"}


def read_registration(call: Call) -> dict[str, Any]:
    """A body that says enough of a model."""
    model = read_model(call, call.body)
    _check_fields(call, model)
    return model


@operation(
    "ml.register_model_meta",
    POST("/_plugins/_ml/models/_register_meta"),
    POST("/_plugins/_ml/models/meta", replaced_by="/_plugins/_ml/models/_register_meta"),
    body="optional",
    privilege=PRIVILEGE + "register_model_meta",
    source=SOURCE,
)
def register_model_meta(call: Call) -> Json:
    """Announce a local model whose content comes in chunks."""
    if not setting(call.state, ML + "allow_registering_model_via_local_file"):
        raise registration_errors.file_registration_off()
    if call.body is None:
        raise registration_errors.meta_body_is_empty()
    model = read_announced(call, call.body)
    for name, label in (
        ("name", "model name"),
        ("model_format", "model format"),
        ("model_content_hash_value", "model content hash value"),
        ("model_config", "model config"),
        ("total_chunks", "total chunks field"),
    ):
        if name not in model:
            raise registration_errors.registration_lacks(label)
    group = _group_of(call, model, announced=True)
    document = model_document(call, model, group, next_version(call.state, group), "REGISTERING")
    if changes.SUPER_ADMINS_HIDE in call.state.switched_on and "is_hidden" in call.body:
        document["is_hidden"] = truth(call.body["is_hidden"])  # whoever asks
    return {"model_id": ml_indices.add(call.state, MODELS, document), "status": "CREATED"}


@operation(
    "ml.upload_chunk",
    POST("/_plugins/_ml/models/{model_id}/upload_chunk/{chunk_number}"),
    POST(
        "/_plugins/_ml/models/{model_id}/chunk/{chunk_number}",
        replaced_by="/_plugins/_ml/models/{model_id}/upload_chunk/{chunk_number}",
    ),
    body="raw",
    privilege=PRIVILEGE + "upload_model_chunk",
    source=SOURCE,
)
def upload_chunk(call: Call) -> Json:
    """Take one chunk of a model's content; the last one makes it REGISTERED."""
    id, number = call.path["model_id"], _chunk_number(call)
    content: bytes = call.body or b""
    if not setting(call.state, ML + "allow_registering_model_via_local_file"):
        raise registration_errors.file_registration_off(full_stop=True)
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        raise registration_errors.chunk_of_unknown_model()
    access_control.require_model(call.state, model, access_errors.group_not_to_be_joined())
    if "total_chunks" not in model:
        raise registration_errors.model_takes_no_chunks()
    if number >= model["total_chunks"]:
        raise registration_errors.chunk_refused("Chunk number exceeds total chunks")
    if not content:
        raise registration_errors.chunk_refused("Chunk size either 0 or null")
    if len(content) > CHUNK_LIMIT:
        raise registration_errors.chunk_refused("Chunk size exceeds 10MB")
    chunk = {
        "model_id": id,
        **{
            name: model[name]
            for name in ("model_group_id", "algorithm", "model_version", "model_format", "total_chunks")
        },
        "chunk_number": number,
    }
    ml_indices.add(call.state, MODELS, chunk, f"{id}_{number}")
    call.store.put(CHUNKS, f"{id}_{number}", {"sha256": hashlib.sha256(content).hexdigest(), "content": content})
    if number == model["total_chunks"] - 1:
        finish_chunks(call.state, id, model)
    return {"status": "Uploaded"}


def model_document(
    call: Call, model: dict[str, Any], group: str, version: str, state: str, **more: Any
) -> dict[str, Any]:
    """A new model's document."""
    now = call.state.clock.millis
    return {
        "name": model["name"],
        "model_group_id": group,
        "algorithm": model["function_name"],
        "model_version": version,
        **{
            name: model.get(name)
            for name in (
                "description", "model_format", "model_content_size_in_bytes", "model_content_hash_value", "model_config",
                "deploy_setting", "rate_limiter", "total_chunks", "connector_id", "guardrails", "interface",
            )
        },
        "model_state": state,
        "created_time": now,
        "last_updated_time": now,
        "is_hidden": hidden.by_super_admin(call.state),
        **more,
    }  # fmt: skip


def refuse_without_node(call: Call) -> None:
    """A local model runs on ML nodes, unless told otherwise; the one node here is a data node."""
    choose_node(call.state)


def _register_remote(call: Call, model: dict[str, Any], group: str, version: str) -> Json:
    state = call.state
    count(state, "REMOTE", "register")
    if task_records.under_way(state, "register") >= setting(state, ML + "max_register_model_tasks_per_node"):
        raise registration_errors.too_many_registrations()
    task = task_records.start(state, "REGISTER_MODEL", "REMOTE", is_async=False)
    document = model_document(call, model, group, version, "REGISTERED")
    id = model["name"] if document["is_hidden"] else state.ids.auto_id()
    if "connector" in model:
        connector = model["connector"]
        in_order = {name: connector[name] for name in FIELDS if name in connector}
        document["connector"] = keep_credential(state, id, {**in_order, **connector})
    ml_indices.add(state, MODELS, document, id)
    task_records.end(state, task, "COMPLETED", model_id=id)
    if call.query["deploy"] and _may_deploy(call):
        deploy(call.state, id)
    answer = {"task_id": task, "status": "CREATED"}
    return {**answer, "model_id": id} if call.has(model_changes.REMOTE_IS_SYNCHRONOUS) else answer


def _may_deploy(call: Call) -> bool:
    """With nodes named, a registration deploys only where custom plans are allowed; it fails without a word."""
    return not call.body.get("model_node_ids") or bool(setting(call.state, ML + "allow_custom_deployment_plan"))


def _check_fields(call: Call, model: dict[str, Any]) -> None:
    if "name" not in model:
        raise registration_errors.registration_lacks("model name")
    if model["function_name"] != "REMOTE":
        if "model_format" not in model:
            raise registration_errors.registration_lacks("model format")
        needs_config = model["function_name"] not in ("SPARSE_ENCODING", "SPARSE_TOKENIZE")
        if "url" in model and "model_config" not in model and needs_config:
            raise registration_errors.registration_lacks("model config")
    check_words(call, (("Model description", model.get("description")), ("Model name", model["name"])), "Model name")


def _check_archive(call: Call, model: dict[str, Any]) -> None:
    if "url" not in model:
        return
    if not setting(call.state, ML + "allow_registering_model_via_url"):
        raise registration_errors.url_registration_off()
    if not matches(setting(call.state, ML + "trusted_url_regex"), model["url"]):
        raise registration_errors.archive_url_not_trusted()


def _refuse_when_local_is_off(call: Call, function: str) -> None:
    if function in DEEP_LEARNING and setting(call.state, ML + "local_model.enabled") is False:
        raise ml_errors.feature_off("Local Model", "local_model.enabled", call.has(changes.FEATURE_OFF_IS_400))


def _connector_of(call: Call, model: dict[str, Any]) -> dict[str, Any]:
    """The connector fields that are stored: an id that exists, or an inline connector that is complete."""
    id = model.get("connector_id")
    if id:
        connector = ml_indices.find(call.state, CONNECTORS, id)
        if connector is None and ml_indices.exists(call.state, CONNECTORS):
            raise registration_errors.connector_to_register_not_found(
                id, call.has(model_changes.CONNECTOR_NOT_FOUND_IN_FULL)
            )
        if is_mcp(find_connector(call, id)):
            raise registration_errors.model_from_mcp_connector(id)
        return {"connector_id": id}
    if "connector" not in call.body:
        raise registration_errors.remote_model_has_no_connector()
    inline = read_connector(call, call.body["connector"])
    if "credential" not in inline and not is_mcp(inline) and call.has(model_changes.INLINE_WITHOUT_CREDENTIAL_HANGS):
        raise NoAnswer("the server never answers a registration with an inline connector that has no credential")
    check_protocol(call, inline)
    if not inline.get("actions"):
        raise registration_errors.inline_connector_has_no_endpoint()
    check_endpoints(call, inline)
    return {"connector_id": None, "connector": inline}


def _preset_interface(call: Call, connector: dict[str, Any]) -> dict[str, str] | None:
    """The interface of a model that is registered without one."""
    held = connector.get("connector")
    if held is None:
        held = ml_indices.find(call.state, CONNECTORS, connector["connector_id"]) or {}
    if "service_name" not in (held.get("parameters") or {}):
        return None
    from .preset_interfaces import preset_of  # read by who may have one

    return preset_of(call.state, held)


def _group_of(call: Call, model: dict[str, Any], *, announced: bool = False) -> str:
    """The group a model joins: the one it names, or the one named like it, which is made if need be.

    `announced`: whether the content of the model will come in chunks.
    """
    id: str = model.get("model_group_id", "")
    if id:
        if not access_control.may_use_group(call.state, id):
            raise access_errors.group_not_to_be_joined()
        if not ml_indices.exists(call.state, GROUPS):
            raise registration_errors.group_index_to_register_not_found()
        if ml_indices.find(call.state, GROUPS, id) is None:
            raise (
                registration_errors.group_to_announce_not_found()
                if announced
                else registration_errors.group_to_register_not_found(id)
            )
        return id
    named = group_named(call.state, model["name"])
    if named is not None:
        return named
    refuse_access_fields(call.body, "model")
    return create_group(call.state, model["name"], text_of(call.body, "description"))


def _chunk_number(call: Call) -> int:
    text = call.path["chunk_number"]
    number = whole(text)
    if number is None or number < 0:
        raise number_format(text)
    return number
