"""`_bulk`: many writes at once, each of which succeeds or fails alone."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .. import documents, media
from ..documents import Condition, Written
from ..errors import ApiError, illegal_argument, not_implemented, request_invalid
from ..formats.jackson import NOTHING
from ..formats.positions import token_name
from ..ingest.stored import COLLECTION as PIPELINES
from ..operations import Call
from ..search.hits.source import SourceFilter, read_source_filter
from ..search.locate import Place
from ..wire import Json
from .dialect import dialect_of
from .parameters import read_condition, read_document
from .updating import UpdateRequest, asked_for, document_after, read_update, update_one
from .writing import (
    IndexRequest,
    check_id,
    concrete_index,
    index_pipelines,
    indices_of,
    store_one,
    through_pipelines,
    through_pipelines_together,
)

ACTIONS = ("create", "delete", "index", "update")
STATUSES = {"created": 201, "not_found": 404}
ACTION_KEYS = (
    "_index", "_id", "routing", "_routing", "op_type", "pipeline", "version", "_version", "version_type", "_version_type",
    "if_seq_no", "if_primary_term", "retry_on_conflict", "_retry_on_conflict", "require_alias", "_source",
)  # fmt: skip


Ran = IndexRequest | dict[str, Any] | ApiError
"""What pipelines made of a document: the request as it is now, the answer about one that was dropped, or why not."""


@dataclass(frozen=True, slots=True)
class Action:
    """One line pair of a bulk: what to do, to which document, with which text."""

    kind: str
    options: dict[str, Json]
    text: bytes = b""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """The parts of an update's body."""


def read_actions(call: Call, data: bytes, format: str) -> list[Action]:
    """The actions of a bulk body. An action or update that cannot be read fails the whole request, a document only itself."""
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
        changes = {}
        if kind == "update":
            changes = read_update(media.first_value(call, text[1]), call.contract.product.name, text[1])
        found.append(Action(kind, options, text[1], changes))
    return found


def _read_action(call: Call, number: int, line: bytes) -> tuple[str, dict[str, Json]]:
    value = media.first_value(call, line)
    where = f"Malformed action/metadata line [{number}], expected"
    if value is NOTHING or not isinstance(value, dict):
        raise illegal_argument(f"{where} START_OBJECT but found [{token_name(value)}]")
    if not value:
        raise illegal_argument(f"{where} FIELD_NAME but found [END_OBJECT]")
    dialect = dialect_of(call.state)
    kind, options = next(iter(value.items()))
    if kind not in ACTIONS:
        raise illegal_argument(f"{where} {dialect.actions} but found [{kind}]")
    if not isinstance(options, dict):
        raise illegal_argument(f"{where} {dialect.options_token} but found [{token_name(options)}]")
    for key, option in options.items():
        if key not in ACTION_KEYS:
            raise illegal_argument(f"Action/metadata line [{number}] contains an unknown parameter [{key}]")
        if isinstance(option, list) or (isinstance(option, dict) and key != "_source"):
            raise illegal_argument(f"{where} a simple value for field [{key}] but found [{token_name(option)}]")
        if key == "_source" and option is not None and not isinstance(option, bool | str):
            from ..search.source_refusals import refusal  # as for single updates

            refused = refusal(option, Place(value, line) / kind / key, call.contract.product.name)
            if refused is not None:
                raise dialect.misread_action(refused.error)
    if len(value) > 1:
        dialect.second_action(call, where)
    return kind, options


def bulk(call: Call) -> Json:
    """Index, create, update and delete many documents; each succeeds or fails alone."""
    actions: list[Action] = call.body
    if not actions:
        raise request_invalid("no requests added")
    missing = [problem for action in actions if (problem := _problem(action, call.path.get("index"))) is not None]
    if missing:
        raise request_invalid(*missing)
    together = _run_together(call, actions)
    items = [{action.kind: _item(call, action, together.get(place))} for place, action in enumerate(actions)]
    answer: dict[str, Json] = {
        "took": 1,
        "errors": any("error" in item for one in items for item in one.values()),
        "ingest_took": 0,
        "items": items,
    }
    piped = any(_has_pipelines(call, action) for action in actions)
    return {key: answer[key] for key in dialect_of(call.state).bulk_answer if piped or key != "ingest_took"}


def _run_together(call: Call, actions: list[Action]) -> dict[int, Ran]:
    """What pipelines made of the documents that they take several at a time, by place; others run when their turn comes."""
    if len(actions) < 2 or not call.store[PIPELINES]:
        return {}
    groups: dict[tuple[str, str, str | None], list[int]] = {}
    for place, action in enumerate(actions):
        if action.kind in ("index", "create"):
            name = _index_of(call, action)
            known = next(iter(indices_of(call.state, name)), name)
            chosen = _text(action.options.get("pipeline", call.query["pipeline"]))
            for wanted in index_pipelines(call.state, known, chosen)[0]:
                groups.setdefault((name, wanted, chosen), []).append(place)
    found: dict[int, Ran] = {}
    for (_, wanted, _), places in groups.items():
        if len(places) > 1 and _has_batches(call, wanted):
            found.update(_group(call, actions, places))
    return found


