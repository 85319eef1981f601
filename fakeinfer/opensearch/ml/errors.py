"""ML Commons' refusals: one constructor a situation, with when and source; what it shares with the core is in `errors.py`.

Three Java families give three statuses: status exceptions their own, illegal arguments 400, ML's own exceptions 500.
Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ... import token_errors
from ...errors import ApiError, illegal_argument, index_not_found, parse_error, request_invalid, status_error
from ...formats.positions import position, token_name
from ...operations import Call
from ...schema import Violation
from ..errors import REFUSALS, not_a_boolean, unexpected_token


def ml_error(kind: str, reason: str) -> ApiError:
    """ML's own exceptions are plain runtime exceptions, so all are 500: kind "exception", "validation_exception", .."""
    return ApiError(500, f"m_l_{kind}", reason)


def illegal_state(reason: str) -> ApiError:
    """`IllegalStateException`."""
    return ApiError(500, "illegal_state_exception", reason)


def io_error(reason: str) -> ApiError:
    """`IOException`."""
    return ApiError(500, "i_o_exception", reason)


def null_pointer(reason: str | None) -> ApiError:
    """`NullPointerException`, in Java's own words."""
    return ApiError(500, "null_pointer_exception", reason)


def plain_exception(reason: str) -> ApiError:
    """`Exception`."""
    return ApiError(500, "exception", reason)


# --- bodies of the wrong kind, by schema; observed: opensearch 2.19.1 -------------------------------------------------


def not_text(call: Call, violation: Violation) -> ApiError:
    """null, a list or an object where text is due; numbers and booleans are taken as text (`XContentParser.text`)."""
    line, column = position(call.request.body, violation.at)
    return illegal_state(f"Can't get text on a {token_name(violation.value)} at {line}:{column}")


def not_boolean(call: Call, violation: Violation) -> ApiError:
    """Something else where true or false is due (`XContentParser.booleanValue`); an empty text is false."""
    if isinstance(violation.value, str):
        return not_a_boolean(violation.value)
    at = position(call.request.body, violation.at)
    return token_errors.not_boolean(violation.value, *at, _number_at(call.request.body, *at))


def not_number(call: Call, violation: Violation) -> ApiError:
    """Something else where a number is due; text that reads as one passes (`XContentParser.doubleValue`)."""
    if isinstance(violation.value, str):
        return text_is_no_number(violation.value)
    return token_errors.not_numeric(violation.value, *position(call.request.body, violation.at))


def not_int(call: Call, violation: Violation) -> ApiError:
    """No number, or one beyond a Java int (`XContentParser.intValue`)."""
    return _no_whole_number(call, violation, "int")


def not_long(call: Call, violation: Violation) -> ApiError:
    """No number, or one beyond a Java long (`XContentParser.longValue`)."""
    return _no_whole_number(call, violation, "long")


def _no_whole_number(call: Call, violation: Violation, kind: str) -> ApiError:
    at = position(call.request.body, violation.at)
    if isinstance(violation.value, int | float) and not isinstance(violation.value, bool):
        return token_errors.out_of_range(_number_at(call.request.body, *at), kind, *at)
    return token_errors.not_numeric(violation.value, *at)


def text_is_no_number(text: str) -> ApiError:
    """A text that names no number (`Double.parseDouble`)."""
    reason = f'For input string: "{text}"' if text.strip() else "empty String"
    return ApiError(400, "number_format_exception", reason)


def input_is_no_object(call: Call) -> ApiError:
    """A predict body that is no object, found out after the model was (rest/RestMLPredictionAction.java)."""
    return unexpected_token(call, Violation((), "type", None, call.body, {}, ""), "START_OBJECT")


def _number_at(data: bytes, line: int, column: int) -> str:
    """The number that begins there, as it was written; empty when none does."""
    begun = data.split(b"\n")[line - 1][column - 1 :]
    return re.match(rb"[-+.\deE]*", begun)[0].decode()  # type: ignore[index]


def number_out_of_range(text: str, kind: str = "an integer") -> ApiError:
    """A text that names a number beyond a Java int or long (`AbstractXContentParser.intValue`)."""
    return illegal_argument(f"Value [{text}] is out of range for {kind}")


def not_a_list(call: Call, violation: Violation) -> ApiError:
    """Something else where a list is due (`ensureExpectedToken`)."""
    return unexpected_token(call, violation, "START_ARRAY")


def not_text_of_update(call: Call, violation: Violation) -> ApiError:
    """The same in the update of a model or connector, which calls it a failure to parse (`RestMLUpdateModelAction`)."""
    return parse_error(str(not_text(call, violation).reason))


