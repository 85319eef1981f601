"""Named behaviours of OpenSearch that changed between versions, and places where documentation and server disagree.

Only here do spans of behaviour stand; code asks `call.has(NAME)`.
"""

from __future__ import annotations

from ..contract import Change, Disagreement
from ..search.terms import KEYWORDS_SCORE_ONE, PLAIN_BM25
from ..versions import Span

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
CONNECTOR_NOT_FOUND_IS_ARGUMENT = "connector_not_found_is_argument"
CONNECTOR_IN_USE_IS_409 = "connector_in_use_is_409"
FEATURE_OFF_IS_400 = "feature_off_is_400"

CHANGES: tuple[Change, ...] = (
    Change(PLAIN_BM25, Span("3.0"), "scores lack the constant factor 2.2 that the old form of BM25 multiplies with"),
    Change(KEYWORDS_SCORE_ONE, Span("3.2"), "a term of a keyword field scores 1"),
    Change(UNKNOWN_SETTING_TYPE, Span("3.0"), "an unknown cluster setting is a settings_exception"),
    Change(METADATA_CLIENT, Span("2.19"), "ML objects are read and written through the metadata client: its texts, forced_refresh"),
    Change(WORDS_ARE_CHECKED, Span("3.1"), "names and descriptions of ML objects hold letters, digits and basic punctuation only"),
    Change(GROUP_NAME_TAKEN_AS_AT_UPDATE, Span(None, "2.10"), "registering a taken group name is refused in the words of an update"),
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
    Change(BATCH_ACTIONS, Span("2.16"), "the action types execute and batch_predict, and from 2.17 its status and cancel"),
    Change(CONNECTOR_NOT_FOUND_IS_ARGUMENT, Span(None, "2.12"), "an unknown connector is an illegal argument, a 404 later"),
    Change(CONNECTOR_IN_USE_IS_409, Span("2.12"), "deleting a connector in use is a 409, a 500 before"),
    Change(FEATURE_OFF_IS_400, Span("3.5"), "remote or local models switched off are a 400, a 500 before"),
)
DISAGREEMENTS: tuple[Disagreement, ...] = ()
