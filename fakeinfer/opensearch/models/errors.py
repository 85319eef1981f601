"""Refusals about models, tasks and agents; those about groups, connectors and bodies are in `ml/errors.py`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument, parse_error, status_error
from ..ml.errors import (
    illegal_state,
    io_error,
    metadata_failed,
    ml_error,
    no_enum_constant,
    null_pointer,
    plain_exception,
)

# --- registration: common/.../transport/register/MLRegisterModelInput.java, action/register/ --------------------------


def wrong_choice(what: str) -> ApiError:
    """A word that is none of its kind: "function name", "model format", "framework type", "pooling method"."""
    return illegal_argument(f"Wrong {what}")


def registration_lacks(what: str) -> ApiError:
    """A needed field is absent: "model name", "model format", "model config", "embedding dimension", .."""
    return illegal_argument(f"{what} is null")


def duplicate_config_keys(keys: Sequence[str]) -> ApiError:
    """The same key in `all_config` and `additional_config` (common/.../model/BaseModelConfig.java)."""
    return illegal_argument(f"Duplicate keys found in both all_config and additional_config: {', '.join(keys)}")


def remote_embedding_lacks(what: str) -> ApiError:
    """A remote `text_embedding` configuration since 3.0 (common/.../model/RemoteModelConfig.java)."""
    return illegal_argument(f"{what} for remote text embedding model")


def url_registration_off() -> ApiError:
    """A custom archive while `allow_registering_model_via_url` is off."""
    return illegal_argument(
        "To upload custom model user needs to enable allow_registering_model_via_url settings. "
        "Otherwise please use OpenSearch pre-trained models."
    )


def file_registration_off(full_stop: bool = False) -> ApiError:
    """Meta and chunks while `allow_registering_model_via_local_file` is off; for chunks the text ends in a full stop."""
    return illegal_argument(
        "To upload custom model from local file, user needs to enable allow_registering_model_via_local_file settings. "
        f"Otherwise please use opensearch pre-trained models{'.' if full_stop else ''}"
    )


def archive_url_not_trusted() -> ApiError:
    """An archive url outside `trusted_url_regex`."""
    return illegal_argument("URL can't match trusted url regex")


def remote_model_has_no_connector() -> ApiError:
    """A remote model with neither `connector_id` nor `connector`."""
    return illegal_argument("You must provide connector content when creating a remote model without connector id!")


def inline_connector_has_no_endpoint() -> ApiError:
    """An inline connector without actions."""
    return illegal_argument("Connector endpoint is required when creating a remote model without connector id!")


def inline_connector_has_no_protocol() -> ApiError:
    """An inline connector without protocol (common/.../connector/Connector.java)."""
    return illegal_argument("connector protocol is null")


def connector_to_register_not_found(id: str, in_full: bool) -> ApiError:
    """Registering on an unknown connector: short until 3.0."""
    text = f" with the provided connector id: {id}" if in_full else f":{id}"
    return status_error(404, f"Failed to find connector{text}")


def model_from_mcp_connector(id: str) -> ApiError:
    """An MCP connector runs no model."""
    return illegal_argument(f"Cannot Create a Model from MCP Connector: {id}")


def group_to_register_not_found(id: str) -> ApiError:
    """Registering into an unknown group, observed: opensearch 2.19.1."""
    return ml_error("resource_not_found_exception", f"Model Group Response is empty for {id}")


def group_to_announce_not_found() -> ApiError:
    """Announcing a model of an unknown group, observed: opensearch 2.19.1."""
    return ml_error("resource_not_found_exception", "Fail to find model group")


def group_index_to_register_not_found() -> ApiError:
    """Registering into a group while there is none at all."""
    return status_error(404, "Model group not found")


def limit_not_positive() -> ApiError:
    """`rate_limiter.limit` below zero or no number (common/.../controller/MLRateLimiter.java)."""
    return parse_error("Limit field must be a positive number.")


def unknown_time_unit(name: str) -> ApiError:
    """`rate_limiter.unit`; lower case fails too."""
    error = no_enum_constant("java.util.concurrent.TimeUnit", "")
    return illegal_argument(f"{error.reason}{name}")


def guardrails_have_no_type() -> ApiError:
    """`guardrails.type` absent or unknown (common/.../model/Guardrails.java)."""
    return illegal_argument("The type of guardrails is required, can not be null.")


def no_eligible_node() -> ApiError:
    """A local model while only ML nodes may run it and there is none (task/MLTaskDispatcher, cluster/DiscoveryNodeHelper)."""
    return illegal_argument(
        "No eligible node found to execute this request. It's best practice to provision ML nodes to serve your models. "
        "You can disable this setting to serve the model on your data node for development purposes by disabling the "
        '"plugins.ml_commons.only_run_on_ml_node" configuration using the _cluster/setting api'
    )


def too_many_registrations() -> ApiError:
    """A remote model while as many registrations run as may (task/MLTaskManager.java)."""
    return ml_error("limit_exceeded_exception", "exceed max running task limit")


def meta_body_is_empty() -> ApiError:
    """`_register_meta` without a body."""
    return io_error("Model meta request has empty body")


def chunk_refused(why: str) -> ApiError:
    """ "Chunk number exceeds total chunks", "Chunk size either 0 or null", "Chunk size exceeds 10MB" (action/upload_chunk/)."""
    return plain_exception(why)


def model_takes_no_chunks() -> ApiError:
    """A chunk for a model that was not announced with a number of chunks."""
    return null_pointer(
        'Cannot invoke "java.lang.Integer.intValue()" because the return value of '
        '"org.opensearch.ml.common.MLModel.getTotalChunks()" is null'
    )


def chunk_of_unknown_model() -> ApiError:
    """A chunk for a model that is not there."""
    return ml_error("resource_not_found_exception", "Failed to find model")


# --- models: action/models/, action/deploy/, action/undeploy/ ---------------------------------------------------------


def model_not_found() -> ApiError:
    """Deploy, undeploy, predict and delete of an unknown model."""
    return status_error(404, "Failed to find model")


def model_to_get_not_found(id: str) -> ApiError:
    """GET of an unknown model."""
    return status_error(404, f"Failed to find model with the provided model id: {id}")


def no_models(not_found: bool) -> ApiError:
    """GET while no model was ever registered: 500 until 2.19."""
    text = "Fail to find model"
    return status_error(404, text) if not_found else ml_error("resource_not_found_exception", text)


def model_to_update_not_found(id: str) -> ApiError:
    """PUT of an unknown model."""
    return status_error(404, f"Failed to find model to update with the provided model id: {id}")


def update_body_is_empty() -> ApiError:
    """PUT without a body."""
    return parse_error("Update model request has empty body")


def function_cannot_be_updated(function: str) -> ApiError:
    """PUT of a model that is neither text embedding nor remote."""
    return status_error(403, f"The function category {function} is not supported at this time.")


def model_is_deploying(id: str) -> ApiError:
    """PUT while the model is being deployed."""
    return status_error(409, f"Model is deploying. Please wait for the model to complete deployment. model ID {id}")


def both_connector_kinds() -> ApiError:
    """PUT with `connector_id` and `connector`."""
    return status_error(
        400, "Model cannot have both stand-alone connector and internal connector. Please check your update input body."
    )


def connector_of_local_model() -> ApiError:
    """PUT of connector fields on a local model."""
    return status_error(400, "Trying to update the connector or connector_id field on a local model.")


def model_has_no_connector_id() -> ApiError:
    """PUT of `connector_id` on a model with an inline connector."""
    return status_error(400, "This remote does not have a connector_id field, maybe it uses an internal connector.")


def model_has_no_inline_connector(own_words: bool) -> ApiError:
    """PUT of `connector` on a model that is linked to one; a null pointer until 3.0."""
    if own_words:
        return status_error(
            400,
            "Cannot update connector settings for this model. The model was created with a connector_id and does not "
            "have an inline connector.",
        )
    return ApiError(
        500,
        "null_pointer_exception",
        'Cannot invoke "org.opensearch.ml.common.connector.Connector.update(org.opensearch.ml.common.transport.connector.'
        'MLCreateConnectorInput, java.util.function.BiFunction)" because "connector" is null',
    )


def target_group_not_found(id: str) -> ApiError:
    """PUT into an unknown group."""
    return status_error(
        404,
        f"Failed to find the model group with the provided model group id in the update model input, MODEL_GROUP_ID: {id}",
    )


def custom_plan_not_allowed() -> ApiError:
    """`node_ids` while `allow_custom_deployment_plan` is off."""
    return illegal_argument("Don't allow custom deployment plan")


def no_eligible_node_to_deploy() -> ApiError:
    """None of the wanted nodes is there."""
    return illegal_argument("no eligible node found")


def deployed_elsewhere(nodes: Sequence[str]) -> ApiError:
    """Deploying to nodes that leave out those that run the model."""
    return illegal_argument(
        f"Model already deployed to these nodes: [{', '.join(nodes)}], but they are not included in target node ids. "
        "Undeploy model from these nodes if don't need them any more.Undeploy from old nodes before try to deploy model "
        "on new nodes. Or include all old nodes on your target nodes."
    )


def nothing_to_undeploy() -> ApiError:
    """Undeploy without any model id."""
    return illegal_argument("Must set specific model ids to undeploy")


def undeploy_one_by_one() -> ApiError:
    """Undeploying several models while model access control is on, with the Security plugin or without."""
    return illegal_argument("only support undeploy one model")


def model_is_deployed(status_400: bool) -> ApiError:
    """Deleting a model in a deploying or deployed state: 400 since 2.12."""
    text = "Model cannot be deleted in deploying or deployed state. Try undeploy model first then delete"
    return status_error(400, text) if status_400 else plain_exception(text)


def model_used_by_agents(count: int, visible: Sequence[str]) -> ApiError:
    """Safe delete: agents name the model in a tool."""
    return status_error(
        409,
        f"{count} agents are still using this model, please delete or update the agents first, all visible agents are: "
        f"[{', '.join(visible)}]",
    )


def model_used_by_pipelines(kind: str, names: Sequence[str]) -> ApiError:
    """Safe delete: "ingest" or "search" pipelines name the model."""
    return status_error(
        409,
        f"{len(names)} {kind} pipelines are still using this model, please delete or update the pipelines first: "
        f"[{', '.join(names)}]",
    )


def model_not_ready() -> ApiError:
    """Predict of a local model that is not deployed, or of a remote one while nothing deploys it."""
    return illegal_argument("Model not ready yet. Please deploy the model first.")


def auto_deploy_off(id: str) -> ApiError:
    """Predict of a remote model that is not deployed and does not deploy itself."""
    return illegal_argument(f"Auto deployment disabled for this model, please deploy model first Model ID: {id}")


def model_disabled() -> ApiError:
    """Predict of a deployed model with `is_enabled` false."""
    return status_error(403, "Model is disabled.")


# --- tasks: action/tasks/ ---------------------------------------------------------------------------------------------


def task_not_found(new_words: bool) -> ApiError:
    """GET and DELETE of an unknown task: "Fail to" until 2.19."""
    return status_error(404, f"{'Failed' if new_words else 'Fail'} to find task")


def no_tasks_to_delete() -> ApiError:
    """DELETE while there never was a task, since 2.19."""
    cause = metadata_failed("get data object from", ".plugins-ml-task")
    return status_error(404, "Failed to find task", caused_by=cause, root_cause=cause.root_cause)


def task_is_running() -> ApiError:
    """DELETE of a running task."""
    return plain_exception("Task cannot be deleted in running state. Try after some time.")


def streaming_off() -> ApiError:
    """`stream_enabled` is off, as it is at first (rest/RestMLPredictionStreamAction.java)."""
    return illegal_state(
        'Streaming is currently disabled. To enable it, update the setting "plugins.ml_commons.stream_enabled" to true.'
    )


def only_remote_models_stream() -> ApiError:
    """A model in the cluster, which answers at once (rest/RestMLPredictionStreamAction.java)."""
    return illegal_state("Streaming is only supported for remote models")


def breaks_interface(side: str, problem: str) -> ApiError:
    """ "input" or "output" that the model's interface does not allow (action/prediction/TransportPredictionTaskAction.java)."""
    return status_error(
        400,
        f"Error validating {side} schema, if you think this is expected, please update your '{side}' field in the "
        f"'interface' field for this model: {problem}",
    )


