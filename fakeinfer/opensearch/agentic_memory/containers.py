"""Memory containers: created, shown, changed, searched and deleted.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/`. Those of 3.2, of another make, are
in `first_containers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ... import indices, media
from ...errors import ApiError, index_not_found
from ...operations import DELETE, GET, POST, PUT, Bool, Call, Text, operation
from ...wire import Json
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml import tenancy
from ..ml.searching import search
from ..ml.values import text_of
from ..models.group_api import PRIVILEGE
from . import access, configuration, configuration_errors, errors, places, retention, strategies
from . import changes as memory_changes
from .places import CONTAINERS

REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/"
FIELDS = (
    "name", "description", "owner", "tenant_id", "created_time", "last_updated_time", "configuration",
    "memory_storage_config", "backend_roles",
)  # fmt: skip
ROLE = re.compile(r"[\w:+=,.@\-/]+")
ROLE_LENGTH = 128
FIRST = "3.2"
"""The containers of 3.2, where they have to be switched on, keep facts and messages in one index."""
SINCE = "3.3"


@operation(
    "ml.create_memory_container",
    POST("/_plugins/_ml/memory_containers/_create"),
    since=FIRST,
    body="required",
    missing_body=errors.no_body,
    privilege=PRIVILEGE + "memory_containers/create",
    source=REST + "RestMLCreateMemoryContainerAction.java",
)
def create_memory_container(call: Call) -> Json:
    """Store a container and make the indices of its memories."""
    enter(call)
    if not call.has(memory_changes.MEMORIES_OF_KINDS):
        from .first_containers import create

        return create(call)
    given = configuration.read(call, call.body.get("configuration") or {})
    name = text_of(call.body, "name")
    if name is None:
        raise errors.no_name()
    roles = _roles(call)
    retention.refuse_when_off(call.state, given)
    configuration.check(call, given)
    retention.warn(call, given)
    if given.get("strategies"):
        given = {**given, "strategies": [strategies.begun(call.state, one) for one in given["strategies"]]}
    container = begun(call, name) | {
        "configuration": configuration.in_order(retention.with_usual(call.state, given)),
        "backend_roles": roles or None,
    }
    return {"memory_container_id": places.add_container(call, container), "status": "created"}


def begun(call: Call, name: str) -> dict[str, Any]:
    """What every container says of itself."""
    now = call.state.clock.millis
    return {
        "name": name,
        "description": text_of(call.body, "description"),
        "owner": None if call.state.user is None else call.state.user.shown(),
        "created_time": now,
        "last_updated_time": now,
    }


@operation(
    "ml.get_memory_container",
    GET("/_plugins/_ml/memory_containers/{memory_container_id}"),
    since=FIRST,
    privilege=PRIVILEGE + "memory_containers/get",
    source=REST + "RestMLGetMemoryContainerAction.java",
)
def get_memory_container(call: Call) -> Json:
    """Show a container."""
    enter(call)
    if not ml_indices.exists(call.state, CONTAINERS):
        raise errors.no_container_index()
    id = call.path["memory_container_id"]
    container = ml_indices.find(call.state, CONTAINERS, id)
    if container is None:
        raise errors.container_not_shown(id)
    tenancy.require_own(call.state, container)
    if not access.may_use(call.state, container):
        raise errors.container_not_to_be_seen()
    told = {name: value for name, value in ml_indices.shown(container, FIELDS).items() if value != []}
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
    """Change name, description, roles, models and strategies; strategies of the same id are changed."""
    enter(call)
    id = call.path["memory_container_id"]
    given = call.body.get("configuration")
    if given is not None:
        retention.refuse_when_off(call.state, configuration.read(call, given))
    changed: dict[str, Any] = {name: text_of(call.body, name) for name in ("name", "description")}
    changed["backend_roles"] = _roles(call)
    try:
        container = places.find_container(call.state, id)
    except ApiError as error:
        raise _told(call, error, memory_changes.UPDATES_HIDE_FAILURES) from error
    access.require_container(call.state, container, "update memories in")
    changed = ml_indices.without_nulls(changed)
    if given is not None:
        changed["configuration"] = _reconfigured(call, container["configuration"], given)
    changed["last_updated_time"] = call.state.clock.millis
    return ml_indices.change(call.state, CONTAINERS, id, changed).answer()


@operation(
    "ml.delete_memory_container",
    DELETE("/_plugins/_ml/memory_containers/{memory_container_id}"),
    since=FIRST,
    query={"delete_all_memories": Bool(False), "delete_memories": Text()},
    body="optional",
    privilege=PRIVILEGE + "memory_containers/delete",
    source=REST + "RestMLDeleteMemoryContainerAction.java",
)
def delete_memory_container(call: Call) -> Json:
    """Remove a container, with those of its memories that are named."""
    enter(call)
    if not call.has(memory_changes.MEMORIES_OF_KINDS):
        from .first_containers import delete

        return delete(call)
    everything, kinds = _doomed(call)
    id = call.path["memory_container_id"]
    try:
        container = places.find_container(call.state, id)
    except ApiError as error:
        raise _told(call, error, memory_changes.DELETIONS_HIDE_FAILURES) from error
    if not access.is_owner(call.state, (container.get("owner") or {}).get("name")):
        raise errors.not_the_owner_of_the_container()
    kept = container["configuration"]
    if kinds and _sharing(call, kept) > 1:
        raise errors.shared_prefix(kept["index_prefix"])
    removed = ml_indices.remove(call.state, CONTAINERS, id)
    try:
        _delete_indices(call, kept, kinds, everything)
    except ApiError as error:
        raise _told(call, error, memory_changes.DELETIONS_HIDE_FAILURES) from error
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
    """Search containers, those that the caller may see."""
    enter(call)
    if isinstance(call.body, dict):
        call.body = access.containers_seen(call.state, call.body)
    return search(call, CONTAINERS)


def enter(call: Call) -> None:
    """Agentic memory may be switched off as a whole. What is not kept any longer goes first."""
    if setting(call.state, "plugins.ml_commons.agentic_memory_enabled") is False:
        raise errors.memory_is_off()
    if retention.is_on(call.state):
        from .retaining import run_when_due

        run_when_due(call.state)


def _reconfigured(call: Call, kept: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration after an update, whose indices are there."""
    try:
        new = configuration.changed(call, kept, given)
    except ApiError as error:
        raise _told(call, error, memory_changes.UPDATES_HIDE_FAILURES) from error
    if new.get("strategies") and not kept.get("strategies"):
        configuration.check_models(call, new)
    retention.warn(call, new)
    places.make_indices(call, new)
    return new


