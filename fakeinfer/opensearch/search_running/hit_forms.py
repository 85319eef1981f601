"""How sources print what is shown of hits: fields, order, highlights, inner hits (observed: opensearch 2.19.1)."""

from __future__ import annotations

from ...search.values import number_of
from ...wire import Json
from .query_forms import query_form

_STYLED = [f'<em class="hlt{number}">' for number in range(1, 11)]
_TAGS = {"styled": _STYLED, "default": ["<em>"]}
_HIGHLIGHT = (
    "pre_tags", "post_tags", "fragment_size", "number_of_fragments", "type", "fragmenter", "highlight_query", "order",
    "highlight_filter", "require_field_match", "boundary_scanner", "boundary_max_scan", "boundary_chars",
    "boundary_scanner_locale", "no_match_size", "phrase_limit", "options", "force_source", "fragment_offset",
    "matched_fields", "encoder", "fields",
)  # fmt: skip


def truth(value: Json) -> Json:
    """A boolean that may be a text."""
    return value in (True, "true") if value in (True, False, "true", "false") else value


def whole(value: Json) -> Json:
    """A whole number that may be a text."""
    number = number_of(value)
    return value if number is None else int(number)


def listed(value: Json) -> list[Json]:
    """A list, of one if there is none."""
    return list(value) if isinstance(value, list) else [value]


def shown_fields(value: Json) -> Json:
    """Fields by name or as objects."""
    return [{"field": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


def source_filter(value: Json) -> Json:
    """`_source`."""
    if value in (False, "false"):
        return False
    if isinstance(value, dict):
        includes = value.get("includes", value.get("include", []))
        excludes = value.get("excludes", value.get("exclude", []))
        return {"includes": listed(includes), "excludes": listed(excludes)}
    return {"includes": [] if value in (True, "true", None) else listed(value), "excludes": []}


def stored_fields(value: Json) -> Json:
    """`stored_fields`: one stands alone."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def sort_form(value: Json) -> Json:
    """`sort`."""
    return [_sort_key(key) for key in listed(value)]


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


def highlight_form(value: Json) -> Json:
    """`highlight`, of a search or of one field."""
    if not isinstance(value, dict):
        return value
    given = {name: inner for name, inner in value.items() if name != "tags_schema"}
    tags = _TAGS.get(str(value.get("tags_schema")))
    if tags is not None:
        given = {"pre_tags": tags, "post_tags": ["</em>"], **given}
    for name in ("pre_tags", "post_tags"):
        if name in given:
            given[name] = listed(given[name])
    if "highlight_query" in given:
        given["highlight_query"] = query_form(given["highlight_query"])
    if "fields" in given:
        given["fields"] = _highlighted(given["fields"])
    return {name: given[name] for name in (*_HIGHLIGHT, *given) if name in given}


def _highlighted(value: Json) -> Json:
    if isinstance(value, list):
        return [_highlighted(item) for item in value]
    return {name: highlight_form(how) for name, how in value.items()} if isinstance(value, dict) else value


def hits_form(value: Json) -> Json:
    """Inner hits and top hits."""
    if not isinstance(value, dict):
        return value
    given = {"from": 0, "size": 3, "version": False, "seq_no_primary_term": False, "explain": False, **value}
    shown: dict[str, Json] = {name: show(given.pop(name)) for name, show in _OF_HITS.items() if name in given}
    return {**{name: given[name] for name in ("name", "ignore_unmapped") if name in given}, **shown, **given}


def inner_hits_form(value: Json) -> Json:
    """Inner hits, which have a few keys more than top hits."""
    if not isinstance(value, dict):
        return value
    return hits_form({"ignore_unmapped": False, "track_scores": False, **value})


_OF_HITS = {
    "from": whole,
    "size": whole,
    "version": truth,
    "seq_no_primary_term": truth,
    "explain": truth,
    "_source": source_filter,
    "stored_fields": stored_fields,
    "docvalue_fields": shown_fields,
    "fields": shown_fields,
    "track_scores": truth,
    "sort": sort_form,
    "highlight": highlight_form,
}


def collapse_form(value: Json) -> Json:
    """`collapse`: its only inner hits stand alone."""
    if not isinstance(value, dict) or "inner_hits" not in value:
        return value
    inner = [inner_hits_form(one) for one in listed(value["inner_hits"])]
    return {**value, "inner_hits": inner[0] if len(inner) == 1 else inner}