def list_for_a_map(local: int, of_empty: int | None = None) -> Callable[[Call, Violation], ApiError]:
    """A list where a map is due: the parser of the object around it runs through it and then looks for a field without a name.

    The number is that of the parser's variable. Anything else that is no map counts as an empty one.
    """

    def list_runs_through(call: Call, violation: Violation) -> ApiError:
        number = of_empty if of_empty is not None and violation.value == [] else local
        return null_pointer(f'Cannot invoke "String.hashCode()" because "<local{number}>" is null')

    return list_runs_through


REFUSALS.update(
    {
        "not_text": not_text,
        "not_boolean": not_boolean,
        "not_number": not_number,
        "not_int": not_int,
        "not_long": not_long,
        "not_a_list": not_a_list,
        "not_text_of_update": not_text_of_update,
        "list_in_agent": list_for_a_map(15),
        "list_in_llm": list_for_a_map(4, of_empty=15),
        "list_in_tool": list_for_a_map(9),
        "list_in_action": list_for_a_map(9),
        "list_in_connector": list_for_a_map(16),
        "list_in_model": list_for_a_map(26),
        "list_in_model_update": list_for_a_map(18),
        "list_in_guardrails": list_for_a_map(5, of_empty=26),
    }
)


# --- features ---------------------------------------------------------------------------------------------------------


def feature_off(feature: str, key: str, status_400: bool) -> ApiError:
    """A switch of ML Commons is off: 500 until 3.5, 400 for remote and local models since (`MLFeatureEnabledSetting`)."""
    text = f'{feature} is currently disabled. To enable it, update the setting "plugins.ml_commons.{key}" to true.'
    return status_error(400, text) if status_400 else illegal_state(text)


def access_fields_without_security(kind: str) -> ApiError:
    """Access fields while nothing controls access (`helper/ModelAccessControlHelper.java`, `ConnectorAccessControlHelper`)."""
    return illegal_argument(
        f"You cannot specify {kind} access control parameters because the Security plugin or {kind} access control is "
        "disabled on your cluster."
    )


def words_not_allowed(*problems: str) -> ApiError:
    """Names and descriptions since 3.1 (common/.../utils/StringUtils.java)."""
    return request_invalid(*problems)


# --- the metadata client: opensearch-project/opensearch-remote-metadata-sdk -------------------------------------------


def metadata_failed(what: str, index: str, status: int = 500) -> ApiError:
    """An index that is not there, met through the metadata client, e.g. "get data object from"."""
    cause = index_not_found(index, "index_expression")
    return status_error(status, f"Failed to {what} index {index}", caused_by=cause, root_cause=[cause])


# --- model groups: action/model_group/, model/MLModelGroupManager.java ------------------------------------------------


def group_body_is_empty() -> ApiError:
    """Registering without a body."""
    return parse_error("Model group request has empty body")


def group_update_body_is_empty() -> ApiError:
    """Updating without a body."""
    return io_error("Model group request has empty body")


def group_has_no_name() -> ApiError:
    """Registering without a name, observed: opensearch 2.19.1."""
    return null_pointer("model group name must not be null")


def group_name_taken(id: str) -> ApiError:
    """Registering under the name of another group, since 2.10."""
    return illegal_argument(f"The name you provided is already being used by a model group with ID: {id}.")


def group_name_taken_by_another(id: str) -> ApiError:
    """Renaming to the name of another group; 2.9 said this at registration too."""
    return illegal_argument(
        f"The name you provided is already being used by another model with ID: {id}. Please provide a different name"
    )


def group_not_found(id: str) -> ApiError:
    """GET and PUT of an unknown group."""
    return status_error(404, f"Failed to find model group with the provided model group id: {id}")


def group_index_not_found() -> ApiError:
    """GET while no group was ever registered."""
    return status_error(404, "Failed to find model group index")


def no_groups() -> ApiError:
    """PUT, and DELETE since 3.0, while no group was ever registered."""
    return status_error(404, "Failed to find model group")


def group_has_models(conflict: bool) -> ApiError:
    """Deleting a group that models belong to: 409 since 2.19."""
    text = "Cannot delete the model group when it has associated model versions"
    return status_error(409, text) if conflict else ml_error("validation_exception", text)


# --- connectors: action/connector/, common/.../connector/ -------------------------------------------------------------


def connector_body_is_empty() -> ApiError:
    """Creating without a body."""
    return io_error("Create Connector request has empty body")


def connector_update_body_is_empty() -> ApiError:
    """Updating without a body."""
    return parse_error("Failed to update connector: Request body is empty")


def connector_lacks(what: str) -> ApiError:
    """Creating without `name`, `version` or `protocol`."""
    return illegal_argument(f"Connector {what} is null")


def unknown_protocol(name: str, lists_them: bool) -> ApiError:
    """A protocol that is no connector class; later releases list those they know."""
    if lists_them:
        return illegal_argument(
            "Unsupported connector protocol. Please use one of [aws_sigv4, http, mcp_sse, mcp_streamable_http]"
        )
    return illegal_argument(f"Can't find class for type {name}")


