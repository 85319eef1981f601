"""Conversation memory: the answers of a cluster that has none. Writing memories is not done here.

`opensearch-project/ml-commons:memory/src/main/java/org/opensearch/ml/memory/index/`. Reading one of an index that is not there
is a 404 in words of its own, listing is empty, deleting succeeds.
"""

from __future__ import annotations

from .. import media
from ..errors import ApiError, index_not_found, not_implemented, number_format, request_invalid
from ..operations import DELETE, GET, POST, PUT, Call, Int, Parameter, operation
from ..wire import Json
from . import ml_errors
from .cluster_settings import setting
from .model_groups import PRIVILEGE, SOURCE

MEMORIES = ".plugins-ml-memory-meta"
MESSAGES = ".plugins-ml-memory-message"


class PageNumber(Int):
    """A number that is refused without the name of its parameter."""

    def read(self, name: str, text: str) -> int:
        try:
            return super().read(name, text)
        except ApiError:
            raise number_format(text) from None


PAGE: dict[str, Parameter] = {"max_results": PageNumber(10), "next_token": PageNumber(0)}


@operation(
    "ml.create_memory",
    POST("/_plugins/_ml/memory"),
    since="2.12",
    body="optional",
    privilege=PRIVILEGE + "memory/conversation/create",
    source=SOURCE,
)
def create_memory(call: Call) -> Json:
    """Refuse to begin a conversation."""
    _refuse_when_off(call)
    raise not_implemented("conversation memory")


@operation(
    "ml.get_all_memories",
    GET("/_plugins/_ml/memory"),
    since="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/conversation/list",
    source=SOURCE,
    unread_query="where nothing is listed, any place may be the first",
)
def get_all_memories(call: Call) -> Json:
    """List the conversations: none."""
    _refuse_when_off(call)
    if call.query["max_results"] <= 0:
        raise request_invalid("Can't list 0 or negative conversations")
    return {"memories": []}


@operation(
    "ml.get_memory",
    GET("/_plugins/_ml/memory/{memory_id}"),
    since="2.12",
    privilege=PRIVILEGE + "memory/conversation/get",
    source=SOURCE,
)
def get_memory(call: Call) -> Json:
    """Show a conversation: there is no index to find it in."""
    _refuse_when_off(call)
    raise no_memory_index(MEMORIES, "get memory since the memory index")


@operation(
    "ml.update_memory",
    PUT("/_plugins/_ml/memory/{memory_id}"),
    since="2.12",
    body="required",
    missing_body=lambda: ml_errors.memory_body_is_empty("conversation"),
    privilege=PRIVILEGE + "memory/conversation/update",
    source=SOURCE,
)
def update_memory(call: Call) -> Json:
    """Change a conversation: there is no index to find it in."""
    _refuse_when_off(call)
    raise no_memory_index(MEMORIES, "update memory since the memory index")


@operation(
    "ml.delete_memory",
    DELETE("/_plugins/_ml/memory/{memory_id}"),
    since="2.12",
    privilege=PRIVILEGE + "memory/conversation/delete",
    source=SOURCE,
)
def delete_memory(call: Call) -> Json:
    """Remove a conversation; one that is not there counts as removed."""
    _refuse_when_off(call)
    return {"success": True}


@operation(
    "ml.search_memory",
    GET("/_plugins/_ml/memory/_search"),
    POST("/_plugins/_ml/memory/_search"),
    since="2.12",
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "memory/conversation/search",
    source=SOURCE,
)
def search_memory(call: Call) -> Json:
    """Search conversations: a missing index is a 404 here."""
    raise index_not_found(MEMORIES)


@operation(
    "ml.create_message",
    POST("/_plugins/_ml/memory/{memory_id}/messages"),
    since="2.12",
    body="optional",
    privilege=PRIVILEGE + "memory/interaction/create",
    source=SOURCE,
)
def create_message(call: Call) -> Json:
    """Refuse to add to a conversation."""
    _refuse_when_off(call)
    raise not_implemented("conversation memory")


@operation(
    "ml.get_all_messages",
    GET("/_plugins/_ml/memory/{memory_id}/messages"),
    since="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/interaction/list",
    source=SOURCE,
)
def get_all_messages(call: Call) -> Json:
    """List a conversation's messages: none."""
    _refuse_when_off(call)
    _refuse_bad_page(call, "interactions")
    return {"messages": []}


@operation(
    "ml.search_message",
    GET("/_plugins/_ml/memory/{memory_id}/_search"),
    POST("/_plugins/_ml/memory/{memory_id}/_search"),
    since="2.12",
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "memory/interaction/search",
    source=SOURCE,
)
def search_message(call: Call) -> Json:
    """Search messages: a missing index is a 404 here."""
    raise index_not_found(MESSAGES)


@operation(
    "ml.get_message",
    GET("/_plugins/_ml/memory/message/{message_id}"),
    since="2.12",
    privilege=PRIVILEGE + "memory/interaction/get",
    source=SOURCE,
)
def get_message(call: Call) -> Json:
    """Show a message: there is no index to find it in."""
    _refuse_when_off(call)
    raise no_memory_index(MESSAGES, "get message since the messages index")


@operation(
    "ml.update_message",
    PUT("/_plugins/_ml/memory/message/{message_id}"),
    since="2.12",
    body="required",
    missing_body=lambda: ml_errors.memory_body_is_empty("interaction"),
    privilege=PRIVILEGE + "memory/interaction/update",
    source=SOURCE,
)
def update_message(call: Call) -> Json:
    """Change a message: there is no index to find it in."""
    _refuse_when_off(call)
    raise no_memory_index(MESSAGES, "update message since the message index")


@operation(
    "ml.get_message_traces",
    GET("/_plugins/_ml/memory/message/{message_id}/traces"),
    since="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/trace/get",
    source=SOURCE,
)
def get_message_traces(call: Call) -> Json:
    """List a message's traces: none."""
    _refuse_when_off(call)
    _refuse_bad_page(call, "traces")
    return {"traces": []}


def no_memory_index(index: str, what: str) -> ApiError:
    """The index is not there, in the words of the memory's own code."""
    reason = f"no such index [{index}] and cannot {what} does not exist"
    return ApiError(404, "index_not_found_exception", reason, metadata={"index": index, "index_uuid": "_na_"})


def _refuse_bad_page(call: Call, what: str) -> None:
    problems = []
    if call.query["max_results"] <= 0:
        problems.append(f"The number of {what} to retrieve must be positive")
    if call.query["next_token"] < 0:
        problems.append("The starting position must be nonnegative")
    if problems:
        raise request_invalid(*problems)


def _refuse_when_off(call: Call) -> None:
    if setting(call.state, "plugins.ml_commons.memory_feature_enabled") is False:
        raise ml_errors.memory_is_off()
