"""What the tools that compare two spans of time have in common: their parameters, fields and documents.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/DataFetchingHelper.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from .... import indices
from ....errors import ApiError, illegal_argument
from ....indices.resolving import resolve
from ....wire import Json
from ...access.control import require_permissions
from ...ml.errors import illegal_state
from ...remote import gson
from .. import index_tools
from ..numbers import decimal
from . import by_ppl

if TYPE_CHECKING:
    from ....cluster import State

MOST = 10_000
NUMBERS = ("byte", "short", "integer", "long", "float", "double", "half_float", "scaled_float")
"""Types of fields that hold numbers."""
FORMAT = "strict_date_optional_time||epoch_millis"
_FORMS = ("%Y-%m-%d %H:%M:%SZ", "%Y-%m-%d %H:%M:%S")
Document = dict[str, Any]


class Wanted(NamedTuple):
    """The parameters."""

    index_name: str
    time_field: str
    selection: tuple[str, str]
    baseline: tuple[str, str]
    size: int
    query_type: str
    filters: list[str]
    dsl: str
    ppl: str

    @property
    def compares(self) -> bool:
        """Whether there is a span to compare with."""
        return all(self.baseline)

    @property
    def whole_query(self) -> str:
        """PPL for the documents of any time."""
        return self.ppl or f"source={self.index_name}"


def read(parameters: Mapping[str, str]) -> Wanted:
    """Parameters, of which some may be missing."""

    def span(name: str) -> tuple[str, str]:
        return parameters.get(f"{name}TimeRangeStart", ""), parameters.get(f"{name}TimeRangeEnd", "")

    return Wanted(
        parameters.get("index", ""),
        parameters.get("timeField", "@timestamp"),
        span("selection"),
        span("baseline"),
        _size(parameters.get("size", "1000")),
        parameters.get("queryType", "dsl"),
        _filters(parameters.get("filter", "")),
        parameters.get("dsl", ""),
        parameters.get("ppl", ""),
    )


def fits(parameters: Mapping[str, str]) -> bool:
    """Whether a tool may be run so."""
    try:
        wanted = read(parameters)
    except ApiError:
        return False
    return bool(wanted.index_name) and all(wanted.selection) and wanted.query_type in ("dsl", "ppl")


def field_types(state: State, index: str) -> dict[str, str]:
    """Types by path, objects included."""
    require_permissions(state, ("indices:admin/mappings/get",), index)
    found: dict[str, str] = {}
    for name in resolve(state, index):
        _types(indices.find(state, name)["mappings"].get("properties") or {}, "", found)
    return found


def documents(state: State, wanted: Wanted, span: tuple[str, str]) -> list[Document]:
    """The documents of a span."""
    if wanted.query_type == "ppl":
        start, end = (_instant(text) for text in span)
        field = wanted.time_field
        limits = f"where {field} >= '{start}' AND {field} <= '{end}' | head {wanted.size}"
        return by_ppl.documents(state, f"{wanted.whole_query} | {limits}")
    require_permissions(state, (index_tools.SEARCHING,), wanted.index_name)
    start, end = (_instant(text) for text in span)
    must: list[Json] = [{"range": {wanted.time_field: {"gte": start, "lte": end, "format": FORMAT}}}]
    must += [_query(wanted.dsl)] if wanted.dsl else [_query(one) for one in wanted.filters]
    body: dict[str, Json] = {"query": {"bool": {"must": must}}, "size": wanted.size}
    return [hit["_source"] for hit in index_tools.search(state, wanted.index_name, body)["hits"]["hits"]]


def some_documents(state: State, wanted: Wanted) -> tuple[list[Document], list[Document]]:
    """Those of the span that is looked into, and of the one to compare with if there is one; each must have some."""
    by_query = wanted.query_type == "ppl"
    fetch = _by_query if by_query else documents
    selected = fetch(state, wanted, wanted.selection)
    before = fetch(state, wanted, wanted.baseline) if wanted.compares else []
    if by_query and not wanted.compares:
        return selected, before
    if not selected:
        raise illegal_state("No data found for selection time range")
    if wanted.compares and not before:
        raise illegal_state("No data found for baseline time range")
    return selected, before


def _by_query(state: State, wanted: Wanted, span: tuple[str, str]) -> list[Document]:
    query = by_ppl.within(wanted.whole_query, wanted.time_field, *span)
    return by_ppl.documents(state, f"{query} | head {wanted.size}")


def value_at(document: Document, field: str) -> Json:
    """A value by its path through objects."""
    value: Json = document
    for part in field.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _types(properties: Mapping[str, Any], path: str, found: dict[str, str]) -> None:
    for name, mapping in properties.items():
        if "type" in mapping:
            found[f"{path}{name}"] = mapping["type"]
        _types(mapping.get("properties") or {}, f"{path}{name}.", found)


def _size(text: str) -> int:
    try:
        size = int(decimal(text, 0))
    except ApiError:
        raise illegal_argument(f"Invalid 'size' parameter: '{text}', must be a valid integer") from None
    if not 0 < size <= MOST:
        raise illegal_argument(f"Invalid 'size' parameter: must be between 1 and {MOST}, got '{text}'")
    return size


def _filters(text: str) -> list[str]:
    if not text:
        return []
    try:
        found = gson.read(text)
    except gson.NotJson:
        found = None
    if not isinstance(found, list) or any(isinstance(one, dict | list) for one in found):
        raise illegal_argument(
            f"Invalid 'filter' parameter: must be a valid JSON array of strings, got '{text}'. Example: "
            "[\"{'term': {'status': 'error'}}\", \"{'range': {'level': {'gte': 3}}}\"]"
        )
    return [gson.parameter(one) for one in found]


def _query(text: str) -> Json:
    """A query in a text, in which quotes may be single ones."""
    try:
        found = gson.doubles(gson.read(text.strip().replace("'", '"')))
    except gson.NotJson as refused:
        raise illegal_argument(f"Invalid query format: {text}. Error: {refused.problem}") from None
    if not isinstance(found, dict):
        raise illegal_argument(f"Invalid query format: {text}. Error: Expected BEGIN_OBJECT")
    return found


def _instant(text: str) -> str:
    """A time in the server's form."""
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).strftime("%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ApiError(500, "runtime_exception", f"Invalid time format: {text}")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
