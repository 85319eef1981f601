"""Conversations and what was said in them, as documents: written by the memory's own calls and by agents.

`opensearch-project/ml-commons:memory/src/main/java/org/opensearch/ml/memory/index/`. A message that has a trace number is a
step on the way to another one; lists of messages leave it out. The calls are in `memory_api.py` and `message_api.py`, those of
2.10 and 2.11, on indices of other names, in `conversation_memory_api.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import documents
from ...document_requests.updating import merged_source
from ...documents import Document, Source, Written
from ...errors import ApiError
from .. import changes
from ..access.control import require_permissions
from ..ml import indices as ml_indices
from . import errors as memory_errors

if TYPE_CHECKING:
    from ...cluster import State

MEMORIES = ".plugins-ml-memory-meta"
MESSAGES = ".plugins-ml-memory-message"
SAID = ("input", "prompt_template", "response", "origin")
"""The texts of a message, in the order in which it shows them."""


def create(
    state: State, name: str | None, application: str | None = None, info: Mapping[str, Any] | None = None
) -> str:
    """Begin a conversation; its id. Blank texts are not kept."""
    require_permissions(state, ("cluster:admin/opensearch/ml/memory/conversation/create",))
    now = state.clock.iso()
    conversation = {
        "create_time": now,
        "updated_time": now,
        "name": _unless_blank(name),
        "user": user_name(state),
        "application_type": _unless_blank(application),
        "additional_info": info or None,
    }
    return ml_indices.add(state, MEMORIES, conversation)


def find(state: State, id: str) -> Source:
    """A conversation that the caller may see, or the refusal."""
    check_access(state, id, f"memory {id}")
    found = ml_indices.find(state, MEMORIES, id)
    assert found is not None
    return found


def check_access(state: State, memory_id: str, what: str) -> None:
    """Refuse who does not own the conversation, and one that is not there; without an index there is nothing to refuse."""
    if not ml_indices.exists(state, MEMORIES):
        return
    conversation = ml_indices.find(state, MEMORIES, memory_id)
    if conversation is None:
        raise memory_errors.memory_not_found(memory_id, changes.MEMORY_WORDS in state.switched_on)
    user = user_name(state)
    if user is not None and user != conversation.get("user"):
        raise memory_errors.not_the_owner(user, what, changes.MEMORY_WORDS in state.switched_on)


def change(state: State, index: str, id: str, changed: Source) -> Written:
    """Merge fields into a conversation or message as a partial update does; what changes nothing is a `noop`."""
    existing = documents.read(state, index, id)
    assert existing is not None
    merged = merged_source(existing.source, changed)
    if merged == existing.source:
        return Written(index, id, existing.version, "noop", existing.seq_no, existing.primary_term)
    return documents.write(state, index, id, merged, refresh=True)


def remove(state: State, id: str) -> None:
    """Remove a conversation with its messages; the traces of these stay, out of reach."""
    try:
        check_access(state, id, f"memory {id}")
    except ApiError as error:
        if error.status != 401:
            raise
        raise memory_errors.not_removed(id, changes.MEMORY_WORDS in state.switched_on) from None
    for message in said_in(state, id):
        documents.remove(state, MESSAGES, message.id)
    if ml_indices.exists(state, MEMORIES):
        documents.remove(state, MEMORIES, id)


def add_message(
    state: State,
    memory_id: str,
    texts: Mapping[str, str | None],
    info: Mapping[str, Any] | None = None,
    *,
    parent: str | None = None,
    trace_number: int | None = None,
) -> str:
    """Say something in a conversation, which changes with it; the message's id. A trace needs both a parent and a number."""
    require_permissions(state, ("cluster:admin/opensearch/ml/memory/interaction/create",))
    check_access(state, memory_id, f"memory {memory_id}")
    if parent is None or trace_number is None:
        parent = trace_number = None
    said = {name: text for name in SAID if (text := _unless_blank(texts.get(name))) is not None}
    message = {
        "memory_id": memory_id,
        "create_time": state.clock.iso(),
        "parent_message_id": parent,
        "trace_number": trace_number,
        **said,
        **({"additional_info": dict(info)} if info else {}),
    }
    id = ml_indices.add(state, MESSAGES, message, keep_nulls=True)
    if ml_indices.exists(state, MEMORIES):
        change(state, MEMORIES, memory_id, {"updated_time": state.clock.iso()})
    return id


def find_message(state: State, id: str, *, updating: bool = False) -> Source:
    """A message whose conversation is the caller's, or the refusal."""
    found = ml_indices.find(state, MESSAGES, id)
    if found is None:
        raise memory_errors.message_not_found(id, changes.MEMORY_WORDS in state.switched_on, updating=updating)
    check_access(state, found["memory_id"], f"message {id}")
    return found


def forget_message(state: State, id: str) -> None:
    """Remove a message with its traces."""
    for message in list(ml_indices.every(state, MESSAGES)):
        if message.id == id or message.source["parent_message_id"] == id:
            documents.remove(state, MESSAGES, message.id)


def said_in(state: State, memory_id: str) -> list[Document]:
    """A conversation's messages, oldest first, traces left out."""
    found = [
        message
        for message in ml_indices.every(state, MESSAGES)
        if message.source["memory_id"] == memory_id and message.source["trace_number"] is None
    ]
    return sorted(found, key=lambda message: str(message.source["create_time"]))


def user_name(state: State) -> str | None:
    """Who asks; None where users are not told apart."""
    name: str | None = getattr(state.user, "name", None)
    return name


def _unless_blank(text: str | None) -> str | None:
    return text if text is not None and text.strip() else None
