"""Conversations: begun, listed, shown, changed, searched and removed. Their messages are in `message_api.py`.

`opensearch-project/ml-commons:memory/src/main/java/org/opensearch/ml/memory/action/conversation/`, from 2.12 on. Reading one of
an index that is not there is a 404 in words of its own, listing is empty, deleting succeeds. Who owns what, and what is kept,
is in `conversations.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ... import media
from ...errors import ApiError, index_not_found, number_format
from ...ingest.errors import class_cast
from ...operations import DELETE, GET, POST, PUT, Call, Int, Parameter, operation
from ...wire import Json
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.searching import search_within
from ..models.group_api import PRIVILEGE, SOURCE
from . import conversations
from . import errors as memory_errors
from .conversations import MEMORIES


class PageNumber(Int):
    """A number that is refused without the name of its parameter."""

    def read(self, name: str, text: str) -> int:
        try:
            return super().read(name, text)
        except ApiError:
            raise number_format(text) from None


PAGE: dict[str, Parameter] = {"max_results": PageNumber(10), "next_token": PageNumber(0)}


def read_new(call: Call, data: bytes, format: str) -> Json:
    """The body of a new conversation; whatever is wrong with its text is a parse error, and a list is as good as nothing."""
    try:
        body = media.read_first_value(call, data, format)
    except ApiError as error:
        raise memory_errors.cannot_be_cast(error.reason or "") from None
    return body if isinstance(body, dict) else {}


@operation(
    "ml.create_memory",
    POST("/_plugins/_ml/memory"),
    since="2.12",
    body="optional",
    reader=read_new,
    privilege=PRIVILEGE + "memory/conversation/create",
    source=SOURCE,
)
def create_memory(call: Call) -> Json:
    """Begin a conversation; without a name whatever else was sent is not kept."""
    body = call.body or {}
    kinds: dict[str, type] = {"name": str}
    if call.has(changes.MEMORY_INFO):
        kinds |= {"application_type": str, "additional_info": dict}
    given = {field: _cast(body[field], kind) for field, kind in kinds.items() if body.get(field) is not None}
    refuse_when_off(call)
    if "name" not in given:
        given = {}
    id = conversations.create(
        call.state, given.get("name"), given.get("application_type"), given.get("additional_info")
    )
    return {"memory_id": id}


@operation(
    "ml.get_all_memories",
    GET("/_plugins/_ml/memory"),
    since="2.12",
    query=PAGE,
    privilege=PRIVILEGE + "memory/conversation/list",
    source=SOURCE,
)
def get_all_memories(call: Call) -> Json:
    """List the caller's conversations, the one that changed last first."""
    if call.query["max_results"] <= 0:
        raise memory_errors.page_refused("Can't list 0 or negative conversations")
    refuse_when_off(call)
    query: dict[str, Any] = {"match_all": {}}
    user = conversations.user_name(call.state)
    if user is not None:
        query = {"term": {"user": user}}
    found = page(call, MEMORIES, query, {"updated_time": "desc"})
    return listed(call, "memories", [_shown(call, id, source) for id, source in found])


@operation(
    "ml.get_memory",
    GET("/_plugins/_ml/memory/{memory_id}"),
    since="2.12",
    privilege=PRIVILEGE + "memory/conversation/get",
    source=SOURCE,
)
def get_memory(call: Call) -> Json:
    """Show a conversation."""
    refuse_when_off(call)
    if not ml_indices.exists(call.state, MEMORIES):
        raise memory_errors.no_index(MEMORIES, "get {0} since the {0} index".format(_word(call)))
    id = call.path["memory_id"]
    return _shown(call, id, conversations.find(call.state, id))


