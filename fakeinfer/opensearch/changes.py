"""Named behaviours of OpenSearch that changed between versions, and places where documentation and server disagree.

Only here do spans of behaviour stand; code asks `call.has(NAME)`.
"""

from __future__ import annotations

from ..contract import Change, Disagreement
from ..search.changes import FAILED_SEARCHES_TELL_CAUSE, KEYWORDS_SCORE_ONE, MERGED_PERCENTILES, PLAIN_BM25, SORTS_BY_SHARD_DOC
from ..versions import Span
from .agent_framework import changes as tool_changes
from .hybrid import changes as hybrid
from .search_running import changes as search_running
from .vector_search import changes as vector_search

SIMULATED_INTEGERS = "simulated_integers"
TEMPLATE_STATUS = "template_status"
UNKNOWN_SETTING_TYPE = "unknown_setting_type"
METADATA_CLIENT = "metadata_client"
WORDS_ARE_CHECKED = "words_are_checked"
GROUP_NAME_TAKEN_AS_AT_UPDATE = "group_name_taken_as_at_update"
GROUP_IN_USE_IS_409 = "group_in_use_is_409"
NO_GROUPS_IS_404 = "no_groups_is_404"
MODEL_DELETE_REFRESHES = "model_delete_refreshes"
PROTOCOLS_ARE_LISTED = "protocols_are_listed"
ACTION_TYPE_IN_OWN_WORDS = "action_type_in_own_words"
AWS_ROLE_IS_ENOUGH = "aws_role_is_enough"
HEADERS_NAME_NO_PARAMETERS = "headers_name_no_parameters"
UNTRUSTED_URL_IS_TOLD = "untrusted_url_is_told"
UPDATED_PROTOCOL_IS_CHECKED = "updated_protocol_is_checked"
MCP_CONNECTORS = "mcp_connectors"
MCP_STREAMABLE_CONNECTORS = "mcp_streamable_connectors"
BATCH_ACTIONS = "batch_actions"
BATCH_JOB_ACTIONS = "batch_job_actions"
ACTION_NAMES = "action_names"
CONNECTOR_NOT_FOUND_IS_ARGUMENT = "connector_not_found_is_argument"
CONNECTOR_IN_USE_IS_409 = "connector_in_use_is_409"
FEATURE_OFF_IS_400 = "feature_off_is_400"
REMOTE_IS_SYNCHRONOUS = "remote_is_synchronous"
ADDITIONAL_CONFIG = "additional_config"
REMOTE_MODEL_CONFIG = "remote_model_config"
MODEL_TTL = "model_ttl"
CONNECTOR_NOT_FOUND_IN_FULL = "connector_not_found_in_full"
INLINE_WITHOUT_CREDENTIAL_HANGS = "inline_without_credential_hangs"
UNDEPLOY_REPAIRS = "undeploy_repairs"
DEPLOYED_MODEL_IS_400 = "deployed_model_is_400"
NO_INLINE_CONNECTOR_IN_OWN_WORDS = "no_inline_connector_in_own_words"
AGENT_NAME_LENGTH = "agent_name_length"
AGENT_ERRORS_REWORDED = "agent_errors_reworded"
ASYMMETRIC_EMBEDDINGS = "asymmetric_embeddings"
SPARSE_FORMATS = "sparse_formats"
SENTENCE_HIGHLIGHTING = "sentence_highlighting"
TOOL_ATTRIBUTES = "tool_attributes"
MEMORY_WORDS = "memory_words"
MEMORY_INFO = "memory_info"
MEMORY_IS_EXPERIMENTAL = "memory_is_experimental"
MESSAGES_SAY_SOMETHING = "messages_say_something"
ITERATIONS_ARE_STEPS = "iterations_are_steps"
ITERATIONS_ARE_TOLD = "iterations_are_told"
STEPS_ARE_SUMMED_UP = "steps_are_summed_up"
AGENT_PARAMETERS_COUNT = "agent_parameters_count"
INTERFACES_ARE_REFUSED = "interfaces_are_refused"
TOOL_OUTPUTS_ARE_FILTERED = "tool_outputs_are_filtered"
AGENT_FAILURES_ARE_REMEMBERED = "agent_failures_are_remembered"
AGENTS_HAVE_HOOKS = "agents_have_hooks"
MEMORY_IS_MANAGED = "memory_is_managed"
PROVIDERS_TAKE_PARAMETERS = "providers_take_parameters"
TOKENS_ARE_COUNTED = "tokens_are_counted"
TOOL_ARGUMENTS_ARE_CHECKED = "tool_arguments_are_checked"
AGENT_PARTS_ARE_UPDATED = "agent_parts_are_updated"
AGENT_TYPE_IS_FIXED = "agent_type_is_fixed"
SESSIONS_ARE_ENSURED = "sessions_are_ensured"
AGENTS_HEAR_STREAMS = "agents_hear_streams"
STREAMS_FAIL_IN_FRAMES = "streams_fail_in_frames"
STREAMS_FAIL_PLAINLY = "streams_fail_plainly"
STREAMS_END_WITH_RUN_FINISHED = "streams_end_with_run_finished"
PLANNER_FINDS_JSON = "planner_finds_json"
PLANNER_IS_STRICT = "planner_is_strict"
PLANNER_STEPS_HOLD_COMMAS = "planner_steps_hold_commas"
PLANNER_MARKS_STEPS = "planner_marks_steps"
PLANNER_SUMS_UP = "planner_sums_up"
EXECUTOR_READS_MAPPINGS = "executor_reads_mappings"
PLANNER_PROMPT_HAS_PARTS = "planner_prompt_has_parts"
AGENTS_NEED_NO_MEMORY = "agents_need_no_memory"
TASKS_NAME_INTERACTION = "tasks_name_interaction"
LLM_INTERFACE_IS_CHECKED = "llm_interface_is_checked"
MCP_CONNECTORS_AS_TOOLS = "mcp_connectors_as_tools"
TOOLS_READ_INPUT = "tools_read_input"
TOOLS_NEED_IDS = "tools_need_ids"
SEARCH_TOOL_TAKES_PARAMETERS = "search_tool_takes_parameters"
SEARCH_TOOL_SAYS_WHAT_IT_MISSES = "search_tool_says_what_it_misses"
INDEX_NAMES_NEED_NO_LIST = "index_names_need_no_list"
BLANK_INDEX_NAMES_ARE_NONE = "blank_index_names_are_none"
TOOL_OUTPUTS_ARE_PROCESSED = "tool_outputs_are_processed"
RETRIEVERS_TAKE_INDICES = "retrievers_take_indices"
RETRIEVERS_TAKE_FIELDS = "retrievers_take_fields"
NESTED_RETRIEVAL = "nested_retrieval"
DETECTORS_BY_KEYWORD = "detectors_by_keyword"
DETECTOR_PROMPTS = "detector_prompts"
CONTENT_GENERATION_IN_SMALL = "content_generation_in_small"
SESSIONS_BY_DEFAULT = "sessions_by_default"
MEMORIES_OF_KINDS = "memories_of_kinds"
MEMORY_FAILURES_ARE_HIDDEN = "memory_failures_are_hidden"
FORM_OF_FACTS_IS_TOLD = "form_of_facts_is_told"
DELETIONS_HIDE_FAILURES = "deletions_hide_failures"
UPDATES_HIDE_FAILURES = "updates_hide_failures"
PREFIXES_ARE_CHECKED = "prefixes_are_checked"
ROLES_OF_CONTAINERS_ARE_CHECKED = "roles_of_containers_are_checked"
CHECKPOINTS_IN_MEMORIES = "checkpoints_in_memories"
BLOBS_IN_MEMORIES = "blobs_in_memories"
LONG_TERM_NEEDS_A_MODEL = "long_term_needs_a_model"
SESSIONS_ARE_CHECKED = "sessions_are_checked"
STRUCTURED_OUTPUT = "structured_output"
MEMORY_RETENTION = "memory_retention"
REMOTE_STATUS_CODE = "remote_status_code"
FAILED_CALLS_IN_WORDS = "failed_calls_in_words"
WRONG_IMAGE_TEXTS_ARE_SHOWN = "wrong_image_texts_are_shown"
BLANK_TEXTS_PASS = "blank_texts_pass"
VECTORS_IN_MAPS = "vectors_in_maps"
REMOTE_JOB_IS_SHOWN = "remote_job_is_shown"
PAYLOAD_IN_SHORT_WORDS = "payload_in_short_words"
REMOTE_CALLS_ARE_ASYNC = "remote_calls_are_async"
THROTTLING_IS_MARKED = "throttling_is_marked"
PRIVATE_ADDRESSES_ARE_REFUSED = "private_addresses_are_refused"
TENSORS_ARE_TYPED = "tensors_are_typed"
BAD_URL_IS_EXPLAINED = "bad_url_is_explained"
EMPTY_ANSWERS_ARE_TOLD = "empty_answers_are_told"
ADDRESSES_ARE_CHECKED_LATE = "addresses_are_checked_late"
PROCESSING_ERRORS_PASS = "processing_errors_pass"
RESPONSE_FILTER_FALLS_BACK = "response_filter_falls_back"
LAST_MODEL_DELETES_GROUP = "last_model_deletes_group"
UNDEPLOYED_IN_CAPITALS = "undeployed_in_capitals"
UNKNOWN_MODEL_IS_NOT_FOUND_RESULT = "unknown_model_is_not_found_result"
REMOTE_SWITCH_IS_NAMED = "remote_switch_is_named"
CONTROLLER_NOT_FOUND_NAMES_MODEL = "controller_not_found_names_model"
CONTROLLER_UPDATE_IN_SHORT = "controller_update_in_short"
REMOTE_INTEGERS_STAY = "remote_integers_stay"
OUTPUTS_ARE_POOLED = "outputs_are_pooled"
SUPER_ADMINS_HIDE = "super_admins_hide"
INTERFACES_ARE_PRESET = "interfaces_are_preset"
CLAUDE_V2_SAYS_WHY_IT_STOPS = "claude_v2_says_why_it_stops"
OPTIMIZER_IS_READ = "optimizer_is_read"
ML_READONLY_ACCESS = "ml_readonly_access"
CONTAINER_SHOWS_STORAGE_CONFIG = "container_shows_storage_config"
WORKING_MEMORY_SHOWS_MEMORY_TYPE = "working_memory_shows_memory_type"
SESSION_TIMES_IN_ISO = "session_times_in_iso"
SESSIONS_BEGIN_WITHOUT_OWNER = "sessions_begin_without_owner"

