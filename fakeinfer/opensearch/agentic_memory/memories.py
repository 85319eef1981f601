"""Memories of a container: added, shown, changed, searched and deleted; and the sessions they belong to.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/`. What models make of
messages (long-term memories, `infer`) is not done here.
"""

from __future__ import annotations

from typing import Any

from ... import documents
from ...errors import ApiError, not_implemented
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...search.values import iso
from ...wire import Json
from .. import changes, ml_indices
from ..conversations import user_name
from ..ml_search import with_source_filter
from ..ml_values import text_of
from ..model_groups import PRIVILEGE
from . import errors, places, summaries
from .containers import REST, SINCE, refuse_when_off

CONTAINER = "/_plugins/_ml/memory_containers/{memory_container_id}"
MEMORY = CONTAINER + "/memories/{type}/{id}"
SECONDS = 10**11
"""What is less is no number of milliseconds: sessions that begin by themselves count in seconds."""
TEXTS = ("binary_data", "checkpoint_id")
MAPS = ("structured_data", "structured_data_blob", "metadata", "tags", "parameters")
CHANGEABLE = {
    "sessions": ("summary", "metadata", "agents", "additional_info"),
    "working": ("messages", "binary_data", "structured_data", "structured_data_blob", "metadata", "tags"),
    "long-term": ("memory", "tags"),
}
"""What an update may change of each kind; history stays as it is."""


@operation(
    "ml.add_agentic_memory",
    POST(CONTAINER + "/memories"),
    since=SINCE,
    body="required",
    missing_body=errors.nothing_to_add,
    privilege=PRIVILEGE + "memory_containers/memories/add",
    source=REST + "RestMLAddMemoriesAction.java",
)
def add_agentic_memory(call: Call) -> Json:
    """Keep messages or data as working memory; a conversation without a session may get one."""
    refuse_when_off(call)
    memory = _read(call)
    kept = places.find_container(call.state, call.path["memory_container_id"])["configuration"]
    namespace = memory.get("namespace")
    if _needs_session(memory, kept):
        session = _begin_session(call, kept, memory)
        namespace = {**(namespace or {}), "session_id": session}
        memory |= {"namespace": namespace, "namespace_size": len(namespace)}
    if memory["infer"]:
        if "llm_id" not in kept:
            raise errors.no_model_to_infer()
        raise not_implemented("inferring long-term memories")
    index = places.index_of(kept, "working")
    assert index is not None
    id = places.add(call.state, index, memory).id
    session_id = (namespace or {}).get("session_id")
    return {**({"session_id": session_id} if session_id is not None else {}), "working_memory_id": id}


@operation(
    "ml.create_memory_container_session",
    POST(CONTAINER + "/memories/sessions"),
    since=SINCE,
    body="required",
    missing_body=errors.no_body,
    privilege=PRIVILEGE + "memory_containers/memories/sessions/create",
    source=REST + "RestMLCreateSessionAction.java",
)
def create_memory_container_session(call: Call) -> Json:
    """Begin a session; one that is there already stays as it is."""
    refuse_when_off(call)
    id = call.path["memory_container_id"]
    kept = places.find_container(call.state, id)["configuration"]
    index = places.index_of(kept, "sessions")
    if index is None:
        raise errors.sessions_disabled()
    session_id = text_of(call.body, "session_id")
    if session_id and documents.read(call.state, index, session_id) is not None:
        return {"session_id": session_id, "status": "exists"}
    now = call.state.clock.millis
    session = {
        "owner_id": user_name(call.state),
        "memory_container_id": id,
        "summary": text_of(call.body, "summary"),
        "created_time": now,
        "last_updated_time": now,
        **{name: call.body.get(name) for name in ("metadata", "agents", "additional_info", "namespace")},
    }
    return {"session_id": places.add(call.state, index, session, session_id or None).id, "status": "created"}