def _doomed(call: Call) -> tuple[bool, list[str]]:
    """Whether all memories are to be deleted with the container, and the kinds that are."""
    body = call.body if isinstance(call.body, dict) else {}
    listed = (call.query["delete_memories"] or "").split(",") if call.query["delete_memories"] else None
    sent = body.get("delete_memories")
    named = listed or [one for one in (sent if isinstance(sent, list) else ()) if isinstance(one, str)]
    kinds = [places.kind_of(name) for name in named]
    everything = call.query["delete_all_memories"] or body.get("delete_all_memories") is True
    if everything and kinds:
        raise errors.both_ways_to_delete()
    return everything, list(places.KINDS) if everything else kinds


def _delete_indices(call: Call, kept: Mapping[str, Any], kinds: list[str], everything: bool) -> None:
    """Delete all of these indices, or none if one is missing."""
    named = [places.index_of(call.state, kept, kind) for kind in kinds]
    if everything and not call.has(memory_changes.LONG_TERM_NEEDS_A_MODEL) and None in named:
        raise errors.no_name_of_an_index()
    names = [name for name in named if name is not None]
    missing = next((name for name in names if not indices.exists(call.state, name)), None)
    if missing is not None:
        raise index_not_found(missing)
    access.allow(call.state, kept, ",".join(names), access.DELETE_INDEX)
    for name in dict.fromkeys(names):
        indices.delete(call.state, name)


def _told(call: Call, error: ApiError, hiding: str) -> ApiError:
    """A failure as it is told: some versions do not tell any."""
    return errors.internal() if call.has(hiding) and error.status != errors.NOT_HIDDEN else error


def _sharing(call: Call, kept: Mapping[str, Any]) -> int:
    prefixes = [
        document.source["configuration"]["index_prefix"] for document in ml_indices.every(call.state, CONTAINERS)
    ]
    return prefixes.count(kept["index_prefix"])


def _roles(call: Call) -> list[str] | None:
    """Backend roles, each a word of letters, digits and some punctuation."""
    roles = call.body.get("backend_roles")
    if roles is None:
        return None
    texts = [str(text_of({"": role}, "")) for role in roles]
    if call.has(memory_changes.ROLES_OF_CONTAINERS_ARE_CHECKED):
        for role in texts:
            _check_role(role)
    return texts


def _check_role(role: str) -> None:
    if not role.strip():
        raise configuration_errors.bad_role("Backend role cannot be empty or blank")
    if len(role) > ROLE_LENGTH:
        raise configuration_errors.bad_role(f"Backend role exceeds maximum length of {ROLE_LENGTH} characters: {role}")
    if ROLE.fullmatch(role) is None:
        raise configuration_errors.bad_role(
            f"Backend role contains invalid characters. Only alphanumeric characters and :+=,.@-_/ are allowed: {role}"
        )
