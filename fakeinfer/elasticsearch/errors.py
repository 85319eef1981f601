"""Elasticsearch's refusals: one constructor a situation, named after it, with when and source. What both products share is in
`fakeinfer/errors.py`.

A schema's `x-error` names a key of `REFUSALS`: a constructor that takes the call and the violation.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import (
    ApiError,
    illegal_argument,
    json_exception,
    numbered,
    status_error,
)
from ..formats.jackson import Malformed
from ..mapping.options import not_cast_to_a_map
from ..operations import Call
from ..schema import Violation
from ..wire import Json

REFUSALS: dict[str, Callable[[Call, Violation], ApiError]] = {}
"""`x-error` key -> constructor."""


# --- headers and bodies: elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/ ------------------------------


def bad_media_type(header: str, reason: str) -> ApiError:
    """`Accept` or `Content-Type` is empty, repeated or no media type (`RestRequest.MediaTypeHeaderException`)."""
    text = f"Invalid media-type value on headers [{header}]"
    return ApiError(400, "media_type_header_exception", text, caused_by=illegal_argument(reason))


def incompatible_media_types(reason: str) -> ApiError:
    """The headers ask for a version the server does not speak, or for two (`RestCompatibleVersionHelper`)."""
    text = "Invalid media-type value on headers [Accept, Content-Type]"
    return ApiError(400, "media_type_header_exception", text, caused_by=status_error(400, reason))


def malformed_body(refused: Malformed) -> ApiError:
    """A body that cannot be parsed; the text is repeated with secrets and all (`XContentParseException`, `XContentEOFException`)."""
    at = f"[{refused.line}:{refused.column}] " if refused.line else ""
    if refused.kind == "end":
        return ApiError(
            400, "x_content_e_o_f_exception", f"{at}Unexpected end of file", caused_by=json_exception(refused)
        )
    return ApiError(400, "x_content_parse_exception", f"{at}{refused.message}", caused_by=json_exception(refused))


def not_x_content() -> ApiError:
    """Bytes that show no format where they might have been compressed (`NotXContentException`)."""
    reason = "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"
    return ApiError(500, "not_x_content_exception", reason)


def no_such_block(name: str) -> ApiError:
    """A block of an index that there is none of (`IndexMetadata.APIBlock.fromName`)."""
    return illegal_argument(f"No block found with name {name}")


def settings_are_null() -> ApiError:
    """A level of cluster settings that is null (500, observed: elasticsearch 8.19.0, 9.5.0)."""
    reason = "Failed to parse object: expecting token of type [START_OBJECT] but found [VALUE_NULL]"
    cause = ApiError(400, "parsing_exception", reason, metadata={"line": 1, "col": 1})
    return ApiError(
        500, "settings_exception", "Failed to load settings from [null]", caused_by=cause, root_cause=(cause,)
    )


def not_a_java_map(value: Json) -> ApiError:
    """A level of cluster settings that is a list or a value (500, observed: elasticsearch 8.19.0, 9.5.0)."""
    return ApiError(500, "class_cast_exception", not_cast_to_a_map(value))


def validation(*problems: str) -> ApiError:
    """What is wrong with values outside of a request object (`ValidationException`): numbered problems, 400."""
    return ApiError(400, "validation_exception", numbered(problems))


def no_enum_constant(enum: str, word: str) -> ApiError:
    """A word that is none of a Java enum's, as `valueOf` says it."""
    return illegal_argument(f"No enum constant org.elasticsearch.{enum}.{word}")


def bad_source_parameter(problem: str) -> ApiError:
    """`source` without its type, or with one nobody reads (`RestRequest.contentOrSourceParam`)."""
    return validation(problem)
