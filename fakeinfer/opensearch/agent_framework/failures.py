"""Refusals of running agents, and the envelope of `_execute`, which is its own: `type` is a Java class.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteAction.java` and
`.../common/src/main/java/org/opensearch/ml/common/exception/` (`ErrorMessage`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ApiError, CustomError, illegal_argument, resource_not_found, status_error
from .. import changes
from ..ml.errors import illegal_state, ml_error, null_pointer, plain_exception

if TYPE_CHECKING:
    from ...cluster import State

_JAVA = {
    "exception": "OpenSearchException",
    "parse_exception": "OpenSearchParseException",
    "rejected_execution_exception": "OpenSearchRejectedExecutionException",
    "security_exception": "OpenSearchSecurityException",
    "status_exception": "OpenSearchStatusException",
}
"""Classes whose type on the wire lacks the name of the product."""
FAKE = "fakeinfer_"


def in_envelope(error: ApiError) -> ApiError:
    """A refusal as `_execute` tells it: by its innermost cause. What only the fake says stays as it is."""
    if type(error) is not ApiError or error.type.startswith(FAKE):
        return error
    innermost = error
    while innermost.caused_by is not None:
        innermost = innermost.caused_by
    return _enveloped(innermost.status, java_class(innermost.type), innermost.reason)


def java_class(type: str) -> str:
    """The Java class that an error's type stands for."""
    return _JAVA.get(type) or "".join(word[:1].upper() + word[1:] for word in type.split("_"))


def _enveloped(status: int, type: str, details: str | None) -> CustomError:
    reason = "Invalid Request" if status == 400 else "System Error"
    return CustomError(status, {"status": status, "error": {"type": type, "reason": reason, "details": details}})


def agent_index_not_found() -> ApiError:
    """No agent was ever registered."""
    return resource_not_found("Agent index not found")


def agent_not_found(id: str) -> ApiError:
    """Another agent is there."""
    return status_error(404, f"Failed to find agent with the provided agent id: {id}")


def no_input() -> ApiError:
    """The body has no `parameters`."""
    return illegal_argument("Agent input data can not be empty.")


def no_memory_to_regenerate() -> ApiError:
    """`regenerate_interaction_id` without `memory_id`."""
    return illegal_argument("A memory ID must be provided to regenerate.")


def no_tools() -> ApiError:
    """A flow agent without tools."""
    return illegal_argument("no tool configured")


def tools_are_null() -> ApiError:
    """A conversational agent without tools (observed: opensearch 2.19.1)."""
    return null_pointer('Cannot invoke "java.util.List.iterator()" because "toolSpecs" is null')


def memory_is_null() -> ApiError:
    """A conversational agent without memory (observed: opensearch 2.19.1)."""
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.common.agent.MLMemorySpec.getType()" because the return value of '
        '"org.opensearch.ml.common.agent.MLAgent.getMemory()" is null'
    )


def no_path_to_answer() -> ApiError:
    """A planner's model answers something of which nobody said where the text is (`MLPlanExecuteAndReflectAgentRunner`)."""
    return illegal_argument("llm_response_filter not found. Please provide the path to the model output.")


def plan_is_no_json() -> ApiError:
    """A planner's model answers no JSON."""
    return illegal_state("Failed to parse LLM output due to invalid JSON")


def plan_lacks_fields() -> ApiError:
    """A planner's model answers neither steps nor a result."""
    return illegal_argument("Missing required fields 'steps' and 'result' in JSON response")


def executor_says_nothing() -> ApiError:
    """The agent that carries out a plan's step answers without a response."""
    return illegal_state("No valid response found in ReAct agent output")


def plan_is_empty() -> ApiError:
    """A planner's model answers neither a step nor a result (3.3)."""
    return ApiError(500, "no_such_element_exception", None)


def plan_has_no_list() -> ApiError:
    """A planner's model answers no result, and steps that are none."""
    return null_pointer("")


def nothing_was_done() -> ApiError:
    """A planner that may make no step at all, until 3.4."""
    return ApiError(500, "index_out_of_bounds_exception", "Index -2 out of bounds for length 0")


def invalid_interface(state: State, name: str) -> ApiError:
    """An agent is run with an `_llm_interface` that is none (`FunctionCallingFactory.java`)."""
    if changes.AGENTS_HAVE_HOOKS in state.switched_on:
        return illegal_argument("Invalid _llm_interface")
    if changes.LLM_INTERFACE_IS_CHECKED in state.switched_on:
        return illegal_argument(f"Invalid _llm_interface: {name}")
    return ml_error("exception", "Unsupported llm interface: {}.")  # the server forgot to put the name in


def context_template_not_found(name: str) -> ApiError:
    """The template of context management that a run is to keep to is not there (3.5)."""
    return status_error(404, f"Context management not found: {name}")


def wrong_memory_type() -> ApiError:
    """An agent with a memory of a type that is none (3.5, `MLMemoryType.java`)."""
    return illegal_argument("Wrong Memory type")


def no_memory_container() -> ApiError:
    """An agent that remembers in a container does not say in which (`AgenticConversationMemory.java`)."""
    return illegal_argument(
        "Memory container ID is required for AgenticConversationMemory. "
        "Please provide 'memory_container_id' in the agent configuration."
    )


def container_needs_memory() -> ApiError:
    """`memory_container_id` is given to an agent without memory (3.5)."""
    return illegal_argument("memory_container_id override requires the agent to be configured with memory")


def llm_is_null() -> ApiError:
    """An `ag_ui` agent without a model."""
    return null_pointer('Cannot invoke "org.opensearch.ml.common.agent.LLMSpec.getModelId()" because "llm" is null')


def no_memory_of_this_kind() -> ApiError:
    """A conversational agent with a memory of another type (observed: opensearch 2.19.1)."""
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.engine.memory.ConversationIndexMemory$Factory.create(String, String, String, '
        'org.opensearch.core.action.ActionListener)" because "conversationIndexMemoryFactory" is null'
    )


def no_tool_names() -> ApiError:
    """A conversational agent of whose tools none is selected (observed: opensearch 2.19.1)."""
    return ApiError(500, "string_index_out_of_bounds_exception", "start 0, end -1, length 0")


def endless_recursion() -> ApiError:
    """Agents that run each other for ever; the real server runs out of something at last."""
    return plain_exception("agents run each other without end")
