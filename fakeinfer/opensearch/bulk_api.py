"""Many documents at once in OpenSearch: `_bulk`, `_mget`, and `_update` of one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .. import documents, media
from ..documents import Condition, Written
from ..errors import ApiError, illegal_argument, not_implemented, request_invalid
from ..jackson import NOTHING, Malformed
from ..operations import GET, POST, PUT, Bool, Call, Int, Text, Time, operation
from ..positions import token_name
from ..search.errors import unknown_field
from ..search.locate import Place
from ..search.source import SourceFilter, read_source_filter
from ..versions import Span
from ..wire import Json, Reply
from .document_api import REFRESH, SOURCE, UNREAD, VERSIONS, read_condition, read_document, shown_source
from .writing import IndexRequest, UpdateRequest, check_id, concrete_index, index_one, update_one

ACTIONS = ("create", "delete", "index", "update")
ACTION_KEYS = (
    "_index", "_id", "routing", "_routing", "op_type", "pipeline", "version", "_version", "version_type", "_version_type",
    "if_seq_no", "if_primary_term", "retry_on_conflict", "_retry_on_conflict", "require_alias", "_source",
)  # fmt: skip
UPDATE_KEYS = ("doc", "upsert", "doc_as_upsert", "detect_noop", "script", "scripted_upsert", "lang", "_source", "if_seq_no", "if_primary_term")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One line pair of a bulk: what to do, to which document, with which text."""

    kind: str
    options: dict[str, Json]
    text: bytes = b""


def read_actions(call: Call, data: bytes, format: str) -> list[Action]:
    """The actions of a bulk body; a line that cannot be read fails the whole request, a document only itself."""
    if format != "json":
        raise not_implemented("bulk bodies in other formats than JSON lines")
    if not data.endswith(b"\n"):
        raise illegal_argument("The bulk request must be terminated by a newline [\\n]")
    lines = enumerate(data.split(b"\n")[:-1], 1)
    found: list[Action] = []
    for number, line in lines:
        if not line.strip():
            continue
        kind, options = _read_action(call, number, line)
        if kind == "delete":
            found.append(Action(kind, options))
            continue
        text = next(itertools.islice(lines, 1), None)
        if text is None:
            break
        found.append(Action(kind, options, text[1]))
    return found


def _read_action(call: Call, number: int, line: bytes) -> tuple[str, dict[str, Json]]:
    product = call.contract.product
    try:
        value = media.parse(line, "json", product.source)
    except Malformed as refused:
        raise product.malformed(refused) from None
    where = f"Malformed action/metadata line [{number}], expected"
    if value is NOTHING or not isinstance(value, dict):
        raise illegal_argument(f"{where} START_OBJECT but found [{token_name(value)}]")
    if not value:
        raise illegal_argument(f"{where} FIELD_NAME but found [END_OBJECT]")
    kind, options = next(iter(value.items()))
    if kind not in ACTIONS:
        raise illegal_argument(f"{where} one of [{', '.join(ACTIONS)}] but found [{kind}]")
    if not isinstance(options, dict):
        raise illegal_argument(f"{where} START_OBJECT but found [{token_name(options)}]")
    for key, option in options.items():
        if key not in ACTION_KEYS:
            raise illegal_argument(f"Action/metadata line [{number}] contains an unknown parameter [{key}]")
        if isinstance(option, dict | list) and key != "_source":
            raise illegal_argument(f"{where} a simple value for field [{key}] but found [{token_name(option)}]")
    return kind, options


@operation(
    "bulk",
    POST("/_bulk"),
    PUT("/_bulk"),
    POST("/{index}/_bulk"),
    PUT("/{index}/_bulk"),
    query={
        "refresh": REFRESH,
        "routing": Text(),
        "pipeline": Text(),
        "timeout": Time(),
        "wait_for_active_shards": Text(),
        "require_alias": Bool(False),
        "_source": Text(),
        "_source_includes": Text(),
        "_source_excludes": Text(),
        "batch_size": Int(span=Span("2.14", "3.0")),
    },
    body="required",
    privilege="indices:data/write/bulk",
    source=SOURCE,
    unread_query=UNREAD,
    reader=read_actions,
)
def bulk(call: Call) -> Json:
    """Index, create, update and delete many documents; each succeeds or fails alone."""
    actions: list[Action] = call.body
    if not actions:
        raise request_invalid("no requests added")
    missing = [problem for action in actions if (problem := _problem(action, call.path.get("index"))) is not None]
    if missing:
        raise request_invalid(*missing)
    items = [{action.kind: _item(call, action)} for action in actions]
    failed = any("error" in item for one in items for item in one.values())
    answer: dict[str, Json] = {"took": 1, "errors": failed, "items": items}
    if call.query["pipeline"] or any("pipeline" in action.options for action in actions):
        answer = {"took": 1, "ingest_took": 0, "errors": failed, "items": items}
    return answer


