"""What versions differ in about connectors. Part of `opensearch/changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

PROTOCOLS_ARE_LISTED = "protocols_are_listed"
ACTION_TYPE_IN_OWN_WORDS = "action_type_in_own_words"
AWS_ROLE_IS_ENOUGH = "aws_role_is_enough"
HEADERS_NAME_NO_PARAMETERS = "headers_name_no_parameters"
UNTRUSTED_URL_IS_TOLD = "untrusted_url_is_told"
UPDATED_PROTOCOL_IS_CHECKED = "updated_protocol_is_checked"
MCP_CONNECTORS = "mcp_connectors"
MCP_STREAMABLE_CONNECTORS = "mcp_streamable_connectors"
ACTION_NAMES = "action_names"
CONNECTOR_IN_USE_IS_409 = "connector_in_use_is_409"
STRUCTURED_OUTPUT = "structured_output"

CHANGES = (
    Change(PROTOCOLS_ARE_LISTED, Span("3.0"), "an unknown connector protocol is answered with those there are"),
    Change(ACTION_TYPE_IN_OWN_WORDS, Span("3.0"), "an unknown action type is no longer told in Java's words"),
    Change(AWS_ROLE_IS_ENOUGH, Span("3.0"), "an aws_sigv4 connector with roleArn needs no keys"),
    Change(HEADERS_NAME_NO_PARAMETERS, Span("3.0"), "an action's header may not hold parameters placeholders"),
    Change(UNTRUSTED_URL_IS_TOLD, Span("2.19", "3.0"), "the refusal of an untrusted url says the url"),
    Change(UPDATED_PROTOCOL_IS_CHECKED, Span("3.0"), "an update may not give a connector an unknown protocol"),
    Change(MCP_CONNECTORS, Span("3.0"), "the protocol mcp_sse"),
    Change(MCP_STREAMABLE_CONNECTORS, Span("3.3"), "the protocol mcp_streamable_http"),
    Change(ACTION_NAMES, Span("3.0"), "a connector's action may have a name"),
    Change(CONNECTOR_IN_USE_IS_409, Span("2.12"), "deleting a connector in use is a 409, a 500 before"),
    Change(
        STRUCTURED_OUTPUT,
        Span("3.7"),
        "actions of connectors say that their service keeps to a schema, which parameters set",
    ),
)