@operation(
    "ml.get_agentic_memory",
    GET(MEMORY),
    since=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/get",
    source=REST + "RestMLGetMemoryAction.java",
)
def get_agentic_memory(call: Call) -> Json:
    """Show a memory of any kind."""
    refuse_when_off(call)
    _, memory = _find(call)
    return _as_documented(call, memory)


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
    """Change what may be changed of a memory's kind."""
    refuse_when_off(call)
    kind = places.kind_of(call.path["type"])
    if kind == "history":
        raise errors.history_is_fixed()
    index, memory = _find(call)
    changed = {name: call.body[name] for name in CHANGEABLE[kind] if name in call.body}
    new = {**memory, **changed, "last_updated_time": call.state.clock.millis}
    return documents.write(call.state, index, call.path["id"], new, refresh=True).answer()


@operation(
    "ml.delete_agentic_memory",
    DELETE(MEMORY),
    since=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/delete",
    source=REST + "RestMLDeleteMemoryAction.java",
)
def delete_agentic_memory(call: Call) -> Json:
    """Remove a memory."""
    refuse_when_off(call)
    index, _ = _find(call)
    return documents.remove(call.state, index, call.path["id"], refresh=True).answer()


@operation(
    "ml.search_agentic_memory",
    GET(CONTAINER + "/memories/{type}/_search"),
    POST(CONTAINER + "/memories/{type}/_search"),
    since=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Search memories"),
    privilege=PRIVILEGE + "memory_containers/memories/search",
    source=REST + "RestMLSearchMemoriesAction.java",
)
def search_agentic_memory(call: Call) -> Json:
    """Search the memories of one kind, those of this container alone."""
    from ...search import engine

    refuse_when_off(call)
    index = _index(call, errors.memory_index_not_found())
    asked = call.body.get("query", {"match_all": {}})
    body = {**call.body, "query": {"bool": {"must": [asked], "filter": [_own(call)]}}}
    filtered = with_source_filter(call, body, hidden=())
    return engine.search(call.state, index, filtered, version=True, seq_no_primary_term=True)


@operation(
    "ml.semantic_search_memory",
    GET(CONTAINER + "/memories/long-term/_semantic_search"),
    POST(CONTAINER + "/memories/long-term/_semantic_search"),
    since="3.6",
    body="required",
    privilege=PRIVILEGE + "memory_containers/memories/semantic_search",
    source=REST + "RestMLSemanticSearchMemoriesAction.java",
)
def semantic_search_memory(call: Call) -> Json:
    """Refuse to search long-term memories, of which there are none here, by meaning."""
    refuse_when_off(call)
    raise not_implemented("semantic search of long-term memories")


@operation(
    "ml.hybrid_search_memory",
    GET(CONTAINER + "/memories/long-term/_hybrid_search"),
    POST(CONTAINER + "/memories/long-term/_hybrid_search"),
    since="3.6",
    body="required",
    privilege=PRIVILEGE + "memory_containers/memories/hybrid_search",
    source=REST + "RestMLHybridSearchMemoriesAction.java",
)
def hybrid_search_memory(call: Call) -> Json:
    """Refuse to search long-term memories by words and meaning."""
    refuse_when_off(call)
    raise not_implemented("hybrid search of long-term memories")


@operation(
    "ml.delete_agentic_memory_query",
    POST(CONTAINER + "/memories/{type}/_delete_by_query"),
    since=SINCE,
    body="optional",
    privilege=PRIVILEGE + "memory_containers/memories/delete_by_query",
    source=REST + "RestMLDeleteMemoriesByQueryAction.java",
)
def delete_agentic_memory_query(call: Call) -> Json:
    """Delete what a query finds among the memories of one kind."""
    from ...search import engine

    refuse_when_off(call)
    index = _index(call, errors.type_disabled(places.kind_of(call.path["type"])))
    if not isinstance(call.body, dict) or "query" not in call.body:
        raise errors.no_query()
    body = {"query": {"bool": {"must": [call.body["query"]], "filter": [_own(call)]}}, "size": 10_000}
    found = [hit["_id"] for hit in engine.search(call.state, index, body)["hits"]["hits"]]
    for id in found:
        documents.remove(call.state, index, id, refresh=True)
    return {
        "took": 0,
        "timed_out": False,
        "total": len(found),
        "updated": 0,
        "created": 0,
        "deleted": len(found),
        "batches": 1 if found else 0,
        "version_conflicts": 0,
        "noops": 0,
        "retries": {"bulk": 0, "search": 0},
        "throttled_millis": 0,
        "requests_per_second": -1.0,
        "throttled_until_millis": 0,
        "failures": [],
    }


