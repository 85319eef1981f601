"""What a connector is: reading its body, checking it in the server's order, merging updates, and hiding its credential.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/connector/` and
`.../transport/connector/MLCreateConnectorInput.java`. Stand-alone connectors (`connector_api.py`) and those inside a model
(`models/registration_api.py`) share it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any

from ...operations import Call
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import config as ml_config
from ..ml import errors as ml_errors
from ..ml.indices import without_nulls
from ..ml.values import text_of, texts, truth, whole_number
from . import changes as connector_changes

if TYPE_CHECKING:
    from ...cluster import State

CREDENTIALS = "ml_credentials"
FIELDS = (
    "name", "version", "description", "protocol", "parameters", "actions", "backend_roles", "owner", "access",
    "created_time", "last_updated_time", "client_config", "tenant_id", "url", "headers",
)  # fmt: skip
ACTION_TYPES = ("PREDICT", "EXECUTE", "BATCH_PREDICT", "CANCEL_BATCH_PREDICT", "BATCH_PREDICT_STATUS")
RETRY_POLICIES = ("constant", "exponential_equal_jitter", "exponential_full_jitter")
_NUMBERS = {
    "max_connection": 30,
    "connection_timeout": 30000,
    "read_timeout": 30000,
    "retry_backoff_millis": 200,
    "retry_timeout_seconds": 30,
    "max_retry_times": 0,
}
_ACTION_TEXTS = ("method", "url")
_ACTION_FUNCTIONS = ("request_body", "pre_process_function", "post_process_function")


def read_connector(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a connector body as they are stored, `credential` still readable; the parser's own refusals."""
    read: dict[str, Any] = {}
    for name, value in body.items():  # the server parses field by field, so the first bad one decides
        if name in ("name", "version", "description", "protocol", "url"):
            read[name] = text_of(body, name)
        elif name in ("parameters", "credential", "headers"):
            read[name] = texts(value) if isinstance(value, dict) else None
        elif name == "actions":
            read[name] = [read_action(call, action) for action in value]
        elif name == "client_config":
            read[name] = _client_config(call, value)
    return read


def read_action(call: Call, action: dict[str, Any]) -> dict[str, Any]:
    """One action, as it is stored."""
    kind = action.get("action_type")
    if kind is not None and str(kind).upper() not in _action_types(call):
        raise ml_errors.unknown_action_type(str(kind), call.has(connector_changes.ACTION_TYPE_IN_OWN_WORDS))
    read: dict[str, Any] = {"action_type": None if kind is None else str(kind).upper()}
    read.update({name: text_of(action, name) for name in _ACTION_TEXTS})
    if isinstance(action.get("headers"), dict):
        read["headers"] = texts(action["headers"])
    read.update({name: text_of(action, name) for name in _ACTION_FUNCTIONS})
    for name, label in (("action_type", "action type"), ("url", "url"), ("method", "method")):
        if read[name] is None:
            raise ml_errors.action_lacks(label)
    if call.has(connector_changes.ACTION_NAMES):
        read["name"] = text_of(action, "name")
        if read["name"] is not None and read["name"].upper() in ACTION_TYPES:
            raise ml_errors.action_named_like_a_type(ACTION_TYPES)
    if call.has(connector_changes.STRUCTURED_OUTPUT) and truth(action.get("supports_structured_output")):
        read["supports_structured_output"] = True
    return without_nulls(read)


def check_new(call: Call, connector: dict[str, Any]) -> None:
    """The checks of a new stand-alone connector, in the server's order."""
    check_complete(call, connector)
    check_endpoints(call, connector)


def check_complete(call: Call, connector: dict[str, Any]) -> None:
    """What a new connector needs to say."""
    for name in ("name", "version", "protocol"):
        if connector.get(name) is None:
            raise ml_errors.connector_lacks(name)
    check_protocol(call, connector)
    mcp = is_mcp(connector)
    if connector.get("actions") is None and not mcp:
        raise ml_errors.connector_has_no_actions()


def check_protocol(call: Call, connector: dict[str, Any]) -> None:
    """What the protocol asks of a connector."""
    protocol = connector["protocol"]
    credential, parameters = connector.get("credential") or {}, connector.get("parameters") or {}
    if protocol not in protocols(call):
        if not credential and not call.has(connector_changes.PROTOCOLS_ARE_LISTED):
            raise ml_errors.connector_has_no_credential()
        raise ml_errors.unknown_protocol(protocol, call.has(connector_changes.PROTOCOLS_ARE_LISTED))
    if is_mcp(connector):
        if setting(call.state, "plugins.ml_commons.mcp_connector_enabled") is False:
            raise ml_errors.mcp_is_off()
        if not (connector.get("url") or "").strip():
            raise ml_errors.mcp_has_no_url()
        return
    if not credential:
        raise ml_errors.connector_has_no_credential()
    if protocol != "aws_sigv4":
        return
    keys = {"access_key", "secret_key"} <= set(credential)
    if not keys and not ("roleArn" in credential and call.has(connector_changes.AWS_ROLE_IS_ENOUGH)):
        raise ml_errors.aws_lacks("credential")
    for name, label in (("service_name", "service name"), ("region", "region")):
        if not (credential.get(name) or parameters.get(name)):
            raise ml_errors.aws_lacks(label)


