"""The sessions that conversations belong to: begun by a call of their own, or by the first message that names none.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/session/TransportCreateSessionAction.java`,
`.../action/memorycontainer/memory/TransportAddMemoriesAction.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import documents
from ...errors import ApiError
from ...operations import POST, Call, operation
from ...wire import Json
from .. import changes
from ..memory.conversations import user_name
from ..ml import tenancy
from ..ml.values import text_of
from ..models.group_api import PRIVILEGE
from ..remote import gson
from . import access, errors, places
from . import changes as memory_changes
from .containers import REST, SINCE, enter

SESSION = "session_id"


@operation(
    "ml.create_memory_container_session",
    POST("/_plugins/_ml/memory_containers/{memory_container_id}/memories/sessions"),
    since=SINCE,
    body="required",
    missing_body=errors.no_body,
    privilege=PRIVILEGE + "memory_containers/memories/sessions/create",
    source=REST + "RestMLCreateSessionAction.java",
)
def create_memory_container_session(call: Call) -> Json:
    """Begin a session; one that is there already stays as it is (3.6 on: before, it is begun anew)."""
    enter(call)
    kept = places.opened(call, "add memory to")
    index = places.index_of(call.state, kept, "sessions")
    checked = call.has(memory_changes.SESSIONS_ARE_CHECKED)
    if index is None:
        raise errors.sessions_disabled() if checked else errors.no_index_for_sessions()
    access.allow(call.state, kept, index, access.INDEX)
    id = text_of(call.body, SESSION)
    id = id if id and id.strip() else None
    if id and checked and documents.read(call.state, index, id) is not None:
        return {SESSION: id, "status": "exists"}
    namespace = call.body.get("namespace")
    session = {
        **_begun(call, call.path["memory_container_id"]),
        "summary": text_of(call.body, "summary"),
        **{name: call.body.get(name) for name in ("metadata", "agents", "additional_info")},
        "namespace": None if namespace is None else {name: gson.parameter(one) for name, one in namespace.items()},
        tenancy.FIELD: tenancy.current(call.state),
    }
    return {SESSION: places.add(call.state, index, session, id).id, "status": "created"}


def begins(memory: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Whether a memory begins a session: a conversation that names none, of a container that can sum it up."""
    return (
        SESSION not in (memory["namespace"] or {})
        and memory["payload_type"] == "conversational"
        and not kept["disable_session"]
        and kept.get("llm_id") is not None
    )


def with_new_session(call: Call, kept: Mapping[str, Any], memory: dict[str, Any]) -> dict[str, Any]:
    """The memory in a session of its own, which is called what the container's model makes of it."""
    from . import asking, summaries

    index = places.index_of(call.state, kept, "sessions")
    assert index is not None
    summary = summaries.of(call.state, kept, memory["messages"] or [])
    if None in (memory["owner_id"], memory["namespace"]) and not call.has(changes.SESSIONS_BEGIN_WITHOUT_OWNER):
        raise asking.hidden(call.state, errors.no_owner_to_keep())
    _allow(call, kept, index)
    namespace = memory["namespace"] or {}
    session = {**_begun(call, memory["memory_container_id"]), "summary": summary, "namespace": namespace}
    if not call.has(memory_changes.MEMORY_RETENTION):
        seconds = call.state.clock.millis // 1000
        session |= {"created_time": seconds, "last_updated_time": seconds}
    id = places.add(call.state, index, session).id
    return {**memory, "namespace": {**namespace, SESSION: id}}


def _allow(call: Call, kept: Mapping[str, Any], index: str) -> None:
    """Refuse who may not begin a session; from 3.4 to 3.7 it is not told why."""
    from . import asking

    try:
        access.allow(call.state, kept, index, access.INDEX)
    except ApiError as error:
        raise (error if call.has(memory_changes.MEMORY_RETENTION) else asking.hidden(call.state, error)) from error


def keep_named(call: Call, kept: Mapping[str, Any], memory: Mapping[str, Any]) -> None:
    """A session that messages name exists from then on (3.8 on)."""
    namespace = memory["namespace"] or {}
    id = namespace.get(SESSION)
    if kept["disable_session"] or not id or not id.strip() or not call.has(memory_changes.MEMORY_RETENTION):
        return
    index = places.index_of(call.state, kept, "sessions")
    assert index is not None
    access.allow(call.state, kept, index, access.INDEX)
    if documents.read(call.state, index, id) is None:
        session = {**_begun(call, memory["memory_container_id"]), "namespace": namespace}
        places.add(call.state, index, session, id)


def touch(call: Call, kept: Mapping[str, Any], id: str | None) -> None:
    """Something was said in a session (3.8 on)."""
    index = places.index_of(call.state, kept, "sessions")
    if id is None or index is None or not call.has(memory_changes.MEMORY_RETENTION):
        return
    if documents.read(call.state, index, id) is not None:
        documents.update(call.state, index, id, {"last_updated_time": call.state.clock.millis})


def _begun(call: Call, container: str) -> dict[str, Any]:
    now = call.state.clock.millis
    return {
        "owner_id": user_name(call.state),
        "memory_container_id": container,
        "created_time": now,
        "last_updated_time": now,
    }
