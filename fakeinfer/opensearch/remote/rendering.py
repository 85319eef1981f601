"""The request that a connector would send: its templates filled from parameters, its headers from credentials.

Sources: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/connector/HttpConnector.java and
`ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/ConnectorUtils.java`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...errors import ApiError
from ...secrets import HIDDEN
from ..cluster.cluster_settings import setting
from ..connectors.bodies import matches
from . import changes, errors, gson
from .templates import filled

if TYPE_CHECKING:
    from ...cluster import State

SIGNED = "aws_sigv4"
"""The protocol of connectors whose requests are signed."""
RESTRICTED = "plugins.ml_commons.connector.restricted_ip_patterns"
TRUSTED_PRIVATE = "plugins.ml_commons.trusted_connector_private_endpoints_regex"
SKIPS_CHECK = "skip_validating_missing_parameters"
_NULL_DEFAULT = re.compile(r'"\$\{parameters\.(\w+):-null\}"')
_LEFT = re.compile(r"\$\{parameters\.([^}]+)\}")
_TO_STRING = re.compile(r"\$\{parameters\.(.+?)\.toString\(\)\}")
_NOT_IN_URLS = re.compile(r'[\x00- "<>\\^`{-}\x7f-\u00a0\U00010000-\U0010ffff]')


@dataclass(frozen=True, slots=True)
class RemoteRequest:
    """What goes to a service. Headers and body may hold secrets."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: str | None = field(repr=False)
    shown_headers: Mapping[str, str] = field(default_factory=dict)
    """The same headers with `***` for credentials."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """The credential's values, to be masked wherever this shows."""


def find_action(connector: Mapping[str, Any], action: str) -> dict[str, Any] | None:
    """The connector's first action of a type."""
    actions: list[dict[str, Any]] = connector.get("actions") or []
    return next((one for one in actions if one["action_type"].upper() == action.upper()), None)


def payload_of(state: State, action: Mapping[str, Any], parameters: dict[str, str | None]) -> str | None:
    """The body to send, checked to be JSON without open placeholders."""
    template = action.get("request_body")
    if template is None:
        return parameters.get("http_body")
    payload = _NULL_DEFAULT.sub(lambda found: found[0] if parameters.get(found[1]) is not None else "null", template)
    for name in [name for value in parameters.values() if value for name in _TO_STRING.findall(value)]:
        value = parameters.get(name)
        if value is not None:
            parameters[f"{name}.toString()"] = gson.text(value)[1:-1]
    payload = filled(payload, "parameters", parameters)
    if not gson.is_json(payload):
        raise errors.invalid_payload(payload, in_old_words=changes.PAYLOAD_IN_SHORT_WORDS not in state.switched_on)
    if "${parameters" in payload and (parameters.get(SKIPS_CHECK) or "").lower() != "true":
        raise errors.placeholders_left(_LEFT.findall(payload))
    if action.get("supports_structured_output"):
        from .structured import with_fields

        return with_fields(payload, parameters)
    return payload


def request_of(
    state: State,
    connector: Mapping[str, Any],
    action: Mapping[str, Any],
    parameters: Mapping[str, str | None],
    payload: str | None,
    credential: Mapping[str, str],
) -> RemoteRequest:
    """The whole request, its address checked as before a call."""
    method = action["method"].upper()
    if method not in ("POST", "GET"):
        raise errors.unsupported_method()
    url = filled(action["url"], "parameters", parameters)
    checked_late = changes.ADDRESSES_ARE_CHECKED_LATE in state.switched_on
    if not checked_late:
        _check_address(state, url)
    if method == "POST" and not payload and action["action_type"] != "CANCEL_BATCH_PREDICT":
        raise errors.no_content()
    _check_characters(state, url)
    if checked_late:
        try:
            _check_address(state, url)
        except ApiError as error:
            raise errors.wrong_address(error) from None
    body = payload if method == "POST" else None
    headers = _headers(connector, action, credential)
    shown = _headers(connector, action, dict.fromkeys(credential, HIDDEN))
    if connector.get("protocol") == SIGNED:
        headers, shown = _signed(state, connector, credential, (method, url, body), headers, shown)
    return RemoteRequest(method, url, headers, body, shown, tuple(credential.values()))


def _signed(
    state: State,
    connector: Mapping[str, Any],
    credential: Mapping[str, str],
    request: tuple[str, str, str | None],
    headers: dict[str, str],
    shown: dict[str, str],
) -> tuple[dict[str, str], dict[str, str]]:
    """Headers with a signature for AWS, and as they may be shown."""
    from .signing import masked, signer_of  # read by who asks AWS

    signer = signer_of(connector.get("parameters") or {}, credential, state.clock.millis)
    if signer is None:
        return headers, shown
    method, url, body = request
    return signer.signed(method, url, headers, body), masked(
        signer.signed(method, url, shown, body), signer.access_key, HIDDEN
    )


def _headers(connector: Mapping[str, Any], action: Mapping[str, Any], credential: Mapping[str, str]) -> dict[str, str]:
    headers = {
        name: filled(filled(value, "credential", credential), "parameters", connector.get("parameters") or {})
        for name, value in (action.get("headers") or {}).items()
    }
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json"
    return headers


def host_of(url: str) -> str:
    """The host of a url as the server's check sees it; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_private(host: str) -> bool:
    """Whether a host is this machine or one of its own network, as far as that is known without asking anybody."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback or address.is_unspecified or address.is_link_local


def _check_address(state: State, url: str) -> None:
    scheme = url.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        raise errors.wrong_protocol(scheme)
    host = host_of(url)
    if host.endswith(".invalid"):
        raise errors.unknown_host(host)
    address = "127.0.0.1" if host == "localhost" else host
    if any(matches(pattern, address) for pattern in setting(state, RESTRICTED) or ()):
        raise errors.restricted_address(host)
    if not is_private(host):
        return
    guarded = changes.PRIVATE_ADDRESSES_ARE_REFUSED in state.switched_on
    if guarded and not setting(state, "plugins.ml_commons.connector.private_ip_enabled"):
        raise errors.private_address(host)
    trusted = setting(state, TRUSTED_PRIVATE)
    if trusted and not any(matches(pattern, url) for pattern in trusted):
        raise errors.private_address_not_trusted()


def _check_characters(state: State, url: str) -> None:
    wrong = _NOT_IN_URLS.search(url)
    if wrong is not None:
        query = url.find("?")
        part = "path" if query < 0 or wrong.start() < query else "query"
        raise errors.bad_url(url, wrong.start(), part, told=changes.BAD_URL_IS_EXPLAINED in state.switched_on)
