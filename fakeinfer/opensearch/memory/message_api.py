"""What was said in a conversation, and the traces of how an answer came about.

`opensearch-project/ml-commons:memory/src/main/java/org/opensearch/ml/memory/action/conversation/` (there: interactions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import media
from ...ingest.errors import class_cast
from ...operations import GET, POST, PUT, Call, operation
from ...wire import Json
from .. import changes
from ..ml import indices as ml_indices
from ..ml.values import as_map, text_of, texts
from ..models.group_api import PRIVILEGE, SOURCE
from . import conversations
from . import errors as memory_errors
from .conversations import MESSAGES, SAID
from .memory_api import PAGE, listed, page, refuse_when_off, search_own, taken


@operation(
    "ml.create_message",
    POST("/_plugins/_ml/memory/{memory_id}/messages"),
    since="2.12",
    body="required",
    privilege=PRIVILEGE + "memory/interaction/create",
    source=SOURCE,
)
def create_message(call: Call) -> Json:
    """Add to a conversation; with a trace number it is a step on the way to the message that is its parent."""
    body = call.body
    said = {name: text_of(body, name) for name in SAID}
    info = texts(as_map(body.get("additional_info")))
    if (
        call.has(changes.MESSAGES_SAY_SOMETHING)
        and not info
        and not any((text or "").strip() for text in said.values())
    ):
        raise memory_errors.message_is_empty()
    refuse_when_off(call)
    id = conversations.add_message(
        call.state,
        call.path["memory_id"],
        said,
        info,
        parent=text_of(body, "parent_message_id"),
        trace_number=body.get("trace_number"),
    )
    return {"message_id": id}


@operation(
    "ml.get_all_messages",
    GET("/_plugins/_ml/memory/{memory_id}/messages"),
    since="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/interaction/list",
    source=SOURCE,
)
def get_all_messages(call: Call) -> Json:
    """List what was said, oldest first, without traces."""
    _refuse_bad_page(call, "interactions")
    refuse_when_off(call)
    id = call.path["memory_id"]
    if ml_indices.exists(call.state, MESSAGES):
        conversations.check_access(call.state, id, f"memory {id}")
    final = {"bool": {"must": [{"term": {"memory_id": id}}], "must_not": [{"exists": {"field": "trace_number"}}]}}
    found = page(call, MESSAGES, final, {"create_time": "asc"})
    return listed(call, "messages", [_shown(call, key, source) for key, source in found])


@operation(
    "ml.search_message",
    GET("/_plugins/_ml/memory/{memory_id}/_search"),
    POST("/_plugins/_ml/memory/{memory_id}/_search"),
    since="2.12",
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "memory/conversation/interaction/search",
    source=SOURCE,
)
def search_message(call: Call) -> Json:
    """Search a conversation's messages and traces: a missing index is a 404 here."""
    id = call.path["memory_id"]
    conversations.check_access(call.state, id, f"memory {id}")
    return search_own(call, MESSAGES, [{"term": {"memory_id": id}}])


@operation(
    "ml.get_message",
    GET("/_plugins/_ml/memory/message/{message_id}"),
    since="2.12",
    privilege=PRIVILEGE + "memory/interaction/get",
    source=SOURCE,
)
def get_message(call: Call) -> Json:
    """Show a message or trace."""
    refuse_when_off(call)
    if not ml_indices.exists(call.state, MESSAGES):
        kind = "message" if call.has(changes.MEMORY_WORDS) else "interaction"
        raise memory_errors.no_index(MESSAGES, f"get {kind} since the {kind}s index")
    id = call.path["message_id"]
    return _shown(call, id, conversations.find_message(call.state, id))


@operation(
    "ml.update_message",
    PUT("/_plugins/_ml/memory/message/{message_id}"),
    since="2.12",
    body="required",
    missing_body=lambda: memory_errors.body_is_empty("interaction"),
    privilege=PRIVILEGE + "memory/interaction/update",
    source=SOURCE,
)
def update_message(call: Call) -> Json:
    """Change a message's response and additions; whatever else is sent changes nothing."""
    changed = taken(call.body, ("additional_info", "response"))
    refuse_when_off(call)
    if not ml_indices.exists(call.state, MESSAGES):
        kind = "message" if call.has(changes.MEMORY_WORDS) else "interaction"
        raise memory_errors.no_index(MESSAGES, f"update {kind} since the {kind} index")
    id = call.path["message_id"]
    _check_text(conversations.find_message(call.state, id, updating=True).get("response"))
    return conversations.change(call.state, MESSAGES, id, changed).answer()


@operation(
    "ml.get_message_traces",
    GET("/_plugins/_ml/memory/message/{message_id}/traces"),
    since="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/trace/get",
    source=SOURCE,
)
def get_message_traces(call: Call) -> Json:
    """List the steps on the way to a message, by number."""
    _refuse_bad_page(call, "traces")
    refuse_when_off(call)
    if not ml_indices.exists(call.state, MESSAGES):
        return {"traces": []}
    id = call.path["message_id"]
    conversations.find_message(call.state, id)
    of_message = [{"exists": {"field": "trace_number"}}, {"term": {"parent_message_id": id}}]
    found = page(call, MESSAGES, {"bool": {"must": of_message}}, {"trace_number": "asc"})
    return listed(call, "traces", [_shown(call, key, source) for key, source in found])


def _refuse_bad_page(call: Call, what: str) -> None:
    problems = []
    if call.query["max_results"] <= 0:
        problems.append(f"The number of {what} to retrieve must be positive")
    if call.query["next_token"] < 0:
        problems.append("The starting position must be nonnegative")
    if problems:
        raise memory_errors.page_refused(*problems)


def _shown(call: Call, id: str, source: Mapping[str, Any]) -> Json:
    """A message as it is answered; until 2.18 with texts that were never given."""
    shown: dict[str, Any] = {
        "memory_id": source["memory_id"],
        "message_id": id,
        "create_time": source["create_time"],
    }
    for name in SAID:
        _check_text(text := source.get(name))
        if (text and text.strip()) or not call.has(changes.MESSAGES_SAY_SOMETHING):
            shown[name] = text
    shown |= {
        name: source[name]
        for name in ("additional_info", "parent_message_id", "trace_number")
        if source.get(name) is not None
    }
    return shown


def _check_text(value: Json) -> None:
    """An update stores what is no text; nothing reads it afterwards (observed: opensearch 2.19.1)."""
    if value is not None and not isinstance(value, str):
        raise memory_errors.stored_value_cannot_be_cast(class_cast(value, "java.lang.String").reason or "")
