"""`_field_caps`: what can be done with the fields of several indices, type by type.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/action/fieldcaps/TransportFieldCapabilitiesAction.java
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from ..formats.javatext import hash_order
from ..indices.resolving import WILDCARDS, options_of, resolve
from ..mapping.fields import Fields, fields_of
from ..operations import GET, POST, Bool, Call, Parameter, Text
from ..search.locate import Place
from ..search.query import Reading
from ..search.view import view_of
from ..wire import Json

if TYPE_CHECKING:
    from ..cluster import State
    from ..search.view import View

FIELD_CAPS = (GET("/_field_caps"), POST("/_field_caps"), GET("/{index}/_field_caps"), POST("/{index}/_field_caps"))
CAPABILITIES: dict[str, Parameter] = {**WILDCARDS, "fields": Text(), "include_unmapped": Bool(False)}
UNINDEXED = ("knn_vector", "binary", "rank_features", "stored")
"""Types that no query can look into."""
WITHOUT_VALUES = ("text", "match_only_text", "search_as_you_type", "annotated_text", "completion")
"""Types whose values are not kept column by column."""
SINGLE = (
    "rank_feature",
    "rank_features",
    "sparse_vector",
    "dense_vector",
    "semantic_text",
    "semantic",
    "percolator",
    "flat_object",
)
"""Types that are never sorted by or aggregated."""
ON_REQUEST = ("binary", "wildcard")
"""Types whose values are kept column by column on request alone."""
FAMILIES = {
    "constant_keyword": "keyword",
    "match_only_text": "text",
    "pattern_text": "text",
    "token_count": "integer",
    "semantic_text": "text",
}
"""Types that searches need not tell from another one."""


class Capability(NamedTuple):
    """What can be done with one field of one index."""

    type: str
    searchable: bool
    aggregatable: bool
    meta: Mapping[str, str] = {}
    metadata: bool = False


Capabilities = dict[str, Capability]


def field_capabilities(
    call: Call,
    patterns: Sequence[str],
    index_filter: Json,
    own_fields: Capabilities,
    *,
    tells_metadata: bool,
) -> Json:
    """What can be done with the fields of the indices that a request means.

    `own_fields` are those that every index has; with `tells_metadata` each field says whether it is such a one.
    """
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    if index_filter is not None:
        names = [name for name in names if not finds_nothing(index_filter, view_of(call.state, name))]
    found: dict[str, dict[str, Capability]] = {}
    for name in sorted(names):
        for path, capability in _of_index(call.state, name, patterns, own_fields).items():
            found.setdefault(path, {})[name] = capability
    return {
        "indices": sorted(names),
        "fields": {
            path: _merged(found[path], sorted(names), call.query["include_unmapped"], tells_metadata)
            for path in hash_order(found)
        },
    }


def read_filter(call: Call, index_filter: Json, place: Place) -> None:
    """Refuse a filter that is no query."""
    Reading(call.state).query(index_filter, place)


def finds_nothing(query: Json, view: View) -> bool:
    """Whether an index need not be asked: what can be told without looking at its documents one by one.

    Fields that it lacks, and dates all before or all after what its documents have
    (observed: opensearch 2.19.1, where ranges of numbers leave every index in).
    """
    name, body = next(iter(query.items()))
    if name == "match_none":
        return True
    if name == "bool":
        clauses = [clause for kind in ("must", "filter") for clause in _listed(body.get(kind))]
        return any(finds_nothing(clause, view) for clause in clauses)
    if name == "constant_score":
        return finds_nothing(body["filter"], view)
    if name == "term":
        path = next((key for key in body if key not in ("boost", "_name")), "")
        return not path.startswith("_") and view.fields.get(path) is None
    return name == "range" and _out_of_range(body, view)


def _out_of_range(body: dict[str, Json], view: View) -> bool:
    path = next((key for key in body if key not in ("boost", "_name")), "")
    field = view.fields.get(path)
    if field is None:
        return True
    if field.family != "date":
        return False
    bounds = {key: value for key, value in body[path].items() if value is not None}
    more = {key: value for key, value in bounds.items() if key not in ("gt", "gte", "lt", "lte", "from", "to")}
    for keys in (("gt", "gte", "from"), ("lt", "lte", "to")):
        side = {key: bounds[key] for key in keys if key in bounds}
        if side:
            query = Reading(view.state).query({"range": {path: {**more, **side}}}, Place(body))
            if not query.scores(view, 1.0):
                return True
    return False


def _listed(clauses: Json) -> list[Json]:
    return clauses if isinstance(clauses, list) else [] if clauses is None else [clauses]


def _of_index(state: State, index: str, patterns: Sequence[str], own_fields: Capabilities) -> Capabilities:
    fields = fields_of(state, index)
    found: Capabilities = {
        path: one for path, one in own_fields.items() if any(fnmatchcase(path, pattern) for pattern in patterns)
    }
    for path in fields.fields:
        if any(fnmatchcase(path, pattern) for pattern in patterns):
            found[path] = capability_of(fields, path)
            for above in _above(path):
                if above not in fields.fields:
                    kind = "nested" if above in fields.nested else "object"
                    found.setdefault(above, Capability(kind, False, False))
    return found


def _above(path: str) -> list[str]:
    steps = path.split(".")
    return [".".join(steps[:count]) for count in range(len(steps) - 1, 0, -1)]


def capability_of(fields: Fields, path: str) -> Capability:
    """What can be done with a field, by its definition."""
    field = fields.fields[path]
    if field.type.name == "alias" and field.options.get("path") in fields.fields:
        return capability_of(fields, field.options["path"])
    name, options = field.type.name, field.options
    aggregatable = options.get("doc_values", name not in ON_REQUEST) not in (False, "false")
    if name in WITHOUT_VALUES:
        aggregatable = options.get("fielddata") in (True, "true")
    return Capability(
        FAMILIES.get(name, name),
        field.searchable and name not in UNINDEXED,
        aggregatable and name not in SINGLE,
        options.get("meta") or {},
    )


def _merged(
    by_index: dict[str, Capability], names: list[str], include_unmapped: bool, tells_metadata: bool
) -> dict[str, Json]:
    """A field of several indices, type by type; indices are named where they differ."""
    types: dict[str, dict[str, Capability]] = {}
    for index, capability in by_index.items():
        types.setdefault(capability.type, {})[index] = capability
    lacking = [name for name in names if name not in by_index]
    if include_unmapped and lacking:
        types["unmapped"] = {name: Capability("unmapped", False, False) for name in lacking}
    return {kind: _of_type(types[kind], len(types) > 1, tells_metadata) for kind in hash_order(types)}


def _of_type(by_index: dict[str, Capability], names_indices: bool, tells_metadata: bool) -> dict[str, Json]:
    first = next(iter(by_index.values()))
    shown: dict[str, Any] = {"type": first.type}
    if tells_metadata:
        shown["metadata_field"] = first.metadata
    without = {
        "searchable": [index for index, one in by_index.items() if not one.searchable],
        "aggregatable": [index for index, one in by_index.items() if not one.aggregatable],
    }
    shown |= {what: not indices for what, indices in without.items()}
    if names_indices:
        shown["indices"] = list(by_index)
    for what, indices in without.items():
        if indices and len(indices) < len(by_index):
            shown[f"non_{what}_indices"] = indices
    meta: dict[str, set[str]] = {}
    for one in by_index.values():
        for key, value in one.meta.items():
            meta.setdefault(key, set()).add(value)
    if meta:
        shown["meta"] = {key: sorted(meta[key]) for key in sorted(meta)}
    return shown
