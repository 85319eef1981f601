"""How OpenSearch words and arranges its answers to requests about documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...document_requests.dialect import Dialect, Prepared
from ...documents import Document, Source
from ...errors import ApiError, index_not_found
from ...formats.jackson import Malformed
from ...mapping.fields import fields_of
from ...operations import Call
from ...wire import Json
from ..vector_search import changes

if TYPE_CHECKING:
    from ...cluster import State


def unreadable(call: Call, data: bytes, refused: Malformed) -> ApiError:
    """A `mapper_parsing_exception` around the parser's own (observed: opensearch 2.19.1)."""
    return _failed_to_parse(call.contract.product.malformed(refused))


def not_an_object(call: Call) -> ApiError:
    """JSON that does not begin with a brace counts as compressed bytes (observed: opensearch 2.19.1)."""
    reason = "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"
    return _failed_to_parse(ApiError(400, "not_x_content_exception", reason))


def _failed_to_parse(cause: ApiError) -> ApiError:
    return ApiError(400, "mapper_parsing_exception", "failed to parse", caused_by=cause)


def dropped(state: State, index: str, id: str | None, create: bool) -> dict[str, Any]:
    """What a pipeline dropped was not written (observed: opensearch 2.19.1)."""
    shards = {"total": 0, "successful": 0, "failed": 0}
    id = state.ids.auto_id() if id is None else id
    return {"_index": index, "_id": id, "_version": -3, "result": "noop", "_shards": shards}


def prepare(state: State, index: str, source: Source, before: Document | None) -> Prepared | None:
    """Semantic fields are embedded."""
    if changes.SEMANTIC_FIELDS not in state.switched_on:
        return None
    fields = [field for field in fields_of(state, index).fields.values() if field.type.name == "semantic"]
    if not fields:
        return None
    from ..semantic import documents

    return documents.prepare(state, fields, source, before)


def allow_item(call: Call, kind: str, index: str) -> None:
    """With security, each item of many needs leave of its own."""
    if call.state.guard is not None:
        from ..security import guard

        guard.allow_item(call, kind, index)


def keep_task(call: Call, action: str, description: str, response: Json, **more: Any) -> dict[str, Json]:
    """The result of what nobody waited for."""
    from ...stored_tasks import finished

    return finished(call, action, description, response, **more)


def all_for_one(level: str) -> ApiError:
    """`_all` means no index that one document could be in (observed: opensearch 2.19.1)."""
    return index_not_found("_all", "index_expression", " and no indices exist")


DIALECT = Dialect(
    unreadable=unreadable,
    not_an_object=not_an_object,
    before_absent=" ",
    absent_index_type="index_expression",
    all_for_one=all_for_one,
    dropped=dropped,
    unnamed=lambda state: state.ids.auto_id(),
    actions="one of [create, delete, index, update]",
    options_token="START_OBJECT",
    second_action=lambda call, where: None,
    bulk_answer=("took", "ingest_took", "errors", "items"),
    prepare=prepare,
    allow_item=allow_item,
    keep_task=keep_task,
)
