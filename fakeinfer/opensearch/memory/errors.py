"""Refusals of conversation memory: opensearch-project/ml-commons, `memory/src/main/java/org/opensearch/ml/memory/`.

Until 2.12 the texts speak of conversations and interactions, later of memories and messages.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, parse_error, request_invalid, resource_not_found, status_error
from ...operations import Call
from ...schema import Violation
from ..errors import REFUSALS
from ..ml.errors import not_number, null_pointer, plain_exception


def memory_is_off(experimental: bool) -> ApiError:
    """The feature is switched off; it was experimental in 2.10 and 2.11."""
    what = "experimental Conversation Memory" if experimental else "Conversation Memory"
    return plain_exception(
        f"The {what} feature is not enabled. To enable, please update the setting plugins.ml_commons.memory_feature_enabled"
    )


def body_is_empty(what: str) -> ApiError:
    """Updating a "conversation" or an "interaction" without a body."""
    return parse_error(f"Failed to update {what}: Request body is empty")


def no_index(index: str, what: str) -> ApiError:
    """The index is not there, in the words of the memory's own code."""
    reason = f"no such index [{index}] and cannot {what} does not exist"
    return ApiError(404, "index_not_found_exception", reason, metadata={"index": index, "index_uuid": "_na_"})


def memory_not_found(id: str, new_words: bool) -> ApiError:
    """An unknown conversation, wherever one is named."""
    return resource_not_found(f"{'Memory' if new_words else 'Conversation'} [{id}] not found")


def message_not_found(id: str, new_words: bool, *, updating: bool = False) -> ApiError:
    """An unknown message; an update says it without a capital (observed: opensearch 2.19.1)."""
    word = "Message" if new_words else "Interaction"
    return resource_not_found(f"{word.lower() if updating else word} [{id}] not found")


def not_the_owner(user: str, what: str, new_words: bool) -> ApiError:
    """Somebody else's conversation; `what` is "memory <id>" or "message <id>"."""
    if not new_words:
        what = what.replace("memory", "conversation", 1).replace("message", "interaction", 1)
    return status_error(401, f"User [{user}] does not have access to {what}")


def not_removed(id: str, new_words: bool) -> ApiError:
    """Removing somebody else's conversation (observed: opensearch 2.19.1)."""
    what = "memory" if new_words else "conversation"
    return status_error(404, f"Resources not found. Failed to delete the {what} for {id}")


def message_is_empty() -> ApiError:
    """A message that says nothing, since 2.19."""
    return illegal_argument(
        "At least one of the following parameters must be non-empty: input, prompt_template, response, origin, additional_info"
    )


def not_the_owner_of_conversation(user: str, id: str) -> ApiError:
    """Somebody else's conversation in 2.10 and 2.11 (`OpenSearchSecurityException`)."""
    return ApiError(500, "security_exception", f"User [{user}] does not have access to conversation {id}")


def page_refused(*problems: str) -> ApiError:
    """A list is asked for from or up to a number that makes no sense."""
    return request_invalid(*problems)


def no_query() -> ApiError:
    """A search without a query, which is to be part of another one (observed: opensearch 2.19.1)."""
    return illegal_argument("inner bool query clause cannot be null")


def cannot_be_cast(text: str) -> ApiError:
    """A value of another kind among the fields of a new conversation, in Java's words (observed: opensearch 2.19.1)."""
    return parse_error(text)


def null_in_update() -> ApiError:
    """null in an update (`Collectors.toMap` takes none; observed: opensearch 2.19.1)."""
    return ApiError(500, "null_pointer_exception", None)


def stored_value_cannot_be_cast(text: str) -> ApiError:
    """An update stored what reading cannot show (observed: opensearch 2.19.1)."""
    return ApiError(500, "class_cast_exception", text)


def additional_info_is_no_object(call: Call, violation: Violation) -> ApiError:
    """A list as `additional_info` of a message, whose parser runs through it (observed: opensearch 2.19.1)."""
    return null_pointer('Cannot invoke "String.hashCode()" because "<local11>" is null')


def not_a_whole_number(call: Call, violation: Violation) -> ApiError:
    """`trace_number` as text or with a fraction (`XContentParser.intValue(false)`; observed: opensearch 2.19.1)."""
    value = violation.value
    if isinstance(value, str):
        return illegal_argument("Integer value passed as String")
    if isinstance(value, float):
        return illegal_argument(f"{value} cannot be converted to Integer without data loss")
    return not_number(call, violation)


REFUSALS.update(
    {"additional_info_is_no_object": additional_info_is_no_object, "not_a_whole_number": not_a_whole_number}
)
