"""Writing one document: which index it goes to, through which pipelines, and what is answered. For single requests and bulk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import documents, indices
from ..documents import UNCONDITIONAL, Condition, Source, Written
from ..errors import ApiError, document_missing, illegal_argument, index_not_found, request_invalid
from ..indices.creating import invalid_index_name, name_problem
from ..indices.resolving import resolve
from ..ingest.running import run_pipelines

if TYPE_CHECKING:
    from ..cluster import State

MAX_ID_BYTES = 512


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


def index_one(state: State, request: IndexRequest) -> Written | dict[str, Any]:
    """Store a document after its pipelines ran; the answer itself when one of them dropped it."""
    name, id, source, text = request.index, request.id, request.source, request.text
    if id is not None:
        check_id(id)
    known = next(iter(resolve_or_nothing(state, name)), name)
    pipelines, final = index_pipelines(state, known, request.pipeline)
    if pipelines or final:
        ran = run_pipelines(state, name, id, source, pipelines, final=final, routing=request.routing)
        if ran.dropped:
            return dropped(name, id if id is not None else state.ids.auto_id())
        name, id, source, text = ran.index or name, ran.id, ran.source, None
    return documents.write(
        state,
        target_index(state, name, require_alias=request.require_alias),
        id,
        source,
        create_only=request.create_only,
        refresh=request.refresh,
        condition=request.condition,
        text=text or None,
    )


def check_id(id: str) -> None:
    """Ids are limited in bytes."""
    length = len(id.encode())
    if length > MAX_ID_BYTES:
        raise request_invalid(f"id [{id}] is too long, must be no longer than {MAX_ID_BYTES} bytes but was: {length}")


def concrete_index(state: State, name: str, *, single: bool = False) -> str:
    """The index that a name or alias means; 404 for an absent one, in the words for single documents if `single`."""
    if indices.exists(state, name):
        return name
    if "*" in name or "," in name:
        raise index_not_found(name, "index_expression")
    names = resolve_or_nothing(state, name)
    if not names:
        raise index_not_found(name, "index_expression" if single else "index_or_alias")
    if len(names) > 1:
        raise illegal_argument(
            f"Alias [{name}] has more than one indices associated with it [[{', '.join(names)}]], can't execute a single"
            " index op"
        )
    return names[0]


def target_index(state: State, name: str, *, require_alias: bool = False) -> str:
    """The index that a document is written to; an absent one may be created."""
    there = indices.exists(state, name)
    named = there or bool(resolve_or_nothing(state, name))
    if require_alias and (there or not named):
        raise alias_required(name)
    if named:
        return concrete_index(state, name)
    problem = name_problem(state, name)
    if problem is not None:
        raise invalid_index_name(name, problem)
    return name


def resolve_or_nothing(state: State, name: str) -> list[str]:
    """The indices a name means, none when it means nothing."""
    try:
        return resolve(state, name)
    except ApiError:
        return []


def alias_required(name: str) -> ApiError:
    """`require_alias` and no alias."""
    reason = f"no such index [{name}] and [require_alias] request flag is [true] and [{name}] is not an alias"
    return ApiError(404, "index_not_found_exception", reason, metadata={"index": name, "index_uuid": "_na_"})


def index_pipelines(state: State, index: str, chosen: str | None) -> tuple[list[str], str | None]:
    """Pipelines a new document goes through: the request's or the index's default one, and the index's final one."""
    record = state.store.get(indices.COLLECTION, index)
    default = indices.setting(record, "default_pipeline") if record else None
    final = indices.setting(record, "final_pipeline") if record else None
    wanted = chosen or default
    return [wanted] if wanted else [], final


def dropped(index: str, id: str | None) -> dict[str, Any]:
    """What a pipeline dropped was not written (observed: opensearch 2.19.1)."""
    shards = {"total": 0, "successful": 0, "failed": 0}
    return {"_index": index, "_id": id, "_version": -3, "result": "noop", "_shards": shards}


# --- updates ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A change to a document: fields to merge in, or what to store when there is none."""

    index: str
    id: str
    doc: Source
    upsert: Source | None = None
    doc_as_upsert: bool = False
    detect_noop: bool = True
    refresh: bool = False
    require_alias: bool = False
    condition: Condition = UNCONDITIONAL


def update_one(state: State, request: UpdateRequest) -> Written:
    """Merge fields into a document; one that is not there is stored if the request says how, else 404."""
    index = target_index(state, request.index, require_alias=request.require_alias)
    existing = documents.read(state, index, request.id)
    if existing is None:
        upsert = request.doc if request.doc_as_upsert else request.upsert
        if upsert is None:
            record = state.store.get(indices.COLLECTION, index)
            raise document_missing(index, record["uuid"] if record else state.ids.uuid(), request.id)
        return documents.write(state, index, request.id, upsert, refresh=request.refresh)
    source = merged_source(existing.source, request.doc)
    if request.detect_noop and source == existing.source:
        return Written(index, request.id, existing.version, "noop", existing.seq_no, existing.primary_term)
    return documents.write(state, index, request.id, source, refresh=request.refresh, condition=request.condition)


def merged_source(old: Source, changes: Source) -> Source:
    """Objects merged at any depth, everything else replaced."""
    result = dict(old)
    for name, value in changes.items():
        before = result.get(name)
        both = isinstance(before, dict) and isinstance(value, dict)
        result[name] = merged_source(before, value) if both else value  # type: ignore[arg-type]
    return result
