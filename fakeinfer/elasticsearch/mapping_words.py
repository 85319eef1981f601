"""How Elasticsearch words refusals about mappings and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ApiError, illegal_argument
from ..mapping.words import MappingWords
from ..search.locate import Position
from .changes import INCLUDE_TYPE_NAME_IS_MENTIONED

if TYPE_CHECKING:
    from ..cluster import State


def _under_a_type(state: State, name: str) -> str:
    more = " unless include_type_name is set to true" if INCLUDE_TYPE_NAME_IS_MENTIONED in state.switched_on else ""
    return f"The mapping definition cannot be nested under a type [{name}]{more}."


def _document_refused(cause: ApiError, at: Position) -> ApiError:
    """A document that cannot be parsed (observed: elasticsearch 9.5.0)."""
    reason = f"[{at}] failed to parse: {cause.reason}"
    roots = (cause,) if cause.type == "parsing_exception" else None
    return ApiError(400, "document_parsing_exception", reason, caused_by=cause, root_cause=roots)


def _field_refused(reason: str, cause: ApiError | None, at: Position) -> ApiError:
    """A value that a field cannot hold (observed: elasticsearch 9.5.0)."""
    return ApiError(400, "document_parsing_exception", f"[{at}] {reason}", caused_by=cause)


def _object_for_text(at: Position) -> ApiError:
    return ApiError(400, "illegal_argument_exception", f"Expected text at {at} but found START_OBJECT")


def _object_for_number(at: Position) -> ApiError:
    return ApiError(400, "illegal_argument_exception", "Cannot parse object as number")


def _odd_key(key: str, at: Position) -> ApiError | None:
    """Keys of nothing, of blanks, with nothing between dots (observed: elasticsearch 9.5.0)."""
    if not key:
        return _document_refused(illegal_argument("field name cannot be an empty string"), at)
    if not key.strip():
        return _field_refused(f"Field name cannot contain only whitespace: [{key}]", None, at)
    if any(not part.strip() for part in key.split(".")):
        return _document_refused(illegal_argument(f"field name cannot contain only whitespace: ['{key}']"), at)
    return None


WORDS = MappingWords(
    failed=lambda reason: f"Failed to parse mapping: {reason}",
    unknown_type=lambda type, field: (
        f"The mapper type [{type}] declared on field [{field}] does not exist. It might have been created within a future"
        " version or requires a plugin to be installed. Check the documentation."
    ),
    under_a_type=_under_a_type,
    object_for_text=_object_for_text,
    object_for_number=_object_for_number,
    field_refused=_field_refused,
    odd_key=_odd_key,
    value_refused=_document_refused,
    learns_vectors=lambda state, length: 128 <= length <= 4096,
)