def _problem(action: Action, index: str | None) -> str | None:
    if not (action.options.get("_index") or index):
        return "index is missing"
    return "id is missing" if action.kind in ("update", "delete") and not action.options.get("_id") else None


def _item(call: Call, action: Action) -> dict[str, Json]:
    """One action's answer, or its error."""
    index = str(action.options.get("_index") or call.path.get("index"))
    given = action.options.get("_id")
    id = str(given) if given not in (None, "") else call.state.ids.auto_id()
    try:
        written = _run(call, action, index, id)
    except ApiError as error:
        return {"_index": index, "_id": id, "status": error.status, "error": error.cause()}
    if isinstance(written, dict):
        return {**written, "status": 200}
    statuses = {"created": 201, "not_found": 404}
    shards = {"total": 2, "successful": 1, "failed": 0} if written.result == "noop" else None
    return {**written.answer(shards), "status": statuses.get(written.result, 200)}


def _run(call: Call, action: Action, index: str, id: str) -> Written | dict[str, Any]:
    options, refresh = action.options, call.query["refresh"]
    condition = _condition(options)
    alias = options.get("require_alias", call.query["require_alias"]) is True
    if action.kind == "delete":
        known = concrete_index(call.state, index, single=True)
        return documents.remove(call.state, known, id, refresh=refresh, condition=condition)
    body = read_document(call, action.text, "json")
    if action.kind == "update":
        changed = read_update(body, action.text)
        request = UpdateRequest(index, id, refresh=refresh, require_alias=alias, condition=condition, **changed)
        return update_one(call.state, request)
    create = action.kind == "create" or options.get("op_type") == "create"
    pipeline = options.get("pipeline", call.query["pipeline"])
    routing = options.get("routing", call.query["routing"])
    return index_one(
        call.state,
        IndexRequest(
            index,
            id,
            body,
            text=action.text,
            create_only=create,
            refresh=refresh,
            routing=None if routing is None else str(routing),
            pipeline=None if pipeline is None else str(pipeline),
            require_alias=alias,
            condition=condition,
        ),
    )


def _condition(options: dict[str, Json]) -> Condition:
    def whole(name: str) -> int | None:
        value = options.get(name, options.get(f"_{name}"))
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            raise illegal_argument(f"Failed to parse value [{value}] of [{name}]") from None

    kind = options.get("version_type", options.get("_version_type", "internal"))
    return read_condition(
        {
            "if_seq_no": whole("if_seq_no"),
            "if_primary_term": whole("if_primary_term"),
            "version": whole("version"),
            "version_type": kind,
        }
    )


def read_update(body: Json, text: bytes | None = None) -> dict[str, Any]:
    """The parts of an update's body; scripts are not run."""
    place = Place(body, text)
    for key, value in body.items():
        if key not in UPDATE_KEYS:
            raise unknown_field("UpdateRequest", key, (place / key).key())
        if key in ("script", "scripted_upsert") and value:
            raise not_implemented("updates by script")
        if key in ("doc", "upsert") and not isinstance(value, dict):
            at = (place / key).value()
            raise ApiError(
                400,
                "x_content_parse_exception",
                f"[{at}] [UpdateRequest] {key} doesn't support values of type: {token_name(value)}",
            )
    if "doc" not in body:
        raise request_invalid("script or doc is missing")
    return {
        "doc": body["doc"],
        "upsert": body.get("upsert"),
        "doc_as_upsert": body.get("doc_as_upsert") is True,
        "detect_noop": body.get("detect_noop") is not False,
    }