CHANGES: tuple[Change, ...] = (
    *vector_search.CHANGES,
    *search_running.CHANGES,
    Change(PLAIN_BM25, Span("3.0"), "scores lack the constant factor 2.2 that the old form of BM25 multiplies with"),
    Change(MERGED_PERCENTILES, Span("3.4"), "percentiles are told by a digest that merges values"),
    Change(KEYWORDS_SCORE_ONE, Span("3.2"), "a term of a keyword field scores 1"),
    *hybrid.CHANGES,
    Change(
        FAILED_SEARCHES_TELL_CAUSE,
        Span("3.5"),
        "a search that failed everywhere repeats the first refusal as its cause",
    ),
    Change(SORTS_BY_SHARD_DOC, Span("3.3"), "searches of a point in time can be sorted by _shard_doc"),
    Change(TEMPLATE_STATUS, Span("2.18"), "searches by templates tell their status"),
    Change(SIMULATED_INTEGERS, Span("2.12"), "a simulated document's _version is any whole number, and no text"),
    Change(UNKNOWN_SETTING_TYPE, Span("3.0"), "an unknown cluster setting is a settings_exception"),
    Change(
        METADATA_CLIENT,
        Span("2.19"),
        "ML objects are read and written through the metadata client: its texts, forced_refresh",
    ),
    Change(
        WORDS_ARE_CHECKED,
        Span("3.1"),
        "names and descriptions of ML objects hold letters, digits and basic punctuation only",
    ),
    Change(
        GROUP_NAME_TAKEN_AS_AT_UPDATE,
        Span(None, "2.10"),
        "registering a taken group name is refused in the words of an update",
    ),
    Change(GROUP_IN_USE_IS_409, Span("2.19"), "deleting a group with models is a 409, a 500 before"),
    Change(NO_GROUPS_IS_404, Span("3.0"), "deleting a group while there is none is a 404"),
    Change(MODEL_DELETE_REFRESHES, Span("2.13"), "deleting a model tells forced_refresh"),
    Change(PROTOCOLS_ARE_LISTED, Span("3.0"), "an unknown connector protocol is answered with those there are"),
    Change(ACTION_TYPE_IN_OWN_WORDS, Span("3.0"), "an unknown action type is no longer told in Java's words"),
    Change(AWS_ROLE_IS_ENOUGH, Span("3.0"), "an aws_sigv4 connector with roleArn needs no keys"),
    Change(HEADERS_NAME_NO_PARAMETERS, Span("3.0"), "an action's header may not hold parameters placeholders"),
    Change(UNTRUSTED_URL_IS_TOLD, Span("2.19", "3.0"), "the refusal of an untrusted url says the url"),
    Change(UPDATED_PROTOCOL_IS_CHECKED, Span("3.0"), "an update may not give a connector an unknown protocol"),
    Change(MCP_CONNECTORS, Span("3.0"), "the protocol mcp_sse"),
    Change(MCP_STREAMABLE_CONNECTORS, Span("3.3"), "the protocol mcp_streamable_http"),
    Change(BATCH_ACTIONS, Span("2.16"), "connectors have the action types execute and batch_predict"),
    Change(BATCH_JOB_ACTIONS, Span("2.17"), "connectors ask for the status of a batch job, and cancel one"),
    Change(ACTION_NAMES, Span("3.0"), "a connector's action may have a name"),
    Change(
        CONNECTOR_NOT_FOUND_IS_ARGUMENT, Span(None, "2.12"), "an unknown connector is an illegal argument, a 404 later"
    ),
    Change(CONNECTOR_IN_USE_IS_409, Span("2.12"), "deleting a connector in use is a 409, a 500 before"),
    Change(FEATURE_OFF_IS_400, Span("3.5"), "remote or local models switched off are a 400, a 500 before"),
    Change(
        REMOTE_IS_SYNCHRONOUS,
        Span("2.11"),
        "remote models are registered and deployed at once: model_id, COMPLETED and task_type in the answers",
    ),
    Change(ADDITIONAL_CONFIG, Span("3.0"), "model_config keeps additional_config"),
    Change(REMOTE_MODEL_CONFIG, Span("3.0"), "a remote model's configuration has checks of its own"),
    Change(MODEL_TTL, Span("2.14"), "deploy_setting has model_ttl_minutes"),
    Change(
        CONNECTOR_NOT_FOUND_IN_FULL, Span("3.0"), "registering on an unknown connector is refused in the words of GET"
    ),
    Change(
        INLINE_WITHOUT_CREDENTIAL_HANGS,
        Span(None, "3.0"),
        "registering an inline connector without credential is never answered",
    ),
    Change(UNDEPLOY_REPAIRS, Span("2.19"), "undeploying what no node holds sets its state to UNDEPLOYED"),
    Change(DEPLOYED_MODEL_IS_400, Span("2.12"), "deleting a deployed model is a 400, a 500 before"),
    Change(
        NO_INLINE_CONNECTOR_IN_OWN_WORDS,
        Span("3.0"),
        "updating the inline connector of a linked model is no null pointer",
    ),
    Change(AGENT_NAME_LENGTH, Span("3.0"), "agent names are 1 to 128 characters"),
    Change(AGENT_ERRORS_REWORDED, Span("3.0"), "unknown agent types and duplicate tools are told in other words"),
    Change(MEMORY_WORDS, Span("2.13"), "refusals of memory speak of memories and messages, not of conversations"),
    Change(MEMORY_INFO, Span("2.17"), "memories keep application_type and additional_info"),
    Change(MEMORY_IS_EXPERIMENTAL, Span(None, "2.12"), "conversation memory that is off is called experimental"),
    Change(MESSAGES_SAY_SOMETHING, Span("2.19"), "a message that says nothing is refused, absent texts are not shown"),
    Change(
        ITERATIONS_ARE_STEPS,
        Span("3.0"),
        "max_iteration counts answers of the model and runs of tools alike, 10 by default; 3 rounds of both before",
    ),
    Change(ITERATIONS_ARE_TOLD, Span("3.2"), "an agent that reaches max_iteration says so and remembers that"),
    Change(STEPS_ARE_SUMMED_UP, Span("3.5"), "the model sums up what was done when max_iteration is reached"),
    Change(
        AGENT_PARAMETERS_COUNT, Span("3.0"), "an agent's own parameters take part in its runs; no tools are no error"
    ),
    Change(INTERFACES_ARE_REFUSED, Span("3.1"), "running an agent with an unknown _llm_interface is refused"),
    Change(
        TOOL_OUTPUTS_ARE_FILTERED,
        Span("3.2"),
        "a tool's output_filter picks what the model is told of its output; agents may tell models the time",
    ),
    Change(
        AGENT_FAILURES_ARE_REMEMBERED,
        Span("3.3"),
        "what makes a run fail is written into the message that asked; a run does not both go on and regenerate",
    ),
    Change(
        AGENTS_HAVE_HOOKS,
        Span("3.5"),
        "hooks keep short what models are told; models have a system_prompt always, and one call of a tool at a time counts",
    ),
    Change(MEMORY_IS_MANAGED, Span("3.6"), "hooks keep the conversation short as well"),
    Change(
        PROVIDERS_TAKE_PARAMETERS, Span("3.7"), "models that are made for agents are asked with max_tokens and the like"
    ),
    Change(TOKENS_ARE_COUNTED, Span("3.6"), "agents tell how many tokens their models used, if asked to"),
    Change(AGENT_PARTS_ARE_UPDATED, Span("3.2"), "parts of an agent's llm and memory may be changed alone"),
    Change(AGENT_TYPE_IS_FIXED, Span("3.4"), "an update of an agent that names another type is refused"),
    Change(
        TOOL_ARGUMENTS_ARE_CHECKED, Span("3.8"), "arguments of tools with a schema are JSON, however they were said"
    ),
    Change(SESSIONS_ARE_ENSURED, Span("3.6"), "an agent's memory_id that is no session of its container becomes one"),
    Change(AGENTS_HEAR_STREAMS, Span("3.6"), "agents are told what their models said in a stream, and remember it"),
    Change(
        STREAMS_FAIL_IN_FRAMES, Span("3.5"), "what a model's service refuses is the content of a stream's last frame"
    ),
    Change(STREAMS_FAIL_PLAINLY, Span("3.7"), "what breaks a stream off is told without a word before it"),
    Change(STREAMS_END_WITH_RUN_FINISHED, Span("3.6"), "the last frame of AG-UI is followed by RUN_FINISHED"),
    Change(PLANNER_FINDS_JSON, Span("3.1"), "a plan's JSON may stand among other text"),
    Change(
        PLANNER_IS_STRICT,
        Span("3.2"),
        "planners are told in stricter words; tools and steps are numbered, and how much is remembered is a parameter",
    ),
    Change(PLANNER_STEPS_HOLD_COMMAS, Span("3.3"), "a step of a plan may hold a comma"),
    Change(PLANNER_MARKS_STEPS, Span("3.4"), "planners are told steps between marks, with what tools gave"),
    Change(
        PLANNER_SUMS_UP,
        Span("3.5"),
        "planners run without memory and sum up when max_steps is reached; their executors use a tool at a time",
    ),
    Change(EXECUTOR_READS_MAPPINGS, Span("3.7"), "who executes a plan is told to look at mappings before it queries"),
    Change(PLANNER_PROMPT_HAS_PARTS, Span("3.8"), "parts of what a planner is told may be replaced"),
    Change(TASKS_NAME_INTERACTION, Span("3.1"), "tasks of agents name the message that asks, too"),
    Change(SESSIONS_BY_DEFAULT, Span("3.5"), "memory containers keep sessions unless they are told not to"),
    Change(
        MEMORIES_OF_KINDS,
        Span("3.3"),
        "containers keep sessions, working and long-term memories and their history apart",
    ),
    Change(MEMORY_FAILURES_ARE_HIDDEN, Span("3.4"), "why the model of a memory container fails is not told"),
    Change(
        FORM_OF_FACTS_IS_TOLD,
        Span("3.6"),
        "JSON that holds no facts is the caller's mistake, and not kept in the history",
    ),
    Change(DELETIONS_HIDE_FAILURES, Span("3.4", "3.6"), "why a memory container cannot be deleted is not told"),
    Change(UPDATES_HIDE_FAILURES, Span("3.4", "3.8"), "why a memory container cannot be updated is not told"),
    Change(
        PREFIXES_ARE_CHECKED, Span("3.4"), "the index prefix of a memory container has to begin the name of an index"
    ),
    Change(ROLES_OF_CONTAINERS_ARE_CHECKED, Span("3.4"), "backend roles of memory containers are checked"),
    Change(CHECKPOINTS_IN_MEMORIES, Span("3.4"), "working memories hold a checkpoint_id"),
    Change(BLOBS_IN_MEMORIES, Span("3.5"), "working memories hold a structured_data_blob"),
    Change(
        LONG_TERM_NEEDS_A_MODEL, Span("3.6"), "memory containers without model or strategies have no long-term memories"
    ),
    Change(
        SESSIONS_ARE_CHECKED,
        Span("3.6"),
        "a session that is there already is not begun anew, and none where they are disabled",
    ),
    Change(
        STRUCTURED_OUTPUT,
        Span("3.7"),
        "actions of connectors say that their service keeps to a schema, which parameters set",
    ),
    Change(
        MEMORY_RETENTION,
        Span("3.8"),
        "memories are kept as long as a policy says, sessions of any name, times in milliseconds",
    ),
    Change(LLM_INTERFACE_IS_CHECKED, Span("3.3"), "an agent's _llm_interface is checked when it is registered"),
    *tool_changes.CHANGES,
    Change(MCP_CONNECTORS_AS_TOOLS, Span("3.0"), "agents take tools from MCP connectors"),
    Change(TOOLS_READ_INPUT, Span("3.2"), "tools are made for a run, and take a JSON object in input as parameters"),
    Change(TOOLS_NEED_IDS, Span("3.2"), "tools without the id of their model, connector or agent are refused"),
    Change(SEARCH_TOOL_TAKES_PARAMETERS, Span("3.1"), "SearchIndexTool takes index and query as parameters"),
    Change(SEARCH_TOOL_SAYS_WHAT_IT_MISSES, Span("3.8"), "SearchIndexTool says which parameter it misses"),
    Change(INDEX_NAMES_NEED_NO_LIST, Span("3.1"), "IndexMappingTool takes the name of one index that is in no list"),
    Change(BLANK_INDEX_NAMES_ARE_NONE, Span("3.0"), "tools that look at indices take blanks for no name at all"),
    Change(TOOL_OUTPUTS_ARE_PROCESSED, Span("3.3"), "tools take output_processors, and may answer maps"),
    Change(RETRIEVERS_TAKE_INDICES, Span("2.18"), "tools that retrieve take the index as a parameter of the run"),
    Change(RETRIEVERS_TAKE_FIELDS, Span("3.7"), "VectorDBTool takes the field as a parameter of the run"),
    Change(
        DETECTORS_BY_KEYWORD,
        Span("2.13"),
        "SearchAnomalyDetectorsTool finds indices by their keyword, and detectors that do not run by the two other states",
    ),
    Change(DETECTOR_PROMPTS, Span("2.18"), "CreateAnomalyDetectorTool takes a prompt"),
    Change(NESTED_RETRIEVAL, Span("2.16"), "tools that retrieve look into nested documents"),
    Change(
        CONTENT_GENERATION_IN_SMALL, Span("2.13"), "RAGTool's switch is enable_content_generation, with capitals before"
    ),
    Change(AGENTS_NEED_NO_MEMORY, Span("3.5"), "conversational agents run without memory"),
    Change(ASYMMETRIC_EMBEDDINGS, Span("2.13"), "embedding in the cluster takes parameters: content_type"),
    Change(SPARSE_FORMATS, Span("3.2"), "token weights in the cluster take parameters: sparse_embedding_format"),
    Change(SENTENCE_HIGHLIGHTING, Span("3.0"), "question answering models of one type mark sentences"),
    Change(TOOL_ATTRIBUTES, Span("3.0"), "lists of tools hold attributes"),
    Change(REMOTE_JOB_IS_SHOWN, Span("2.18"), "beginning a batch job tells what the service said of it"),
    Change(FAILED_CALLS_IN_WORDS, Span("2.11", "3.0"), "embedding processors say that a model answers no vectors"),
    Change(WRONG_IMAGE_TEXTS_ARE_SHOWN, Span("3.0"), "text_image_embedding says what it found instead of a text"),
    Change(BLANK_TEXTS_PASS, Span("3.4"), "embedding processors take blank texts"),
    Change(
        VECTORS_IN_MAPS, Span("3.7"), "embedding processors read vectors in a map, too, and say what they miss there"
    ),
    Change(REMOTE_STATUS_CODE, Span("2.11"), "remote results tell their status_code"),
    Change(PAYLOAD_IN_SHORT_WORDS, Span("2.12"), "a payload that is no JSON is refused in fewer words"),
    Change(REMOTE_CALLS_ARE_ASYNC, Span("2.14"), "what goes wrong with a remote answer is told as an ML exception"),
    Change(THROTTLING_IS_MARKED, Span("2.15"), "an answer that AWS marks as throttling has a type of its own"),
    Change(
        PRIVATE_ADDRESSES_ARE_REFUSED, Span("2.15"), "connectors reach no private addresses unless a setting lets them"
    ),
    Change(TENSORS_ARE_TYPED, Span("3.0"), "the path of an embedding says of what type its tensor is"),
    Change(BAD_URL_IS_EXPLAINED, Span("3.2"), "a filled url that is none is refused with what to do"),
    Change(EMPTY_ANSWERS_ARE_TOLD, Span("3.2"), "remote answers without a body are told by their status, a 400 before"),
    Change(
        ADDRESSES_ARE_CHECKED_LATE,
        Span("3.3"),
        "the address of a connector is checked last, and what is wrong with it has itself as its cause",
    ),
    Change(INTERFACES_ARE_PRESET, Span("2.19"), "some models of AWS have an interface from the beginning"),
    Change(
        CLAUDE_V2_SAYS_WHY_IT_STOPS,
        Span("2.19", "3.0"),
        "the interface of anthropic.claude-v2 wants stop and stop_reason",
    ),
    Change(SUPER_ADMINS_HIDE, Span("2.12"), "what super-admins register is hidden"),
    Change(OUTPUTS_ARE_POOLED, Span("3.3"), "ml_inference pools vectors: `.meanPooling()`, `.maxPooling()`"),
    Change(PROCESSING_ERRORS_PASS, Span("3.3"), "illegal arguments of a post-process function are a 400, a 500 before"),
    Change(
        RESPONSE_FILTER_FALLS_BACK,
        Span("3.7"),
        "a response_filter that finds nothing leaves the whole answer, a 500 before",
    ),
)
DISAGREEMENTS: tuple[Disagreement, ...] = (
    Disagreement(
        LAST_MODEL_DELETES_GROUP,
        "documented",
        "deleting the last model of a group",
        documented="the group goes with it",
        server="the group stays, and counts on; only 2.9 and 2.10 removed it",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/model-apis/delete-model.md",
        server_agrees=Span("2.9", "2.11"),
    ),
    Disagreement(
        UNDEPLOYED_IN_CAPITALS,
        "server",  # clients compare with what servers send
        "the word for a model that was undeployed",
        documented="UNDEPLOYED",
        server="undeployed",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/model-apis/undeploy-model.md",
    ),
    Disagreement(
        UNKNOWN_MODEL_IS_NOT_FOUND_RESULT,
        "server",  # code under test catches the 404
        "deleting a model that is not there",
        documented="the plain delete answer, `result` not_found",
        server="404 Failed to find model",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/model-apis/delete-model.md",
    ),
    Disagreement(
        REMOTE_SWITCH_IS_NAMED,
        "server",
        "the setting that a refusal names while remote inference is off",
        documented="`plugins.ml_commons.remote_inference.enabled`, which exists",
        server="`plugins.ml_commons.remote_inference_enabled`, which does not",
        source="opensearch-project/documentation-website:_ml-commons-plugin/cluster-settings.md",
    ),
    Disagreement(
        REMOTE_INTEGERS_STAY,
        "server",
        "numbers of a remote model's answer",
        documented="integers stay integers",
        server="every number is a double",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/train-predict/predict.md",
    ),
    Disagreement(
        OPTIMIZER_IS_READ,
        "server",
        "how a regression's optimiser is asked for",
        documented="`optimizer` is read too",
        server="`optimiser` is read, `optimizer` is skipped",
        source="opensearch-project/documentation-website:_ml-commons-plugin/algorithms.md",
    ),
    Disagreement(
        ML_READONLY_ACCESS,
        "server",
        "the built-in role that may only look",
        documented="`ml_readonly_access` means it too",
        server="it is called `ml_read_access` alone",
        source="opensearch-project/documentation-website:_ml-commons-plugin/index.md",
    ),
    Disagreement(
        SESSIONS_BEGIN_WITHOUT_OWNER,
        "server",
        "messages without a session, of a container that sums them up, where nobody owns them or no namespace is given",
        documented="a session begins",
        server="500: owner and namespace are kept in a map that takes no nulls",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/agentic-memory-apis/add-memory.md",
    ),
    Disagreement(
        CONTAINER_SHOWS_STORAGE_CONFIG,
        "server",
        "where a memory container shows how it stores",
        documented="`memory_storage_config`",
        server="`configuration`",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/agentic-memory-apis/get-memory-container.md",
    ),
    Disagreement(
        WORKING_MEMORY_SHOWS_MEMORY_TYPE,
        "server",
        "what a working memory calls its kind",
        documented="`memory_type`",
        server="`payload_type`",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/agentic-memory-apis/get-memory.md",
    ),
    Disagreement(
        SESSION_TIMES_IN_ISO,
        "server",
        "the times of a session",
        documented="ISO texts",
        server="milliseconds",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/agentic-memory-apis/get-memory.md",
    ),
    Disagreement(
        CONTROLLER_NOT_FOUND_NAMES_MODEL,
        "server",
        "the refusal to show a controller that is not there",
        documented="it ends with the model's id",
        server="it does not name the model",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/controller-apis/get-controller.md",
    ),
    Disagreement(
        CONTROLLER_UPDATE_IN_SHORT,
        "server",
        "the answer to a changed controller",
        documented="`model_id` and `status`",
        server="that of a changed document",
        source="opensearch-project/documentation-website:_ml-commons-plugin/api/controller-apis/update-controller.md",
    ),
)
