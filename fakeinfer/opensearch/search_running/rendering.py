"""A search's source as the server's builders print it: defaults filled in, short forms written out, keys in their order.

Processors read paths in this form (`query.match.title.query`) and repeat it in messages. What has no form here, or is not
well-formed, stays as it was sent. Query names of plugins are in `query_forms.py` with all others.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/builder/SearchSourceBuilder.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...formats.javatext import hash_order
from ...search.values import number_of
from ...wire import Json
from .query_forms import query_form

if TYPE_CHECKING:
    from ...cluster import State

_INT_MAX = 2**31 - 1


def _number(value: Json) -> Json:
    number = number_of(value)
    return value if number is None else int(number)


def _double(value: Json) -> Json:
    number = number_of(value)
    return value if number is None else float(number)


def _truth(value: Json) -> Json:
    return value in (True, "true") if value in (True, False, "true", "false") else value


def _shown_fields(value: Json) -> Json:
    return [{"field": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


def _source_filter(value: Json) -> Json:
    if value in (False, "false"):
        return False
    if isinstance(value, dict):
        includes = value.get("includes", value.get("include", []))
        excludes = value.get("excludes", value.get("exclude", []))
        return {"includes": _listed(includes), "excludes": _listed(excludes)}
    return {"includes": [] if value in (True, "true", None) else _listed(value), "excludes": []}


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else [value]


def _stored_fields(value: Json) -> Json:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _sort(value: Json) -> Json:
    return [_sort_key(key) for key in _listed(value)]


def _sort_key(key: Json) -> Json:
    if isinstance(key, str):
        return {key: {"order": "desc" if key == "_score" else "asc"}}
    if not isinstance(key, dict):
        return key
    return {
        name: {"order": how.lower()}
        if isinstance(how, str)
        else {"order": "desc" if name == "_score" else "asc", **how}
        if isinstance(how, dict)
        else how
        for name, how in key.items()
    }


def _counted_hits(value: Json) -> Json:
    return {True: _INT_MAX, "true": _INT_MAX, False: -1, "false": -1}.get(value, _number(value))


def _aggregations(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    return {name: _aggregation(inner) for name, inner in value.items()}


def _aggregation(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    shown: dict[str, Json] = {}
    for name, inner in value.items():
        if name == "terms" and isinstance(inner, dict):
            inner = _terms(inner)
        shown["aggregations" if name == "aggs" else name] = (
            _aggregations(inner) if name in ("aggs", "aggregations") else inner
        )
    return shown


def _terms(given: dict[str, Json]) -> dict[str, Json]:
    defaults: dict[str, Json] = {
        "size": 10,
        "min_doc_count": 1,
        "shard_min_doc_count": 0,
        "show_term_doc_count_error": False,
        "order": [{"_count": "desc"}, {"_key": "asc"}],
    }
    known = ("field", "missing", *defaults)
    return {**{name: {**defaults, **given}[name] for name in known if name in given or name in defaults}, **given}


def _extensions(value: Json) -> Json:
    """Sections print themselves, `rerank` without its name."""
    if not isinstance(value, dict):
        return value
    shown: dict[str, Json] = {}
    for name, section in value.items():
        if name == "rerank":
            shown.update(section if isinstance(section, dict) else {})
        else:
            shown[name] = section if isinstance(section, dict) else {}
    return shown


def _as_sent(value: Json) -> Json:
    return value


_KEYS: dict[str, Callable[[Any], Json]] = {
    "from": _number,
    "size": _number,
    "timeout": _as_sent,
    "terminate_after": _number,
    "query": query_form,
    "post_filter": query_form,
    "min_score": _double,
    "version": _truth,
    "seq_no_primary_term": _truth,
    "explain": _truth,
    "include_named_queries_score": _truth,
    "profile": _truth,
    "_source": _source_filter,
    "stored_fields": _stored_fields,
    "docvalue_fields": _shown_fields,
    "fields": _shown_fields,
    "script_fields": _as_sent,
    "sort": _sort,
    "track_scores": _truth,
    "track_total_hits": _counted_hits,
    "search_after": _as_sent,
    "slice": _as_sent,
    "indices_boost": _as_sent,
    "aggregations": _aggregations,
    "highlight": _as_sent,
    "suggest": _as_sent,
    "rescore": _listed,
    "stats": _as_sent,
    "ext": _extensions,
    "collapse": _as_sent,
    "pit": _as_sent,
    "derived": _as_sent,
    "search_pipeline": _as_sent,
    "verbose_pipeline": _truth,
}
"""Keys of a source in the order in which they are printed."""


def rendered(state: State, source: dict[str, Any]) -> dict[str, Any]:
    """A source in the form in which the server prints it."""
    given = {"aggregations" if key == "aggs" else key: value for key, value in source.items()}
    if given.get("ext") == {}:
        del given["ext"]
    return {key: show(given[key]) for key, show in _KEYS.items() if key in given}


def in_hash_order(value: Json) -> Json:
    """The same with the keys of every object in the order of a Java hash map."""
    if isinstance(value, dict):
        return {name: in_hash_order(value[name]) for name in hash_order(value)}
    return [in_hash_order(item) for item in value] if isinstance(value, list) else value