@operation(
    "ml.update_memory",
    PUT("/_plugins/_ml/memory/{memory_id}"),
    since="2.12",
    body="required",
    missing_body=lambda: memory_errors.body_is_empty("conversation"),
    privilege=PRIVILEGE + "memory/conversation/update",
    source=SOURCE,
)
def update_memory(call: Call) -> Json:
    """Change a conversation's name and additions; that it was changed is kept even if nothing else is."""
    changed = taken(call.body, ("name", "additional_info"))
    refuse_when_off(call)
    if not ml_indices.exists(call.state, MEMORIES):
        raise memory_errors.no_index(MEMORIES, "update {0} since the {0} index".format(_word(call)))
    id = call.path["memory_id"]
    conversations.check_access(call.state, id, f"memory {id}")
    changed["updated_time"] = call.state.clock.iso()
    return conversations.change(call.state, MEMORIES, id, changed).answer()


@operation(
    "ml.delete_memory",
    DELETE("/_plugins/_ml/memory/{memory_id}"),
    since="2.12",
    privilege=PRIVILEGE + "memory/conversation/delete",
    source=SOURCE,
)
def delete_memory(call: Call) -> Json:
    """Remove a conversation and what was said in it; while there is no index, any counts as removed."""
    refuse_when_off(call)
    conversations.remove(call.state, call.path["memory_id"])
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
    """Search the caller's conversations: a missing index is a 404 here."""
    user = conversations.user_name(call.state)
    return search_own(call, MEMORIES, [] if user is None else [{"term": {"user": user}}])


def refuse_when_off(call: Call) -> None:
    """Conversation memory may be switched off as a whole."""
    if setting(call.state, "plugins.ml_commons.memory_feature_enabled") is False:
        raise memory_errors.memory_is_off(call.has(changes.MEMORY_IS_EXPERIMENTAL))


def page(call: Call, index: str, query: Mapping[str, Any], sort: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Ids and sources of the page of documents that was asked for; none while there is no index."""
    if not ml_indices.exists(call.state, index):
        return []
    from ...search import engine

    body = {"query": query, "sort": [sort], "from": call.query["next_token"], "size": call.query["max_results"]}
    return [(hit["_id"], hit["_source"]) for hit in engine.search(call.state, index, body)["hits"]["hits"]]


def listed(call: Call, name: str, entries: Sequence[Any]) -> Json:
    """A page as it is answered; a full one tells where the next begins, be there one or not."""
    answer: dict[str, Any] = {name: entries}
    if len(entries) == call.query["max_results"]:
        answer["next_token"] = call.query["next_token"] + len(entries)
    return answer


def search_own(call: Call, index: str, conditions: Sequence[Json]) -> Json:
    """A search in which further conditions hold; one without a query is refused."""
    if not ml_indices.exists(call.state, index):
        raise index_not_found(index)
    if "query" not in call.body:
        raise memory_errors.no_query()
    from ...search.confining import Confinement

    return search_within(call, index, call.body, [Confinement(must=conditions)])


def taken(body: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The fields that an update may change; it takes no null."""
    changed = {name: body[name] for name in names if name in body}
    if None in changed.values():
        raise memory_errors.null_in_update()
    return changed


def _word(call: Call) -> str:
    return "memory" if call.has(changes.MEMORY_WORDS) else "conversation"


def _cast(value: Json, kind: type) -> Any:
    if isinstance(value, kind):
        return value
    text = class_cast(value, "java.lang.String" if kind is str else "java.util.Map").reason or ""
    raise memory_errors.cannot_be_cast(text.replace("java.util.LinkedHashMap", "java.util.HashMap"))


def _shown(call: Call, id: str, source: Mapping[str, Any]) -> Json:
    name = source.get("name")
    if isinstance(name, list | dict):
        raise memory_errors.stored_value_cannot_be_cast(class_cast(name, "java.lang.String").reason or "")
    shown: dict[str, Any] = {
        "memory_id": id,
        "create_time": source["create_time"],
        "updated_time": source["updated_time"],
        "name": name,
    }
    if "user" in source:
        shown["user"] = source["user"]
    if "additional_info" in source and call.has(changes.MEMORY_INFO):
        shown["additional_info"] = source["additional_info"]
    return shown
