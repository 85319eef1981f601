"""`_reindex`: documents that a query finds, copied to another index, on the way changed by a script or a pipeline.

Source: opensearch-project/OpenSearch:modules/reindex/src/main/java/org/opensearch/index/reindex/; observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import documents, indices, media
from ..documents import UNCONDITIONAL, Condition, Document
from ..errors import ApiError, illegal_argument, is_ours, number_format, parse_error, request_invalid
from ..formats.javatext import to_text
from ..indices.resolving import resolve
from ..object_parser import TEXT, Field, ObjectParser, Path, Source, Unreadable, converted, within
from ..operations import POST, Bool, Call, Parameter, Text
from ..script_definitions import read_script
from ..search.hits.source import ALL, SourceFilter
from ..search.request import SearchRequest, read_request
from ..search.values import number_of
from ..wire import Json
from .by_query import (
    ALL_TOGETHER,
    BATCH,
    EMPTY_PIPELINE,
    RUNNING,
    Progress,
    answered,
    found_documents,
    in_batches,
    number_of_docs,
    other_conflicts,
    read_limit,
    refuse_bulk,
    refuse_not_imitated,
)
from .changing_many import Draft, draft_of, scripted
from .declaring import Shared
from .dialect import dialect_of
from .parameters import VERSION_TYPES
from .through_aliases import restrict
from .writing import IndexRequest, alias_required, concrete_index, index_one, indices_of

if TYPE_CHECKING:
    from ..cluster import State

REINDEXING: dict[str, Parameter] = {**RUNNING, "require_alias": Bool(False), "pipeline": Text()}
ACTION = "indices:data/write/reindex"
SORTED = "The sort option in reindex is deprecated. Instead consider using query filtering to find the desired subset of data."
OLD_SIZE = "Deprecated field [size] used, expected [max_docs] instead"


class Origin(NamedTuple):
    """Where documents come from."""

    indices: list[str]
    request: SearchRequest
    batch: int
    shown: SourceFilter
    remote: str | None = None
    is_sorted: bool = False


def read_reindex(call: Call, data: bytes, format: str) -> Json:
    """The body, read strictly: {"source", "dest", "conflicts", "max_docs", "script"}."""
    if call.query["pipeline"] is not None:
        raise pipeline_beside()
    source, old = Source(data), dialect_of(call.state).old_limits
    body = media.read_first_value(call, data, format)
    if isinstance(body, dict) and "size" in body and old:
        call.warnings.append(f"[reindex][{source.at(('size',), 'key')}] {OLD_SIZE}")
    limit = Field(("VALUE_NUMBER", "VALUE_STRING"), _read_limit)
    clean = ObjectParser(
        "reindex",
        {
            "source": Field(("START_OBJECT",), partial(_read_source, call.state)),
            "dest": within(TYPED_DESTINATION if old else DESTINATION),
            "max_docs": limit,
            **({"size": limit} if old else {}),
            "conflicts": converted(_read_conflicts),
            "script": Field(("START_OBJECT",), read_script),
        },
    ).parse(body, source)
    if "size" in clean:
        clean.setdefault("max_docs", clean.pop("size"))
    return clean


def pipeline_beside() -> ApiError:
    """`pipeline` beside the body. elastic/elasticsearch:modules/reindex/src/main/java/org/elasticsearch/reindex/RestReindexAction.java"""
    return illegal_argument(
        "_reindex doesn't support [pipeline] as a query parameter. Specify it in the [dest] object instead."
    )


def _read_conflicts(text: str) -> str:
    if text not in ("abort", "proceed"):
        raise other_conflicts(text)
    return text


def _read_limit(value: Json, source: Source, path: Path) -> int | None:
    if isinstance(value, str):
        number = number_of(value)
        if number is None:
            raise number_format(value)
        value = number
    return number_of_docs(value)


def _read_op_type(text: str) -> str:
    if text.lower() not in ("create", "index"):
        raise illegal_argument(f"opType must be 'create' or 'index', found: [{text}]")
    return text.lower()


def _read_version_type(text: str) -> str:
    if text not in VERSION_TYPES:
        raise illegal_argument(f"No version type match [{text}]")
    return text


_INTO = {
    "routing": TEXT,
    "op_type": converted(_read_op_type),
    "pipeline": TEXT,
    "version_type": converted(_read_version_type),
}
DESTINATION = ObjectParser("dest", {"index": TEXT, **_INTO})
TYPED_DESTINATION = ObjectParser("dest", {"index": TEXT, "type": TEXT, **_INTO})


def _read_source(state: State, value: Json, source: Source, path: Path) -> Origin:
    """The search of a reindex with what is its own; the server prints the rest and reads it again."""
    rest = dict(value)
    try:
        names = _names(rest.pop("index", None))
        remote = _remote(rest.pop("remote", None))
        request = read_request(state, rest, None)
    except ApiError as refused:
        if is_ours(refused):
            raise
        raise Unreadable(refused, path, "end") from None
    batch = request.size if "size" in rest else BATCH
    shown, is_sorted = request.source, bool(request.sort)
    request.source, request.sort = ALL, ()
    return Origin(names, request, batch, shown, remote, is_sorted)


def _names(value: Json) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return value.split(",")
    if not isinstance(value, list):
        raise illegal_argument(f"Expected [index] to be a list or a string but was [{to_text(value)}]")
    if not all(isinstance(one, str) for one in value):
        reason = (
            "arraycopy: element type mismatch: can not cast one of the elements of java.lang.Object[] to the type of the"
            " destination array, java.lang.String"
        )
        raise ApiError(400, "array_store_exception", reason)
    return list(value)


def _remote(value: Json) -> str | None:
    """The host and port of another cluster."""
    if value is None:
        return None
    host = value.get("host") if isinstance(value, dict) else None
    if host is None:
        raise ApiError(400, "null_pointer_exception", "[host] must be specified to reindex from a remote cluster")
    _, separator, place = str(host).partition("://")
    place = place.partition("/")[0]
    if not separator or ":" not in place:
        raise illegal_argument(
            f"[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [{host}]",
            caused_by=ApiError(400, "u_r_i_syntax_exception", f"The port was not defined in the [host]: {host}"),
        )
    return place


def reindex(call: Call) -> Json:
    """Copy documents to another index."""
    body: dict[str, Any] = call.body
    origin, into = body.get("source"), body.get("dest", {})
    problems = _problems(origin, into)
    if problems:
        raise request_invalid(*problems)
    refuse_not_imitated(call, "a reindex", ())
    assert origin is not None
    limit = read_limit(call, body.get("max_docs"))
    if origin.remote is not None:
        raise illegal_argument(f"[{origin.remote}] not {dialect_of(call.state).remotes}")
    if origin.is_sorted:
        call.warnings.append(SORTED)
    if call.query["wait_for_completion"]:
        _refuse_itself(call, origin, into["index"])
    if call.query["require_alias"] and (
        indices.exists(call.state, into["index"]) or not indices_of(call.state, into["index"])
    ):
        raise alias_required(into["index"])

    def work(progress: Progress) -> None:
        _refuse_itself(call, origin, into["index"])
        from_there = ",".join(origin.indices)
        dialect_of(call.state).allow_item(replace(call, path={"index": from_there}), "search", from_there)
        names = resolve(call.state, from_there)
        restrict(call.state, from_there, origin.request)
        found = found_documents(call.state, names, origin.request, limit)
        for batch in in_batches(found, origin.batch, progress):
            drafts = [(document, _draft(call.state, body, origin, name, document)) for name, document in batch]
            refuse_bulk(problem for _, draft in drafts for problem in _bulk_problems(into, draft))
            for document, draft in drafts:
                try:
                    _copy(call, into, document, draft, progress)
                except ApiError as error:
                    proceed = body.get("conflicts") == "proceed"
                    progress.failed(draft.target, draft.id or document.id, error, proceed=proceed)

    how = f" updated with {body['script']}" if "script" in body else ""
    description = f"reindex from [{', '.join(origin.indices)}]{how} to [{into['index']}]"
    return answered(call, work, ALL_TOGETHER, action=ACTION, description=description, request=origin.request)


def _problems(origin: Origin | None, into: dict[str, Any]) -> list[str]:
    problems = []
    if origin is None or not origin.indices:
        problems.append("use _all if you really want to copy from all existing indexes")
    elif not origin.shown.fetch:
        problems.append("_source:false is not supported in this context")
    elif origin.batch == 0:
        problems.append("[size] cannot be [0] in a scroll context")
    if not into.get("index"):
        problems.append("index must be specified")
    if not _is_routing(into.get("routing", "keep")):
        problems.append("routing must be unset, [keep], [discard] or [=<some new value>]")
    return problems


def _is_routing(text: str) -> bool:
    return text in ("keep", "discard") or text.startswith("=")


def _refuse_itself(call: Call, origin: Origin, target: str) -> None:
    sources = resolve(call.state, ",".join(origin.indices))
    targets = indices_of(call.state, target) or [target]
    if set(sources) & set(targets):
        raise request_invalid(f"reindex cannot write into an index its reading from [{targets[0]}]")


def _draft(state: State, body: dict[str, Any], origin: Origin, name: str, document: Document) -> Draft:
    """A document as it is to be copied."""
    into = body["dest"]
    found = draft_of(name, document)
    asked = into.get("routing", "keep")
    routing = asked[1:] if asked.startswith("=") else found.routing if asked == "keep" else None
    external = into.get("version_type", "internal") != "internal"
    draft = Draft(
        into["index"],
        found.id,
        dialect_of(state).copied(state, name, document, origin.shown),
        routing,
        found.version if external else None,
    )
    after = scripted(state, body.get("script"), draft, "reindex", found)
    if after.target is None:
        raise ApiError(500, "null_pointer_exception", "Can't reindex without a destination index!")
    return after


def _bulk_problems(into: dict[str, Any], draft: Draft) -> Iterator[str]:
    """What is wrong with a document as one item of a bulk."""
    if draft.operation != "index":
        return
    if into.get("pipeline") == "":
        yield EMPTY_PIPELINE
    if draft.version is not None and into.get("version_type", "internal") == "internal":
        yield (
            "internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and"
            " `if_primary_term` instead"
        )


def _copy(call: Call, into: dict[str, Any], document: Document, draft: Draft, progress: Progress) -> None:
    if draft.operation == "noop":
        progress.noops += 1
        return
    dialect_of(call.state).allow_item(call, draft.operation, into["index"])
    if draft.operation == "delete":
        name = concrete_index(call.state, draft.target, single=True, level="write")
        documents.remove(call.state, name, draft.id or document.id, refresh=call.query["refresh"])
        progress.deleted += 1
        return
    condition = UNCONDITIONAL
    if draft.version is not None:
        gte = into["version_type"] == "external_gte"
        condition = Condition(version=int(draft.version), or_equal=gte)
    written = index_one(
        call.state,
        IndexRequest(
            str(draft.target),
            None if draft.id is None else str(draft.id),
            draft.source,
            create_only=into.get("op_type") == "create",
            refresh=call.query["refresh"],
            routing=None if draft.routing is None else str(draft.routing),
            pipeline=into.get("pipeline"),
            condition=condition,
        ),
    )
    if not isinstance(written, dict) and written.result == "created":
        progress.created += 1
    else:
        progress.updated += 1


REINDEX = Shared(
    "reindex",
    (POST("/_reindex"),),
    reindex,
    REINDEXING,
    "required",
    read_reindex,
    lambda: parse_error("request body is required"),
)
