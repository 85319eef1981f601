"""Named behaviours of OpenSearch that changed between versions, and places where documentation and server disagree.

Only here do spans of behaviour stand; code asks `call.has(NAME)`.
"""

from __future__ import annotations

from ..contract import Change, Disagreement
from ..search.changes import (
    FAILED_SEARCHES_TELL_CAUSE,
    KEYWORDS_SCORE_ONE,
    MERGED_PERCENTILES,
    PLAIN_BM25,
    SORTS_BY_SHARD_DOC,
)
from ..versions import Span
from .agent_framework import changes as tool_changes
from .agentic_memory import changes as memory_changes
from .connectors import changes as connector_changes
from .hybrid import changes as hybrid
from .models import changes as model_changes
from .remote import changes as remote_changes
from .search_running import changes as search_running
from .vector_search import changes as vector_search

SIMULATED_INTEGERS = "simulated_integers"
TEMPLATE_STATUS = "template_status"
UNKNOWN_SETTING_TYPE = "unknown_setting_type"
METADATA_CLIENT = "metadata_client"
WORDS_ARE_CHECKED = "words_are_checked"
MODEL_DELETE_REFRESHES = "model_delete_refreshes"
BATCH_ACTIONS = "batch_actions"
BATCH_JOB_ACTIONS = "batch_job_actions"
CONNECTOR_NOT_FOUND_IS_ARGUMENT = "connector_not_found_is_argument"
FEATURE_OFF_IS_400 = "feature_off_is_400"
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
AGENTS_HAVE_HOOKS = "agents_have_hooks"
MEMORY_IS_MANAGED = "memory_is_managed"
AGENT_PARTS_ARE_UPDATED = "agent_parts_are_updated"
AGENT_TYPE_IS_FIXED = "agent_type_is_fixed"
EXECUTOR_READS_MAPPINGS = "executor_reads_mappings"
LLM_INTERFACE_IS_CHECKED = "llm_interface_is_checked"
MCP_CONNECTORS_AS_TOOLS = "mcp_connectors_as_tools"
FAILED_CALLS_IN_WORDS = "failed_calls_in_words"
WRONG_IMAGE_TEXTS_ARE_SHOWN = "wrong_image_texts_are_shown"
BLANK_TEXTS_PASS = "blank_texts_pass"
VECTORS_IN_MAPS = "vectors_in_maps"
REMOTE_JOB_IS_SHOWN = "remote_job_is_shown"
LAST_MODEL_DELETES_GROUP = "last_model_deletes_group"
UNDEPLOYED_IN_CAPITALS = "undeployed_in_capitals"
UNKNOWN_MODEL_IS_NOT_FOUND_RESULT = "unknown_model_is_not_found_result"
REMOTE_SWITCH_IS_NAMED = "remote_switch_is_named"
CONTROLLER_NOT_FOUND_NAMES_MODEL = "controller_not_found_names_model"
CONTROLLER_UPDATE_IN_SHORT = "controller_update_in_short"
REMOTE_INTEGERS_STAY = "remote_integers_stay"
OUTPUTS_ARE_POOLED = "outputs_are_pooled"
SUPER_ADMINS_HIDE = "super_admins_hide"
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
    Change(MODEL_DELETE_REFRESHES, Span("2.13"), "deleting a model tells forced_refresh"),
    Change(BATCH_ACTIONS, Span("2.16"), "connectors have the action types execute and batch_predict"),
    Change(BATCH_JOB_ACTIONS, Span("2.17"), "connectors ask for the status of a batch job, and cancel one"),
    Change(
        CONNECTOR_NOT_FOUND_IS_ARGUMENT, Span(None, "2.12"), "an unknown connector is an illegal argument, a 404 later"
    ),
    Change(FEATURE_OFF_IS_400, Span("3.5"), "remote or local models switched off are a 400, a 500 before"),
    Change(AGENT_NAME_LENGTH, Span("3.0"), "agent names are 1 to 128 characters"),
    Change(AGENT_ERRORS_REWORDED, Span("3.0"), "unknown agent types and duplicate tools are told in other words"),
    Change(MEMORY_WORDS, Span("2.13"), "refusals of memory speak of memories and messages, not of conversations"),
    Change(MEMORY_INFO, Span("2.17"), "memories keep application_type and additional_info"),
    Change(MEMORY_IS_EXPERIMENTAL, Span(None, "2.12"), "conversation memory that is off is called experimental"),
    Change(MESSAGES_SAY_SOMETHING, Span("2.19"), "a message that says nothing is refused, absent texts are not shown"),
    Change(
        AGENTS_HAVE_HOOKS,
        Span("3.5"),
        "hooks keep short what models are told; models have a system_prompt always, and one call of a tool at a time counts",
    ),
    Change(MEMORY_IS_MANAGED, Span("3.6"), "hooks keep the conversation short as well"),
    Change(AGENT_PARTS_ARE_UPDATED, Span("3.2"), "parts of an agent's llm and memory may be changed alone"),
    Change(AGENT_TYPE_IS_FIXED, Span("3.4"), "an update of an agent that names another type is refused"),
    Change(EXECUTOR_READS_MAPPINGS, Span("3.7"), "who executes a plan is told to look at mappings before it queries"),
    Change(LLM_INTERFACE_IS_CHECKED, Span("3.3"), "an agent's _llm_interface is checked when it is registered"),
    *tool_changes.CHANGES,
    *memory_changes.CHANGES,
    *model_changes.CHANGES,
    *connector_changes.CHANGES,
    *remote_changes.CHANGES,
    Change(MCP_CONNECTORS_AS_TOOLS, Span("3.0"), "agents take tools from MCP connectors"),
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
    Change(SUPER_ADMINS_HIDE, Span("2.12"), "what super-admins register is hidden"),
    Change(OUTPUTS_ARE_POOLED, Span("3.3"), "ml_inference pools vectors: `.meanPooling()`, `.maxPooling()`"),
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
