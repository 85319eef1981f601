"""Updates of one document: fields merged in, or what to store when there is none. For single requests and bulk."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from .. import documents, indices
from ..documents import UNCONDITIONAL, Condition, Document, Source, Written
from ..errors import ApiError, document_missing, illegal_argument, is_ours, request_invalid
from ..formats.positions import token_name
from ..indices.templates import create_if_absent
from ..ingest.errors import class_cast
from ..object_parser import ObjectParser
from ..object_parser import Source as ParsedFrom
from ..operations import Call
from ..script_definitions import SCRIPT, Script
from ..search.errors import unknown_field
from ..search.hits.source import SourceFilter, read_source_filter
from ..search.locate import Place
from ..wire import Json, Reply
from .dialect import dialect_of
from .parameters import read_condition, shown_source
from .scripts import run_script
from .writing import IndexRequest, check_id, store_one, target_index, through_pipelines

if TYPE_CHECKING:
    from ..cluster import State

KEYS = ("doc", "upsert", "doc_as_upsert", "detect_noop", "script", "scripted_upsert", "lang", "_source", "if_seq_no", "if_primary_term")  # fmt: skip


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A change to a document."""

    index: str
    id: str
    doc: Source = field(default_factory=dict)
    upsert: Source | None = None
    doc_as_upsert: bool = False
    detect_noop: bool = True
    refresh: bool = False
    routing: str | None = None
    require_alias: bool = False
    condition: Condition = UNCONDITIONAL
    shown: SourceFilter | None = None
    """What of the document the body asks to see afterwards."""
    script: Script | None = None
    """What changes the document, in place of `doc`."""
    scripted_upsert: bool = False
    """Whether the script makes the document that is not there, too."""


SCRIPTED = ObjectParser("UpdateRequest", {"script": SCRIPT})


def _check_source(value: Json, place: Place, product: str) -> None:
    from ..search.source_refusals import refusal  # read by who says more than yes, no or one pattern

    if value is None or isinstance(value, int | float):
        problem = f"_source doesn't support values of type: {token_name(value)}"
        raise ApiError(400, "x_content_parse_exception", f"[{place.value()}] [UpdateRequest] {problem}")
    refused = refusal(value, place, product)
    if refused is not None:
        reason = f"[{refused.at}] [UpdateRequest] failed to parse field [_source]"
        raise ApiError(400, "x_content_parse_exception", reason, caused_by=refused.error)


def read_update(body: Json, product: str, text: bytes | None = None) -> dict[str, Any]:
    """The parts of an update's body."""
    place = Place(body, text)
    if not isinstance(body, dict):
        expected = f"Expected START_OBJECT but was: {token_name(body)}"
        raise ApiError(400, "x_content_parse_exception", f"[1:1] [UpdateRequest] {expected}")
    for key, value in body.items():
        if key not in KEYS:
            raise unknown_field("UpdateRequest", key, (place / key).key())
        if key in ("doc", "upsert") and not isinstance(value, dict):
            at = (place / key).value()
            raise ApiError(
                400,
                "x_content_parse_exception",
                f"[{at}] [UpdateRequest] {key} doesn't support values of type: {token_name(value)}",
            )
        if key == "_source" and not isinstance(value, bool | str):
            _check_source(value, place / key, product)
    script = None
    if "script" in body:
        script = SCRIPTED.parse({"script": body["script"]}, ParsedFrom(text or b""))["script"]
    if script is not None and "doc" in body:
        raise request_invalid("can't provide both script and doc")
    if script is None and "doc" not in body:
        raise request_invalid("script or doc is missing")
    if script is not None and body.get("doc_as_upsert") is True:
        raise request_invalid("doc must be specified if doc_as_upsert is enabled")
    return {
        "doc": body.get("doc", {}),
        "script": script,
        "scripted_upsert": body.get("scripted_upsert") is True,
        "upsert": body.get("upsert"),
        "doc_as_upsert": body.get("doc_as_upsert") is True,
        "detect_noop": body.get("detect_noop") is not False,
        "shown": read_source_filter(body["_source"]) if "_source" in body else None,
    }


def update_one(state: State, request: UpdateRequest, *, in_bulk: bool = False) -> Written | dict[str, Any]:
    """Merge fields into a document; one that is not there is stored if the request says how, else 404.

    The result goes through the index's pipelines; in a bulk only what stands in for an absent document does, and does
    before anybody knows whether it is needed.
    """
    check_id(request.id)
    upsert = request.doc if request.doc_as_upsert else request.upsert
    if upsert is not None and request.condition.seq_no is not None:
        raise request_invalid("compare and write operations can not be used with upsert")
    index = target_index(state, request.index, require_alias=request.require_alias)
    create_if_absent(state, index)
    if in_bulk and request.script is not None:
        _check_script(state, index, in_bulk=True)
    existing = documents.read(state, index, request.id)
    new = IndexRequest(
        index,
        request.id,
        upsert or {},
        refresh=request.refresh,
        routing=request.routing,
        condition=request.condition,
    )
    if in_bulk and upsert is not None:
        ran = through_pipelines(state, new)
        if isinstance(ran, dict):
            return ran
        new, upsert = ran, ran.source
        request = replace(request, doc=upsert) if request.doc_as_upsert else request
    if existing is None:
        if upsert is None:
            raise document_missing(index, indices.find(state, index)["uuid"], request.id)
        if request.script is not None and request.scripted_upsert:
            return _upserted_by_script(state, request, new, in_bulk=in_bulk)
        return _stored(state, new, in_bulk=in_bulk)
    if request.script is not None:
        return _changed_by_script(state, request, new, existing, in_bulk=in_bulk)
    source = merged_source(existing.source, request.doc)
    if request.detect_noop and source == existing.source:
        return Written(index, request.id, existing.version, "noop", existing.seq_no, existing.primary_term)
    changed = replace(new, source=source, routing=request.routing or existing.routing)
    return _stored(state, changed, before=existing, in_bulk=in_bulk)