def task_to_cancel_not_found(never_any: bool) -> ApiError:
    """Cancelling an unknown task."""
    text = "Fail to find task"
    return ml_error("resource_not_found_exception", text) if never_any else status_error(404, text)


def task_is_no_batch_job() -> ApiError:
    """Cancelling another task than a batch job."""
    return illegal_argument("The task ID you provided does not have any associated batch job")


# --- agents and tools: action/agents/, common/.../agent/ --------------------------------------------------------------


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


def both_context_forms() -> ApiError:
    """An agent with `context_management_name` and `context_management`."""
    return illegal_argument("Cannot specify both context_management_name and context_management")


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


def wrong_context_management() -> ApiError:
    """An agent's own `context_management` without a name, or with a manager without a type (MLAgent.java, 3.5)."""
    return illegal_argument("Invalid context management configuration")


def template_name(problem: str) -> ApiError:
    """An agent's `context_management_name` that can be none (MLAgentRegistrationValidator.java, 3.5)."""
    return illegal_argument(f"Context management template name {problem}")


def template_to_keep_to_not_found(name: str) -> ApiError:
    """An agent's `context_management_name` of a template that is not there (3.5)."""
    return illegal_argument(f"Failed to validate context management template: Context management not found: {name}")


def no_hook_of_its_own() -> ApiError:
    """An agent's own `context_management` without hooks (3.5)."""
    return illegal_argument("Context management configuration must define at least one hook")


def unknown_hook(name: str, known: Sequence[str]) -> ApiError:
    """An agent's own `context_management` with a hook that is none; the server lists them in any order (3.5)."""
    return illegal_argument(f"Invalid hook name: {name}. Valid hook names are: [{', '.join(known)}]")


def hook_without_managers(name: str) -> ApiError:
    """An agent's own `context_management` with a hook that does nothing (3.5)."""
    return illegal_argument(f"Hook {name} must have at least one context manager configuration")


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
