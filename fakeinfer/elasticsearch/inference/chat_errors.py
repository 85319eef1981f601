"""Refusals of chats and of streams. Sources of elastic/elasticsearch; INF, CORE and COMPLETION stand for
x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference,
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference and
server/src/main/java/org/elasticsearch/inference/completion.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, CustomError, illegal_argument, request_invalid, status_error

STATUS_NAMES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    408: "request_timeout", 409: "conflict", 413: "request_entity_too_large", 429: "too_many_requests",
    500: "internal_server_error", 501: "not_implemented", 502: "bad_gateway", 503: "service_unavailable",
    504: "gateway_timeout",
}  # fmt: skip


def in_chat_form(refused: ApiError) -> ApiError:
    """A refusal as chats are told it: the outermost message alone, no `status`. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/results/UnifiedChatCompletionException.java"""
    if isinstance(refused, CustomError):
        return refused
    told = {
        "code": STATUS_NAMES.get(refused.status, str(refused.status)),
        "message": refused.reason,
        "type": refused.type,
    }
    return CustomError(refused.status, {"error": told})


def messages_empty() -> ApiError:
    """`messages` is an empty array. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/UnifiedCompletionAction.java (validate)"""
    return request_invalid("Field [messages] cannot be an empty array")


def streaming_not_allowed(service: str, task_type: str, streamed: Sequence[str]) -> ApiError:
    """The service does not stream, or not this task. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/BaseTransportInferenceAction.java"""
    text = f"Streaming is not allowed for service [{service}]"
    if streamed:
        text += f" and task [{task_type}]. Supported tasks: [{','.join(streamed)}]"
    else:
        text += "."
    return status_error(405, text)


def reasoning_not_supported(service: str) -> ApiError:
    """`reasoning` for a service whose models do not reason. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java (unifiedCompletionInfer)

    The wording follows its neighbour about chats as such; only that it is refused, and by which kind of exception, is known.
    """
    reason = f"The {service} service does not support unified completion with reasoning"
    return ApiError(500, "unsupported_operation_exception", reason)


def memory_not_supported(service: str, field: str) -> ApiError:
    """`cache_control` or `session_id` for a service that hands neither on. https://github.com/elastic/elasticsearch/pull/154822

    The wording is not confirmed, only that it is refused.
    """
    reason = f"The {service} service does not support unified completion with {field}"
    return ApiError(500, "unsupported_operation_exception", reason)


# --- inside of messages: told as the cause of a field that could not be parsed ---------------------------------------------


def no_content(token: str) -> ApiError:
    """`content` is neither text nor array. elastic/elasticsearch:COMPLETION/Message.java"""
    reason = f"Expected an array start token or a value string token but found token [{token}]"
    return ApiError(400, "x_content_parse_exception", reason)


def part_missing(field: str, where: str) -> ApiError:
    """A required field of a content object. elastic/elasticsearch:COMPLETION/UnifiedCompletionUtils.java"""
    return status_error(400, f"Field [{field}] in object [{where}] is required but was not found")


def part_of_a_wrong_type(field: str, where: str, expected: str, got: str) -> ApiError:
    """A field of a content object is no text, or no object. elastic/elasticsearch:COMPLETION/UnifiedCompletionUtils.java"""
    return status_error(
        400, f"Field [{field}] in object [{where}] is not of the expected type. Expected [{expected}] but was [{got}]"
    )


def no_such_type(word: str, where: str, known: Sequence[str]) -> ApiError:
    """A word that is none of those possible. elastic/elasticsearch:COMPLETION/UnifiedCompletionUtils.java"""
    return status_error(400, f"Unrecognized type [{word}] in object [{where}], must be one of [{', '.join(known)}]")


def unknown_parts(where: str, names: Sequence[str]) -> ApiError:
    """A content object holds more than it may. elastic/elasticsearch:COMPLETION/UnifiedCompletionUtils.java"""
    return status_error(400, f"[{where}] contains unknown fields [{', '.join(names)}]")


def file_by_id() -> ApiError:
    """A file is named by its id. elastic/elasticsearch:COMPLETION/ContentObject.java"""
    return status_error(400, "Field [file_id] is not supported for content of type [file]")


def reasoning_switched_off(*, has_budget: bool) -> ApiError:
    """`enabled` is false and nothing else says how much. elastic/elasticsearch:COMPLETION/Reasoning.java"""
    needed = "either [effort] or [max_tokens]" if has_budget else "[effort]"
    return status_error(400, f"When [enabled] is false, {needed} must be specified.")


def negative_budget(tokens: int) -> ApiError:
    """`max_tokens` of `reasoning` is below 0. elastic/elasticsearch:COMPLETION/UnifiedCompletionUtils.java"""
    return status_error(400, f"Field [max_tokens] must be non-negative, but was [{tokens}]")


def detail_without_its_field(field: str) -> ApiError:
    """A reasoning detail lacks what its type holds; only for texts the server has words. elastic/elasticsearch:COMPLETION/ReasoningDetail.java"""
    if field != "text":
        return ApiError(500, "null_pointer_exception", None)
    return illegal_argument(
        "At least one of [text, signature] must be provided for reasoning details of type [reasoning.text]"
    )
