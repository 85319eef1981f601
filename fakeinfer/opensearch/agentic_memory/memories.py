"""Memories of a container: added, shown, changed and deleted.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/`. Sessions are in
`sessions.py`, searches in `searching.py`, what models make of messages in `inferring.py`.
"""

from __future__ import annotations

from typing import Any

from ... import documents, indices
from ...document_requests.writing import IndexRequest, index_one
from ...documents import Written
from ...errors import index_not_found
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...search.values import iso
from ...wire import Json
from .. import changes
from ..memory.conversations import user_name
from ..ml import indices as ml_indices
from ..ml import tenancy
from ..ml.values import text_of, truth, whole_number
from ..models.group_api import PRIVILEGE
from ..remote import gson
from . import access, configuration_errors, errors, places, retention, sessions
from . import changes as memory_changes
from .containers import FIRST, REST, SINCE, enter

CONTAINER = "/_plugins/_ml/memory_containers/{memory_container_id}"
MEMORY = CONTAINER + "/memories/{type}/{id}"
SECONDS = 10**11
"""What is less is no number of milliseconds: sessions that begin by themselves count in seconds, before 3.8."""
CHANGEABLE = {
    "sessions": ("summary", "metadata", "agents", "additional_info", "pinned"),
    "working": ("messages", "binary_data", "structured_data", "structured_data_blob", "metadata", "tags"),
    "long-term": ("memory", "tags", "pinned"),
}
"""What an update may change of each kind; history stays as it is."""
CONTENTS = {
    "sessions": ("summary",),
    "working": ("messages", "binary_data", "structured_data", "structured_data_blob"),
    "long-term": ("memory",),
}
"""What makes a memory a later one when it changes (3.8 on: before, every change does)."""
SHOWN = {
    "sessions": (
        "owner_id", "memory_container_id", "summary", "created_time", "last_updated_time", "metadata", "agents",
        "additional_info", "namespace", "tenant_id", "pinned",
    ),
    "working": (
        "memory_container_id", "payload_type", "messages", "message_id", "binary_data", "structured_data",
        "structured_data_blob", "namespace", "namespace_size", "infer", "metadata", "tags", "created_time",
        "last_updated_time", "owner_id", "checkpoint_id",
    ),
    "long-term": (
        "memory", "strategy_type", "tags", "namespace", "namespace_size", "created_time", "last_updated_time",
        places.EMBEDDED, "owner_id", "strategy_id", "pinned",
    ),
    "history": (
        "owner_id", "memory_container_id", "memory_id", "action", "before", "after", "namespace", "namespace_size", "tags",
        "created_time", "tenant_id", "error", "pinned",
    ),
}  # fmt: skip
"""The fields of each kind in the order in which the server prints them."""


@operation(
    "ml.add_agentic_memory",
    POST(CONTAINER + "/memories"),
    since=FIRST,
    body="required",
    missing_body=errors.nothing_to_add,
    privilege=PRIVILEGE + "memory_containers/memories/add",
    source=REST + "RestMLAddMemoriesAction.java",
)
def add_agentic_memory(call: Call) -> Json:
    """Keep messages or data as working memory; a conversation without a session may get one. Then facts are inferred."""
    enter(call)
    if not call.has(memory_changes.MEMORIES_OF_KINDS):
        from . import first_memories

        return first_memories.add(call)
    memory = _read(call)
    if call.has(memory_changes.MEMORY_RETENTION) and call.body.get("pinned") is not None:
        raise configuration_errors.working_memory_is_not_pinned()
    kept = places.opened(call, "add memory to")
    kept = {**kept, "parameters": {**(kept.get("parameters") or {}), **(call.body.get("parameters") or {})}}
    began = sessions.begins(memory, kept)
    if began:
        memory = sessions.with_new_session(call, kept, memory)
    else:
        sessions.keep_named(call, kept, memory)
    if memory["infer"] and kept.get("llm_id") is None:
        raise errors.no_model_to_infer()
    index = places.index_of(call.state, kept, "working")
    assert index is not None
    session = (memory.get("namespace") or {}).get("session_id")
    told = {"session_id": session} if session is not None and call.has(memory_changes.MEMORY_RETENTION) else {}
    access.allow(call.state, kept, index, access.INDEX)
    id = places.add(call.state, index, {**_as_kept(memory), **told}).id
    if not began:
        sessions.touch(call, kept, session)
    if memory["infer"]:
        from . import inferring

        inferring.infer(call.state, kept, memory)
    return {**({"session_id": session} if session is not None else {}), "working_memory_id": id}


@operation(
    "ml.get_agentic_memory",
    GET(MEMORY),
    since=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/get",
    source=REST + "RestMLGetMemoryAction.java",
)
def get_agentic_memory(call: Call) -> Json:
    """Show a memory of any kind."""
    enter(call)
    kind = places.kind_of(call.path["type"])
    _, memory = _find(call, kind, "get memories in", "update", access.GET)
    return _as_documented(call, kind, ml_indices.shown(memory, SHOWN[kind]))


