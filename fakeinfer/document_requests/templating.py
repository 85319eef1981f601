"""Search templates: a search whose body is written when its parameters are known.

Source: opensearch-project/OpenSearch:modules/lang-mustache/src/main/java/org/opensearch/script/mustache/SearchTemplateRequest.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from .. import media
from ..errors import ApiError, illegal_argument, not_implemented, request_invalid, resource_not_found
from ..formats import jsontext
from ..formats.jackson import NOTHING, Malformed
from ..formats.positions import token_name
from ..ingest.templates import Template
from ..operations import GET, POST, Bool, Call, Parameter
from ..search.errors import parsing, unknown_field
from ..search.locate import Place, Position
from ..search.values import truth_of
from ..wire import Json, PlainText, Rendered, Reply
from . import multi_searching
from .searching import SEARCHING

SCRIPTS = "stored_scripts"
"""The collection of scripts kept by name: {"lang", "source", ..}."""
MUSTACHE = "mustache"

SEARCH_TEMPLATE = tuple(route(f"{index}/_search/template") for index in ("", "/{index}") for route in (GET, POST))
RENDER = tuple(route(f"/_render/template{id}") for id in ("", "/{id}") for route in (GET, POST))
MSEARCH_TEMPLATE = tuple(route(f"{index}/_msearch/template") for index in ("", "/{index}") for route in (GET, POST))
MULTI_TEMPLATES: dict[str, Parameter] = {
    name: parameter
    for name, parameter in multi_searching.MULTI_SEARCHING.items()
    if name not in ("max_concurrent_shard_requests", "pre_filter_shard_size")
}
SEARCHING_BY_TEMPLATE: dict[str, Parameter] = {**SEARCHING, "explain": Bool(None)}
OF_THE_SOURCE = (
    "from", "size", "sort", "_source", "_source_includes", "_source_excludes", "version", "seq_no_primary_term",
    "track_scores", "track_total_hits", "q", "df", "default_operator", "analyzer", "analyze_wildcard", "lenient",
    "timeout", "terminate_after", "explain", "stored_fields", "docvalue_fields", "stats",
    "include_named_queries_score",
)  # fmt: skip
"""Parameters of a search that say what a body says: the template's body takes the place of them all."""
TEXTS = ("VALUE_STRING",)
KEYS: dict[str, tuple[str, ...]] = {
    "id": TEXTS,
    "source": (*TEXTS, "START_OBJECT"),
    "inline": (*TEXTS, "START_OBJECT"),
    "template": (*TEXTS, "START_OBJECT"),
    "params": ("START_OBJECT",),
    "explain": (*TEXTS, "VALUE_BOOLEAN"),
    "profile": (*TEXTS, "VALUE_BOOLEAN"),
}
"""What a request says, and the tokens it may begin with."""


class Asked(NamedTuple):
    """A template with what is to be filled in."""

    source: str | None = None
    stored: bool | None = None
    """Whether `source` is the name of a stored template; None when there is none of either."""
    params: Mapping[str, Json] = {}
    explain: bool = False
    profile: bool = False


def script_missing(id: str) -> ApiError:
    """A stored template that is not there (observed: opensearch 2.19.1)."""
    return resource_not_found(f"unable to find script [{id}] in cluster state")


def read_asked(body: Json, text: bytes | None) -> Asked:
    """Read a request. Of a source and a name, the later one counts."""
    place, asked = Place(body, text), Asked()
    if not isinstance(body, dict):
        found = f"[search_template] Expected START_OBJECT but was: {token_name(body)}"
        raise ApiError(400, "x_content_parse_exception", f"[{place.value()}] {found}")
    for key, value in body.items():
        here = place / key
        if key not in KEYS:
            raise unknown_field("search_template", key, here.key(), tuple(KEYS))
        if token_name(value) not in KEYS[key]:
            told = f"[search_template] {key} doesn't support values of type: {token_name(value)}"
            raise ApiError(400, "x_content_parse_exception", f"[{here.value()}] {told}")
        if key == "params":
            asked = asked._replace(params=value)
        elif key == "explain":
            asked = asked._replace(explain=_truth(key, value, here))
        elif key == "profile":
            asked = asked._replace(profile=_truth(key, value, here))
        elif key == "id":
            asked = asked._replace(source=value, stored=True)
        else:
            asked = asked._replace(source=value if isinstance(value, str) else jsontext.dumps(value), stored=False)
    return asked


