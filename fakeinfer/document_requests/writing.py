"""Writing one document: which index it goes to, through which pipelines, and what is answered. For single requests and bulk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import documents, indices
from ..documents import UNCONDITIONAL, Condition, Document, Source, Written
from ..errors import ApiError, illegal_argument, index_not_found, request_invalid
from ..indices.blocks import Level, check
from ..indices.creating import name_problem
from ..indices.resolving import Options, invalid_index_name, resolve
from ..indices.templates import create_if_absent, has_any, taken
from ..ingest.running import RanDocument, run_pipelines
from .dialect import Prepared, dialect_of

if TYPE_CHECKING:
    from ..cluster import State

MAX_ID_BYTES = 512
WHATEVER_STATE = Options(about_contents=False)


@dataclass(frozen=True, slots=True)
class IndexRequest:
    """A document to store. `text` is what its source was parsed from."""

    index: str
    id: str | None
    source: Source
    text: bytes | None = None
    create_only: bool = False
    refresh: bool = False
    routing: str | None = None
    pipeline: str | None = None
    require_alias: bool = False
    condition: Condition = UNCONDITIONAL
    executed: tuple[str, ...] = ()
    """The pipelines that it went through already."""


def index_one(state: State, request: IndexRequest) -> Written | dict[str, Any]:
    """Store a document after its pipelines ran; the answer itself when one of them dropped it."""
    if request.id is not None:
        check_id(request.id)
    if request.pipeline == "":
        raise request_invalid("pipeline cannot be an empty string")
    ran = through_pipelines(state, request)
    return ran if isinstance(ran, dict) else store_one(state, ran)


def through_pipelines(state: State, request: IndexRequest) -> IndexRequest | dict[str, Any]:
    """The request as its pipelines leave it; the answer about the document when one of them dropped it."""
    known = next(iter(indices_of(state, request.index)), request.index)
    pipelines, final = index_pipelines(state, known, request.pipeline)
    if not pipelines and not final:
        return request
    ran = run_pipelines(
        state,
        request.index,
        request.id,
        request.source,
        pipelines,
        final=final,
        routing=request.routing,
        pipelines_of=lambda index: index_pipelines(state, next(iter(indices_of(state, index)), index), None),
    )
    return _ran(state, request, ran)


def _ran(state: State, request: IndexRequest, ran: RanDocument) -> IndexRequest | dict[str, Any]:
    """The request as pipelines left it; the answer about the document when one of them dropped it."""
    if ran.dropped:
        return dialect_of(state).dropped(state, request.index, request.id, request.create_only)
    return replace(
        request,
        index=ran.index or request.index,
        id=ran.id,
        source=ran.source,
        routing=ran.routing,
        text=None,
        executed=ran.executed,
    )


def through_pipelines_together(
    state: State, requests: list[IndexRequest]
) -> list[IndexRequest | dict[str, Any] | ApiError]:
    """The same for requests to one index, whose pipelines take several documents at a time."""
    from ..ingest.batching import Given, run_together

    if not requests:
        return []
    known = next(iter(indices_of(state, requests[0].index)), requests[0].index)
    pipelines, final = index_pipelines(state, known, requests[0].pipeline)
    given = [Given(request.index, request.id, request.source, request.routing) for request in requests]
    outcomes = run_together(state, given, pipelines, final)
    return [
        outcome if isinstance(outcome, ApiError) else _ran(state, request, outcome)
        for request, outcome in zip(requests, outcomes, strict=True)
    ]


def store_one(state: State, request: IndexRequest, *, before: Document | None = None) -> Written:
    """Store a document as it is; `before` is the one that an update merged into."""
    index = target_index(state, request.index, require_alias=request.require_alias)
    if has_any(state):
        create_if_absent(state, index)
    prepared = dialect_of(state).prepare(state, index, request.source, before) if indices.exists(state, index) else None
    text = request.text or None
    if prepared is None:
        prepared = Prepared(request.source)
    elif prepared.source is not request.source:
        text = None
    written = documents.write(
        state,
        index,
        request.id,
        prepared.source,
        create_only=request.create_only,
        refresh=request.refresh,
        condition=request.condition,
        text=text,
        routing=request.routing,
        hidden=prepared.hidden,
    )
    if prepared.teach is not None:
        prepared.teach()
    return replace(written, executed=request.executed) if request.executed else written


def check_id(id: str) -> None:
    """Ids are limited in bytes."""
    length = len(id.encode(errors="replace"))
    if length > MAX_ID_BYTES:
        raise request_invalid(f"id [{id}] is too long, must be no longer than {MAX_ID_BYTES} bytes but was: {length}")


def concrete_index(state: State, name: str, *, single: bool = False, level: Level = "read") -> str:
    """The index that a name or alias means; 404 for an absent one, in the words for single documents if `single`.

    `level` is what is about to be done to it; a write goes to the write index of an alias.
    """
    if indices.exists(state, name):
        check(state, name, level)
        return name
    if name == "_all":
        raise dialect_of(state).all_for_one(level)
    if "*" in name or "," in name:
        raise index_not_found(name, dialect_of(state).absent_index_type)
    names = indices_of(state, name)
    if not names:
        raise index_not_found(name, dialect_of(state).absent_index_type if single else "index_or_alias")
    if level == "write":
        names = write_index(state, name, names)
    if len(names) > 1:
        raise illegal_argument(
            f"alias [{name}] has more than one index associated with it [{', '.join(names)}], can't execute a single"
            " index op"
        )
    check(state, names[0], level)
    return names[0]


def write_index(state: State, alias: str, names: list[str]) -> list[str]:
    """The index of an alias that takes writes: the one that says so, or the only one unless it says no."""
    marked = {name: indices.find(state, name)["aliases"][alias].get("is_write_index") for name in names}
    chosen = [name for name in names if marked[name] is True or (len(names) == 1 and marked[name] is None)]
    if not chosen:
        raise illegal_argument(
            f"no write index is defined for alias [{alias}]. The write index may be explicitly disabled using"
            " is_write_index=false or the alias points to multiple indices without one being designated as a write index"
        )
    return chosen


def target_index(state: State, name: str, *, require_alias: bool = False) -> str:
    """The index that a document is written to; an absent one may be created."""
    there = indices.exists(state, name)
    named = there or bool(indices_of(state, name))
    if require_alias and (there or not named):
        raise alias_required(name)
    if named:
        return concrete_index(state, name, level="write")
    problem = name_problem(state, name)
    if problem is not None:
        raise invalid_index_name(name, problem)
    return name


def indices_of(state: State, name: str) -> list[str]:
    """The indices a name means to who asks for one; none when it means nothing."""
    if indices.exists(state, name):
        return [name]
    if name == "_all":
        return []
    try:
        return resolve(state, name, WHATEVER_STATE)
    except ApiError:
        return []


def alias_required(name: str) -> ApiError:
    """`require_alias` and no alias."""
    reason = f"no such index [{name}] and [require_alias] request flag is [true] and [{name}] is not an alias"
    return ApiError(404, "index_not_found_exception", reason, metadata={"index": name, "index_uuid": "_na_"})


def index_pipelines(state: State, index: str, chosen: str | None) -> tuple[list[str], str | None]:
    """Pipelines a new document goes through: the request's or the index's default one, and the index's final one."""
    record = state.store.get(indices.COLLECTION, index)
    if record is None and has_any(state):
        record = {"settings": taken(state, index).settings}
    default = indices.setting(record, "default_pipeline") if record else None
    final = indices.setting(record, "final_pipeline") if record else None
    wanted = chosen or default
    return [wanted] if wanted else [], final