@operation(
    "ml.update_agentic_memory",
    PUT(MEMORY),
    since=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Update memory"),
    privilege=PRIVILEGE + "memory_containers/memories/update",
    source=REST + "RestMLUpdateMemoryAction.java",
)
def update_agentic_memory(call: Call) -> Json:
    """Change what may be changed of a memory's kind; a long-term memory is embedded anew."""
    enter(call)
    kind = places.kind_of(call.path["type"])
    if not call.body:
        raise errors.no_changes()
    index, memory = _find(call, kind, "update memories in", "update", access.INDEX)
    if "pinned" in call.body and call.has(memory_changes.MEMORY_RETENTION):
        _check_pin(call, kind)
    allowed = [name for name in CHANGEABLE[kind] if name in call.body and _may_change(call, name)]
    new = {**memory, **{name: call.body[name] for name in allowed}}
    if not call.has(memory_changes.MEMORY_RETENTION) or any(name in call.body for name in CONTENTS[kind]):
        new["last_updated_time"] = call.state.clock.millis
    written = index_one(call.state, IndexRequest(index, call.path["id"], new, refresh=True))
    return written.answer() if isinstance(written, Written) else written


@operation(
    "ml.delete_agentic_memory",
    DELETE(MEMORY),
    since=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/delete",
    source=REST + "RestMLDeleteMemoryAction.java",
)
def delete_agentic_memory(call: Call) -> Json:
    """Remove a memory."""
    enter(call)
    kind = places.kind_of(call.path["type"])
    index, _ = _find(call, kind, "delete memories in", "delete", access.DELETE)
    return documents.remove(call.state, index, call.path["id"]).answer()


def _read(call: Call) -> dict[str, Any]:
    """A working memory as it was sent, in the order in which it is kept."""
    body = call.body
    payload = (text_of(body, "payload_type") or "conversational").lower()
    if payload not in ("conversational", "data"):
        raise errors.unknown_payload_type(str(text_of(body, "payload_type")))
    infer = truth(body.get("infer"))
    messages = None if body.get("messages") is None else [read_message(one) for one in body["messages"]]
    if infer and not messages:
        raise errors.no_messages_to_infer()
    now = call.state.clock.millis
    return {
        "memory_container_id": call.path["memory_container_id"],
        "payload_type": payload,
        "messages": messages,
        "message_id": None if body.get("message_id") is None else whole_number(body["message_id"]),
        "binary_data": text_of(body, "binary_data"),
        "structured_data": body.get("structured_data"),
        "structured_data_blob": body.get("structured_data_blob")
        if call.has(memory_changes.BLOBS_IN_MEMORIES)
        else None,
        "namespace": texts(body.get("namespace")),
        "infer": infer,
        "metadata": texts(body.get("metadata")),
        "tags": texts(body.get("tags")),
        "parameters": body.get("parameters"),
        "owner_id": user_name(call.state),
        "checkpoint_id": text_of(body, "checkpoint_id") if call.has(memory_changes.CHECKPOINTS_IN_MEMORIES) else None,
        tenancy.FIELD: tenancy.current(call.state),
        "created_time": now,
        "last_updated_time": now,
    }


def read_message(sent: Any) -> dict[str, Any]:
    """Who says what; content is a list of objects, what else stands in it is an empty one."""
    role, content = text_of(sent, "role"), sent.get("content")
    if role is None or content is None:
        raise errors.unclear_message()
    return {"role": role, "content": [part if isinstance(part, dict) else {} for part in content]}


def texts(sent: Any) -> dict[str, str] | None:
    """A map of texts; what is none stands in it as JSON."""
    return None if sent is None else {name: gson.parameter(value) for name, value in sent.items()}


def _as_kept(memory: dict[str, Any]) -> dict[str, Any]:
    """A working memory as a document: empty messages and maps are left out, and the namespace is counted."""
    empty = {name for name in ("messages", "namespace", "metadata", "tags", "parameters") if not memory[name]}
    kept: dict[str, Any] = {}
    for name, value in memory.items():
        if name in empty:
            continue
        kept[name] = value
        if name == "namespace":
            kept["namespace_size"] = len(value)
    return kept


def _may_change(call: Call, name: str) -> bool:
    needs = {"pinned": memory_changes.MEMORY_RETENTION, "structured_data_blob": memory_changes.BLOBS_IN_MEMORIES}.get(
        name
    )
    return needs is None or call.has(needs)


def _check_pin(call: Call, kind: str) -> None:
    if not retention.is_on(call.state):
        raise configuration_errors.pinning_is_off()
    if kind == "working":
        raise configuration_errors.working_memory_is_not_pinned()


def _as_documented(call: Call, kind: str, memory: dict[str, Any]) -> dict[str, Any]:
    """A memory as it is shown where the documentation is followed."""
    if kind == "working" and call.has(changes.WORKING_MEMORY_SHOWS_MEMORY_TYPE):
        return {"memory_type" if name == "payload_type" else name: value for name, value in memory.items()}
    if kind == "sessions" and call.has(changes.SESSION_TIMES_IN_ISO):
        times = {name: memory[name] for name in ("created_time", "last_updated_time") if name in memory}
        return {**memory, **{name: iso(at if at > SECONDS else at * 1000) for name, at in times.items()}}
    return memory


def _find(call: Call, kind: str, doing: str, to_memory: str, actions: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """A memory of the caller and its index; what happened does not change."""
    kept = places.opened(call, doing)
    index = places.index_of(call.state, kept, kind)
    if index is None:
        raise errors.memory_index_not_found()
    if actions == access.INDEX and kind == "history":
        raise errors.history_is_fixed()
    access.allow(call.state, kept, index, access.GET)
    if not indices.exists(call.state, index):
        raise index_not_found(index)
    found = documents.read(call.state, index, call.path["id"])
    if found is None:
        raise errors.memory_not_found()
    if not access.is_owner(call.state, found.source.get("owner_id")):
        raise errors.memory_of_another(to_memory)
    access.allow(call.state, kept, index, actions)
    return index, found.source
