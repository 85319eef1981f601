"""Refusals of running agents and tools, and the envelope of `_execute`, which is its own: `type` is a Java class.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteAction.java` and
`.../common/src/main/java/org/opensearch/ml/common/exception/` (`ErrorMessage`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ApiError, CustomError, illegal_argument, resource_not_found, status_error
from ...formats.positions import token_name
from ...wire import Json
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
_GSON = "See https://github.com/google/gson/blob/main/Troubleshooting.md#unexpected-json-structure"


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


# --- agents -----------------------------------------------------------------------------------------------------------


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


def unreadable_stream(problem: str) -> ApiError:
    """The body of a stream is no JSON (`RestMLExecuteStreamAction.java`); an error of its own, told in the stream."""
    return ApiError(400, "json_parse_exception", problem)


def stream_wants_object(value: Json, *, nothing: bool) -> ApiError:
    """The body of a stream is no object, or nothing."""
    found = "null" if nothing else token_name(value)
    reason = f"Failed to parse object: expecting token of type [START_OBJECT] but found [{found}]"
    return ApiError(400, "parsing_exception", reason)


def stream_wants_parameters(state: State) -> ApiError:
    """The body of a stream has no `parameters`, which it wants even where `input` says everything."""
    if changes.AGENTS_HAVE_HOOKS in state.switched_on:
        return illegal_argument("Expected RemoteInferenceInputDataSet for agent execution")
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.common.dataset.remote.RemoteInferenceInputDataSet.getParameters()" because '
        '"inputDataSet" is null'
    )


def unsupported(reason: str) -> ApiError:
    """`UnsupportedOperationException`."""
    return ApiError(500, "unsupported_operation_exception", reason)


def input_not_processed(cause: ApiError) -> ApiError:
    """What is said to an agent does not do (3.5, `processAgentInput`)."""
    return illegal_argument(f"Failed to process standardized agent input: {cause.reason}")


def no_messages_for_planners() -> ApiError:
    """A planner of the unified form is given messages (3.5)."""
    return illegal_argument("Messages input is not supported for Plan Execute and Reflect Agent.")


def texts_only(kind: str) -> ApiError:
    """An agent of the unified form is given more than a text (3.6)."""
    return illegal_argument(
        f"V1 agents with unified agent interface only support TEXT input type. Found input type: {kind}. Please use TEXT "
        'input (e.g., {"input": "your text here"}), or upgrade to CONVERSATIONAL_V2 agent type for multi-modal support '
        "(CONTENT_BLOCKS, MESSAGES)."
    )


def needs_message_list() -> ApiError:
    """A `conversational_v2` agent is run without `input` (3.6)."""
    return unsupported("V2 agents require executor-provided memory. Use runV2() instead.")


def needs_model_block() -> ApiError:
    """A `conversational_v2` agent was registered without `model` (3.6)."""
    return illegal_state(
        "V2 agents require the 'model' field to be configured. Use simplified registration with the 'model' block."
    )


def no_message_in_answer(provider: str) -> ApiError:
    """A model answers something else than a message (`AbstractV2AgentRunner.java`)."""
    return illegal_state(
        f"ModelProvider failed to extract message from response. Provider: {provider}. This may indicate an unexpected "
        "response format."
    )


def message_not_understood(provider: str) -> ApiError:
    """A model answers a message of which nothing is left."""
    return illegal_state(
        f"ModelProvider failed to parse message JSON. Provider: {provider}. This may indicate an unexpected message format."
    )


def llm_is_null() -> ApiError:
    """An `ag_ui` agent without a model."""
    return null_pointer('Cannot invoke "org.opensearch.ml.common.agent.LLMSpec.getModelId()" because "llm" is null')


def either_parent_or_regenerate() -> ApiError:
    """A run is told both to go on with a message and to make it anew (3.3)."""
    return illegal_argument(
        "Provide either `parent_interaction_id` to update an existing interaction, or `regenerate_interaction_id` to create "
        "a new one."
    )


def unsupported_interface(name: str) -> ApiError:
    """A planner with an `_llm_interface` that is none."""
    return ml_error("exception", f"Unsupported llm interface: {name}")


def no_memory_of_this_kind() -> ApiError:
    """A conversational agent with a memory of another type (observed: opensearch 2.19.1)."""
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.engine.memory.ConversationIndexMemory$Factory.create(String, String, String, '
        'org.opensearch.core.action.ActionListener)" because "conversationIndexMemoryFactory" is null'
    )


def no_question() -> ApiError:
    """An agent with memory is asked nothing (observed: opensearch 2.19.1)."""
    return null_pointer("")


def no_tool_names() -> ApiError:
    """A conversational agent of whose tools none is selected (observed: opensearch 2.19.1)."""
    return ApiError(500, "string_index_out_of_bounds_exception", "start 0, end -1, length 0")


def list_read_as_map(text: str, first: Json) -> ApiError:
    """A model gives a list where parameters are read (observed: opensearch 2.19.1)."""
    kinds: dict[type, str] = {str: "STRING", bool: "BOOLEAN", float: "NUMBER", dict: "BEGIN_OBJECT"}
    at = text.index("[") + 1
    column = at + (len(text) - at) - len(text[at:].lstrip()) + (2 if isinstance(first, str) else 1)
    return illegal_state(
        f"Expected BEGIN_ARRAY but was {kinds.get(type(first), 'NULL')} at line 1 column {column} path $[0]\n{_GSON}"
    )


def endless_recursion() -> ApiError:
    """Agents that run each other for ever; the real server runs out of something at last."""
    return plain_exception("agents run each other without end")


# --- tools ------------------------------------------------------------------------------------------------------------


def tool_not_found(name: str) -> ApiError:
    """A tool that nobody brings along."""
    return illegal_argument(f"Tool not found: {name}")


def tool_type_not_found() -> ApiError:
    """A tool of an agent that nobody brings along, since 3.2."""
    return illegal_argument("Tool type not found")


def tool_lacks_id(what: str) -> ApiError:
    """A tool that is made without the id of what it asks."""
    return illegal_argument(f"{what} null or empty")


def no_tool_input() -> ApiError:
    """A tool is run by itself without `parameters`."""
    return illegal_argument("Tool input data can not be empty.")


def wrong_tensors() -> ApiError:
    """A model answers without a map where one is read (observed: opensearch 2.19.1)."""
    return null_pointer('Cannot invoke "java.util.Map.containsKey(Object)" because "dataAsMap" is null')


def no_tensors() -> ApiError:
    """A model answers nothing at all (`MLModelTool.java`)."""
    return ApiError(500, "index_out_of_bounds_exception", "Index 0 out of bounds for length 0")


def request_of_another_class() -> ApiError:
    """`SearchIndexTool` searches connectors, models or groups: the request is not the one that their action takes (observed: opensearch 2.19.1)."""
    sent, wanted = (
        "org.opensearch.action.search.SearchRequest",
        "org.opensearch.ml.common.transport.search.MLSearchActionRequest",
    )
    reason = (
        f"class {sent} cannot be cast to class {wanted} ({sent} is in unnamed module of loader 'app'; {wanted} is in unnamed"
        " module of loader java.net.FactoryURLClassLoader @794f11cd)"
    )
    return ApiError(500, "class_cast_exception", reason)


def no_notes() -> ApiError:
    """`WriteToScratchPadTool` with nothing to write."""
    return illegal_argument("Parameter 'notes' is required for WriteToScratchPadTool.")


def wrong_tool_parameters(name: str) -> ApiError:
    """A tool is run by itself with parameters that do not do."""
    return illegal_argument(f"Invalid parameters for tool: {name}")


def not_a_list(kind: str, column: int) -> ApiError:
    """Something else where a list of names is due."""
    return illegal_state(f"Expected BEGIN_ARRAY but was {kind} at line 1 column {column} path $\n{_GSON}")


def list_is_null(variable: str, call: str) -> ApiError:
    """Nothing where a list of names is due; `call` is what the server wants of it."""
    return null_pointer(f'Cannot invoke "java.util.List.{call}" because "{variable}" is null')


def names_are_no_texts() -> ApiError:
    """Numbers among the names of indices."""
    reason = (
        "arraycopy: element type mismatch: can not cast one of the elements of java.lang.Object[] to the type of the "
        "destination array, java.lang.String"
    )
    return ApiError(500, "array_store_exception", reason)


def name_is_null() -> ApiError:
    """null among the names of indices."""
    return null_pointer('Cannot invoke "String.startsWith(String)" because "expression" is null')


def broken_json(problem: str, *, ends: bool) -> ApiError:
    """Text that is no JSON where some is read."""
    return ApiError(500, "e_o_f_exception" if ends else "malformed_json_exception", problem)


def no_text_to_match() -> ApiError:
    """`VisualizationTool` without input."""
    return illegal_argument("[match] requires query value")


def query_is_no_object(value: Json) -> ApiError:
    """`SearchIndexTool` with a query that is no object."""
    return ApiError(400, "parsing_exception", f"Expected [START_OBJECT] but found [{token_name(value)}]")


def search_is_no_object(value: Json) -> ApiError:
    """`SearchIndexTool` with an input that is no JSON object (observed: opensearch 2.19.1)."""
    kind = "JsonArray" if isinstance(value, list) else "JsonPrimitive"
    reason = f"Expected a com.google.gson.JsonObject but was com.google.gson.{kind}; at path $"
    return ApiError(500, "json_syntax_exception", reason)


def search_lacks_fields() -> ApiError:
    """`SearchIndexTool` without index or query."""
    return illegal_argument("SearchIndexTool's two parameter: index and query are required!")


def search_lacks_valid_fields(missing: str | None = None) -> ApiError:
    """The same since 3.2; since 3.8 it says what is missing."""
    told = "" if missing is None else f". Missing: {missing}"
    reason = "SearchIndexTool's two parameters: index and query are required and should be in valid format"
    return illegal_argument(reason + told)


def search_input_is_no_json(problem: str) -> ApiError:
    """`SearchIndexTool` with an input that is no JSON object, since 3.8."""
    return illegal_argument(
        f"Invalid JSON format in input parameter. Expected valid JSON with 'index' and 'query' fields. Error: {problem}"
    )


def search_not_read(problem: str | None) -> ApiError:
    """`SearchIndexTool` with a query that is none, since 3.8."""
    return ApiError(400, "parsing_exception", f"ParsingException[Invalid query format]: {problem}")


def connector_to_run_not_found(id: str) -> ApiError:
    """`ConnectorTool` with a connector that is not there."""
    return resource_not_found(f"Can't find connector {id}")
