"""How OpenSearch words refusals about mappings and documents."""

from __future__ import annotations

from .. import token_errors
from ..errors import ApiError, illegal_argument
from ..mapping.words import MappingWords
from ..search.locate import Position


def _document_refused(cause: ApiError, at: Position) -> ApiError:
    """A document that cannot be parsed (observed: opensearch 2.19.1)."""
    return ApiError(400, "mapper_parsing_exception", "failed to parse", caused_by=cause)


def _field_refused(reason: str, cause: ApiError | None, at: Position) -> ApiError:
    """A value that a field cannot hold (observed: opensearch 2.19.1)."""
    root = (cause,) if cause is not None and cause.type == "parsing_exception" else None
    return ApiError(400, "mapper_parsing_exception", reason, caused_by=cause, root_cause=root)


def _object_for_text(at: Position) -> ApiError:
    return ApiError(400, "illegal_state_exception", f"Can't get text on a START_OBJECT at {at}")


def _odd_key(key: str, at: Position) -> ApiError | None:
    """Keys of nothing, of blanks, with nothing between dots (observed: opensearch 2.19.1)."""
    if not key.strip():
        return _document_refused(illegal_argument("field name cannot be an empty string"), at)
    if "." not in key:
        return None
    parts = key.rstrip(".").split(".")
    if parts == [""]:
        return _document_refused(illegal_argument("field name cannot contain only the character [.]"), at)
    for part in parts:
        if not part:
            ambiguous = f"object field starting or ending with a [.] makes object resolution ambiguous: [{key}]"
            return _document_refused(illegal_argument(ambiguous), at)
        if not part.strip():
            return _document_refused(illegal_argument(f"object field cannot contain only whitespace: ['{key}']"), at)
    return None


def _mixture(path: str, type_name: str) -> ApiError:
    return illegal_argument(f"can't merge a non object mapping [{path}] with an object mapping")


WORDS = MappingWords(
    failed=lambda reason: f"Failed to parse mapping [_doc]: {reason}",
    unknown_type=lambda type, field: f"No handler for type [{type}] declared on field [{field}]",
    under_a_type=lambda state, name: "The mapping definition cannot be nested under a type",
    object_for_text=_object_for_text,
    object_for_number=lambda at: token_errors.not_numeric({}, *at),
    field_refused=_field_refused,
    odd_key=_odd_key,
    mixture=_mixture,
    merges_backwards=True,
    learns_vectors=lambda state, length: False,
    without_effect=frozenset(("store", "meta", "boost", "index", "doc_values", "index_options", "similarity")),
)