def connector_has_no_credential() -> ApiError:
    """A connector that is not MCP needs a credential."""
    return illegal_argument("Connector credential is null or empty list")


def aws_lacks(what: str) -> ApiError:
    """`aws_sigv4` needs "credential", "service name" and "region" (AwsConnector.java)."""
    return illegal_argument(f"Missing {what}")


def mcp_has_no_url() -> ApiError:
    """An MCP connector needs `url`."""
    return illegal_argument("MCP Connector url is null or blank")


def mcp_is_off() -> ApiError:
    """An MCP connector while the feature is off."""
    return plain_exception(
        "The MCP connector is not enabled. To enable, please update the setting plugins.ml_commons.mcp_connector_enabled"
    )


def connector_has_no_actions() -> ApiError:
    """`actions` absent; an empty list passes."""
    return illegal_argument("No actions configured for this connector")


def action_lacks(what: str) -> ApiError:
    """An action without "action type", "url" or "method" (ConnectorAction.java)."""
    return illegal_argument(f"{what} can't be null")


def unknown_action_type(name: str, own_words: bool) -> ApiError:
    """An action type that is none; Java's words until 3.0."""
    if own_words:
        return illegal_argument(f"Wrong Action Type of {name}")
    return no_enum_constant("org.opensearch.ml.common.connector.ConnectorAction.ActionType", name)


def action_named_like_a_type(types: Sequence[str]) -> ApiError:
    """An action whose name is an action type (ConnectorAction.java)."""
    return illegal_argument(f"name can't be one of action type [{', '.join(types)}]")


def header_uses_parameters(header: str) -> ApiError:
    """A `${parameters.*}` placeholder in a header."""
    return illegal_argument(
        f"Header '{header}' cannot use ${{parameters.*}} placeholders for security reasons. Use ${{credential.*}} instead."
    )


def unsupported_retry_policy() -> ApiError:
    """`client_config.retry_backoff_policy` (ConnectorClientConfig.java)."""
    return illegal_argument("Unsupported retry backoff policy")


def url_not_trusted(url: str, says_url: bool) -> ApiError:
    """An action's url, parameters filled in, that no trusted pattern matches; 2.19 says the url too."""
    text = "Connector URL is not matching the trusted connector endpoint regex"
    return illegal_argument(f"{text}, URL is: {url}" if says_url else text)


def connector_not_found(id: str, as_argument: bool = False) -> ApiError:
    """GET and PUT of an unknown connector; an illegal argument until 2.11."""
    text = f"Failed to find connector with the provided connector id: {id}"
    return illegal_argument(text) if as_argument else status_error(404, text)


def no_connectors(as_argument: bool = False) -> ApiError:
    """GET, PUT and registration while no connector was ever created."""
    return illegal_argument("Fail to find connector") if as_argument else status_error(404, "Failed to find connector")


def connector_of_deployed_models(ids: Sequence[str]) -> ApiError:
    """Updating a connector while deployed models use it."""
    return status_error(
        400,
        f"{len(ids)} models are still using this connector, please undeploy the models first: [{', '.join(ids)}]",
    )


def connector_in_use(ids: Sequence[str], conflict: bool) -> ApiError:
    """Deleting a connector that models refer to: 409 since 2.12."""
    text = f"{len(ids)} models are still using this connector, please delete or update the models first"
    if conflict:
        return status_error(409, f"{text}: [{', '.join(ids)}]")
    return ml_error("validation_exception", f"{text}!")


def no_connector_index(metadata_client: bool) -> ApiError:
    """Deleting a connector while none was ever created."""
    if metadata_client:
        return metadata_failed("delete data object from", ".plugins-ml-connector")
    return index_not_found(".plugins-ml-connector", "index_expression")


def no_enum_constant(kind: str, name: str) -> ApiError:
    """A word that is no member of a Java enum."""
    return illegal_argument(f"No enum constant {kind}.{name.upper()}")


# --- memory and controllers -------------------------------------------------------------------------------------------


def controller_body_is_empty(what: str) -> ApiError:
    """ "Create" or "Update" without a body."""
    return parse_error(f"{what} model controller request has empty body")


def insights_are_off() -> ApiError:
    """Looking into indices while that is switched off."""
    return ApiError(
        500,
        "runtime_exception",
        "Index insight feature is not enabled yet. To enable, please update the setting "
        "plugins.ml_commons.index_insight_feature_enabled",
    )


def tools_are_off() -> ApiError:
    """Running single tools while that is switched off."""
    return illegal_state(
        "The Execute Tool API is not enabled. To enable, please update the setting plugins.ml_commons.execute_tools_enabled"
    )


def no_input_to_execute() -> ApiError:
    """An agent is executed with a body that is no JSON (observed: opensearch 2.19.1)."""
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.common.input.MLInput.setAlgorithm(org.opensearch.ml.common.FunctionName)" '
        'because "mlInput" is null'
    )