def _read(call: Call) -> dict[str, Any]:
    """A working memory as it is kept, in the order in which it is shown."""
    body = call.body
    payload = (text_of(body, "payload_type") or "conversational").lower()
    if payload not in ("conversational", "data"):
        raise errors.unknown_payload_type(str(body["payload_type"]))
    infer = body.get("infer") in (True, "true")
    if infer and not body.get("messages"):
        raise errors.no_messages_to_infer()
    namespace = body.get("namespace") or None
    now = call.state.clock.millis
    memory: dict[str, Any] = {
        "memory_container_id": call.path["memory_container_id"],
        "payload_type": payload,
        "messages": body.get("messages") or None,
        "message_id": body.get("message_id"),
        **{name: text_of(body, name) for name in TEXTS[:1]},
        **{name: body.get(name) for name in MAPS[:2]},
        "namespace": namespace,
        "namespace_size": None if namespace is None else len(namespace),
        "infer": infer,
        **{name: body.get(name) or None for name in MAPS[2:]},
        "owner_id": user_name(call.state),
        **{name: text_of(body, name) for name in TEXTS[1:]},
        "created_time": now,
        "last_updated_time": now,
    }
    return ml_indices.without_nulls(memory)


def _needs_session(memory: dict[str, Any], kept: dict[str, Any]) -> bool:
    return (
        "session_id" not in memory.get("namespace", {})
        and memory["payload_type"] == "conversational"
        and not kept["disable_session"]
        and "llm_id" in kept
    )


def _begin_session(call: Call, kept: dict[str, Any], memory: dict[str, Any]) -> str:
    """A session for a conversation that names none, summed up by the container's model."""
    index = places.index_of(kept, "sessions")
    assert index is not None
    seconds = call.state.clock.millis // 1000
    session = {
        "owner_id": user_name(call.state),
        "memory_container_id": memory["memory_container_id"],
        "summary": summaries.of(call.state, kept, memory.get("messages") or []),
        "namespace": memory.get("namespace", {}),
        "created_time": seconds,
        "last_updated_time": seconds,
    }
    return places.add(call.state, index, session).id


def _as_documented(call: Call, memory: dict[str, Any]) -> dict[str, Any]:
    """A memory as it is shown where the documentation is followed."""
    kind = call.path["type"]
    if kind == "working" and call.has(changes.WORKING_MEMORY_SHOWS_MEMORY_TYPE):
        return {"memory_type" if name == "payload_type" else name: value for name, value in memory.items()}
    if kind == "sessions" and call.has(changes.SESSION_TIMES_IN_ISO):
        times = {name: memory[name] for name in ("created_time", "last_updated_time") if name in memory}
        return {**memory, **{name: iso(at if at > SECONDS else at * 1000) for name, at in times.items()}}
    return memory


def _own(call: Call) -> dict[str, Any]:
    return {"term": {"memory_container_id": call.path["memory_container_id"]}}


def _index(call: Call, refusal: ApiError) -> str:
    """The index of the kind that the path names."""
    kind = places.kind_of(call.path["type"])
    kept = places.find_container(call.state, call.path["memory_container_id"])["configuration"]
    index = places.index_of(kept, kind)
    if index is None:
        raise refusal
    return index


def _find(call: Call) -> tuple[str, dict[str, Any]]:
    """A memory and its index."""
    index = _index(call, errors.memory_index_not_found())
    found = documents.read(call.state, index, call.path["id"])
    if found is None:
        raise errors.memory_not_found()
    return index, found.source