@operation(
    "update",
    POST("/{index}/_update/{id}"),
    query={
        "refresh": REFRESH,
        "routing": Text(),
        "timeout": Time(),
        "wait_for_active_shards": Text(),
        "require_alias": Bool(False),
        "retry_on_conflict": Int(),
        "lang": Text(),
        "_source": Text(),
        "_source_includes": Text(),
        "_source_excludes": Text(),
        **VERSIONS,
    },
    body="optional",
    privilege="indices:data/write/update",
    source=SOURCE,
    unread_query=UNREAD,
    reader=read_document,
)
def update_document(call: Call) -> Reply:
    """Merge fields into a document."""
    changed = read_update(call.body or {}, call.request.body)
    check_id(call.path["id"])
    query = call.query
    written = update_one(
        call.state,
        UpdateRequest(
            call.path["index"],
            call.path["id"],
            refresh=query["refresh"],
            require_alias=query["require_alias"],
            condition=read_condition(query),
            **changed,
        ),
    )
    answer = written.answer()
    wanted = shown_source(call)
    if query["_source"] not in (None, "false") or wanted.includes or wanted.excludes:
        document = documents.read(call.state, written.index, written.id)
        assert document is not None
        answer["get"] = {
            "_seq_no": document.seq_no,
            "_primary_term": document.primary_term,
            "found": True,
            "_source": wanted.apply(document.source),
        }
    created = written.result == "created"
    location = (("Location", f"/{written.index}/_doc/{written.id}"),) if created else ()
    return Reply(answer, 201 if created else 200, location)


@operation(
    "mget",
    GET("/_mget"),
    POST("/_mget"),
    GET("/{index}/_mget"),
    POST("/{index}/_mget"),
    query={
        "_source": Text(),
        "_source_includes": Text(),
        "_source_excludes": Text(),
        "preference": Text(),
        "realtime": Bool(True),
        "refresh": REFRESH,
        "routing": Text(),
        "stored_fields": Text(),
    },
    body="required_or_source",
    privilege="indices:data/read/mget",
    source=SOURCE,
    unread_query=UNREAD,
)
def get_many(call: Call) -> Json:
    """Several documents by id; each is found, not found, or an error of its own."""
    wanted = list(_wanted(call))
    problems = [f"index is missing for doc {number}" for number, (index, _, _) in enumerate(wanted) if not index]
    problems += [f"id is missing for doc {number}" for number, (_, id, _) in enumerate(wanted) if id is None]
    if not wanted:
        problems = ["no documents to get"]
    if problems:
        raise request_invalid(*problems)
    return {"docs": [_found(call, str(index), str(id), shown) for index, id, shown in wanted]}


def _wanted(call: Call) -> Iterator[tuple[str | None, Json, SourceFilter]]:
    default, body = call.path.get("index"), call.body
    if not isinstance(body, dict):
        raise illegal_argument(f"unexpected token [{token_name(body)}], expected [START_OBJECT]")
    for key, value in body.items():
        if key not in ("docs", "ids"):
            raise ApiError(
                400, "parsing_exception", f"unknown key [{key}] for a {token_name(value)}, expected [docs] or [ids]"
            )
        if not isinstance(value, list):
            raise ApiError(
                400,
                "parsing_exception",
                f"unexpected token [{token_name(value)}], expected [FIELD_NAME] or [START_ARRAY]",
            )
    for item in body.get("docs", ()):
        if not isinstance(item, dict):
            raise illegal_argument("docs array element should include an object")
        shown = read_source_filter(item["_source"]) if "_source" in item else shown_source(call)
        yield item.get("_index", default), item.get("_id"), shown
    for id in body.get("ids", ()):
        if isinstance(id, dict | list) or id is None:
            raise illegal_argument("ids array element should only contain ids")
        yield default, id, shown_source(call)


def _found(call: Call, index: str, id: str, shown: SourceFilter) -> dict[str, Json]:
    try:
        known = concrete_index(call.state, index, single=True)
    except ApiError as error:
        return {"_index": index, "_id": id, "error": error.body()["error"]}
    document = documents.read(call.state, known, id)
    if document is None:
        return {"_index": known, "_id": id, "found": False}
    answer: dict[str, Json] = {
        "_index": known,
        "_id": id,
        "_version": document.version,
        "_seq_no": document.seq_no,
        "_primary_term": document.primary_term,
        "found": True,
    }
    if shown.fetch:
        answer["_source"] = shown.apply(document.source)
    return answer