def check_endpoints(call: Call, connector: dict[str, Any]) -> None:
    """Every action's url, parameters filled in, fits a trusted pattern; headers name no parameters (since 3.0)."""
    patterns = setting(call.state, "plugins.ml_commons.trusted_connector_endpoints_regex")
    for action in connector.get("actions") or ():
        if call.has(connector_changes.HEADERS_NAME_NO_PARAMETERS):
            for header, value in action.get("headers", {}).items():
                if "${parameters." in value:
                    raise ml_errors.header_uses_parameters(header)
        url = filled(action["url"], connector.get("parameters") or {})
        if not any(matches(pattern, url) for pattern in patterns):
            raise ml_errors.url_not_trusted(url, call.has(connector_changes.UNTRUSTED_URL_IS_TOLD))


def merged(connector: dict[str, Any], update: dict[str, Any]) -> dict[str, Any]:
    """A connector after an update: parameters and credential merge key by key, all else is replaced."""
    result = {**connector, **{name: value for name, value in update.items() if value is not None}}
    for name in ("parameters", "credential"):
        if update.get(name) is not None:
            result[name] = {**(connector.get(name) or {}), **update[name]}
    return result


def protocols(call: Call) -> tuple[str, ...]:
    """The protocols of this version."""
    mcp = ("mcp_sse",) if call.has(connector_changes.MCP_CONNECTORS) else ()
    stream = ("mcp_streamable_http",) if call.has(connector_changes.MCP_STREAMABLE_CONNECTORS) else ()
    return ("aws_sigv4", "http", *mcp, *stream)


def is_mcp(connector: dict[str, Any]) -> bool:
    """Whether the connector leads to an MCP server."""
    return str(connector.get("protocol", "")).startswith("mcp_")


def filled(template: str, parameters: dict[str, str]) -> str:
    """`${parameters.x}` and `${parameters.x:-default}` filled in; unknown ones without default stay."""

    def value(found: re.Match[str]) -> str:
        fallback: str = found[0] if found[2] is None else found[2]
        return parameters.get(found[1], fallback)

    return re.sub(r"\$\{parameters\.([^}:]+)(?::-([^}]*))?\}", value, template)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` fits; a pattern that does not compile fits nothing."""
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        return False


def keep_credential(state: State, id: str, connector: dict[str, Any]) -> dict[str, Any]:
    """The connector as its document holds it: the credential is kept apart, and stands there in a form nobody can read."""
    credential = connector.get("credential")
    if not credential:
        return connector
    ml_config.put_in_place(state)
    state.store.put(CREDENTIALS, id, {"credential": credential})
    return {**connector, "credential": {name: _unreadable(state, value) for name, value in credential.items()}}


def kept_credential(state: State, id: str) -> dict[str, str]:
    """The readable credential of a connector, or of the model that holds one."""
    record = state.store.get(CREDENTIALS, id) or {}
    credential: dict[str, str] = record.get("credential", {})
    return credential


def _action_types(call: Call) -> tuple[str, ...]:
    if call.has(changes.BATCH_JOB_ACTIONS):
        return ACTION_TYPES
    return ACTION_TYPES[:3] if call.has(changes.BATCH_ACTIONS) else ACTION_TYPES[:1]


def _client_config(call: Call, config: dict[str, Any]) -> dict[str, Any]:
    """The client's configuration; what is not given gets its default (observed: opensearch 2.19.1)."""
    read: dict[str, Any] = {
        name: default if config.get(name) is None else whole_number(config[name]) for name, default in _NUMBERS.items()
    }
    policy = config.get("retry_backoff_policy", "constant")
    if policy not in RETRY_POLICIES:
        raise ml_errors.unsupported_retry_policy()
    for name in ("skip_ssl_verification", "mutual_tls_enabled", "keystore_type"):
        read[name] = config.get(name)
    return without_nulls({**read, "retry_backoff_policy": policy})


def _unreadable(state: State, value: str) -> str:
    digest = hashlib.blake2b(f"{state.ids.seed}/{value}".encode(errors="replace"), digest_size=48).digest()
    return "AgV4" + base64.b64encode(digest).decode()
