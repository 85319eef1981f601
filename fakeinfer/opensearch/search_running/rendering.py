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
from ...wire import Json
from .aggregation_forms import aggregations_form
from .hit_forms import (
    collapse_form,
    highlight_form,
    listed,
    shown_fields,
    sort_form,
    source_filter,
    stored_fields,
    truth,
    whole,
)
from .query_forms import query_form
from .query_options import as_double

if TYPE_CHECKING:
    from ...cluster import State

_INT_MAX = 2**31 - 1


def _counted_hits(value: Json) -> Json:
    if value is True or value == "true":
        return _INT_MAX
    return -1 if value is False or value == "false" else whole(value)


def _rescore(value: Json) -> Json:
    return [_rescorer(one) if isinstance(one, dict) else one for one in listed(value)]


def _rescorer(given: dict[str, Json]) -> Json:
    held = given.get("query")
    if not isinstance(held, dict):
        return given
    shown = {
        "rescore_query": query_form(held.get("rescore_query")),
        "query_weight": as_double(held.get("query_weight", 1.0)),
        "rescore_query_weight": as_double(held.get("rescore_query_weight", 1.0)),
        "score_mode": held.get("score_mode", "total"),
    }
    return {**given, "query": shown}


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
    "from": whole,
    "size": whole,
    "timeout": _as_sent,
    "terminate_after": whole,
    "query": query_form,
    "post_filter": query_form,
    "min_score": as_double,
    "version": truth,
    "seq_no_primary_term": truth,
    "explain": truth,
    "include_named_queries_score": truth,
    "profile": truth,
    "_source": source_filter,
    "stored_fields": stored_fields,
    "docvalue_fields": shown_fields,
    "fields": shown_fields,
    "script_fields": _as_sent,
    "sort": sort_form,
    "track_scores": truth,
    "track_total_hits": _counted_hits,
    "search_after": _as_sent,
    "slice": _as_sent,
    "indices_boost": _as_sent,
    "aggregations": aggregations_form,
    "highlight": highlight_form,
    "suggest": _as_sent,
    "rescore": _rescore,
    "stats": _as_sent,
    "ext": _extensions,
    "collapse": collapse_form,
    "pit": _as_sent,
    "derived": _as_sent,
    "search_pipeline": _as_sent,
    "verbose_pipeline": truth,
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