def _has_batches(call: Call, pipeline: str) -> bool:
    from ..ingest.batching import has_batches

    return has_batches(call.state, [pipeline])


def _group(call: Call, actions: list[Action], places: list[int]) -> dict[int, Ran]:
    """The documents of one index and pipeline; what cannot be read is refused when its turn comes."""
    requests: dict[int, IndexRequest] = {}
    for place in places:
        action = actions[place]
        name = _index_of(call, action)
        try:
            dialect_of(call.state).allow_item(call, action.kind, name)
            requests[place] = _index_request(call, action, name, _text(action.options.get("_id")) or None)
        except ApiError:
            continue
    ran = through_pipelines_together(call.state, list(requests.values()))
    return dict(zip(requests, ran, strict=True))


def _has_pipelines(call: Call, action: Action) -> bool:
    """Whether a document goes through any pipeline."""
    if action.kind not in ("index", "create"):
        return False
    name = _index_of(call, action)
    known = next(iter(indices_of(call.state, name)), name)
    pipelines, final = index_pipelines(call.state, known, _text(action.options.get("pipeline", call.query["pipeline"])))
    return any(id not in (None, "_none") for id in (*pipelines, final))


def _problem(action: Action, index: str | None) -> str | None:
    if not (action.options.get("_index") or index):
        return "index is missing"
    return "id is missing" if action.kind in ("update", "delete") and not action.options.get("_id") else None


def _item(call: Call, action: Action, together: Ran | None = None) -> dict[str, Json]:
    """One action's answer, or its error."""
    state, name, id = call.state, _index_of(call, action), _text(action.options.get("_id")) or None
    written: Written | dict[str, Any]
    shown: dict[str, Json] = {}
    try:
        dialect_of(state).allow_item(call, action.kind, name)
        if action.kind == "delete":
            written = _delete(call, action, name, str(id))
        elif action.kind == "update":
            written = update_one(state, _update_request(call, action, name, str(id)), in_bulk=True)
            if isinstance(written, Written):
                shown = document_after(state, written, _shown(call, action))
        else:
            if isinstance(together, ApiError):
                raise together
            ran = together or through_pipelines(state, _index_request(call, action, name, id))
            if isinstance(ran, IndexRequest):
                name, id = ran.index, ran.id or state.ids.auto_id()
                written = store_one(state, replace(ran, id=id))
            else:
                written = ran
    except ApiError as error:
        named = id if id is not None else dialect_of(state).unnamed(state)
        return {"_index": name, "_id": named, "status": error.status, "error": error.cause()}
    if isinstance(written, dict):
        return {**written, "status": 200}
    shards = {"total": 2, "successful": 1, "failed": 0} if written.result == "noop" else None
    answer = written.answer(shards)
    if action.kind in ("index", "create") and call.query.get("list_executed_pipelines"):
        answer["executed_pipelines"] = list(written.executed)
    return {**answer, **shown, "status": STATUSES.get(written.result, 200)}


def _shown(call: Call, action: Action) -> SourceFilter | None:
    """What of an updated document to show: the action, the body and the query string may say."""
    if action.options.get("_source") is not None:
        return read_source_filter(action.options["_source"])
    body: SourceFilter | None = action.changes["shown"]
    return body or asked_for(call)


def _index_of(call: Call, action: Action) -> str:
    return str(action.options.get("_index") or call.path.get("index"))


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def _delete(call: Call, action: Action, name: str, id: str) -> Written:
    known = concrete_index(call.state, name, single=True, level="write")
    condition = _condition(call, action.options)
    return documents.remove(call.state, known, id, refresh=call.query["refresh"], condition=condition)


def _update_request(call: Call, action: Action, name: str, id: str) -> UpdateRequest:
    return UpdateRequest(
        name,
        id,
        refresh=call.query["refresh"],
        routing=_text(action.options.get("routing", call.query["routing"])),
        require_alias=action.options.get("require_alias", call.query["require_alias"]) is True,
        condition=_condition(call, action.options),
        **action.changes,
    )


def _index_request(call: Call, action: Action, name: str, id: str | None) -> IndexRequest:
    options = action.options
    if id is not None:
        check_id(id)
    return IndexRequest(
        name,
        id,
        read_document(call, action.text, "json"),
        text=action.text,
        create_only=action.kind == "create" or options.get("op_type") == "create",
        refresh=call.query["refresh"],
        routing=_text(options.get("routing", call.query["routing"])),
        pipeline=_text(options.get("pipeline", call.query["pipeline"])),
        require_alias=options.get("require_alias", call.query["require_alias"]) is True,
        condition=_condition(call, options),
    )


def _condition(call: Call, options: dict[str, Json]) -> Condition:
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
        call,
        {
            "if_seq_no": whole("if_seq_no"),
            "if_primary_term": whole("if_primary_term"),
            "version": whole("version"),
            "version_type": kind,
        },
    )
