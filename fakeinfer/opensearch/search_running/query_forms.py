"""Queries as the server's builders print them: every option with its value, the field's short form written out.

Observed: opensearch 2.19.1. A query that has no form here prints as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...wire import Json
from .query_options import ABSENT, OF_FIELDS, PLAIN, as_double, as_text, converted, finished, options_form

_CLAUSES = ("must", "filter", "must_not", "should")


def query_form(query: Json) -> Json:
    """A query in the form in which the server prints it."""
    if not isinstance(query, dict) or len(query) != 1:
        return query
    ((name, given),) = query.items()
    if not isinstance(given, dict):
        return query
    return {name: _given_form(name, given)}


def _given_form(name: str, given: dict[str, Json]) -> Json:
    if name in OF_FIELDS:
        return {field: options_form(OF_FIELDS[name], value) for field, value in given.items()}
    if name in PLAIN:
        return options_form(PLAIN[name], given)
    form = _FORMS.get(name)
    return given if form is None else form(given)


def _bool(given: dict[str, Json]) -> Json:
    shown: dict[str, Json] = {}
    for clause in _CLAUSES:
        held = given.get(clause)
        queries = held if isinstance(held, list) else [] if held is None else [held]
        if queries:
            shown[clause] = [query_form(query) for query in queries]
    shown["adjust_pure_negative"] = given.get("adjust_pure_negative", True)
    if given.get("minimum_should_match") is not None:
        shown["minimum_should_match"] = as_text(given["minimum_should_match"])
    return finished(shown, {name: value for name, value in given.items() if name not in _CLAUSES})


def _terms(given: dict[str, Json]) -> Json:
    return finished({name: value for name, value in given.items() if name not in ("boost", "_name")}, given)


def _range(given: dict[str, Json]) -> Json:
    return {field: _bounds(value) if isinstance(value, dict) else value for field, value in given.items()}


def _bounds(given: dict[str, Json]) -> Json:
    low = next((name for name in ("gte", "gt", "from") if name in given), "")
    high = next((name for name in ("lte", "lt", "to") if name in given), "")
    shown: dict[str, Json] = {
        "from": given.get(low),
        "to": given.get(high),
        "include_lower": given.get("include_lower", low != "gt"),
        "include_upper": given.get("include_upper", high != "lt"),
    }
    for name in ("time_zone", "format", "relation"):
        if name in given:
            shown[name] = given[name]
    known = ("gte", "gt", "lte", "lt")
    return finished(shown, {name: value for name, value in given.items() if name not in known})


def _wrapping(
    *inner: str, first: tuple[str, ...] = (), last: Mapping[str, Json] | None = None
) -> Callable[[Any], Json]:
    """A query around others: `first` options before them, `last` ones after them, with what stands for absent ones."""

    def form(given: dict[str, Json]) -> Json:
        shown: dict[str, Json] = {name: converted(name, given[name]) for name in first if name in given}
        for name in inner:
            if name in given:
                value = given[name]
                shown[name] = [query_form(one) for one in value] if isinstance(value, list) else query_form(value)
        for name, default in (last or {}).items():
            held = given.get(name, default)
            if held is not ABSENT:
                shown[name] = converted(name, held)
        return finished(shown, given)

    return form


def _vector(given: dict[str, Json]) -> Json:
    return {field: _vector_options(value) if isinstance(value, dict) else value for field, value in given.items()}


def _vector_options(given: dict[str, Json]) -> Json:
    radial = "min_score" in given or "max_distance" in given
    shown: dict[str, Json] = {}
    for name in ("vector", "k", "filter", "max_distance", "min_score", "method_parameters", "rescore"):
        if name == "k":
            shown["k"] = given.get("k", 0 if radial else ABSENT)
            if shown["k"] is ABSENT:
                del shown["k"]
        elif name in given:
            shown[name] = query_form(given[name]) if name == "filter" else converted(name, given[name])
    return finished(shown, given)


def _neural(given: dict[str, Json]) -> Json:
    return {field: _neural_options(value) if isinstance(value, dict) else value for field, value in given.items()}


def _neural_options(given: dict[str, Json]) -> Json:
    radial = "min_score" in given or "max_distance" in given
    shown: dict[str, Json] = {}
    for name in ("query_text", "query_image", "model_id", "filter", "k", "max_distance", "min_score"):
        if name == "k" and not radial:
            shown["k"] = given.get("k", 10)
        elif name in given:
            shown[name] = query_form(given[name]) if name == "filter" else converted(name, given[name])
    return finished(shown, given)


_NOT_FUNCTIONS = ("query", "functions", "score_mode", "boost_mode", "max_boost", "min_score", "boost", "_name")


def _function_score(given: dict[str, Json]) -> Json:
    held = given.get("functions")
    functions = (
        held if isinstance(held, list) else [{key: one for key, one in given.items() if key not in _NOT_FUNCTIONS}]
    )
    shown: dict[str, Json] = {
        "query": query_form(given.get("query", {"match_all": {}})),
        "functions": [_function(one) for one in functions if one],
        "score_mode": given.get("score_mode", "multiply"),
    }
    if "boost_mode" in given:
        shown["boost_mode"] = given["boost_mode"]
    shown["max_boost"] = as_double(given.get("max_boost", _MOST_BOOST))
    if "min_score" in given:
        shown["min_score"] = as_double(given["min_score"])
    return finished(shown, {name: given[name] for name in ("boost", "_name") if name in given})


_MOST_BOOST = 3.4028235e38


def _function(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    shown: dict[str, Json] = {"filter": query_form(value.get("filter", {"match_all": {}}))}
    if "weight" in value:
        shown["weight"] = as_double(value["weight"])
    for name, inner in value.items():
        if name in ("filter", "weight"):
            continue
        if isinstance(inner, dict):
            if name == "field_value_factor":
                inner = {"modifier": "none", **inner, "factor": as_double(inner.get("factor", 1.0))}
            elif name == "script_score":
                inner = {key: converted(key, one) for key, one in inner.items()}
            elif name in ("gauss", "exp", "linear"):
                inner = {"multi_value_mode": "MIN", **inner}
        shown[name] = inner
    return shown


def _rank_feature(given: dict[str, Json]) -> Json:
    kinds = ("saturation", "log", "sigmoid", "linear")
    named: dict[str, Json] = {} if any(kind in given for kind in kinds) else {"saturation": {}}
    return finished({**{name: one for name, one in given.items() if name not in ("boost", "_name")}, **named}, given)


_FORMS: dict[str, Callable[[dict[str, Json]], Json]] = {
    "bool": _bool,
    "terms": _terms,
    "range": _range,
    "knn": _vector,
    "neural": _neural,
    "constant_score": _wrapping("filter"),
    "dis_max": _wrapping("queries", last={}, first=("tie_breaker",)),
    "boosting": _wrapping("positive", "negative", last={"negative_boost": ABSENT}),
    "hybrid": _wrapping("queries"),
    "nested": _wrapping("query", last={"path": ABSENT, "ignore_unmapped": False, "score_mode": "avg"}),
    "script_score": _wrapping("query", last={"script": ABSENT}),
    "function_score": _function_score,
    "rank_feature": _rank_feature,
}