def _stored(
    state: State, request: IndexRequest, *, before: Document | None = None, in_bulk: bool
) -> Written | dict[str, Any]:
    ran = request if in_bulk else through_pipelines(state, request)
    return ran if isinstance(ran, dict) else store_one(state, ran, before=before)


def _changed_by_script(
    state: State, request: UpdateRequest, new: IndexRequest, existing: Document, *, in_bulk: bool
) -> Written | dict[str, Any]:
    """A document that is there, as a script leaves it: stored, removed, or left alone."""
    index = new.index
    operation, source = _run(state, request, index, existing.source, existing)
    if operation == "index":
        _check_script(state, index, in_bulk=in_bulk)
        changed = replace(new, source=source, routing=request.routing or existing.routing)
        return _stored(state, changed, before=existing, in_bulk=in_bulk)
    if operation == "delete":
        return documents.remove(state, index, request.id, refresh=request.refresh, condition=request.condition)
    return Written(index, request.id, existing.version, "noop", existing.seq_no, existing.primary_term)


def _check_script(state: State, index: str, *, in_bulk: bool) -> None:
    check = dialect_of(state).check_script
    if check is not None:
        check(state, index, in_bulk)


def _upserted_by_script(
    state: State, request: UpdateRequest, new: IndexRequest, *, in_bulk: bool
) -> Written | dict[str, Any]:
    """A document that is not there, made by a script out of `upsert`; it may decide to make none."""
    operation, source = _run(state, request, new.index, new.source, None)
    if operation == "create":
        return _stored(state, replace(new, source=source), in_bulk=in_bulk)
    shards = {"total": 0, "successful": 0, "failed": 0}
    nothing = {"_index": new.index, "_id": request.id, "_version": -1, "result": "noop", "_shards": shards}
    return {**nothing, "get": {"found": False}}


def _run(
    state: State, request: UpdateRequest, index: str, source: Source, existing: Document | None
) -> tuple[Any, Source]:
    """What the script wants done, and with which source."""
    assert request.script is not None
    ctx: dict[str, Any] = {
        "op": "create" if existing is None else "index",
        "_index": index,
        "_id": request.id,
        "_now": state.clock.millis,
        "_source": source,
    }
    if existing is not None:
        ctx |= {"_version": existing.version, "_routing": existing.routing}
    try:
        after = run_script(state, request.script, ctx, "update")
    except ApiError as refused:
        if is_ours(refused):
            raise
        raise illegal_argument("failed to execute script", caused_by=refused) from None
    changed = after.get("_source")
    if not isinstance(changed, dict):
        raise class_cast(changed, "java.util.Map")
    return after.get("op"), changed


def merged_source(old: Source, changes: Source) -> Source:
    """Objects merged at any depth, everything else replaced."""
    result = dict(old)
    for name, value in changes.items():
        before = result.get(name)
        both = isinstance(before, dict) and isinstance(value, dict)
        result[name] = merged_source(before, value) if both else value  # type: ignore[arg-type]
    return result


def update(call: Call) -> Reply:
    """Merge fields into a document, and show it when asked for."""
    changed = read_update(call.body or {}, call.contract.product.name, call.request.body)
    query = call.query
    written = update_one(
        call.state,
        UpdateRequest(
            call.path["index"],
            call.path["id"],
            refresh=query["refresh"],
            routing=query["routing"],
            require_alias=query["require_alias"],
            condition=read_condition(call, query),
            **changed,
        ),
    )
    if isinstance(written, dict):
        return Reply(written)
    answer = {**written.answer(), **document_after(call.state, written, asked_for(call) or changed["shown"])}
    return Reply(answer, *created_at(written, query["routing"]))


def asked_for(call: Call) -> SourceFilter | None:
    """What of an updated document the query string asks to see."""
    wanted = shown_source(call)
    return wanted if call.query["_source"] is not None or wanted.includes or wanted.excludes else None


def document_after(state: State, written: Written, wanted: SourceFilter | None) -> dict[str, Json]:
    """The document as an update left it, for those who asked."""
    if wanted is None or not wanted.fetch:
        return {}
    document = documents.read(state, written.index, written.id)
    if document is None:
        if wanted.includes or wanted.excludes:
            raise no_source_left(state.contract.product.name)
        return {"get": {"_seq_no": written.seq_no, "_primary_term": written.primary_term, "found": True}}
    after = {
        "_seq_no": document.seq_no,
        "_primary_term": document.primary_term,
        "found": True,
        "_source": wanted.apply(document.source),
    }
    return {"get": after}


def no_source_left(product: str) -> ApiError:
    """Parts are wanted of a document that the script removed, and it is (observed: opensearch 2.19.1)."""
    package = "opensearch.core" if product == "opensearch" else product
    call = f"org.{package}.common.bytes.BytesReference.length()"
    return ApiError(500, "null_pointer_exception", f'Cannot invoke "{call}" because "sourceAsBytes" is null')


def created_at(written: Written, routing: str | None) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Status and headers of a write: a new document has an address."""
    if written.result != "created":
        return 200, ()
    location = f"/{_form_encoded(written.index)}/_doc/{_form_encoded(written.id)}"
    if routing:
        location += f"?routing={_form_encoded(routing)}"
    return 201, (("Location", location),)


def _form_encoded(text: str) -> str:
    """Escaped as `java.net.URLEncoder` does: a blank is a plus."""
    return quote_plus(text, safe="*").replace("~", "%7E")
