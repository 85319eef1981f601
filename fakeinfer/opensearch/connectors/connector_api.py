"""Connectors: how remote models are reached. What a connector body is, and its checks, is in `bodies.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/connector/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import media
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...references import referrers
from ...wire import Json
from .. import changes
from ..access import connectors as connector_access
from ..access import errors as access_errors
from ..cluster.cluster_settings import setting
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml.indices import CONNECTORS, MODELS
from ..ml.searching import search
from ..ml.values import text_of, truth
from ..ml.words import check_words
from ..models.deployed import deployed_models
from ..models.group_api import ACCESS_MODES, PRIVILEGE, SOURCE, refuse_access_fields
from . import changes as connector_changes
from .bodies import (
    FIELDS,
    check_endpoints,
    check_new,
    check_protocol,
    keep_credential,
    kept_credential,
    merged,
    read_connector,
)

if TYPE_CHECKING:
    from ...cluster import State

AT_MOST = 10
"""The search for users of a connector has the default size, so no more are counted and named."""


@operation(
    "ml.create_connector",
    POST("/_plugins/_ml/connectors/_create"),
    body="required",
    missing_body=ml_errors.connector_body_is_empty,
    privilege=PRIVILEGE + "create_connector",
    source=SOURCE,
)
def create_connector(call: Call) -> Json:
    """Store a connector that is complete and leads to a trusted address."""
    refuse_when_remote_is_off(call)
    connector = read_connector(call, call.body)
    if not _is_dry_run(call.body):
        check_new(call, connector)
    check_words(
        call,
        (
            ("Model connector description", connector.get("description")),
            ("Model connector name", connector.get("name")),
        ),
        "Model connector name",
    )
    user = connector_access.controller(call.state)
    if user is None:
        refuse_access_fields(call.body, "connector")
    access = {} if user is None else connector_access.access_of_new_connector(user, call.body)
    now = call.state.clock.millis
    id = call.state.ids.auto_id()
    document = {"parameters": {}, **connector, **access, "created_time": now, "last_updated_time": now}
    ml_indices.add(call.state, CONNECTORS, keep_credential(call.state, id, document), id)
    return {"connector_id": id}


@operation(
    "ml.get_connector",
    GET("/_plugins/_ml/connectors/{connector_id}"),
    privilege=PRIVILEGE + "connectors/get",
    source=SOURCE,
)
def get_connector(call: Call) -> Json:
    """Show a connector without its credential."""
    connector = find_connector(call, call.path["connector_id"])
    connector_access.require_connector(call.state, connector)
    return ml_indices.shown(connector, FIELDS)


@operation(
    "ml.get_connector_tools",
    GET("/_plugins/_ml/connectors/{connector_id}/tools"),
    since="3.8",
    privilege=PRIVILEGE + "connectors/tools",
    source=SOURCE,
)
def get_connector_tools(call: Call) -> Json:
    """The tools of the server that an MCP connector leads to."""
    if setting(call.state, "plugins.ml_commons.mcp_connector_enabled") is False:
        raise ml_errors.mcp_is_off()
    id = call.path["connector_id"]
    connector = find_connector(call, id)
    connector_access.require_connector(call.state, connector)
    from ..agent_framework import mcp_connectors

    return {"tools": mcp_connectors.listed(call.state, id, connector)}


@operation(
    "ml.update_connector",
    PUT("/_plugins/_ml/connectors/{connector_id}"),
    since="2.11",
    body="required",
    missing_body=ml_errors.connector_update_body_is_empty,
    privilege=PRIVILEGE + "connectors/update",
    source=SOURCE,
)
def update_connector(call: Call) -> Json:
    """Change some fields of a connector that no deployed model uses."""
    if setting(call.state, "plugins.ml_commons.update_connector.enabled") is False:
        raise ml_errors.feature_off("Update connector API", "update_connector.enabled", False)
    refuse_when_remote_is_off(call)
    update = {**read_connector(call, call.body), **_access(call.body)}
    check_words(
        call,
        (("Model connector name", update.get("name")), ("Model connector description", update.get("description"))),
    )
    id = call.path["connector_id"]
    stored = find_connector(call, id)
    connector_access.require_connector(call.state, stored, access_errors.connector_not_to_be_changed(id))
    if stored["protocol"] not in ("http", "aws_sigv4") and not stored["protocol"].startswith("mcp_"):
        raise ml_errors.unknown_protocol(stored["protocol"], call.has(connector_changes.PROTOCOLS_ARE_LISTED))
    connector = merged({**stored, "credential": kept_credential(call.state, id)}, update)
    if "protocol" in update and call.has(connector_changes.UPDATED_PROTOCOL_IS_CHECKED):
        check_protocol(call, connector)
    check_endpoints(call, connector)
    busy = [model for model in models_of(call.state, id) if model in deployed_models(call.state)]
    if busy:
        raise ml_errors.connector_of_deployed_models(busy[:AT_MOST])
    connector["last_updated_time"] = call.state.clock.millis
    return ml_indices.change(call.state, CONNECTORS, id, keep_credential(call.state, id, connector)).answer()


def _access(body: dict[str, Any]) -> dict[str, Any]:
    """Who may use a connector: an update stores it, though nothing controls access (observed: opensearch 2.19.1)."""
    mode = (text_of(body, "access_mode") or "").lower()
    told = {"access": mode} if mode in ACCESS_MODES else {}
    return {**told, "backend_roles": body["backend_roles"]} if "backend_roles" in body else told


@operation(
    "ml.delete_connector",
    DELETE("/_plugins/_ml/connectors/{connector_id}"),
    privilege=PRIVILEGE + "connectors/delete",
    source=SOURCE,
)
def delete_connector(call: Call) -> Json:
    """Remove a connector that no model refers to; an unknown one is `not_found`, and no error."""
    id = call.path["connector_id"]
    connector_access.require_removal(call.state, id)
    users = models_of(call.state, id)
    if users:
        raise ml_errors.connector_in_use(users[:AT_MOST], call.has(connector_changes.CONNECTOR_IN_USE_IS_409))
    if not ml_indices.exists(call.state, CONNECTORS):
        raise ml_errors.no_connector_index(call.has(changes.METADATA_CLIENT))
    call.store.delete("ml_credentials", id)
    return ml_indices.remove(call.state, CONNECTORS, id).answer()


@operation(
    "ml.search_connectors",
    GET("/_plugins/_ml/connectors/_search"),
    POST("/_plugins/_ml/connectors/_search"),
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "connectors/search",
    source=SOURCE,
)
def search_connectors(call: Call) -> Json:
    """Search connectors; credentials show for nobody."""
    return search(call, CONNECTORS)


def find_connector(call: Call, id: str) -> dict[str, Any]:
    """The connector's document, or the refusal that says whether there are any."""
    as_argument = call.has(changes.CONNECTOR_NOT_FOUND_IS_ARGUMENT)
    if not ml_indices.exists(call.state, CONNECTORS):
        raise ml_errors.no_connectors(as_argument)
    connector = ml_indices.find(call.state, CONNECTORS, id)
    if connector is None:
        raise ml_errors.connector_not_found(id, as_argument)
    return connector


def models_of(state: State, id: str) -> list[str]:
    """The models that refer to a connector, oldest first."""
    found = referrers(state.store, state.contract.product.references, "connector", id).get(f"docs:{MODELS}", [])
    return sorted(found, key=lambda model: (ml_indices.find(state, MODELS, model) or {}).get("created_time", 0))


def refuse_when_remote_is_off(call: Call) -> None:
    """Remote inference may be switched off as a whole; servers name a key that does not exist."""
    if setting(call.state, "plugins.ml_commons.remote_inference.enabled") is False:
        key = "remote_inference.enabled" if call.has(changes.REMOTE_SWITCH_IS_NAMED) else "remote_inference_enabled"
        raise ml_errors.feature_off("Remote Inference", key, call.has(changes.FEATURE_OFF_IS_400))


def _is_dry_run(body: dict[str, Any]) -> bool:
    return truth(body.get("dry_run"))
