"""Refusals of agentic memory: opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/action/memorycontainer/` and
`common/src/main/java/org/opensearch/ml/common/memorycontainer/`.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, request_invalid, status_error
from ..ml.errors import io_error

NOT_HIDDEN = 501
"""What the fake lacks is told, even where the server would hide why it fails."""
PLAIN_JAVA = ("null_pointer_exception", "illegal_argument_exception", "illegal_state_exception")
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
    """A deletion by query without a query; the words that the action has for it are never reached."""
    return request_invalid("Query is required")


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


def no_owner_to_keep() -> ApiError:
    """A session that begins by itself without an owner or a namespace, before 3.4: a map that takes no nulls."""
    return ApiError(500, "null_pointer_exception", None)


def unclear_message() -> ApiError:
    """A message without its role, or without content."""
    return illegal_argument("Message must have role and content")


def no_changes() -> ApiError:
    """An update of a memory that says nothing."""
    return illegal_argument("Text cannot be null or empty")


def no_name_of_an_index() -> ApiError:
    """All memories are deleted, of a container that does not keep all kinds, before 3.6."""
    return ApiError(500, "null_pointer_exception", None)


def no_index() -> ApiError:
    """There is no name of an index to search: Java's own words."""
    return ApiError(500, "null_pointer_exception", "index must not be null")


def no_index_to_search() -> ApiError:
    """A search of memories that the container does not keep."""
    return search_failed(no_index())


def no_index_for_sessions() -> ApiError:
    """A session of a container that keeps none, before 3.6."""
    return request_invalid("index is missing")


# --- who may what ----------------------------------------------------------------------------------------------------


def container_not_to_be_seen() -> ApiError:
    """GET of a container that others use."""
    return status_error(403, "User doesn't have privilege to perform this operation on this memory container")


def container_out_of_reach(doing: str) -> ApiError:
    """Memories of a container that others use: "add memory to", "update memories in", .."""
    return status_error(403, f"User doesn't have permissions to {doing} this container")


def memory_of_another(doing: str) -> ApiError:
    """ "update" or "delete" somebody else's memory."""
    return status_error(403, f"User doesn't have permissions to {doing} this memory")


def not_the_owner_of_the_container() -> ApiError:
    """A container is deleted by another than its owner."""
    return status_error(403, "Only container owner can delete container")


# --- what models say --------------------------------------------------------------------------------------------------


def no_answer() -> ApiError:
    """A model answers with something that JSONPath does not go into."""
    return illegal_argument("json object can not be null")


def nothing_at_result_path(why: str) -> ApiError:
    """`llm_result_path` leads nowhere in what the model answered (3.4 on)."""
    return status_error(
        400,
        f"LLM predict result cannot be extracted with current llm_result_path with reason: {why}. Please check either your "
        "llm configuration or your llm_result_path setting in memory container configuration",
    )


def not_as_asked() -> ApiError:
    """A model answers with JSON of another form, which is refused as a request would be."""
    return ApiError(400, "parsing_exception", "Failed to parse object: unexpected token found")


def facts_not_parsed() -> ApiError:
    """A model answers with something else than facts, before 3.4."""
    return illegal_argument("Failed to extract content from LLM response")


def prompt_says_no_format() -> ApiError:
    """A strategy's own prompt that does not ask for facts in JSON."""
    return illegal_argument("Custom prompt must specify JSON response format with 'facts' array")


def no_namespace() -> ApiError:
    """Long-term memories are to be inferred of messages without a namespace: Java's own words."""
    reason = 'Cannot invoke "java.util.Map.containsKey(Object)" because "namespace" is null'
    return ApiError(500, "null_pointer_exception", reason)


# --- searching by meaning ---------------------------------------------------------------------------------------------


def search_failed(cause: ApiError) -> ApiError:
    """A search of memories went wrong: 3.3 on, told with what went wrong."""
    return _wrapped("Search execution failed", cause)


def semantic_search_failed(kind: str, cause: ApiError) -> ApiError:
    """The same by meaning: "Semantic" or "Hybrid"."""
    return _wrapped(f"{kind} search execution failed", cause)


def _wrapped(what: str, cause: ApiError) -> ApiError:
    """An exception around another one; who is to blame is one of the server's own kind, if there is one."""
    blamed = None if cause.type in PLAIN_JAVA else cause.root_cause or (cause,)
    return ApiError(500, "exception", f"{what}: {cause.reason}", caused_by=cause, root_cause=blamed)


def no_query_text() -> ApiError:
    """A search by meaning without a question."""
    return illegal_argument("query cannot be null or blank")


def k_out_of_range() -> ApiError:
    """`k` below 1 or above 10000."""
    return illegal_argument("k must be between 1 and 10000")


def weight_out_of_range() -> ApiError:
    """A weight below 0 or above 1."""
    return illegal_argument("bm25_weight and neural_weight must be between 0.0 and 1.0")


def weights_do_not_sum(total: str) -> ApiError:
    """Weights that are not one together."""
    return illegal_argument(f"bm25_weight and neural_weight must sum to 1.0, got {total}")


def nothing_embeds(kind: str) -> ApiError:
    """A search by meaning, of a container without a model that embeds."""
    return status_error(
        400,
        f"This memory container does not have an embedding model configured. {kind} search requires a memory container with an "
        "embedding model (TEXT_EMBEDDING or SPARSE_ENCODING). Please update the memory container configuration to add an "
        "embedding model.",
    )


def nothing_infers(kind: str) -> ApiError:
    """A search by meaning, of a container without strategies."""
    return status_error(
        400,
        f"This memory container does not have any memory strategies configured. {kind} search requires long-term memories which "
        "are created through memory strategies. Please update the memory container configuration to add at least one strategy.",
    )


# --- 3.2 --------------------------------------------------------------------------------------------------------------


def container_not_to_be_deleted() -> ApiError:
    """A container that others use, in 3.2."""
    return status_error(403, "User doesn't have permissions to delete this memory container")


def no_messages() -> ApiError:
    """Memories without messages, in 3.2."""
    return illegal_argument("Messages list cannot be empty")


def content_needed() -> ApiError:
    """A message that says nothing, in 3.2."""
    return illegal_argument("Content is required")


def role_needed() -> ApiError:
    """A message of nobody that is to be kept as it is, in 3.2."""
    return illegal_argument("Role is required for all messages when infer=false")


def memory_not_found_by(id: str) -> ApiError:
    """An unknown memory, in 3.2."""
    return status_error(404, f"Memory not found with id: {id}")


def no_text_to_search() -> ApiError:
    """A search for nothing, in 3.2."""
    return illegal_argument("Query cannot be null or empty")


def facts_not_extracted(cause: ApiError) -> ApiError:
    """A model finds no facts, in 3.2."""
    return _wrapped("Failed to extract facts", cause)


def not_decided(cause: ApiError) -> ApiError:
    """A model does not decide about facts, in 3.2."""
    return _wrapped("Failed to make memory decisions", cause)


def not_embedded(cause: ApiError) -> ApiError:
    """Memories cannot be embedded, in 3.2."""
    return _wrapped("Failed to generate embeddings for memories", cause)
