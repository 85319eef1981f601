"""Memory containers: created, shown, changed, searched and deleted.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/`.
"""

from __future__ import annotations

import re
from typing import Any

from ... import indices, media
from ...operations import DELETE, GET, POST, PUT, Bool, Call, Text, operation
from ...wire import Json
from .. import changes, ml_indices
from ..cluster_settings import setting
from ..ml_search import search
from ..ml_values import text_of
from ..model_groups import PRIVILEGE
from . import configuration, errors, places
from .places import CONTAINERS

REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/"
FIELDS = ("name", "description", "owner", "created_time", "last_updated_time", "configuration", "backend_roles")
ROLE = re.compile(r"[A-Za-z0-9:+=,.@\-_/]*")
ROLE_LENGTH = 128
SINCE = "3.3"


@operation(
    "ml.create_memory_container",
    POST("/_plugins/_ml/memory_containers/_create"),
    since=SINCE,
    body="required",
    missing_body=errors.no_body,
    privilege=PRIVILEGE + "memory_containers/create",
    source=REST + "RestMLCreateMemoryContainerAction.java",
)
def create_memory_container(call: Call) -> Json:
    """Store a container and make the indices of its memories."""
    refuse_when_off(call)
    name = text_of(call.body, "name")
    roles = _roles(call.body)
    given = configuration.read(call, call.body.get("configuration") or {})
    if name is None:
        raise errors.no_name()
    configuration.check(call, given)
    now = call.state.clock.millis
    container = {
        "name": name,
        "description": text_of(call.body, "description"),
        "created_time": now,
        "last_updated_time": now,
        "configuration": given,
        "backend_roles": roles,
    }
    id = places.add_container(call.state, ml_indices.without_nulls(container))
    return {"memory_container_id": id, "status": "created"}


@operation(
    "ml.get_memory_container",
    GET("/_plugins/_ml/memory_containers/{memory_container_id}"),
    since=SINCE,
    privilege=PRIVILEGE + "memory_containers/get",
    source=REST + "RestMLGetMemoryContainerAction.java",
)
def get_memory_container(call: Call) -> Json:
    """Show a container."""
    refuse_when_off(call)
    if not ml_indices.exists(call.state, CONTAINERS):
        raise errors.no_container_index()
    id = call.path["memory_container_id"]
    container = ml_indices.find(call.state, CONTAINERS, id)
    if container is None:
        raise errors.container_not_shown(id)
    told = ml_indices.shown(container, FIELDS)
    if call.has(changes.CONTAINER_SHOWS_STORAGE_CONFIG):
        told = {"memory_storage_config" if name == "configuration" else name: value for name, value in told.items()}
    return told


@operation(
    "ml.update_memory_container",
    PUT("/_plugins/_ml/memory_containers/{memory_container_id}"),
    since=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Update memory container"),
    privilege=PRIVILEGE + "memory_containers/update",
    source=REST + "RestMLUpdateMemoryContainerAction.java",
)
def update_memory_container(call: Call) -> Json:
    """Change name, description, roles, models and strategies; strategies of the same id are replaced."""
    refuse_when_off(call)
    id = call.path["memory_container_id"]
    container = places.find_container(call.state, id)
    changed: dict[str, Any] = {name: text_of(call.body, name) for name in ("name", "description")}
    changed["backend_roles"] = _roles(call.body)
    changed = ml_indices.without_nulls(changed)
    if call.body.get("configuration") is not None:
        changed["configuration"] = _updated(call, container["configuration"], call.body["configuration"])
        places.make_indices(call.state, changed["configuration"])
    changed["last_updated_time"] = call.state.clock.millis
    return ml_indices.change(call.state, CONTAINERS, id, changed).answer()


@operation(
    "ml.delete_memory_container",
    DELETE("/_plugins/_ml/memory_containers/{memory_container_id}"),
    since=SINCE,
    query={"delete_all_memories": Bool(False), "delete_memories": Text()},
    body="optional",
    privilege=PRIVILEGE + "memory_containers/delete",
    source=REST + "RestMLDeleteMemoryContainerAction.java",
)
def delete_memory_container(call: Call) -> Json:
    """Remove a container, with those of its memories that are named."""
    refuse_when_off(call)
    body = call.body or {}
    everything = call.query["delete_all_memories"] or body.get("delete_all_memories") is True
    listed = (call.query["delete_memories"] or "").split(",") if call.query["delete_memories"] else None
    named = listed if listed is not None else [one for one in body.get("delete_memories") or () if isinstance(one, str)]
    kinds = [places.kind_of(name) for name in named]
    if everything and kinds:
        raise errors.both_ways_to_delete()
    id = call.path["memory_container_id"]
    kept = places.find_container(call.state, id)["configuration"]
    if (everything or kinds) and _sharing(call, kept) > 1:
        raise errors.shared_prefix(kept["index_prefix"])
    removed = ml_indices.remove(call.state, CONTAINERS, id)
    for kind in places.KINDS if everything else kinds:
        index = places.index_of(kept, kind)
        if index is not None and indices.exists(call.state, index):
            indices.delete(call.state, index)
    return removed.answer()


@operation(
    "ml.search_memory_container",
    GET("/_plugins/_ml/memory_containers/_search"),
    POST("/_plugins/_ml/memory_containers/_search"),
    since=SINCE,
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "memory_containers/search",
    source=REST + "RestMLSearchMemoryContainerAction.java",
)
def search_memory_container(call: Call) -> Json:
    """Search containers."""
    refuse_when_off(call)
    return search(call, CONTAINERS)


def refuse_when_off(call: Call) -> None:
    """Agentic memory may be switched off as a whole."""
    if setting(call.state, "plugins.ml_commons.agentic_memory_enabled") is False:
        raise errors.memory_is_off()


def _sharing(call: Call, kept: dict[str, Any]) -> int:
    prefixes = [
        document.source["configuration"]["index_prefix"] for document in ml_indices.every(call.state, CONTAINERS)
    ]
    return prefixes.count(kept["index_prefix"])


def _updated(call: Call, kept: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The configuration after an update; prefix, kinds of indices and what is not given stay."""
    fixed = ("index_prefix", "disable_history", "disable_session", "use_system_index")
    asked = {**given, **{name: kept[name] for name in fixed}}
    if given.get("embedding_model_id") is None:
        asked |= {
            name: kept.get(name) for name in ("embedding_model_type", "embedding_model_id", "embedding_dimension")
        }
    asked["llm_id"] = given.get("llm_id", kept.get("llm_id"))
    new = configuration.read(call, asked)
    by_id = {strategy["id"]: strategy for strategy in (*kept.get("strategies", ()), *new.get("strategies", ()))}
    merged = {**kept, **new, **({"strategies": list(by_id.values())} if by_id else {})}
    configuration.check(call, merged)
    return merged


def _roles(body: dict[str, Any]) -> list[str] | None:
    """Backend roles, each a word of letters, digits and some punctuation."""
    roles = body.get("backend_roles")
    if not roles:
        return None
    for role in map(str, roles):
        if not role.strip():
            raise errors.bad_role("Backend role cannot be empty or blank")
        if len(role) > ROLE_LENGTH:
            raise errors.bad_role(f"Backend role exceeds maximum length of {ROLE_LENGTH} characters: {role}")
        if ROLE.fullmatch(role) is None:
            raise errors.bad_role(
                "Backend role contains invalid characters. Only alphanumeric characters and :+=,.@-_/ are allowed: "
                f"{role}"
            )
    return [str(role) for role in roles]
