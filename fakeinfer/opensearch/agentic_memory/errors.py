"""Refusals of agentic memory: opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/action/memorycontainer/` and
`common/src/main/java/org/opensearch/ml/common/memorycontainer/`.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, parse_error, request_invalid, status_error
from ..ml_errors import io_error

TYPES = "sessions, working, long-term, history"


def memory_is_off() -> ApiError:
    """Agentic memory is switched off."""
    return status_error(
        403,
        "The Agentic Memory APIs are not enabled. To enable, please update the setting "
        "plugins.ml_commons.agentic_memory_enabled",
    )


def no_body() -> ApiError:
    """A container or session is created without a body."""
    return illegal_argument("Request body is required")


def empty_body(what: str) -> ApiError:
    """An update, or a search, without a body."""
    return illegal_argument(f"{what} request has empty body")


def nothing_to_add() -> ApiError:
    """Memories are added without a body."""
    return io_error("Add memory request has empty body")


def no_name() -> ApiError:
    """A container without a name."""
    return illegal_argument("name is null")


def container_not_shown(id: str) -> ApiError:
    """GET of an unknown container."""
    return status_error(404, f"Failed to find memory container with the provided memory container id: {id}")


def no_container_index() -> ApiError:
    """GET while no container was ever created."""
    return status_error(404, "Failed to find memory container index")


def container_not_found() -> ApiError:
    """Any other call of an unknown container."""
    return status_error(404, "Memory container not found")


def memory_not_found() -> ApiError:
    """An unknown memory."""
    return status_error(404, "Memory not found")


def memory_index_not_found() -> ApiError:
    """A kind of memory that the container does not keep."""
    return status_error(404, "Memory index not found")


def history_is_fixed() -> ApiError:
    """What happened cannot be changed."""
    return status_error(404, "Can't update memory history")


def unknown_type(name: str) -> ApiError:
    """A path that names no kind of memory."""
    return illegal_argument(f"Invalid memory type: {name}. Must be one of: {TYPES}")


def type_disabled(name: str) -> ApiError:
    """A kind of memory that the container does not keep, in deletions by query."""
    return status_error(400, f"Invalid memory type or memory type is disabled: {name}")


def no_query() -> ApiError:
    """A deletion by query without a query."""
    return status_error(
        400,
        "Query parameter is required for delete by query operation. To delete all documents, explicitly provide a "
        'match_all query: {"query": {"match_all": {}}}',
    )


def sessions_disabled() -> ApiError:
    """A session of a container that keeps none."""
    return status_error(400, "Session is disabled for this container")


def shared_prefix(prefix: str) -> ApiError:
    """Deleting memories together with a container whose indices others use."""
    return status_error(
        409,
        f"Cannot delete memory indices as multiple containers share the index prefix '{prefix}'. Please delete the container "
        "without index deletion, or use delete_by_query API for data cleanup.",
    )


def both_ways_to_delete() -> ApiError:
    """All memories are to be deleted, and some."""
    return request_invalid(
        "Cannot specify both delete_all_memories and delete_memories. Use either delete_all_memories=true OR "
        "delete_memories with specific types"
    )


def no_messages_to_infer() -> ApiError:
    """`infer` without messages."""
    return illegal_argument("No messages provided when inferring memory")


def no_model_to_infer() -> ApiError:
    """`infer` in a container without a model."""
    return illegal_argument("infer=true requires llm_model_id to be configured in memory storage")


def unknown_payload_type(name: str) -> ApiError:
    """A `payload_type` that is none."""
    return illegal_argument(f"Invalid working memory type: {name}. Must be one of: CONVERSATIONAL, DATA")


def internal() -> ApiError:
    """What the server does not want to tell."""
    return status_error(500, "Internal server error")


# --- configuration ----------------------------------------------------------------------------------------------------


def embedding_type_needed() -> ApiError:
    """A model to embed without its kind."""
    return illegal_argument("Embedding model type is required when embedding model ID is provided")


def embedding_model_needed() -> ApiError:
    """A kind of model to embed without the model."""
    return illegal_argument("Embedding model ID is required when embedding model type is provided")


def wrong_embedding_type() -> ApiError:
    """A kind of model that does not embed."""
    return illegal_argument("Embedding model type must be either TEXT_EMBEDDING or SPARSE_ENCODING")


def dimension_needed() -> ApiError:
    """Dense vectors of unknown length."""
    return illegal_argument("Dimension is required for TEXT_EMBEDDING")


def dimension_not_allowed() -> ApiError:
    """Token weights have no length."""
    return illegal_argument("Dimension is not allowed for SPARSE_ENCODING")


def too_much_to_infer() -> ApiError:
    """`max_infer_size` above 10."""
    return illegal_argument("Maximum infer size cannot exceed 10")


def model_not_found(kind: str, id: str) -> ApiError:
    """An "LLM" or "Embedding" model that is not there."""
    return illegal_argument(f"{kind} model with ID {id} not found")


def model_is_not_remote(found: str) -> ApiError:
    """A model to think with that is in the node."""
    return illegal_argument(f"LLM model must be a REMOTE model, found: {found}")


def model_does_not_embed(wanted: str, found: str) -> ApiError:
    """A model of another kind than the one announced."""
    return illegal_argument(f"Embedding model must be of type {wanted} or REMOTE, found: {found}")


def strategies_need_models(missing: str) -> ApiError:
    """Strategies without the models that they work with (3.5 on)."""
    return illegal_argument(
        f"Strategies require both an LLM model and embedding model to be configured. Missing: {missing}. "
        "Strategies use LLM for fact extraction and embedding model for semantic search."
    )


def unknown_strategy(name: str) -> ApiError:
    """A strategy of no known type."""
    return illegal_argument(f"Invalid memory type: {name}. Must be SEMANTIC, USER_PREFERENCE, or SUMMARY")


def strategy_needs_namespace() -> ApiError:
    """A strategy without a namespace."""
    return illegal_argument("Strategy namespace is required. Please provide a non-empty namespace array.")


def bad_prefix(name: str, problem: str) -> ApiError:
    """An index prefix that cannot begin the name of an index."""
    return parse_error(f"missing or invalid index prefix [{name}] {problem}")


def bad_role(problem: str) -> ApiError:
    """A backend role that is none."""
    return parse_error(problem)
