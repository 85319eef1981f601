"""The memories of 3.2: messages, and facts that a model finds in them at once, before the answer.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/` at 3.2. While facts are
held against others, the messages that they come from are not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import documents, indices
from ...errors import ApiError, index_not_found
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...wire import Json
from ..ml import indices as ml_indices
from ..ml.values import text_of, truth
from ..models.group_api import PRIVILEGE
from . import errors, places, strategies
from .containers import FIRST, REST, SINCE, enter

CONTAINER = "/_plugins/_ml/memory_containers/{memory_container_id}"
MEMORY = CONTAINER + "/memories/{memory_id}"
SHOWN = (
    "session_id", "memory", "memory_type", "user_id", "agent_id", "role", "tags", "created_time", "last_updated_time",
    places.EMBEDDED,
)  # fmt: skip
FOUND = ("session_id", "agent_id", "user_id", "memory_type", "role", "tags", "created_time", "last_updated_time")


def add(call: Call) -> Json:
    """Keep messages, or what a model finds in them; which of both is said by `infer`, or by there being a model."""
    from .first_adding import MESSAGE, Work

    messages = [_read(one) for one in call.body.get("messages") or ()]
    if not messages:
        raise errors.no_messages()
    kept = _opened(call, "add memory to")
    session = text_of(call.body, "session_id") or f"sess_{strategies.uuid(call.state)}"
    llm, infer = kept.get("llm_model_id"), call.body.get("infer")
    if truth(infer) and llm is None:
        raise errors.no_model_to_infer()
    infers = llm is not None if infer is None else truth(infer)
    if not infers and any(role is None for role, _ in messages):
        raise errors.role_needed()
    work = Work(call, kept, kept["memory_index_name"], session)
    results = work.infer(messages) if infers else work.keep([(role, text, MESSAGE) for role, text in messages])
    return {"results": results, "session_id": session}


@operation(
    "ml.search_container_memories",
    GET(CONTAINER + "/memories/_search"),
    POST(CONTAINER + "/memories/_search"),
    since=FIRST,
    until=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Search memories"),
    privilege=PRIVILEGE + "memory_containers/memories/search",
    source=REST + "RestMLSearchMemoriesAction.java",
)
def search_container_memories(call: Call) -> Json:
    """Search memories by a text: by meaning where the container embeds, else by words."""
    from ...search import engine
    from .first_adding import resembling

    enter(call)
    text = text_of(call.body, "query")
    if text is None or not text.strip():
        raise errors.no_text_to_search()
    kept = _opened(call, "search memories in")
    query = resembling(kept, text)
    try:
        index = kept["memory_index_name"]
        answer = engine.search(call.state, index, {"query": query, "_source": {"excludes": [places.EMBEDDED]}})
    except ApiError as error:
        raise errors.search_failed(error) if error.status != errors.NOT_HIDDEN else error from error
    found = answer["hits"]
    hits = [
        {"memory_id": hit["_id"], "memory": hit["_source"].get("memory"), "_score": hit["_score"]}
        | ml_indices.shown(hit["_source"], FOUND)
        for hit in found["hits"]
    ]
    best = found["max_score"] if found["max_score"] is not None else "NaN"
    return {
        "timed_out": False,
        "hits": {"total": found["total"]["value"], "max_score": best, "hits": hits},
    }


@operation(
    "ml.get_container_memory",
    GET(MEMORY),
    since=FIRST,
    until=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/get",
    source=REST + "RestMLGetMemoryAction.java",
)
def get_container_memory(call: Call) -> Json:
    """Show a memory."""
    enter(call)
    kept = _opened(call, "get memories in")
    index, id = _index(call, kept), call.path["memory_id"]
    found = documents.read(call.state, index, id)
    if found is None:
        raise errors.memory_not_found_by(id)
    return ml_indices.shown(found.source, SHOWN)


@operation(
    "ml.update_container_memory",
    PUT(MEMORY),
    since=FIRST,
    until=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Update memory"),
    privilege=PRIVILEGE + "memory_containers/memories/update",
    source=REST + "RestMLUpdateMemoryAction.java",
)
def update_container_memory(call: Call) -> Json:
    """Give a memory another text, which is embedded anew; one that cannot be embedded keeps the old embedding."""
    from .first_adding import embedded

    enter(call)
    text = text_of(call.body, "text")
    if text is None or not text.strip():
        raise errors.no_changes()
    kept = _opened(call, "update memories in")
    index, id = _index(call, kept), call.path["memory_id"]
    if documents.read(call.state, index, id) is None:
        raise errors.memory_not_found()
    changed: dict[str, Any] = {"memory": text.strip(), "last_updated_time": call.state.clock.millis}
    if kept.get("semantic_storage_enabled"):
        try:
            embedding = embedded(call, kept, [text.strip()])[0]
        except ApiError as error:
            if error.status == errors.NOT_HIDDEN:
                raise
        else:
            changed[places.EMBEDDED] = embedding
    return documents.update(call.state, index, id, changed).answer()


@operation(
    "ml.delete_container_memory",
    DELETE(MEMORY),
    since=FIRST,
    until=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/delete",
    source=REST + "RestMLDeleteMemoryAction.java",
)
def delete_container_memory(call: Call) -> Json:
    """Remove a memory, if it is there."""
    enter(call)
    index = _index(call, _opened(call, "delete memories in"))
    return documents.remove(call.state, index, call.path["memory_id"]).answer()


def _read(sent: Mapping[str, Any]) -> tuple[str | None, str]:
    content = text_of(dict(sent), "content")
    if content is None or not content.strip():
        raise errors.content_needed()
    return text_of(dict(sent), "role"), content


def _opened(call: Call, doing: str) -> dict[str, Any]:
    from .access import require_container

    container = places.find_container(call.state, call.path["memory_container_id"])
    require_container(call.state, container, doing)
    kept: dict[str, Any] = container["memory_storage_config"]
    return kept


def _index(call: Call, kept: Mapping[str, Any]) -> str:
    index: str = kept["memory_index_name"]
    if not indices.exists(call.state, index):
        raise index_not_found(index)
    return index
