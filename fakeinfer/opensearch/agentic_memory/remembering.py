"""Long-term memories written: what was decided about facts, and the history of it.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/MemoryOperationsService.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import documents, indices
from ...document_requests.writing import IndexRequest, index_one
from ...documents import Written
from ...errors import ApiError
from . import access, places

if TYPE_CHECKING:
    from ...cluster import State


class Work(NamedTuple):
    """One strategy at work on one memory, in a container that is set up so."""

    kept: Mapping[str, Any]
    strategy: Mapping[str, Any]
    memory: Mapping[str, Any]
    namespace: Mapping[str, str]


class Decision(NamedTuple):
    """ADD, UPDATE, DELETE or NONE of a memory; an added one gets an id of its own."""

    id: str | None
    event: str
    text: str | None
    old: str | None = None


def execute(state: State, work: Work, decisions: Sequence[Decision]) -> None:
    """Do what was decided: first all that is added, then what changes, then what goes. One that fails stops no other."""
    done = [decision for decision in decisions if decision.event != "NONE"]
    if not done or any(decision.event == "ADD" and decision.text is None for decision in done):
        return
    index = places.index_of(state, work.kept, "long-term")
    assert index is not None
    try:
        access.allow(state, work.kept, index, access.INDEX[1:])
    except ApiError:
        return
    act = {"ADD": _add, "UPDATE": _update, "DELETE": _delete}
    ids = [act[event](state, work, index, one) for event in act for one in done if one.event == event]
    history = places.index_of(state, work.kept, "history")
    if history is None:
        return
    for decision, id in zip(done, ids, strict=True):
        # The server takes the id of an addition from the same place in what it wrote, which is in another order.
        named = id if decision.event == "ADD" else decision.id
        places.add(state, history, {**_happened(state, work), **_told(decision, named)})


def _add(state: State, work: Work, index: str, decision: Decision) -> str | None:
    now = state.clock.millis
    memory = {
        "owner_id": work.memory["owner_id"],
        "memory_container_id": work.memory["memory_container_id"],
        "memory": decision.text,
        "strategy_type": work.strategy["type"],
        "strategy_id": work.strategy["id"],
        **_namespaced(work),
        "tags": work.memory["tags"] or None,
        "created_time": now,
        "last_updated_time": now,
    }
    source = {name: value for name, value in memory.items() if value is not None}
    try:
        written = index_one(state, IndexRequest(index, None, source, refresh=True))
    except ApiError as error:
        _raise_own(error)
        return None
    return written.id if isinstance(written, Written) else None


def _update(state: State, work: Work, index: str, decision: Decision) -> str | None:
    """An update does not go through the pipeline: the embedding stays what it was."""
    if decision.id is not None and documents.read(state, index, decision.id) is not None:
        changed = {"memory": decision.text, "last_updated_time": state.clock.millis}
        documents.update(state, index, decision.id, changed, refresh=True)
    return decision.id


def _delete(state: State, work: Work, index: str, decision: Decision) -> str | None:
    if decision.id is not None and indices.exists(state, index):
        documents.remove(state, index, decision.id, refresh=True)
    return decision.id


def _raise_own(error: ApiError) -> None:
    """What cannot be embedded is not kept; the fake's own shortcomings are told."""
    if error.status == 501 or error.type.startswith("fakeinfer"):
        raise error


def _told(decision: Decision, id: str | None) -> dict[str, Any]:
    """What happened to a memory."""
    after = None if decision.text is None else {"memory": decision.text}
    before = None if decision.old is None or decision.event != "UPDATE" else {"memory": decision.old}
    if decision.event == "DELETE":
        before, after = after, None
    return {"memory_id": id, "action": decision.event, "before": before, "after": after}


def keep_error(state: State, work: Work, reason: str) -> None:
    """Write into the history why there is nothing to remember."""
    index = places.index_of(state, work.kept, "history")
    if index is not None and indices.exists(state, index):
        places.add(state, index, {**_happened(state, work), "error": reason})


def _happened(state: State, work: Work) -> dict[str, Any]:
    return {
        "owner_id": work.memory["owner_id"],
        "memory_container_id": work.memory["memory_container_id"],
        "created_time": state.clock.millis,
        **_namespaced(work),
        "tags": work.memory["tags"],
    }


def _namespaced(work: Work) -> dict[str, Any]:
    return {"namespace": dict(work.namespace), "namespace_size": len(work.namespace)} if work.namespace else {}
