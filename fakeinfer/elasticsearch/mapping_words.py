"""How Elasticsearch words refusals about mappings and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ApiError
from ..mapping.words import MappingWords
from ..search.locate import Place, Position
from .changes import INCLUDE_TYPE_NAME_IS_MENTIONED

if TYPE_CHECKING:
    from ..cluster import State


def _under_a_type(state: State, name: str) -> str:
    more = " unless include_type_name is set to true" if INCLUDE_TYPE_NAME_IS_MENTIONED in state.switched_on else ""
    return f"The mapping definition cannot be nested under a type [{name}]{more}."


def _document_refused(cause: ApiError, place: Place) -> ApiError:
    """A document that cannot be parsed (observed: elasticsearch 9.5.0)."""
    reason = f"[{place.value()}] failed to parse: {cause.reason}"
    return ApiError(400, "document_parsing_exception", reason, caused_by=cause)


def _field_refused(reason: str, cause: ApiError | None, place: Place) -> ApiError:
    """A value that a field cannot hold (observed: elasticsearch 9.5.0)."""
    return ApiError(400, "document_parsing_exception", f"[{place.value()}] {reason}", caused_by=cause)


def _object_for_text(at: Position) -> ApiError:
    return ApiError(400, "illegal_argument_exception", f"Expected text at {at} but found START_OBJECT")


def _object_for_number(at: Position) -> ApiError:
    return ApiError(400, "illegal_argument_exception", "Cannot parse object as number")


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
    document_refused=_document_refused,
    learns_vectors=lambda state, length: 128 <= length <= 4096,
)
