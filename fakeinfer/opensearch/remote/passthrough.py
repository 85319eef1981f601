"""Really calling a service on loopback, for tests that bring a stand-in of their own. Nothing else is ever called."""

from __future__ import annotations

import http.client
import ipaddress
from urllib.parse import urlsplit, urlunsplit

from . import errors
from .answering import RemoteAnswer
from .rendering import RemoteRequest

SHORTEST = 0.2
LONGEST = 60.0
"""Seconds that a call may take at most, whatever the connector allows."""
_DROPPED = (
    "The connection was closed during the request. The request will usually succeed on a retry, but if it does not: consider "
    "disabling any proxies you have configured, enabling debug logging, or performing a TCP dump to identify the root cause. "
    "If this is a streaming operation, validate that data is being read or written in a timely manner."
)


def check_option(option: object) -> None:
    """ValueError unless the option is true or false (in text, too), or the url of a service on loopback."""
    if option in (None, True, False, "true", "false"):
        return
    if not isinstance(option, str) or not _is_loopback(option) or not option.startswith("http://"):
        raise ValueError(f"passthrough is True, or http://127.0.0.1:<port>: only loopback is called, not {option!r}")


def target_of(url: str, option: bool | str) -> str | None:
    """The url to call for one that a connector has: itself if it is on loopback, or its path at the option's address."""
    if option in (False, "false"):
        return None
    if isinstance(option, str) and option != "true":
        base, parts = urlsplit(option), urlsplit(url)
        return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))
    return url if _is_loopback(url) and url.startswith("http://") else None


def send(request: RemoteRequest, url: str, timeout: float) -> RemoteAnswer:
    """Call it. Raises the server's refusal where nobody answers."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    connection = http.client.HTTPConnection(host, port, timeout=min(max(timeout, SHORTEST), LONGEST))
    try:
        body = None if request.body is None else request.body.encode("utf-8", "replace")
        connection.request(request.method, path, body, dict(request.headers))
        response = connection.getresponse()
        said = response.read().decode("utf-8", "replace")
        return RemoteAnswer(response.status, said, headers=dict(response.getheaders()))
    except ConnectionRefusedError:
        raise errors.not_reached(f"Connection refused: /{host}:{port}") from None
    except TimeoutError:
        raise errors.not_reached("Read timed out") from None
    except (OSError, http.client.HTTPException):
        raise errors.not_reached(_DROPPED) from None
    finally:
        connection.close()


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
