"""Refusals of agents and tools: `action/agents/`, `common/.../agent/`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, status_error
from ..ml.errors import (
    illegal_state,
    null_pointer,
)


def agent_lacks(what: str) -> ApiError:
    """Registering without "name" or "type"."""
    return illegal_argument(f"Agent {what} can't be null")


def agent_name_length() -> ApiError:
    """A blank name, or one of more than 128 characters, since 3.0."""
    return illegal_argument("Agent name cannot be empty or exceed max length of 128 characters")


def unknown_agent_type(name: str, own_words: bool) -> ApiError:
    """A type that is none at this version."""
    return illegal_argument("Invalid Agent Type" if own_words else f"{name} is not a valid Agent Type")


def agent_has_no_model() -> ApiError:
    """A conversational or planning agent without `llm`."""
    return illegal_argument("We need model information for the conversational agent type")


def duplicate_tool(name: str, own_words: bool) -> ApiError:
    """Two tools of one name."""
    return illegal_argument(
        "Duplicate tool defined in agent configuration" if own_words else f"Duplicate tool defined: {name}"
    )


def part_lacks(what: str) -> ApiError:
    """A part of an agent lacks "tool type", "model id" or "memory type"."""
    return illegal_argument(f"{what} is null")


def agent_not_found(id: str) -> ApiError:
    """GET of an unknown agent."""
    return status_error(404, f"Failed to find agent with the provided agent id: {id}")


def no_agents() -> ApiError:
    """GET and DELETE while no agent was ever registered."""
    return status_error(404, "Failed to get agent index")


def agent_to_delete_not_found() -> ApiError:
    """DELETE of an unknown agent."""
    return status_error(404, "Fail to find ml agent")


def agent_to_update_not_found(id: str) -> ApiError:
    """PUT of an unknown agent."""
    return status_error(404, f"Failed to get agent with ID {id}")


def agent_type_is_fixed() -> ApiError:
    """PUT with another type, spelled in another way even (3.4)."""
    return illegal_argument("Agent type cannot be updated")


def memory_type_to_update(kind: str) -> ApiError:
    """PUT with memory that is no conversation, be it the agent's own (MLAgentUpdateInput.java)."""
    return illegal_argument(f"Invalid memory type: {kind}")


def no_part_to_update(what: str, getter: str, name: str) -> ApiError:
    """PUT of a part of what the agent does not have (MLAgentUpdateInput.java, 3.2)."""
    return null_pointer(f'Cannot invoke "org.opensearch.ml.common.agent.{what}.{getter}()" because "{name}" is null')


def blank_llm_interface() -> ApiError:
    """An agent whose `_llm_interface` says nothing (action/agents/TransportRegisterAgentAction.java)."""
    return illegal_argument("_llm_interface cannot be blank or empty")


def unknown_llm_interface() -> ApiError:
    """An agent whose `_llm_interface` is none (action/agents/TransportRegisterAgentAction.java)."""
    return illegal_argument("Invalid _llm_interface")


def tool_not_found(name: str) -> ApiError:
    """GET of an unknown tool."""
    return status_error(404, f"Failed to find tool information with the provided tool name: {name}")


def planner_has_no_parameters() -> ApiError:
    """A planner without `parameters`, among which the server looks for an executor (TransportRegisterAgentAction.java)."""
    return null_pointer(
        'Cannot invoke "java.util.Map.containsKey(Object)" because the return value of '
        '"org.opensearch.ml.common.agent.MLAgent.getParameters()" is null'
    )


def agent_model_lacks(field: str) -> ApiError:
    """An agent's `model` without "model_id" or "model_provider" (MLAgentModelSpec.java, 3.5)."""
    return illegal_argument(f"{field} must be provided")


def agent_model_is_blank(field: str) -> ApiError:
    """An agent's `model` with nothing in "model_id" or "model_provider" (AgentModelService.java, 3.5)."""
    return illegal_argument(f"{field} cannot be null or empty")


def v2_has_no_memory() -> ApiError:
    """A `conversational_v2` agent without memory (MLAgentRegistrationValidator.java, 3.6)."""
    return illegal_argument(
        "V2 agents (CONVERSATIONAL_V2) require memory configuration. Please configure 'memory' with type 'agentic_memory' "
        "or 'remote_agentic_memory'."
    )


def v2_in_conversation(kind: str) -> ApiError:
    """A `conversational_v2` agent that is to remember in a conversation (3.6)."""
    return illegal_argument(
        "V2 agents (CONVERSATIONAL_V2) are not compatible with conversation_index memory. "
        f"Found memory type: {kind}. Please use 'agentic_memory' or 'remote_agentic_memory' instead."
    )


def v2_memory_unknown() -> ApiError:
    """A `conversational_v2` agent with a memory of no known type (3.6)."""
    return illegal_argument("Failed to validate agent memory configuration: Wrong Memory type")


def v2_keeps_nothing_short() -> ApiError:
    """A `conversational_v2` agent with context management (3.6)."""
    return illegal_argument(
        "V2 agents (CONVERSATIONAL_V2) do not support context management. Context management (context_management or "
        "context_management_name) is only supported for V1 agents. Please remove the context management configuration from "
        "your V2 agent."
    )


def v2_streams_nothing(id: str) -> ApiError:
    """A `conversational_v2` agent is to stream (RestMLExecuteStreamAction.java, 3.6)."""
    return status_error(
        400,
        "V2 agents (CONVERSATIONAL_V2) do not support streaming. Please use the non-streaming execute endpoint: "
        f"POST /_plugins/_ml/agents/{id}/_execute",
    )


def agui_off() -> ApiError:
    """A body in the form of AG-UI while that is off (3.5)."""
    return illegal_state(
        "The AG-UI agent feature is not enabled. To enable, please update the setting plugins.ml_commons.ag_ui_enabled"
    )


def agui_needs_a_stream(id: str) -> ApiError:
    """A body in the form of AG-UI where nothing streams (RestMLExecuteAction.java, 3.5)."""
    return illegal_argument(
        "AG-UI agents require streaming execution. Please use the streaming endpoint: "
        f"POST /_plugins/_ml/agents/{id}/_execute/stream"
    )


def unified_input_off() -> ApiError:
    """`input` while the unified form of agents is off (3.5)."""
    return illegal_argument(
        "Standardized input cannot be used if unified agent API is not enabled. The agent must be created using unified "
        "agent API. To enable, please update the setting plugins.ml_commons.unified_agent_api_enabled"
    )


def remote_memory_off() -> ApiError:
    """Memory in another cluster while that is off (3.5)."""
    return status_error(
        403,
        "The remote agentic memory feature is not enabled. To enable, please update the setting "
        "plugins.ml_commons.remote_agentic_memory_enabled",
    )


def mcp_headers_off() -> ApiError:
    """Headers for MCP tools while they are not passed on (3.5)."""
    return illegal_argument(
        "MCP header passthrough is not enabled. To enable, please update the setting: "
        "plugins.ml_commons.mcp_header_passthrough_enabled"
    )


def agent_to_stream_not_found(id: str) -> ApiError:
    """An agent that is to stream is not there, be it that there is none at all (RestMLExecuteStreamAction.java)."""
    return status_error(404, f"Failed to find agent with the provided agent id: {id}")


def unified_agents_off() -> ApiError:
    """An agent with a `model` of its own while that form is off (3.5 and later)."""
    return illegal_argument(
        "Unified agent API is not enabled. To enable, please update the setting plugins.ml_commons.unified_agent_api_enabled"
    )
