"""Conversation memory as 2.10 and 2.11 had it: conversations and interactions under `/memory/conversation`, off by default.

`opensearch-project/ml-commons:memory/src/main/java/org/opensearch/ml/memory/` of these releases. Nothing is changed or searched
there, interactions come newest first, and every field is shown. What came in its place is in `memory_api.py`.
"""

from __future__ import annotations

from typing import Any

from ... import documents
from ...operations import DELETE, GET, POST, Call, operation
from ...wire import Json
from ..ml import indices as ml_indices
from ..ml.values import text_of
from ..models.group_api import PRIVILEGE
from . import errors as memory_errors
from .conversations import SAID, user_name
from .memory_api import PAGE, listed, page, refuse_when_off

CONVERSATIONS = ".plugins-ml-conversation-meta"
INTERACTIONS = ".plugins-ml-conversation-interactions"
REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/"


@operation(
    "ml.create_conversation",
    POST("/_plugins/_ml/memory/conversation"),
    since="2.10",
    until="2.12",
    body="optional",
    privilege=PRIVILEGE + "memory/conversation/create",
    source=REST + "RestMemoryCreateConversationAction.java",
)
def create_conversation(call: Call) -> Json:
    """Begin a conversation."""
    name = text_of(call.body or {}, "name")
    refuse_when_off(call)
    conversation = {"create_time": call.state.clock.iso(), "name": name or "", "user": user_name(call.state)}
    return {"conversation_id": ml_indices.add(call.state, CONVERSATIONS, conversation)}


@operation(
    "ml.get_conversations",
    GET("/_plugins/_ml/memory/conversation"),
    since="2.10",
    until="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/conversation/list",
    source=REST + "RestMemoryGetConversationsAction.java",
)
def get_conversations(call: Call) -> Json:
    """List the caller's conversations, newest first."""
    if call.query["max_results"] <= 0:
        raise memory_errors.page_refused("Can't list 0 or negative conversations")
    refuse_when_off(call)
    user = user_name(call.state)
    query: dict[str, Any] = {"match_all": {}} if user is None else {"term": {"user": user}}
    found = page(call, CONVERSATIONS, query, {"create_time": "desc"})
    fields = ("create_time", "name", "user")
    return listed(
        call,
        "conversations",
        [{"conversation_id": id, **ml_indices.shown(source, fields)} for id, source in found],
    )


@operation(
    "ml.delete_conversation",
    DELETE("/_plugins/_ml/memory/conversation/{conversation_id}"),
    since="2.10",
    until="2.12",
    privilege=PRIVILEGE + "memory/conversation/delete",
    source=REST + "RestMemoryDeleteConversationAction.java",
)
def delete_conversation(call: Call) -> Json:
    """Remove a conversation with its interactions."""
    refuse_when_off(call)
    id = call.path["conversation_id"]
    _check_access(call, id)
    for interaction in list(ml_indices.every(call.state, INTERACTIONS)):
        if interaction.source["conversation_id"] == id:
            documents.remove(call.state, INTERACTIONS, interaction.id)
    if ml_indices.exists(call.state, CONVERSATIONS):
        documents.remove(call.state, CONVERSATIONS, id)
    return {"success": True}


@operation(
    "ml.create_interaction",
    POST("/_plugins/_ml/memory/conversation/{conversation_id}"),
    since="2.10",
    until="2.12",
    body="required",
    privilege=PRIVILEGE + "memory/interaction/create",
    source=REST + "RestMemoryCreateInteractionAction.java",
)
def create_interaction(call: Call) -> Json:
    """Add to a conversation; `additional_info` is a text here."""
    said = {name: text_of(call.body, name) for name in (*SAID, "additional_info")}
    refuse_when_off(call)
    id = call.path["conversation_id"]
    _check_access(call, id)
    interaction = {"conversation_id": id, "create_time": call.state.clock.iso(), **said}
    return {"interaction_id": ml_indices.add(call.state, INTERACTIONS, interaction, keep_nulls=True)}


@operation(
    "ml.get_interactions",
    GET("/_plugins/_ml/memory/conversation/{conversation_id}"),
    since="2.10",
    until="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/interaction/list",
    source=REST + "RestMemoryGetInteractionsAction.java",
)
def get_interactions(call: Call) -> Json:
    """List what was said, newest first."""
    problems = []
    if call.query["max_results"] <= 0:
        problems.append("The number of interactions to retrieve must be positive")
    if call.query["next_token"] < 0:
        problems.append("The starting position must be nonnegative")
    if problems:
        raise memory_errors.page_refused(*problems)
    refuse_when_off(call)
    id = call.path["conversation_id"]
    if ml_indices.exists(call.state, INTERACTIONS):
        _check_access(call, id)
    found = page(call, INTERACTIONS, {"term": {"conversation_id": id}}, {"create_time": "desc"})
    return listed(call, "interactions", [_shown(key, source) for key, source in found])


def _check_access(call: Call, id: str) -> None:
    if not ml_indices.exists(call.state, CONVERSATIONS):
        return
    conversation = ml_indices.find(call.state, CONVERSATIONS, id)
    if conversation is None:
        raise memory_errors.memory_not_found(id, False)
    user = user_name(call.state)
    if user is not None and user != conversation.get("user"):
        raise memory_errors.not_the_owner_of_conversation(user, id)


def _shown(id: str, source: dict[str, Any]) -> Json:
    shown = {
        "conversation_id": source["conversation_id"],
        "interaction_id": id,
        "create_time": source["create_time"],
        **{name: source[name] for name in SAID},
    }
    if source["additional_info"] is not None:
        shown["additional_info"] = source["additional_info"]
    return shown
