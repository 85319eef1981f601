"""`SearchAroundDocumentTool` (3.6): the documents before and after one, by a field of time.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/SearchAroundDocumentTool.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....errors import ApiError, illegal_argument
from ....wire import Json
from ...access.control import require_permissions
from ...remote import gson
from .. import index_tools
from ..numbers import decimal
from ..outputs import Value
from ..toolbox import Kind

if TYPE_CHECKING:
    from ....cluster import State

NEEDED = ("index", "doc_id", "timestamp_field", "count")


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """The document among its neighbours, oldest first."""
    given = {name: parameters.get(name, "") for name in NEEDED}
    count = _whole(given["count"])
    if count is None or not all(given.values()):
        raise illegal_argument(
            "SearchAroundDocumentTool requires: index, doc_id, timestamp_field, and count parameters"
        )
    index, id, field = given["index"], given["doc_id"], given["timestamp_field"]
    require_permissions(state, (index_tools.SEARCHING,), index)
    this: dict[str, Json] = {"ids": {"values": [id]}}
    found = _search(state, index, {"query": this, "sort": _sort(field, "desc"), "size": 1})
    if not found:
        raise illegal_argument(f"Document not found: {id}")
    others = {"query": {"bool": {"must_not": [this]}}, "search_after": found[0]["sort"], "size": count}
    before = _search(state, index, {**others, "sort": _sort(field, "desc")})
    after = _search(state, index, {**others, "sort": _sort(field, "asc")})
    return gson.text([_told(hit) for hit in [*reversed(before), *found, *after]])


def _sort(field: str, order: str) -> list[Json]:
    """By time, then by the order in which documents came."""
    return [{name: {"order": order, "unmapped_type": "boolean"}} for name in (field, "_doc")]


def _search(state: State, index: str, body: dict[str, Json]) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = index_tools.search(state, index, body)["hits"]["hits"]
    return hits


def _told(hit: Mapping[str, Any]) -> dict[str, Json]:
    """A hit as Java's map of it is told; without a score it has none that is a number."""
    score = "NaN" if hit.get("_score") is None else hit["_score"]
    told = {"_index": hit["_index"], "_source": hit.get("_source"), "_id": hit["_id"], "_score": score}
    return {**told, "sort": hit["sort"]} if hit.get("sort") else told


def _whole(text: str) -> int | None:
    try:
        return int(decimal(text, 0)) if text else None
    except ApiError:
        return None


KINDS: Mapping[str, Kind] = {"SearchAroundDocumentTool": Kind(run, needs=(("input",), NEEDED))}
