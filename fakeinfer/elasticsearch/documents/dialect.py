"""How Elasticsearch words and arranges its answers to requests about documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ... import indices
from ...document_requests.dialect import Dialect, Prepared
from ...documents import Document, Source
from ...errors import ApiError, illegal_argument
from ...formats.jackson import Malformed
from ...operations import Call
from ...wire import Json
from .. import changes, errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...cluster import State
    from ...search.hits.source import SourceFilter

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]|true|false|null|-?\d[\d.eE+-]*')
UNNAMED = "auto-generated"


def unreadable(call: Call, data: bytes, refused: Malformed) -> ApiError:
    """A document that is no JSON, with the place of the last token that was (observed: elasticsearch 9.5.0)."""
    cause = call.contract.product.malformed(refused)
    line, column = _last_token(data, refused)
    return ApiError(
        400, "document_parsing_exception", f"[{line}:{column}] failed to parse: {cause.reason}", caused_by=cause
    )


def _last_token(data: bytes, refused: Malformed) -> tuple[int, int]:
    lines = data.split(b"\n")
    end = sum(len(line) + 1 for line in lines[: refused.line - 1]) + refused.column - 1
    starts = [token.start() for token in _TOKEN.finditer(data) if token.end() < end] or [0]
    return data.count(b"\n", 0, starts[-1]) + 1, starts[-1] - data.rfind(b"\n", 0, starts[-1])


def not_an_object(call: Call) -> ApiError:
    """JSON that does not begin with a brace: counted as compressed bytes by 8.x."""
    if call.has(changes.DOCUMENTS_ARE_OBJECTS):
        return ApiError(400, "document_parsing_exception", "Malformed content, must start with an object")
    return errors.not_x_content()


def dropped(state: State, index: str, id: str | None, create: bool) -> dict[str, Any]:
    """What a pipeline dropped was not written (observed: elasticsearch 8.19.0, 9.5.0)."""
    answer: dict[str, Any] = {
        "_index": index,
        "_id": UNNAMED if id is None else id,
        "_version": -4 if create else -3,
        "result": "noop",
        "_shards": {"total": 0, "successful": 0, "failed": 0},
    }
    if changes.DROPPED_DOCUMENTS_HAVE_A_SEQ_NO in state.switched_on:
        answer |= {"_seq_no": -2, "_primary_term": 0}
    return answer


def prepare(state: State, index: str, source: Source, before: Document | None) -> Prepared | None:
    """Fields of type `semantic_text` are embedded."""
    from ..semantic.fields import semantic_fields  # read by who writes into an index

    if not semantic_fields(state, index, indices.find(state, index)["mappings"]):
        return None
    from ..semantic import documents  # it knows the inference API, which plain documents need not load

    return documents.prepare(state, index, source, before)


def visible_inside(state: State, index: str, path: str, source: Source, wanted: SourceFilter) -> Source:
    """What an answer shows of a nested object."""
    from .visible_source import visible_inside as shown  # as above

    return shown(state, index, path, source, wanted)


def visible(state: State, index: str, document: Document, wanted: SourceFilter, asked: Sequence[str] = ()) -> Source:
    """The part of a source that the request wants, without what is kept for semantic fields."""
    from .visible_source import visible as shown  # as above

    return shown(state, index, document, wanted, asked)


def copied(state: State, index: str, document: Document, wanted: SourceFilter) -> Source:
    """The source that a reindex copies: with its vectors, and with embeddings if it says that it wants vectors."""
    from .visible_source import copied as shown  # as above

    return shown(state, index, document, wanted)


def context(kind: str, ctx: dict[str, Any]) -> dict[str, Any]:
    """The `ctx` of a script, which refuses what may not be changed."""
    from .contexts import guarded  # it knows the values of scripts

    return guarded(kind, ctx)


def check_script(state: State, index: str, in_bulk: bool) -> None:
    """Indices with semantic fields take no scripts: of a bulk none at all, and single ones where the source has the embeddings."""
    from ..semantic import documents  # as above

    documents.check_script(state, index, in_bulk)


def keep_task(call: Call, action: str, description: str, response: Json, **more: Any) -> dict[str, Json]:
    """The result of what nobody waited for."""
    from ...stored_tasks import finished  # read by who does not wait

    return finished(call, action, description, response, **more)


def allow_item(call: Call, kind: str, index: str) -> None:
    """With security, each item of many needs leave of its own."""
    if call.state.guard is not None:
        from ..security import guard  # read by those alone who have security

        guard.allow_item(call, kind, index)


def second_action(call: Call, where: str) -> None:
    """An action line with two keys (observed: elasticsearch 8.19.0, 9.2.0)."""
    if call.has(changes.BULK_ACTIONS_HAVE_ONE_KEY):
        raise illegal_argument(f"{where} END_OBJECT but found [FIELD_NAME]")
    call.warnings.append(
        "A bulk action object contained multiple keys. Additional keys are currently ignored but will be rejected in a"
        " future version."
    )


def misread_action(refused: ApiError) -> ApiError:
    """What the parser of an action line refuses by itself is told as a cause (observed: elasticsearch 8.19.0, 9.5.0)."""
    if refused.type != "parsing_exception":
        return refused
    return ApiError(400, "parse_exception", "could not parse bulk request body", caused_by=refused)


def all_for_one(level: str) -> ApiError:
    """`_all` means more than the one index that a document is in (observed: elasticsearch 9.5.0)."""
    if level == "write":
        return illegal_argument(
            "unable to return a single target as the provided expression and options got resolved to multiple targets"
        )
    return illegal_argument(
        "unable to return a single index as the index and options provided got resolved to multiple indices"
    )


DIALECT = Dialect(
    unreadable=unreadable,
    not_an_object=not_an_object,
    before_absent=". ",
    absent_index_type="index_or_alias",
    all_for_one=all_for_one,
    dropped=dropped,
    unnamed=lambda state: UNNAMED,
    actions="field [create], [delete], [index] or [update]",
    options_token="START_OBJECT or END_OBJECT",
    second_action=second_action,
    misread_action=misread_action,
    bulk_answer=("errors", "took", "ingest_took", "items"),
    prepare=prepare,
    visible=visible,
    visible_inside=visible_inside,
    allow_item=allow_item,
    copied=copied,
    context=context,
    check_script=check_script,
    remotes="whitelisted in reindex.remote.whitelist",
    old_limits=False,
    tells_ignored_keywords=True,
    keep_task=keep_task,
)