def _truth(key: str, value: Json, place: Place) -> bool:
    truth = truth_of(value)
    if truth is not None:
        return truth
    cause = illegal_argument(f"Failed to parse value [{value}] as only [true] or [false] are allowed.")
    told = f"[{place.value()}] [search_template] failed to parse field [{key}]"
    raise ApiError(400, "x_content_parse_exception", told, caused_by=cause)


def check_asked(asked: Asked) -> None:
    """Refuse a request without any template."""
    problems = [] if asked.source else ["template is missing"]
    if asked.stored is None:
        problems.append("template's script type is missing")
    if problems:
        raise request_invalid(*problems)


def filled_in(call: Call, asked: Asked) -> str:
    """The body that a template stands for."""
    source = asked.source or ""
    if asked.stored:
        record = call.store.get(SCRIPTS, source)
        if record is None:
            raise script_missing(source)
        if record["lang"] != MUSTACHE:
            raise not_implemented(f"search templates in [{record['lang']}]")
        source = record["source"]
    return Template(source).fill(dict(asked.params))


def render(call: Call) -> Json:
    """What a template becomes; printed as it is, even where that is no JSON."""
    asked = read_asked(call.body, call.request.body or None)
    if "id" in call.path:
        asked = asked._replace(source=call.path["id"], stored=True)
    check_asked(asked)
    text = filled_in(call, asked)
    answer = f'{{"template_output":{text}}}'
    try:
        found = media.parse(text.encode(errors="replace"), "json", call.contract.product.source)
    except Malformed:
        found = NOTHING
    if found is NOTHING:
        return Reply(PlainText(answer), content_type="application/json; charset=UTF-8")
    return Reply(Rendered(answer))


def search_by_template(call: Call, search: Callable[[Call], Json]) -> dict[str, Any]:
    """The answer of the search that a template becomes."""
    asked = read_asked(call.body, call.request.body or None)
    check_asked(asked)
    declared = call.contract.operations["search"].query
    query = {name: parameter.default for name, parameter in declared.items() if call.contract.version in parameter.span}
    query.update({name: value for name, value in call.query.items() if name not in OF_THE_SOURCE})
    found: dict[str, Any] = search(as_search(replace(call, query=query), asked))
    return found


def as_search(call: Call, asked: Asked) -> Call:
    """The search that a template becomes, as if it had come itself."""
    text = filled_in(call, asked)
    data = text.encode(errors="replace")
    body = media.first_value(call, data)
    if body is NOTHING:
        raise parsing("Expected [START_OBJECT] but found [null]", Position(1, 0))
    if not isinstance(body, dict):
        raise parsing(f"Expected [START_OBJECT] but found [{token_name(body)}]", Place(body, data).value())
    body = {name: value for name, value in body.items() if name not in ("explain", "profile")}
    body.update({name: True for name in ("explain", "profile") if getattr(asked, name)})
    tracked = body.get("track_total_hits", True)
    if call.query["rest_total_hits_as_int"] and tracked not in (True, "true", False, "false"):
        raise multi_searching.inexact_total(tracked)
    return replace(call, body=body, request=replace(call.request, body=data))


def search_many(call: Call, search: Callable[[Call], Json], *, with_status: bool) -> Json:
    """Several searches by templates; each finds something, or fails alone. Without any that can be run, nothing is run."""
    items: list[multi_searching.Item] = call.body
    asked = [read_asked(item.body, item.text) for item in items]
    if any(one.source is None for one in asked):
        raise illegal_argument("Malformed search template")
    ready: list[Call | ApiError] = [_ready(call, item, one) for item, one in zip(items, asked, strict=True)]
    if all(isinstance(one, ApiError) for one in ready):
        raise request_invalid("no requests added")
    answers = [_failed(one) if isinstance(one, ApiError) else multi_searching.answer(one, search) for one in ready]
    if not with_status:
        for found in answers:
            found.pop("status")
    return {"took": 1, "responses": answers}


def _ready(call: Call, item: multi_searching.Item, asked: Asked) -> Call | ApiError:
    try:
        return as_search(multi_searching.alone(call, item), asked)
    except ApiError as refused:
        if refused.status == 501:
            raise
        return refused


def _failed(refused: ApiError) -> dict[str, Json]:
    return {**refused.body(), "status": refused.status}
