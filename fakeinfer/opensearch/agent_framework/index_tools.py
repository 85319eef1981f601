"""Tools that look at indices: list them, show their mappings, search them.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import documents, health, indices
from ...errors import ApiError
from ...formats.javatext import hash_order
from ...indices.resolving import Options, resolve
from ...indices.showing import shown_settings
from ...search.request import read_request
from ...wire import Json
from ..access.control import require_permissions
from ..indices.dialect import settings_of
from ..ml import indices as ml_indices
from ..remote import gson
from . import changes, lists, tool_failures
from .changes import SEARCH_TOOL_MISTAKES_REQUESTS
from .numbers import is_true, whole
from .outputs import Outputs, Value

if TYPE_CHECKING:
    from ...cluster import State

COLUMNS = (
    "row", "health", "status", "index", "uuid", "pri(number of primary shards)", "rep(number of replica shards)",
    "docs.count(number of available documents)", "docs.deleted(number of deleted documents)",
    "store.size(store size of primary and replica shards)", "pri.store.size(store size of primary shards)",
)  # fmt: skip
ALL = Options(expand_wildcards="all")
LISTING = ("indices:monitor/settings/get", "cluster:monitor/state", "indices:monitor/stats", "cluster:monitor/health")
SEARCHING = "indices:data/read/search"
"""What a user needs permission for when a tool does it."""
CONTROLLED = (ml_indices.CONNECTORS, ml_indices.MODELS, ml_indices.GROUPS)
"""Indices that the server searches by actions of their own, for the sake of who may see what."""
SIZE = "208b"
"""What an empty index takes; sizes are made up."""


def list_indices(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`CatIndexTool`, later `ListIndexTool`: a table of indices, system indices too."""
    names = _named(state, _asked(state, parameters.get("indices")))
    require_permissions(state, LISTING, ",".join(names))
    if not names:
        return f"There were no results searching the indices parameter [{parameters.get('indices', 'null')}]."
    rows = [",".join(COLUMNS)]
    for number, name in enumerate(hash_order(names), 1):
        index = indices.find(state, name)
        of_index = next(found for found in health.of_indices(state, name) or [])
        shards, replicas = (indices.setting(index, f"number_of_{what}", "1") for what in ("shards", "replicas"))
        count = len(list(documents.all_documents(state, name)))
        cells = (number, of_index.status, "open", name, index["uuid"], shards, replicas, count, 0, SIZE, SIZE)
        rows.append(",".join(map(str, cells)))
    return "\n".join(rows) + "\n"


