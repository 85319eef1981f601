"""What calling a remote model is refused with; how it is refused before that is in `models/errors.py`.

Sources are files of opensearch-project/ml-commons; `remote/` is
`ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument, status_error
from ...formats.javatext import java_class
from ...formats.positions import token_name
from ...wire import Json
from ..ml.errors import illegal_state, ml_error, null_pointer

REMOTE_SERVICE_ERROR = "Error from remote service: "


def input_not_read() -> ApiError:
    """A body that the parser of inputs trips over (observed: opensearch 2.19.1)."""
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.common.input.MLInput.setAlgorithm(org.opensearch.ml.common.FunctionName)" '
        'because "mlInput" is null'
    )


def wrong_action_type(value: str) -> ApiError:
    """`action_type` in the body is none (common/.../connector/ConnectorAction.java)."""
    return illegal_argument(f"Wrong Action Type of {value}")


def endless_template(within: Sequence[str]) -> ApiError:
    """A parameter whose value names itself: the template, and the names on the way (apache/commons-text:.../StringSubstitutor.java)."""
    template, *names = within
    return illegal_state(f"Infinite loop in property interpolation of {template}: {'->'.join(names)}")


def no_action(action: str) -> ApiError:
    """The connector has no such action (remote/ConnectorUtils.java)."""
    return illegal_argument(f"no {action} action found")


def invalid_payload(payload: str, *, in_old_words: bool = False) -> ApiError:
    """A filled template that is no JSON, often for a placeholder that nothing fills (common/.../connector/HttpConnector.java)."""
    return illegal_argument(f"Invalid {'JSON in payload' if in_old_words else 'payload'}: {payload}")


def placeholders_left(names: Sequence[str]) -> ApiError:
    """A filled template that is JSON and still has placeholders, inside of texts (common/.../connector/Connector.java)."""
    return illegal_argument(f"Some parameter placeholder not filled in payload: {', '.join(names)}")


def no_pre_process_function() -> ApiError:
    """Texts to rank or to ask for a connector that cannot take them (remote/ConnectorUtils.java)."""
    return illegal_argument("pre_process_function not defined in connector")


def no_content() -> ApiError:
    """POST without a `request_body` (remote/ConnectorUtils.java)."""
    return illegal_argument("Content length is 0. Aborting request to remote model")


def unsupported_method() -> ApiError:
    """A connector's method that is neither POST nor GET (remote/HttpJsonConnectorExecutor.java)."""
    return illegal_argument("unsupported http method")


def wrong_protocol(scheme: str) -> ApiError:
    """A url that is no http (common/.../httpclient/MLHttpClientFactory.java)."""
    return illegal_argument(f"Protocol is not http or https: {scheme}")


def private_address(host: str) -> ApiError:
    """A host of one's own network while `connector.private_ip_enabled` is off (common/.../httpclient/MLHttpClientFactory.java)."""
    return illegal_argument(f"Remote inference host name has private ip address: {host}")


def wrong_address(found: ApiError) -> ApiError:
    """What is wrong with an address since 3.3, told twice (common/.../httpclient/MLValidatableAsyncHttpClient.java)."""
    cause = found.caused_by or found
    return illegal_argument(cause.reason or "", caused_by=cause)


def restricted_address(host: str) -> ApiError:
    """A host whose address a pattern of `connector.restricted_ip_patterns` fits (common/.../httpclient/MLValidatableAsyncHttpClient.java)."""
    return illegal_argument(f"Remote inference host name has restricted ip address: {host}")


def private_address_not_trusted() -> ApiError:
    """A private address outside of `trusted_connector_private_endpoints_regex` (common/.../httpclient/MLValidatableAsyncHttpClient.java)."""
    return illegal_argument("Connector URL is not matching the trusted connector private endpoint regex")


def bad_url(url: str, at: int, part: str, *, told: bool) -> ApiError:
    """A filled url with a character that urls do not have; since 3.2 it is said what to do (remote/ConnectorUtils.java)."""
    problem = f"Illegal character in {part} at index {at}: {url}"
    syntax = ApiError(400, "u_r_i_syntax_exception", problem)
    plain = illegal_argument(problem, caused_by=syntax)
    if not told:
        return plain
    return illegal_argument(
        "Encountered error when trying to create uri from endpoint in ml connector. "
        "Please update the endpoint in connection configuration: ",
        caused_by=plain,
    )


def unknown_host(host: str) -> ApiError:
    """A host that no name server knows (remote/HttpJsonConnectorExecutor.java)."""
    cause = ApiError(500, "unknown_host_exception", f"{host}: Name or service not known")
    return _caused(ml_error("exception", "Fail to execute http connector"), cause)


def throttled() -> ApiError:
    """The model's own `rate_limiter` (remote/RemoteConnectorExecutor.java)."""
    return status_error(429, "Request is throttled at model level.")


def user_throttled() -> ApiError:
    """A user's limit of a controller (remote/RemoteConnectorExecutor.java)."""
    return status_error(
        429,
        "Request is throttled at user level. If you think there's an issue, please contact your cluster admin.",
    )


def guarded_input() -> ApiError:
    """A guardrail on what is sent (remote/RemoteConnectorExecutor.java)."""
    return illegal_argument("guardrails triggered for user input")


def guarded_output() -> ApiError:
    """A guardrail on what was answered (remote/ConnectorUtils.java)."""
    return illegal_argument("guardrails triggered for LLM output")


def not_streamed() -> ApiError:
    """A model without an `_llm_interface` that streams (remote/HttpJsonConnectorExecutor.java)."""
    return ml_error("exception", "Fail to execute streaming")


