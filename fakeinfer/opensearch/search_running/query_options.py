"""How options of queries print: names in order, with what stands for one that was not given, and values converted.

Observed: opensearch 2.19.1. The queries around them are in `query_forms.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...search.values import number_of
from ...wire import Json

ABSENT: Any = object()
"""An option that is not printed unless it was given."""


class Options(NamedTuple):
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


def as_text(value: Json) -> Json:
    """A whole number as text; anything else as it is."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def as_double(value: Json) -> Json:
    """A number, also one in a text, as a `double`; anything else as it is."""
    number = number_of(value)
    return value if number is None else float(number)


def _doubles(value: Json) -> Json:
    return [as_double(item) for item in value] if isinstance(value, list) else value


def _weighted_fields(value: Json) -> Json:
    """`name^2` -> `name^2.0`, by name."""
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in listed):
        return value
    named = (item.rpartition("^") for item in listed)
    return sorted(f"{name}^{as_double(boost)}" if mark else f"{boost}^1.0" for name, mark, boost in named)


def _weights(value: Json) -> Json:
    return {token: as_double(weight) for token, weight in value.items()} if isinstance(value, dict) else value


_CONVERTED: dict[str, Callable[[Any], Json]] = {
    "operator": _upper,
    "default_operator": _lower,
    "flags": _flags,
    "fuzziness": as_text,
    "script": _script,
    "max_boost": as_double,
    "weight": as_double,
    "zero_terms_query": _upper,
    "minimum_should_match": as_text,
    "boost": as_double,
    "fields": _weighted_fields,
    "vector": _doubles,
    "query_tokens": _weights,
    "tie_breaker": as_double,
    "negative_boost": as_double,
    "min_score": as_double,
    "max_distance": as_double,
}

_MATCHING = {
    "operator": "OR",
    "analyzer": ABSENT,
    "fuzziness": ABSENT,
    "prefix_length": 0,
    "max_expansions": 50,
    "minimum_should_match": ABSENT,
    "fuzzy_transpositions": True,
}
OF_FIELDS = {
    "match": Options(
        {**_MATCHING, "lenient": False, "zero_terms_query": "NONE", "auto_generate_synonyms_phrase_query": True},
        "query",
    ),
    "match_phrase": Options({"analyzer": ABSENT, "slop": 0, "zero_terms_query": "NONE"}, "query"),
    "match_phrase_prefix": Options(
        {"analyzer": ABSENT, "slop": 0, "max_expansions": 50, "zero_terms_query": "NONE"}, "query"
    ),
    "match_bool_prefix": Options(_MATCHING, "query"),
    "term": Options({}, "value"),
    "span_term": Options({}, "value"),
    "prefix": Options({"rewrite": ABSENT}, "value"),
    "wildcard": Options({"rewrite": ABSENT}, "value", "wildcard"),
    "regexp": Options({"flags_value": 255, "max_determinized_states": 10000, "rewrite": ABSENT}, "value"),
    "fuzzy": Options(
        {"fuzziness": "AUTO", "prefix_length": 0, "max_expansions": 50, "transpositions": True, "rewrite": ABSENT},
        "value",
    ),
    "neural_sparse": Options({"query_text": ABSENT, "model_id": ABSENT, "query_tokens": ABSENT}),
}
"""Queries `{field: options}`."""
_FUZZY = {"auto_generate_synonyms_phrase_query": True, "fuzzy_transpositions": True}
PLAIN = {
    "multi_match": Options(
        {
            "query": ABSENT,
            "fields": [],
            "type": "best_fields",
            "operator": "OR",
            "analyzer": ABSENT,
            "slop": 0,
            "fuzziness": ABSENT,
            "prefix_length": 0,
            "max_expansions": 50,
            "minimum_should_match": ABSENT,
            "tie_breaker": ABSENT,
            "lenient": ABSENT,
            "zero_terms_query": "NONE",
            **_FUZZY,
        }
    ),
    "query_string": Options(
        {
            "query": ABSENT,
            "default_field": ABSENT,
            "fields": [],
            "type": "best_fields",
            "tie_breaker": ABSENT,
            "default_operator": "or",
            "analyzer": ABSENT,
            "quote_analyzer": ABSENT,
            "allow_leading_wildcard": ABSENT,
            "enable_position_increments": True,
            "fuzziness": "AUTO",
            "fuzzy_prefix_length": 0,
            "fuzzy_max_expansions": 50,
            "fuzzy_rewrite": ABSENT,
            "phrase_slop": 0,
            "analyze_wildcard": ABSENT,
            "rewrite": ABSENT,
            "minimum_should_match": ABSENT,
            "quote_field_suffix": ABSENT,
            "lenient": ABSENT,
            "time_zone": ABSENT,
            "escape": False,
            "max_determinized_states": 10000,
            **_FUZZY,
        }
    ),
    "simple_query_string": Options(
        {
            "query": ABSENT,
            "fields": ABSENT,
            "analyzer": ABSENT,
            "flags": -1,
            "default_operator": "or",
            "lenient": ABSENT,
            "analyze_wildcard": False,
            "quote_field_suffix": ABSENT,
            "minimum_should_match": ABSENT,
            "auto_generate_synonyms_phrase_query": True,
            "fuzzy_prefix_length": 0,
            "fuzzy_max_expansions": 50,
            "fuzzy_transpositions": True,
        }
    ),
    "match_all": Options({}),
    "match_none": Options({}),
    "exists": Options({"field": ABSENT}),
    "ids": Options({"values": ABSENT}),
}
"""Queries that are their options."""


def options_form(declared: Options, value: Json) -> Json:
    """The options of a query, as they were declared."""
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
        if held is not ABSENT:
            shown[name] = converted(name, held)
    return finished(shown, given)


def converted(name: str, value: Json) -> Json:
    """The value of an option as it is printed."""
    convert = _CONVERTED.get(name)
    return value if convert is None else convert(value)


def finished(shown: dict[str, Json], given: Mapping[str, Json]) -> dict[str, Json]:
    """`boost` and `_name` are printed last, after what this version of the form does not know."""
    for name, value in given.items():
        if name not in ("boost", "_name") and name not in shown and not (name == "case_insensitive" and not value):
            shown[name] = converted(name, value)
    shown["boost"] = as_double(given.get("boost", 1.0))
    if "_name" in given:
        shown["_name"] = given["_name"]
    return shown
