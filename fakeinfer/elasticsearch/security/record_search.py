"""Searching users, roles and API keys by query: they are put into an index of a moment, as they lie in one on the server.

Only some queries and the fields that answers show may be used.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/support/FieldNameTranslators.java
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import documents, indices
from ...errors import illegal_argument, not_implemented
from ...search.engine import run
from ...search.request import read_request
from ...wire import Json

if TYPE_CHECKING:
    from ...cluster import State

INDEX = "records"
QUERIES = ("bool", "match_all", "ids", "term", "exists", "terms", "prefix", "wildcard", "match", "range")
CLAUSES = ("must", "should", "must_not", "filter")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its fields with the types of their mapping, and which of them cannot be sorted by."""

    fields: Mapping[str, str]
    unsorted: tuple[str, ...] = ()

    def check(self, field: str) -> None:
        """Refuse a field that may not be asked about."""
        if "*" in field:
            raise illegal_argument(f"Field name pattern [{field}] is not allowed for querying or aggregation")
        if field not in self.fields and not (field.startswith("metadata.") and "metadata" in self.fields):
            raise illegal_argument(f"Field [{field}] is not allowed for querying or aggregation")


API_KEYS = Kind(
    {
        "type": "keyword",
        "name": "keyword",
        "username": "keyword",
        "realm_name": "keyword",
        "creation": "date",
        "expiration": "date",
        "invalidated": "boolean",
        "invalidation": "date",
        "metadata": "flattened",
    }
)
USERS = Kind(
    {"username": "keyword", "roles": "keyword", "enabled": "boolean", "full_name": "text", "email": "text"},
    unsorted=("full_name", "email"),
)
ROLES = Kind(
    {
        "name": "keyword",
        "description": "text",
        "metadata": "flattened",
        "applications.application": "keyword",
        "applications.privileges": "keyword",
        "applications.resources": "keyword",
    }
)


def search(
    state: State,
    kind: Kind,
    records: Iterable[tuple[str, dict[str, Json]]],
    body: dict[str, Any],
    *,
    typed: bool = False,
) -> dict[str, Any]:
    """The answer of the search engine over records by id; hits hold `_id` and, when sorted, `sort`."""
    _check_query(kind, body.get("query"))
    _check_sort(kind, body.get("sort"))
    aggregations = body.get("aggs") or body.get("aggregations")
    _check_aggregations(kind, aggregations)
    scratch = type(state)(state.contract, state.switched_on, {"settings": {}})
    mappings = {"properties": {name: {"type": type_} for name, type_ in kind.fields.items()}}
    indices.create(scratch, INDEX, mappings=mappings)
    for id, source in records:
        documents.write(scratch, INDEX, id, source)
    request = read_request(scratch, {**body, "_source": False, "track_total_hits": True})
    return run(scratch, [INDEX], request, typed_keys=typed)


def _check_query(kind: Kind, query: Json) -> None:
    """Which queries and fields are used; what is malformed is the engine's to refuse."""
    if not isinstance(query, dict) or len(query) != 1:
        return
    ((name, inner),) = query.items()
    if name == "simple_query_string":
        raise not_implemented("simple_query_string over users, roles and API keys")
    if name not in QUERIES:
        raise illegal_argument(f"Query type [{name}] is not currently supported in this context")
    if name == "bool" and isinstance(inner, dict):
        for clause in CLAUSES:
            asked = inner.get(clause, [])
            for one in asked if isinstance(asked, list) else [asked]:
                _check_query(kind, one)
    elif name == "exists" and isinstance(inner, dict):
        kind.check(str(inner.get("field")))
    elif name not in ("bool", "match_all", "ids") and isinstance(inner, dict):
        for field in inner:
            if field not in ("boost", "_name"):
                kind.check(field)


def _check_sort(kind: Kind, sort: Json) -> None:
    for key in sort if isinstance(sort, list) else [sort]:
        for field in key if isinstance(key, dict) else [key]:
            if not isinstance(field, str) or field == "_doc":
                continue
            kind.check(field)
            if field in kind.unsorted:
                raise illegal_argument(f"sorting is not supported for field [{field}]")


def _check_aggregations(kind: Kind, aggregations: Json) -> None:
    if not isinstance(aggregations, dict):
        return
    for body in aggregations.values():
        for name, inner in body.items() if isinstance(body, dict) else ():
            if name in ("aggs", "aggregations"):
                _check_aggregations(kind, inner)
            elif isinstance(inner, dict) and isinstance(inner.get("field"), str):
                kind.check(inner["field"])