def not_reached(problem: str) -> ApiError:
    """No connection, or one that broke (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return status_error(500, f"Error communicating with remote model: {problem}")


def remote_throttling(status: int) -> ApiError:
    """An answer that AWS marks as throttled (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return ApiError(
        status,
        "remote_connector_throttling_exception",
        f"{REMOTE_SERVICE_ERROR}The request was denied due to remote server throttling. To change the retry policy and "
        "behavior, please update the connector client_config.",
    )


def remote_error(status: int, body: str) -> ApiError:
    """An answer that is an error (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return status_error(status, f"{REMOTE_SERVICE_ERROR}{body}")


def no_response() -> ApiError:
    """An answer without a body, before 3.2 (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return status_error(400, "No response from model")


def empty_remote_error(status: int) -> ApiError:
    """An error without a body, since 3.2 (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return status_error(status, f"Remote service returned error status {status} with empty body")


def empty_remote_answer() -> ApiError:
    """A good answer without a body, since 3.2 (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return status_error(502, "Remote service returned empty response body")


def answer_not_processed(action: str, cause: ApiError) -> ApiError:
    """What goes wrong with a good answer; "aws" is said of every connector (remote/MLSdkAsyncHttpResponseHandler.java)."""
    return _caused(ml_error("exception", f"Fail to execute {action} in aws connector"), cause)


def failed_together(refused: Sequence[ApiError]) -> ApiError:
    """Several calls of one predict failed: the first refusal carries the others (observed: opensearch 2.19.1)."""
    first, *others = refused
    if others:
        if first.type == "m_l_exception":
            first.root_cause = (ApiError(first.status, first.type, first.reason),)
        first.suppressed = tuple(others)
    return first


def answer_is_no_json(problem: str, *, ends: bool) -> ApiError:
    """An answer that Gson refuses, as a cause."""
    name = "java.io.EOFException" if ends else "com.google.gson.stream.MalformedJsonException"
    type = "e_o_f_exception" if ends else "malformed_json_exception"
    return ApiError(500, "json_syntax_exception", f"{name}: {problem}", caused_by=ApiError(500, type, problem))


def path_not_found(problem: str) -> ApiError:
    """JSONPath that leads nowhere (json-path/JsonPath), as a cause."""
    return ApiError(500, "path_not_found_exception", problem)


INVALID_PATH = "invalid_path_exception"


def invalid_path(problem: str) -> ApiError:
    """JSONPath that is none (json-path/JsonPath), as a cause."""
    return ApiError(500, INVALID_PATH, problem)


def nothing_to_aggregate() -> ApiError:
    """A function of JSONPath over a list without numbers, as a cause (observed: opensearch 2.19.1)."""
    reason = "Aggregation function attempted to calculate value using empty array"
    return ApiError(500, "json_path_exception", reason)


def no_such_item(index: int, length: int) -> ApiError:
    """`first()`, `last()` or `index()` of a list that is shorter, as a cause (observed: opensearch 2.19.1)."""
    return ApiError(500, "index_out_of_bounds_exception", f"Index {index} out of bounds for length {length}")


def class_cast(problem: str) -> ApiError:
    """A value of another Java class, as a cause."""
    return ApiError(500, "class_cast_exception", problem)


def out_of_bounds(index: int, length: int) -> ApiError:
    """A rerank result about a document that does not exist, as a cause."""
    return ApiError(500, "array_index_out_of_bounds_exception", f"Index {index} out of bounds for length {length}")


def not_an_object(problem: str) -> ApiError:
    """A pre-process script whose value is JSON, but no object (google/gson, observed: opensearch 2.19.1)."""
    cause = ApiError(500, "illegal_state_exception", problem)
    return ApiError(500, "json_syntax_exception", f"java.lang.IllegalStateException: {problem}", caused_by=cause)


def no_map(value: Json) -> ApiError:
    """A pre-process script whose `parameters` are none (observed: opensearch 2.19.1)."""
    return _cast(value, "java.util.Map")


def cast_to_text(value: Json) -> ApiError:
    """A filter over a post-process script's tensor that finds no text, as a cause (observed: opensearch 2.19.1)."""
    return _cast(value, "java.lang.String")


def _cast(value: Json, wanted: str) -> ApiError:
    given = java_class(value)
    return class_cast(
        f"class {given} cannot be cast to class {wanted} "
        f"({given} and {wanted} are in module java.base of loader 'bootstrap')"
    )


def nothing_to_read() -> ApiError:
    """A post-process script's tensor that is an empty text, as a cause (observed: opensearch 2.19.1)."""
    reason = "Failed to parse object: expecting token of type [START_OBJECT] but found [null]"
    return ApiError(400, "parsing_exception", reason, metadata={"line": 1, "col": 0})


def unexpected_token(wanted: str, value: Json, at: tuple[int, int]) -> ApiError:
    """A post-process script's tensor that is no object, or whose shape is no list, as a cause (observed: opensearch 2.19.1)."""
    reason = f"Failed to parse object: expecting token of type [{wanted}] but found [{token_name(value)}]"
    return ApiError(400, "parsing_exception", reason, metadata={"line": at[0], "col": at[1]})


def no_list(line: int, column: int, value: Json) -> ApiError:
    """A post-process script's tensor whose data is no list, as a cause (observed: opensearch 2.19.1)."""
    reason = f"[{line}:{column}] Failed to parse list:  expecting START_ARRAY but got {token_name(value)}"
    return ApiError(400, "x_content_parse_exception", reason)


def cast_to_number(value: Json) -> ApiError:
    """A post-process script's tensor whose data holds other things than numbers, as a cause (observed: opensearch 2.19.1)."""
    return _cast(value, "java.lang.Number")


def _caused(error: ApiError, cause: ApiError) -> ApiError:
    error.caused_by = cause
    return error
