"""What versions differ in about models and their groups. Part of `opensearch/changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

GROUP_NAME_TAKEN_AS_AT_UPDATE = "group_name_taken_as_at_update"
GROUP_IN_USE_IS_409 = "group_in_use_is_409"
NO_GROUPS_IS_404 = "no_groups_is_404"
REMOTE_IS_SYNCHRONOUS = "remote_is_synchronous"
ADDITIONAL_CONFIG = "additional_config"
REMOTE_MODEL_CONFIG = "remote_model_config"
MODEL_TTL = "model_ttl"
CONNECTOR_NOT_FOUND_IN_FULL = "connector_not_found_in_full"
INLINE_WITHOUT_CREDENTIAL_HANGS = "inline_without_credential_hangs"
UNDEPLOY_REPAIRS = "undeploy_repairs"
DEPLOYED_MODEL_IS_400 = "deployed_model_is_400"
NO_INLINE_CONNECTOR_IN_OWN_WORDS = "no_inline_connector_in_own_words"
INTERFACES_ARE_PRESET = "interfaces_are_preset"
CLAUDE_V2_SAYS_WHY_IT_STOPS = "claude_v2_says_why_it_stops"

CHANGES = (
    Change(
        GROUP_NAME_TAKEN_AS_AT_UPDATE,
        Span(None, "2.10"),
        "registering a taken group name is refused in the words of an update",
    ),
    Change(GROUP_IN_USE_IS_409, Span("2.19"), "deleting a group with models is a 409, a 500 before"),
    Change(NO_GROUPS_IS_404, Span("3.0"), "deleting a group while there is none is a 404"),
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
    Change(INTERFACES_ARE_PRESET, Span("2.19"), "some models of AWS have an interface from the beginning"),
    Change(
        CLAUDE_V2_SAYS_WHY_IT_STOPS,
        Span("2.19", "3.0"),
        "the interface of anthropic.claude-v2 wants stop and stop_reason",
    ),
)