def show_mappings(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`IndexMappingTool`: mappings and settings of indices, in Java's way of writing maps."""
    asked = _asked(state, parameters.get("index"))
    listed = _mapped_names(state, asked) if asked is not None else []
    if not listed:
        return f"There were no results searching the index parameter [{parameters.get('index', 'null')}]."
    require_permissions(state, ("indices:admin/get",), ",".join(map(str, listed)))
    told = []
    for name in sorted(resolve(state, ",".join(listed), ALL)):
        index = indices.find(state, name)
        lines = "".join(f"{key}={java_text(value)}\n" for key, value in index["mappings"].items())
        settings = shown_settings(state, name, settings_of(state.contract.version), flat=True)
        shown = "".join(f"{key}={java_text(value)}\n" for key, value in sorted(settings.items()))
        told.append(f"index: {name}\n\nmappings:\n{lines}\n\nsettings:\n{shown}\n\n")
    return "".join(told)


def search_index(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`SearchIndexTool`: what a query finds, a line of JSON for each document; since 3.2 the raw answer if asked for."""
    if changes.TOOLS_READ_INPUT in state.switched_on:
        index, query = _read_leniently(state, parameters)
    else:
        index, query = _read_strictly(state, parameters)
    if isinstance(query, str):
        query = _parsed(query)
    if changes.SEARCH_TOOL_SAYS_WHAT_IT_MISSES in state.switched_on:
        try:
            _refuse_no_object(query)
            read_request(state, query, None)
        except ApiError as error:
            raise tool_failures.search_not_read(error.reason) from error
    _refuse_no_object(query)
    if isinstance(index, list) and len(index) == 1:
        index = index[0]
    if index in CONTROLLED and SEARCH_TOOL_MISTAKES_REQUESTS in state.switched_on:
        raise tool_failures.request_of_another_class()
    require_permissions(state, (SEARCHING,), str(index))
    answer = search(state, gson.parameter(index), query)
    if changes.TOOLS_READ_INPUT in state.switched_on and is_true(parameters.get("return_raw_response")):
        return Outputs([[{"name": "SearchIndexTool", "dataAsMap": answer}]])
    return told_hits(answer)


def search(state: State, index: str, body: Json) -> dict[str, Any]:
    """What a search of a tool answers."""
    from ...search import engine

    return engine.search(state, resolve(state, index), body)


def told_hits(answer: Mapping[str, Any]) -> str:
    """Documents as tools tell them."""
    return "".join(
        gson.text({key: hit.get(key) for key in ("_index", "_source", "_id", "_score")}) + "\n"
        for hit in answer["hits"]["hits"]
    )


def _read_strictly(state: State, parameters: Mapping[str, str]) -> tuple[Json, Json]:
    """Index and query out of `input`, since 3.1 else out of parameters."""
    try:
        wanted = gson.read(parameters["input"]) if parameters.get("input", "").strip() else None
    except gson.NotJson as refused:
        if refused.ends:
            raise tool_failures.broken_json(refused.problem, ends=True) from None
        raise tool_failures.search_is_no_object(parameters["input"]) from None
    if wanted is not None and not isinstance(wanted, dict):
        raise tool_failures.search_is_no_object(wanted)
    given: Mapping[str, Json] = wanted or {}
    index, query = given.get("index"), given.get("query")
    if changes.SEARCH_TOOL_TAKES_PARAMETERS in state.switched_on:
        index = parameters.get("index") if index is None else index
        query = _parsed(parameters.get("query")) if query is None else query
    if index is None or query is None:
        raise tool_failures.search_lacks_fields()
    return index, query


def _read_leniently(state: State, parameters: Mapping[str, str]) -> tuple[Json, Json]:
    """The same since 3.2: what is no object in `input` is left aside, which 3.8 refuses again."""
    on = changes.SEARCH_TOOL_SAYS_WHAT_IT_MISSES in state.switched_on
    wanted: Json = None
    try:
        wanted = gson.read(parameters["input"]) if parameters.get("input", "").strip() else None
        if wanted is not None and not isinstance(wanted, dict):
            raise gson.NotJson(str(tool_failures.search_is_no_object(wanted).reason))
    except gson.NotJson as refused:
        if on:
            raise tool_failures.search_input_is_no_json(refused.problem) from None
        wanted = None
    index, query = None, None
    if isinstance(wanted, dict) and {"index", "query"} <= wanted.keys():
        index, query = wanted["index"], wanted["query"]
        query = query if on or not isinstance(query, str) else gson.text(query)
    index = parameters.get("index") if index in (None, "") else index
    query = parameters.get("query") if query in (None, "") else query
    missing = [f"'{name}'" for name, value in (("index", index), ("query", query)) if value in (None, "")]
    if missing:
        told = f"both {' and '.join(missing)}" if len(missing) > 1 else missing[0]
        raise tool_failures.search_lacks_valid_fields(told if on else None)
    return index, query


def _parsed(text: str | None) -> Json:
    """A query among parameters; what is no JSON stays a text, which is no query."""
    try:
        return None if text is None else gson.read(text)
    except gson.NotJson:
        return text


def _refuse_no_object(query: Json) -> None:
    if not isinstance(query, dict):
        raise tool_failures.query_is_no_object(query)


def find_visualizations(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`VisualizationTool`: titles and ids of what dashboards keep."""
    if "input" not in parameters:
        raise tool_failures.no_text_to_match()
    index, none = made_with.get("index", ".kibana"), "No Visualization found"
    require_permissions(state, (SEARCHING,), index)
    size = made_with.get("size", "3")
    must = [{"term": {"type": "visualization"}}, {"match": {"visualization.title": parameters["input"]}}]
    body = {"query": {"bool": {"must": must}}, "size": whole(size, 3) if size.isdecimal() else 3}
    try:
        found = search(state, index, body)["hits"]["hits"]
    except ApiError as error:
        if error.type == "index_not_found_exception":
            return none
        raise
    lines = [
        f"{hit['_source']['visualization']['title']},{hit['_id'].removeprefix('visualization:')}\n" for hit in found
    ]
    return "Title,Id\n" + "".join(lines) if lines else none


def _named(state: State, asked: str | None) -> list[str]:
    listed = lists.read_names(asked, "toArray(Object[])") if asked is not None else []
    return resolve(state, ",".join(listed), ALL) if listed else list(state.store["indices"])


def _asked(state: State, names: str | None) -> str | None:
    """Names of indices; since 3.0 blanks are none."""
    if names is not None and not names.strip() and changes.BLANK_INDEX_NAMES_ARE_NONE in state.switched_on:
        return None
    return names


def _mapped_names(state: State, asked: str) -> list[str]:
    """A list of names; since 3.1 what is no list is a name."""
    if changes.INDEX_NAMES_NEED_NO_LIST in state.switched_on and asked.strip() != "null":
        try:
            lists.read(asked, "", "")
        except ApiError:
            return [asked]
    return lists.read_names(asked, "isEmpty()")


def java_text(value: Json) -> str:
    """`toString` of a map, list or scalar."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={java_text(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(java_text, value)) + "]"
    return value if isinstance(value, str) else gson.text(value)
