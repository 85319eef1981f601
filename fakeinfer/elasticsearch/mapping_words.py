"""How Elasticsearch words refusals about mappings and documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import ApiError, illegal_argument
from ..formats.jsontext import source_echo, source_redacted
from ..mapping.words import MappingWords
from ..search.locate import Place, Position
from .changes import FIRST_VALUES_DECIDE, INCLUDE_TYPE_NAME_IS_MENTIONED

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
    if "." not in key:
        return None
    parts = key.rstrip(".").split(".")
    if parts == [""]:
        return _document_refused(illegal_argument("field name cannot contain only dots"), at)
    for part in parts:
        if not part:
            return _document_refused(illegal_argument(f"field name cannot contain only whitespace: ['{key}']"), at)
        if not part.strip():
            ambiguous = f"field name starting or ending with a [.] makes object resolution ambiguous: [{key}]"
            return _document_refused(illegal_argument(ambiguous), at)
    return None


def _mixture(path: str, type_name: str) -> ApiError:
    """Observed: elasticsearch 9.2.0, 8.19.0."""
    if type_name == "text":
        return illegal_argument(f"mapper [{path}] cannot be changed from type [text] to [ObjectMapper]")
    return illegal_argument(f"can't merge a non object mapping [{path}] with an object mapping")


def _token_refused(cause: ApiError, place: Place) -> ApiError:
    """What the parser says, with the text it read, once more around itself."""
    reason = str(cause.reason).replace(source_redacted(b""), source_echo(place.located()[0]))
    line, column = re.findall(r"\d+", reason.rpartition("; line: ")[2])
    inner = ApiError(cause.status, cause.type, reason)
    return ApiError(400, "x_content_parse_exception", f"[{line}:{column}] {reason}", caused_by=inner)


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
    mixture=_mixture,
    merges_new_fields=lambda state: FIRST_VALUES_DECIDE not in state.switched_on,
    token_refused=_token_refused,
    learns_vectors=lambda state, length: 128 <= length <= 4096,
    checks_dynamics=True,
)
