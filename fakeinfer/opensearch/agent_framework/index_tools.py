"""Tools that look at indices: list them, show their mappings, search them.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ... import documents, health, indices
from ...errors import ApiError
from ...formats.javatext import hash_order
from ...indices.resolving import Options, resolve
from ...indices.showing import shown_settings
from ...wire import Json
from ..access_control import require_permissions
from ..index_api import settings_of
from ..remote import gson
from . import failures, lists
from .outputs import Value

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
SIZE = "208b"
"""What an empty index takes; sizes are made up."""


def list_indices(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`CatIndexTool`, later `ListIndexTool`: a table of indices, system indices too."""
    names = _named(state, parameters.get("indices"))
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
    asked = parameters.get("index")
    listed = lists.read_names(asked, "isEmpty()") if asked is not None else []
    if not listed:
        return f"There were no results searching the index parameter [{'null' if asked is None else asked}]."
    require_permissions(state, ("indices:admin/get",), ",".join(map(str, listed)))
    told = []
    for name in sorted(resolve(state, ",".join(listed), ALL)):
        index = indices.find(state, name)
        lines = "".join(f"{key}={_java(value)}\n" for key, value in index["mappings"].items())
        settings = shown_settings(state, name, settings_of(state.contract.version), flat=True)
        shown = "".join(f"{key}={_java(value)}\n" for key, value in sorted(settings.items()))
        told.append(f"index: {name}\n\nmappings:\n{lines}\n\nsettings:\n{shown}\n\n")
    return "".join(told)


def search_index(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`SearchIndexTool`: what a query finds, a line of JSON for each document."""
    from ...search import engine

    try:
        wanted = gson.read(parameters["input"]) if parameters.get("input", "").strip() else None
    except gson.NotJson as refused:
        if refused.ends:
            raise failures.broken_json(refused.problem, ends=True) from None
        raise failures.search_is_no_object(parameters["input"]) from None
    if wanted is not None and not isinstance(wanted, dict):
        raise failures.search_is_no_object(wanted)
    index, query = (wanted.get("index"), wanted.get("query")) if isinstance(wanted, dict) else (None, None)
    if index is None or query is None:
        raise failures.search_lacks_fields()
    require_permissions(state, (SEARCHING,), str(index))
    if isinstance(index, list) and len(index) == 1:
        index = index[0]
    if not isinstance(query, dict):
        raise failures.query_is_no_object(query)
    names = resolve(state, gson.parameter(index))
    found = engine.search(state, names, query)["hits"]["hits"]
    return "".join(
        gson.text({key: hit.get(key) for key in ("_index", "_source", "_id", "_score")}) + "\n" for hit in found
    )


def find_visualizations(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`VisualizationTool`: titles and ids of what dashboards keep."""
    from ...search import engine

    if "input" not in parameters:
        raise failures.no_text_to_match()
    index, none = made_with.get("index", ".kibana"), "No Visualization found"
    require_permissions(state, (SEARCHING,), index)
    size = made_with.get("size", "3")
    must = [{"term": {"type": "visualization"}}, {"match": {"visualization.title": parameters["input"]}}]
    body = {"query": {"bool": {"must": must}}, "size": int(size) if size.isdigit() else 3}
    try:
        found = engine.search(state, resolve(state, index), body)["hits"]["hits"]
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


def _java(value: Json) -> str:
    """`toString` of a map, list or scalar."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_java(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_java, value)) + "]"
    return value if isinstance(value, str) else gson.text(value)
