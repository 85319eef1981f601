"""Queries as the server's builders print them: every option with its value, the field's short form written out.

Observed: opensearch 2.19.1. A query that has no form here prints as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...search.values import number_of
from ...wire import Json

_ABSENT = object()


class _Options(NamedTuple):
    """How the options of a query print: names in order, with what stands for one that was not given."""

    defaults: Mapping[str, Any]
    short: str | None = None
    """The option that stands alone in the short form, printed first."""
    printed: str | None = None
    """What the builder calls that option."""


def _upper(value: Json) -> Json:
    return value.upper() if isinstance(value, str) else value


def _lower(value: Json) -> Json:
    return value.lower() if isinstance(value, str) else value


def _flags(value: Json) -> Json:
    """`OR|AND` -> 5."""
    if not isinstance(value, str):
        return value
    numbers = [_FLAGS.get(name.strip().upper()) for name in value.split("|")]
    return -1 if None in numbers else sum(number for number in set(numbers) if number is not None)


_FLAGS = {
    "NONE": 0, "AND": 1, "NOT": 2, "OR": 4, "PREFIX": 8, "PHRASE": 16, "PRECEDENCE": 32, "ESCAPE": 64,
    "WHITESPACE": 128, "FUZZY": 256, "NEAR": 512, "SLOP": 512,
}  # fmt: skip


def _script(value: Json) -> Json:
    """A script prints its language."""
    if isinstance(value, str):
        return {"source": value, "lang": "painless"}
    if not isinstance(value, dict) or "source" not in value:
        return value
    given = {name: inner for name, inner in value.items() if name not in ("params", "options") or inner}
    return {"source": value["source"], "lang": "painless", **given}


def _texts(value: Json) -> Json:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _double(value: Json) -> Json:
    number = None if isinstance(value, bool) else number_of(value)
    return value if number is None else float(number)


def _doubles(value: Json) -> Json:
    return [_double(item) for item in value] if isinstance(value, list) else value


def _weighted_fields(value: Json) -> Json:
    """`name^2` -> `name^2.0`, by name."""
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in listed):
        return value
    named = (item.rpartition("^") for item in listed)
    return sorted(f"{name}^{_double(boost)}" if mark else f"{boost}^1.0" for name, mark, boost in named)


def _weights(value: Json) -> Json:
    return {token: _double(weight) for token, weight in value.items()} if isinstance(value, dict) else value


_CONVERTED: dict[str, Callable[[Any], Json]] = {
    "operator": _upper,
    "default_operator": _lower,
    "flags": _flags,
    "fuzziness": _texts,
    "script": _script,
    "max_boost": _double,
    "weight": _double,
    "zero_terms_query": _upper,
    "minimum_should_match": _texts,
    "boost": _double,
    "fields": _weighted_fields,
    "vector": _doubles,
    "query_tokens": _weights,
    "tie_breaker": _double,
    "negative_boost": _double,
    "min_score": _double,
    "max_distance": _double,
}

_MATCHING = {
    "operator": "OR",
    "analyzer": _ABSENT,
    "fuzziness": _ABSENT,
    "prefix_length": 0,
    "max_expansions": 50,
    "minimum_should_match": _ABSENT,
    "fuzzy_transpositions": True,
}
_OF_FIELDS = {
    "match": _Options(
        {**_MATCHING, "lenient": False, "zero_terms_query": "NONE", "auto_generate_synonyms_phrase_query": True},
        "query",
    ),
    "match_phrase": _Options({"analyzer": _ABSENT, "slop": 0, "zero_terms_query": "NONE"}, "query"),
    "match_phrase_prefix": _Options(
        {"analyzer": _ABSENT, "slop": 0, "max_expansions": 50, "zero_terms_query": "NONE"}, "query"
    ),
    "match_bool_prefix": _Options(_MATCHING, "query"),
    "term": _Options({}, "value"),
    "span_term": _Options({}, "value"),
    "prefix": _Options({"rewrite": _ABSENT}, "value"),
    "wildcard": _Options({"rewrite": _ABSENT}, "value", "wildcard"),
    "regexp": _Options({"flags_value": 255, "max_determinized_states": 10000, "rewrite": _ABSENT}, "value"),
    "fuzzy": _Options(
        {"fuzziness": "AUTO", "prefix_length": 0, "max_expansions": 50, "transpositions": True, "rewrite": _ABSENT},
        "value",
    ),
    "neural_sparse": _Options({"query_text": _ABSENT, "model_id": _ABSENT, "query_tokens": _ABSENT}),
}
"""Queries `{field: options}`."""
_FUZZY = {"auto_generate_synonyms_phrase_query": True, "fuzzy_transpositions": True}
_PLAIN = {
    "multi_match": _Options(
        {
            "query": _ABSENT,
            "fields": [],
            "type": "best_fields",
            "operator": "OR",
            "analyzer": _ABSENT,
            "slop": 0,
            "fuzziness": _ABSENT,
            "prefix_length": 0,
            "max_expansions": 50,
            "minimum_should_match": _ABSENT,
            "tie_breaker": _ABSENT,
            "lenient": _ABSENT,
            "zero_terms_query": "NONE",
            **_FUZZY,
        }
    ),
    "query_string": _Options(
        {
            "query": _ABSENT,
            "default_field": _ABSENT,
            "fields": [],
            "type": "best_fields",
            "tie_breaker": _ABSENT,
            "default_operator": "or",
            "analyzer": _ABSENT,
            "quote_analyzer": _ABSENT,
            "allow_leading_wildcard": _ABSENT,
            "enable_position_increments": True,
            "fuzziness": "AUTO",
            "fuzzy_prefix_length": 0,
            "fuzzy_max_expansions": 50,
            "fuzzy_rewrite": _ABSENT,
            "phrase_slop": 0,
            "analyze_wildcard": _ABSENT,
            "rewrite": _ABSENT,
            "minimum_should_match": _ABSENT,
            "quote_field_suffix": _ABSENT,
            "lenient": _ABSENT,
            "time_zone": _ABSENT,
            "escape": False,
            "max_determinized_states": 10000,
            **_FUZZY,
        }
    ),
    "simple_query_string": _Options(
        {
            "query": _ABSENT,
            "fields": _ABSENT,
            "analyzer": _ABSENT,
            "flags": -1,
            "default_operator": "or",
            "lenient": _ABSENT,
            "analyze_wildcard": False,
            "quote_field_suffix": _ABSENT,
            "minimum_should_match": _ABSENT,
            "auto_generate_synonyms_phrase_query": True,
            "fuzzy_prefix_length": 0,
            "fuzzy_max_expansions": 50,
            "fuzzy_transpositions": True,
        }
    ),
    "match_all": _Options({}),
    "match_none": _Options({}),
    "exists": _Options({"field": _ABSENT}),
    "ids": _Options({"values": _ABSENT}),
}
"""Queries that are their options."""
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
    if name in _OF_FIELDS:
        return {field: _options(_OF_FIELDS[name], value) for field, value in given.items()}
    if name in _PLAIN:
        return _options(_PLAIN[name], given)
    form = _FORMS.get(name)
    return given if form is None else form(given)


def _options(declared: _Options, value: Json) -> Json:
    short = declared.short
    if not isinstance(value, dict):
        if short is None:
            return value
        value = {short: value}
    elif short == "value" and declared.printed in value:
        value = {short: value[declared.printed], **value}
    given = dict(value)
    shown: dict[str, Json] = {}
    if short is not None and short in given:
        shown[declared.printed or short] = given.pop(short)
    for name, default in declared.defaults.items():
        held = given.pop(name, default)
        if held is not _ABSENT:
            shown[name] = _converted(name, held)
    return _finished(shown, given)


def _converted(name: str, value: Json) -> Json:
    convert = _CONVERTED.get(name)
    return value if convert is None else convert(value)


def _finished(shown: dict[str, Json], given: Mapping[str, Json]) -> dict[str, Json]:
    """`boost` and `_name` are printed last, after what this version of the form does not know."""
    for name, value in given.items():
        if name not in ("boost", "_name") and name not in shown and not (name == "case_insensitive" and not value):
            shown[name] = _converted(name, value)
    shown["boost"] = _double(given.get("boost", 1.0))
    if "_name" in given:
        shown["_name"] = given["_name"]
    return shown


def _bool(given: dict[str, Json]) -> Json:
    shown: dict[str, Json] = {}
    for clause in _CLAUSES:
        held = given.get(clause)
        queries = held if isinstance(held, list) else [] if held is None else [held]
        if queries:
            shown[clause] = [query_form(query) for query in queries]
    shown["adjust_pure_negative"] = given.get("adjust_pure_negative", True)
    if given.get("minimum_should_match") is not None:
        shown["minimum_should_match"] = _texts(given["minimum_should_match"])
    return _finished(shown, {name: value for name, value in given.items() if name not in _CLAUSES})


def _terms(given: dict[str, Json]) -> Json:
    return _finished({name: value for name, value in given.items() if name not in ("boost", "_name")}, given)


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
    return _finished(shown, {name: value for name, value in given.items() if name not in known})


def _wrapping(
    *inner: str, first: tuple[str, ...] = (), last: Mapping[str, Json] | None = None
) -> Callable[[Any], Json]:
    """A query around others: `first` options before them, `last` ones after them, with what stands for absent ones."""

    def form(given: dict[str, Json]) -> Json:
        shown: dict[str, Json] = {name: _converted(name, given[name]) for name in first if name in given}
        for name in inner:
            if name in given:
                value = given[name]
                shown[name] = [query_form(one) for one in value] if isinstance(value, list) else query_form(value)
        for name, default in (last or {}).items():
            held = given.get(name, default)
            if held is not _ABSENT:
                shown[name] = _converted(name, held)
        return _finished(shown, given)

    return form


def _vector(given: dict[str, Json]) -> Json:
    return {field: _vector_options(value) if isinstance(value, dict) else value for field, value in given.items()}


def _vector_options(given: dict[str, Json]) -> Json:
    radial = "min_score" in given or "max_distance" in given
    shown: dict[str, Json] = {}
    for name in ("vector", "k", "filter", "max_distance", "min_score", "method_parameters", "rescore"):
        if name == "k":
            shown["k"] = given.get("k", 0 if radial else _ABSENT)
            if shown["k"] is _ABSENT:
                del shown["k"]
        elif name in given:
            shown[name] = query_form(given[name]) if name == "filter" else _converted(name, given[name])
    return _finished(shown, given)


def _neural(given: dict[str, Json]) -> Json:
    return {field: _neural_options(value) if isinstance(value, dict) else value for field, value in given.items()}


def _neural_options(given: dict[str, Json]) -> Json:
    radial = "min_score" in given or "max_distance" in given
    shown: dict[str, Json] = {}
    for name in ("query_text", "query_image", "model_id", "filter", "k", "max_distance", "min_score"):
        if name == "k" and not radial:
            shown["k"] = given.get("k", 10)
        elif name in given:
            shown[name] = query_form(given[name]) if name == "filter" else _converted(name, given[name])
    return _finished(shown, given)


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
    shown["max_boost"] = _double(given.get("max_boost", _MOST_BOOST))
    if "min_score" in given:
        shown["min_score"] = _double(given["min_score"])
    return _finished(shown, {name: given[name] for name in ("boost", "_name") if name in given})


_MOST_BOOST = 3.4028235e38


def _function(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    shown: dict[str, Json] = {"filter": query_form(value.get("filter", {"match_all": {}}))}
    if "weight" in value:
        shown["weight"] = _double(value["weight"])
    for name, inner in value.items():
        if name in ("filter", "weight"):
            continue
        if isinstance(inner, dict):
            if name == "field_value_factor":
                inner = {"modifier": "none", **inner, "factor": _double(inner.get("factor", 1.0))}
            elif name == "script_score":
                inner = {key: _converted(key, one) for key, one in inner.items()}
            elif name in ("gauss", "exp", "linear"):
                inner = {"multi_value_mode": "MIN", **inner}
        shown[name] = inner
    return shown


def _rank_feature(given: dict[str, Json]) -> Json:
    kinds = ("saturation", "log", "sigmoid", "linear")
    named: dict[str, Json] = {} if any(kind in given for kind in kinds) else {"saturation": {}}
    return _finished({**{name: one for name, one in given.items() if name not in ("boost", "_name")}, **named}, given)


_FORMS: dict[str, Callable[[dict[str, Json]], Json]] = {
    "bool": _bool,
    "terms": _terms,
    "range": _range,
    "knn": _vector,
    "neural": _neural,
    "constant_score": _wrapping("filter"),
    "dis_max": _wrapping("queries", last={}, first=("tie_breaker",)),
    "boosting": _wrapping("positive", "negative", last={"negative_boost": _ABSENT}),
    "hybrid": _wrapping("queries"),
    "nested": _wrapping("query", last={"path": _ABSENT, "ignore_unmapped": False, "score_mode": "avg"}),
    "script_score": _wrapping("query", last={"script": _ABSENT}),
    "function_score": _function_score,
    "rank_feature": _rank_feature,
}
