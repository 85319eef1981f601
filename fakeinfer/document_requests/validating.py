"""`_validate/query`: whether a query can be read and run, and what Lucene would run.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/rest/action/admin/indices/RestValidateQueryAction.java
"""

from __future__ import annotations

from typing import Any

from .. import indices, media
from ..errors import ApiError, not_implemented, request_invalid
from ..indices.resolving import WILDCARDS, options_of, resolve
from ..operations import GET, POST, Bool, Call, Parameter
from ..search.errors import QueryRefused
from ..search.explaining import lucene_words
from ..search.explaining.explanation import OUTSIDE_NESTED
from ..search.explaining.lucene_forms import Everything, Existing, as_written, simplified
from ..search.queries.compound import ConstantScore
from ..search.queries.full_text import Phrase
from ..search.query import Query
from ..search.request import SearchRequest, read_request
from ..search.view import View, view_of
from ..wire import Json
from .declaring import Shared
from .only_query import check_only_query
from .searching import WRITTEN, written_query
from .through_aliases import restrict

VALIDATE = (
    GET("/_validate/query"),
    POST("/_validate/query"),
    GET("/{index}/_validate/query"),
    POST("/{index}/_validate/query"),
)
VALIDATING: dict[str, Parameter] = {
    **WILDCARDS,
    "allow_no_indices": Bool(False),
    **WRITTEN,
    "explain": Bool(False),
    "rewrite": Bool(False),
    "all_shards": Bool(False),
}


def read_or_keep(call: Call, data: bytes, format: str) -> Json:
    """The body, or why it cannot be read: that makes a query invalid."""
    try:
        return media.read_first_value(call, data, format)
    except ApiError as refused:
        return refused


def validate(call: Call) -> Json:
    """Whether a query can be read and run."""
    try:
        request = _read(call)
    except ApiError as refused:
        if refused.status >= 500 or refused.type == "action_request_validation_exception":
            raise
        return {"valid": False, **({"error": told(call, refused)} if call.query["explain"] else {})}
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    restrict(call.state, call.path.get("index"), request)
    request.prepare(names)
    checked = [_checked(call, name, request.query) for name in names]
    answer: dict[str, Any] = {
        "_shards": {"total": len(names), "successful": len(names), "failed": 0},
        "valid": all(one["valid"] for one in checked),
    }
    if any(call.query[name] for name in ("explain", "rewrite", "all_shards")):
        answer["explanations"] = checked
    return answer


def _read(call: Call) -> SearchRequest:
    if isinstance(call.body, ApiError):
        raise call.body
    check_only_query(call)
    if call.body is not None and "query" not in call.body:
        raise request_invalid("query cannot be null")
    request = read_request(call.state, call.body, call.request.body or None)
    if (written := written_query(call)) is not None:
        request.query = written
    return request


def _checked(call: Call, name: str, query: Query | None) -> dict[str, Json]:
    shown: dict[str, Json] = {"index": name, **({"shard": 0} if call.query["all_shards"] else {})}
    view = view_of(call.state, name)
    try:
        if query is not None:
            query.scores(view, 1.0)
    except QueryRefused as refused:
        uuid = indices.find(call.state, name)["uuid"]
        return {**shown, "valid": False, "error": f"[{name}/{uuid}] {told(call, refused.at(name, uuid))}"}
    if not any(call.query[name] for name in ("explain", "rewrite", "all_shards")):
        return {**shown, "valid": True}
    return {**shown, "valid": True, "explanation": _explanation(query, view, rewrites=call.query["rewrite"])}


def _explanation(query: Query | None, view: View, *, rewrites: bool) -> str:
    form = Everything() if query is None else simplified(query, view) if rewrites else as_written(query, view)
    text = lucene_words.described(form, view, runs=True, scored=True)
    if not view.fields.nested:
        return text
    if rewrites and isinstance(form, Everything):
        return f"ConstantScore({OUTSIDE_NESTED})"
    may_be_nested = isinstance(form, Everything | Phrase) or "_id:(" in text
    may_be_nested |= isinstance(form, ConstantScore) and isinstance(form.inner, Existing)
    return f"+{text} #{OUTSIDE_NESTED}" if may_be_nested else text


CLASSES = {
    "illegal_argument_exception": ("IllegalArgumentException", "java.lang"),
    "number_format_exception": ("NumberFormatException", "java.lang"),
    "named_object_not_found_exception": ("NamedObjectNotFoundException", ""),
    "query_shard_exception": ("QueryShardException", ""),
    "parsing_exception": ("ParsingException", ""),
    "parse_exception": ("ParseException", ""),
    "x_content_parse_exception": ("XContentParseException", ""),
}
"""Exceptions by the names that answers have for them, with the packages of those that Java has."""


def told(call: Call, refused: ApiError) -> str:
    """A refusal as the servers print exceptions."""
    if refused.type not in ("parsing_exception", "query_shard_exception"):
        refused = ApiError(400, "parsing_exception", "Failed to parse", caused_by=refused)
    causes = [refused]
    while causes[-1].caused_by is not None:
        causes.append(causes[-1].caused_by)
    if any(one.type not in CLASSES for one in causes):
        raise not_implemented(f"words for a [{causes[-1].type}] that makes a query invalid")
    if call.contract.product.name == "elasticsearch":
        return "; ".join(f"{_full(call, one.type)}: {one.reason}" for one in causes)
    shown = [f"{_short(one.type)}[{one.reason}]" for one in causes]
    text = "; nested: ".join(shown)
    if len(causes) == 1:
        return text
    first = causes[1]
    return f"{text};; {shown[1] if first.type in OWN else f'{_full(call, first.type)}: {first.reason}'}"


OWN = ("parsing_exception", "parse_exception", "query_shard_exception")
"""Exceptions of OpenSearch's own kind, which print themselves as those that stand inside of others do."""


def _short(type: str) -> str:
    name, _ = CLASSES[type]
    return f"OpenSearch{name}" if type == "parse_exception" else name


PACKAGES = {
    "elasticsearch": {
        "named_object_not_found_exception": "org.elasticsearch.xcontent",
        "x_content_parse_exception": "org.elasticsearch.xcontent",
        "query_shard_exception": "org.elasticsearch.index.query",
        "parsing_exception": "org.elasticsearch.common",
        "parse_exception": "org.elasticsearch",
    },
    "opensearch": {
        "named_object_not_found_exception": "org.opensearch.core.xcontent",
        "x_content_parse_exception": "org.opensearch.core.xcontent",
    },
}


def _full(call: Call, type: str) -> str:
    name, package = CLASSES[type]
    if type == "parse_exception":
        name = f"Elasticsearch{name}"
    return f"{package or PACKAGES[call.contract.product.name][type]}.{name}"


VALIDATE_QUERY = Shared("indices.validate_query", VALIDATE, validate, VALIDATING, "optional", read_or_keep)
