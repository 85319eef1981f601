"""Aggregations as the server's builders print them (observed: opensearch 2.19.1). One without a form prints as it was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...search.values import number_of
from ...wire import Json
from .hit_forms import hits_form, truth, whole
from .query_forms import query_form

Form = Callable[[dict[str, Any]], Json]
_NAMES = (
    "field", "missing", "missing_bucket", "missing_order", "format", "time_zone", "script", "value_type", "ranges", "interval",
    "calendar_interval", "fixed_interval", "offset", "keyed", "size", "shard_size", "min_doc_count", "shard_min_doc_count",
    "show_term_doc_count_error", "execution_hint", "order", "hard_bounds", "extended_bounds", "collect_mode",
    "include", "exclude", "sigma",
)  # fmt: skip
"""Options in the order in which they are printed."""
_BY_KEY: dict[str, Json] = {"_key": "asc"}


def aggregations_form(value: Json) -> Json:
    """Aggregations by name."""
    return {name: _aggregation(one) for name, one in value.items()} if isinstance(value, dict) else value


def _aggregation(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    shown: dict[str, Json] = {}
    for name, inner in value.items():
        if name in ("aggs", "aggregations"):
            shown["aggregations"] = aggregations_form(inner)
        else:
            form = _FORMS.get(name)
            shown[name] = inner if form is None or not isinstance(inner, dict) else form(inner)
    return shown


def _double(value: Json) -> Json:
    number = None if isinstance(value, bool) else number_of(value)
    return value if number is None else float(number)


def _order(value: Json) -> Json:
    """The order of buckets; the key decides where nothing else does."""
    keys = [key for key in (value if isinstance(value, list) else [value]) if isinstance(key, dict)]
    if any("_key" in key for key in keys):
        return keys[0] if len(keys) == 1 else keys
    return [*keys, _BY_KEY]


def _bounds(value: Json) -> Json:
    return {name: _double(bound) for name, bound in value.items()} if isinstance(value, dict) else value


def _texts(value: Json) -> Json:
    return [str(item) for item in value] if isinstance(value, list) else value


def _options(
    defaults: Mapping[str, Json], conversions: Mapping[str, Callable[[Any], Json]], given: Mapping[str, Json]
) -> dict[str, Json]:
    held = {**defaults, **given}
    names = [name for name in _NAMES if name in held] + [name for name in held if name not in _NAMES]
    return {name: conversions[name](held[name]) if name in conversions else held[name] for name in names}


def _with(defaults: Mapping[str, Json], **conversions: Callable[[Any], Json]) -> Form:
    return lambda given: _options(defaults, conversions, given)


def _ranges(value: Json) -> Json:
    return [_range(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value


def _range(given: dict[str, Json]) -> Json:
    """Numbers are told as such, texts as texts."""
    names = [name for name in ("key", "from", "to") if name in given]
    return {name: given[name] if isinstance(given[name], str) else _double(given[name]) for name in names}


def _filters(given: dict[str, Json]) -> Json:
    held = given.get("filters")
    shown: Json = held
    if isinstance(held, dict):
        shown = {name: query_form(held[name]) for name in sorted(held)}
    elif isinstance(held, list):
        shown = [query_form(one) for one in held]
    other = truth(given.get("other_bucket", "other_bucket_key" in given))
    return {"filters": shown, "other_bucket": other, "other_bucket_key": given.get("other_bucket_key", "_other_")}


def _composite(given: dict[str, Any]) -> Json:
    sources = given.get("sources")
    shown = [_source(one) for one in sources] if isinstance(sources, list) else sources
    found = {"size": whole(given.get("size", 10)), "sources": shown}
    return {**found, "after": given["after"]} if "after" in given else found


def _source(value: Json) -> Json:
    """`{name: {type: options}}`."""
    if not isinstance(value, dict):
        return value
    return {
        name: {
            kind: _source_options(kind, options) if isinstance(options, dict) else options
            for kind, options in one.items()
        }
        if isinstance(one, dict)
        else one
        for name, one in value.items()
    }


def _source_options(kind: str, given: dict[str, Json]) -> Json:
    held: dict[str, Json] = {"missing_bucket": False, "order": "asc", **given}
    names = [
        name for name in ("field", "script", "missing_bucket", "missing_order", "value_type", "order") if name in held
    ]
    whole_form: dict[str, Json] = {**{name: held[name] for name in names}, **held}
    return (
        {**whole_form, "interval": _double(held["interval"])}
        if kind == "histogram" and "interval" in held
        else whole_form
    )


_FORMS: dict[str, Form] = {
    "terms": _with(
        {
            "size": 10,
            "min_doc_count": 1,
            "shard_min_doc_count": 0,
            "show_term_doc_count_error": False,
            "order": {"_count": "desc"},
        },
        order=_order,
        include=_texts,
        exclude=_texts,
        size=whole,
    ),
    "histogram": _with(
        {"offset": 0.0, "order": _BY_KEY, "keyed": False, "min_doc_count": 0},
        interval=_double,
        offset=_double,
        order=_order,
        keyed=truth,
        hard_bounds=_bounds,
        extended_bounds=_bounds,
    ),
    "date_histogram": _with(
        {"offset": 0, "order": _BY_KEY, "keyed": False, "min_doc_count": 0}, order=_order, keyed=truth
    ),
    "range": _with({"keyed": False}, ranges=_ranges, keyed=truth),
    "date_range": _with({"keyed": False}, keyed=truth),
    "filter": query_form,
    "filters": _filters,
    "composite": _composite,
    "top_hits": hits_form,
    "extended_stats": _with({"sigma": 2.0}, sigma=_double),
}
