"""Refusals of looking into indices.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/indexInsight/`.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, status_error
from ..ml.errors import illegal_state, null_pointer, plain_exception


def runtime(reason: str) -> ApiError:
    """`RuntimeException`."""
    return ApiError(500, "runtime_exception", reason)


def wrong_type() -> ApiError:
    """Another kind of insight."""
    return illegal_argument("Wrong index insight type")


def type_is_null() -> ApiError:
    """The tool of agents is not told what is asked for."""
    return illegal_argument("ML index insight type can't be null")


def not_enabled() -> ApiError:
    """Nobody said that indices may be looked into."""
    return runtime("You are not enabled to use index insight yet, please firstly enable it.")


def no_config() -> ApiError:
    """The configuration is not there."""
    return runtime("Failed to get index insight config")


def not_admin() -> ApiError:
    """Somebody else than an administrator."""
    return runtime("You don't have permission to put index insight config. Please contact admin user.")


def switch_is_null() -> ApiError:
    """A configuration that does not say whether."""
    return null_pointer(
        'Cannot invoke "java.lang.Boolean.booleanValue()" because the return value of '
        '"org.opensearch.ml.common.indexInsight.IndexInsightConfig.getIsEnable()" is null'
    )


def no_index(index: str) -> ApiError:
    """A pattern that fits nothing."""
    return illegal_argument(f"No matching indices found for: {index}")


def still_generating() -> ApiError:
    """Somebody else is at it, or was and never got done."""
    return status_error(429, "Index insight is being generated, please wait...")


def all_failed() -> ApiError:
    """None of the kinds could be found out."""
    return runtime("All index insight tasks failed")


def no_agent_config() -> ApiError:
    """Nobody says which agent is to be asked."""
    return status_error(404, "Failed to find config with the provided config id: os_index_insight_agent")


def no_distribution(index: str) -> ApiError:
    """There are no fields to describe."""
    return illegal_state(f"No data distribution found for index: {index}")


def batch_failed() -> ApiError:
    """The model could not be asked for all fields."""
    return plain_exception("Batch processing failed")


def prerequisite_failed(type: str, cause: ApiError) -> ApiError:
    """What is to be known before could not be found out."""
    return ApiError(500, "exception", f"Failed to run prerequisite: {type}", caused_by=cause)


def no_text_answered() -> ApiError:
    """The agent answers no text."""
    return null_pointer('Cannot invoke "String.startsWith(String)" because "result" is null')
