"""OpenSearch's refusals: one constructor a situation, named after it, with when and source. What both products share is in
`fakeinfer/errors.py`, what only ML Commons says in `ml/errors.py`.

A schema's `x-error` names a key of `REFUSALS`: a constructor that takes the call and the violation.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import ApiError, illegal_argument, number_format, parse_error
from ..formats.positions import position, token_name
from ..ingest.errors import class_cast
from ..operations import Call
from ..schema import Violation

REFUSALS: dict[str, Callable[[Call, Violation], ApiError]] = {}
"""`x-error` key -> constructor."""


# --- headers and bodies: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/rest/ ------------------------


def bad_content_type(reason: str) -> ApiError:
    """`Content-Type` is repeated or no media type (`RestRequest.ContentTypeHeaderException`)."""
    text = f"java.lang.IllegalArgumentException: {reason}"
    return ApiError(400, "content_type_header_exception", text, caused_by=illegal_argument(reason))


def blank_body() -> ApiError:
    """A body of blanks where an object is to begin (`XContentParserUtils.ensureExpectedToken`)."""
    reason = "Failed to parse object: expecting token of type [START_OBJECT] but found [null]"
    return ApiError(400, "parsing_exception", reason, metadata={"line": 1, "col": 0})


def not_x_content() -> ApiError:
    """Bytes that show no format where they might have been compressed (`NotXContentException`)."""
    reason = "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"
    return ApiError(500, "not_x_content_exception", reason)


def bad_source_parameter(problem: str) -> ApiError:
    """`source` without its type, or with one nobody reads (`RestRequest.contentOrSourceParam`)."""
    return ApiError(500, "illegal_state_exception", problem)


# --- cluster settings: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/settings/ --------------


def not_a_boolean(text: str) -> ApiError:
    """A text where true or false is due, in settings, parameters and bodies (`Booleans.parseBoolean`)."""
    return illegal_argument(f"Failed to parse value [{text}] as only [true] or [false] are allowed.")


def setting_is_no_number(key: str, text: str) -> ApiError:
    """A number setting with something else, or with more than its type holds (`Setting.get`)."""
    return illegal_argument(f"Failed to parse value [{text}] for setting [{key}]", caused_by=number_format(text))


def setting_out_of_range(key: str, text: str, limit: str) -> ApiError:
    """A number setting below or above its limit, e.g. ">= 1" (`Setting.parseInt`)."""
    return illegal_argument(f"Failed to parse value [{text}] for setting [{key}] must be {limit}")


def setting_is_no_size(key: str, text: str) -> ApiError:
    """A size in bytes without a unit the server knows (`ByteSizeValue.parseBytesSizeValue`)."""
    reason = f"failed to parse setting [{key}] with value [{text}] as a size in bytes: unit is missing or unrecognized"
    return illegal_argument(reason, caused_by=parse_error(reason))


def pattern_too_long(pattern: str, limit: int) -> ApiError:
    """A trusted endpoint pattern that is too long, since 3.7 (opensearch-project/ml-commons: MLCommonsSettings.java)."""
    return illegal_argument(f"Regex pattern too long (max {limit} chars): {pattern}")


def pattern_backtracks(pattern: str) -> ApiError:
    """A trusted endpoint pattern that may backtrack for ever, since 3.7."""
    return illegal_argument(
        f"Regex pattern contains nested quantifiers or backreferences that may cause ReDoS: {pattern}"
    )


def pattern_does_not_compile(pattern: str) -> ApiError:
    """A trusted endpoint pattern that is none, since 3.7."""
    return illegal_argument(f"Invalid regex pattern: {pattern}")


def setting_not_recognized(level: str, key: str, own_type: bool) -> ApiError:
    """A key nobody registered; its type became `settings_exception` in 3.0 (`AbstractScopedSettings.updateSettings`)."""
    reason = f"{level} setting [{key}], not recognized"
    return ApiError(400, "settings_exception", reason) if own_type else illegal_argument(reason)


def setting_not_dynamic(level: str, key: str) -> ApiError:
    """A static setting: it stands in opensearch.yml (`AbstractScopedSettings.updateSettings`)."""
    return illegal_argument(f"{level} setting [{key}], not dynamically updateable")


def setting_is_final(level: str, key: str) -> ApiError:
    """A final setting (`AbstractScopedSettings.updateSettings`)."""
    return illegal_argument(f"final {level} setting [{key}], not updateable")


def two_timeouts() -> ApiError:
    """Old and new name of the same timeout in one request (`BaseRestHandler.parseDeprecatedMasterTimeoutParameter`)."""
    return parse_error("Please only use one of the request parameters [master_timeout, cluster_manager_timeout].")


# --- bodies of the wrong kind: opensearch-project/OpenSearch:libs/core/.../core/xcontent/XContentParserUtils.java -------


def unexpected_token(call: Call, violation: Violation, wanted: str) -> ApiError:
    """A value that begins with another token than the parser is to find (`ensureExpectedToken`)."""
    line, column = position(call.request.body, violation.at)
    found = token_name(violation.value)
    return ApiError(
        400,
        "parsing_exception",
        f"Failed to parse object: expecting token of type [{wanted}] but found [{found}]",
        metadata={"line": line, "col": column},
    )


def not_an_object(call: Call, violation: Violation) -> ApiError:
    """A body, or a part of one, that is no object."""
    return unexpected_token(call, violation, "START_OBJECT")


def not_cast_to_a_map(call: Call, violation: Violation) -> ApiError:
    """Settings, mappings or aliases that are no object; the server does not look before it casts (500; observed: opensearch 2.19.1)."""
    if violation.value is None:
        text = f'Cannot invoke "java.util.Map.entrySet()" because "{violation.at[-1]}" is null'
        return ApiError(500, "null_pointer_exception", text)
    return class_cast(violation.value)


REFUSALS["not_an_object"] = not_an_object
REFUSALS["not_cast_to_a_map"] = not_cast_to_a_map
