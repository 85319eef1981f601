"""A client of the Model Context Protocol: asks the server that a connector leads to for its tools, and calls them.

Both forms of HTTP are spoken: requests that are answered one by one (`mcp_streamable_http`), and a stream of events beside
them (`mcp_sse`). Only loopback is ever asked, and only where the cluster's option `passthrough` says so: any other server is
one that cannot be reached. `opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/`
(`McpConnectorExecutor`, `McpStreamableHttpConnectorExecutor`) and modelcontextprotocol/java-sdk.
"""

from __future__ import annotations

import http.client
import itertools
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ...errors import ApiError
from ...secrets import HIDDEN
from ...upstream_calls import UpstreamCall
from ...wire import Json
from ..agents.agent_api import PASSED_ON
from ..connectors.bodies import kept_credential
from ..remote import passthrough
from ..remote.templates import filled

if TYPE_CHECKING:
    from ...cluster import State

STREAMABLE = "mcp_streamable_http"
VERSION = "2025-03-26"
"""The revision of the protocol that is spoken."""
CLIENT = {"name": "Java SDK MCP Client", "version": "1.0.0"}
ACCEPTED = "application/json, text/event-stream"
SESSION = "mcp-session-id"
ENDPOINTS = {STREAMABLE: ("endpoint", "/mcp/"), "mcp_sse": ("sse_endpoint", "/sse")}
"""The parameter that says where a server listens, and where it does unless that says another place."""
LONGEST_STREAM = 10_000
"""Lines of a stream that are read at most while an answer is waited for."""


class Unreachable(Exception):
    """Nobody answers, or nothing that is the protocol."""


class Refused(Exception):
    """The server answers that it does not do it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is, and what is sent along."""

    url: str
    streamable: bool
    headers: Mapping[str, str] = field(repr=False)
    shown_headers: Mapping[str, str]
    secrets: tuple[str, ...] = field(repr=False)
    timeout: float


def address_of(state: State, id: str, connector: Mapping[str, Any]) -> Address:
    """Where a connector leads. Raises `Unreachable` where nothing may be asked."""
    streamable = connector["protocol"] == STREAMABLE
    parameters = connector.get("parameters") or {}
    name, default = ENDPOINTS[connector["protocol"]]
    url = urljoin(connector.get("url") or "", parameters.get(name, default))
    option = state.options.get("passthrough")
    target = passthrough.target_of(url, option) if option else None
    if target is None:
        raise Unreachable(url)
    credential = kept_credential(state, id)
    passed_on: Mapping[str, str] = state.memo.get(PASSED_ON, {})
    timeout = float((connector.get("client_config") or {}).get("read_timeout", 30))
    return Address(
        target,
        streamable,
        {**_headers(connector, credential), **passed_on},
        {**_headers(connector, dict.fromkeys(credential, HIDDEN)), **dict.fromkeys(passed_on, HIDDEN)},
        (*credential.values(), *passed_on.values()),
        min(max(timeout, passthrough.SHORTEST), passthrough.LONGEST),
    )


def list_tools(state: State, address: Address) -> list[dict[str, Any]]:
    """The tools of a server."""
    with _session(state, address) as session:
        tools = session.ask("tools/list", {}).get("tools")
        return [tool for tool in tools if isinstance(tool, dict) and "name" in tool] if isinstance(tools, list) else []


def call_tool(state: State, address: Address, name: str, arguments: Mapping[str, Json]) -> list[Json]:
    """What a tool answers."""
    with _session(state, address) as session:
        content = session.ask("tools/call", {"name": name, "arguments": dict(arguments)}).get("content")
        return content if isinstance(content, list) else []


def _headers(connector: Mapping[str, Any], credential: Mapping[str, str]) -> dict[str, str]:
    parameters = connector.get("parameters") or {}
    return {
        name: filled(filled(str(value), "credential", credential), "parameters", parameters)
        for name, value in (connector.get("headers") or {}).items()
    }


@contextmanager
def _session(state: State, address: Address) -> Iterator[_Session]:
    """A conversation with a server, from its beginning. What goes wrong below the protocol is `Unreachable`."""
    session: _Session = (_Streamable if address.streamable else _Events)(state, address)
    try:
        session.open()
        asked = {"protocolVersion": VERSION, "capabilities": {}, "clientInfo": CLIENT}
        session.ask("initialize", asked)
        session.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        yield session
    except (OSError, http.client.HTTPException, ApiError, ValueError) as error:
        raise Unreachable(str(error)) from error
    finally:
        session.close()


class _Session(ABC):
    """What both forms have in common."""

    def __init__(self, state: State, address: Address) -> None:
        self.state = state
        self.address = address
        self.numbers = itertools.count()
        self.headers = {**address.headers, "Content-Type": "application/json", "Accept": ACCEPTED}

    def open(self) -> None:  # noqa: B027 - not every form does anything then
        """Whatever is to be done before anything is asked."""

    def close(self) -> None:  # noqa: B027 - as little
        """Whatever is to be done at the end."""

    @abstractmethod
    def send(self, message: Mapping[str, Json]) -> Json:
        """Send a message; the answer to it, for one that has an id."""

    def ask(self, method: str, params: Json) -> dict[str, Any]:
        """The result of a request. Raises `Refused`."""
        number = f"fakeinfer-{next(self.numbers)}"
        answer = self.send({"jsonrpc": "2.0", "method": method, "id": number, "params": params})
        if not isinstance(answer, dict):
            raise Unreachable(self.address.url)
        if "error" in answer:
            error = answer["error"]
            raise Refused(str(error.get("message")) if isinstance(error, dict) else str(error))
        result = answer.get("result")
        return result if isinstance(result, dict) else {}

    def post(self, url: str, message: Mapping[str, Json]) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a message by itself, noted for the journal."""
        parts = urlsplit(url)
        body = json.dumps(message, ensure_ascii=False)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=self.address.timeout)
        status, said = None, b""
        try:
            connection.request("POST", _target(url), body.encode("utf-8", "replace"), self.headers)
            response = connection.getresponse()
            status, said = response.status, response.read()
        finally:
            connection.close()
            text = said.decode("utf-8", "replace")
            self.state.upstream_calls.append(
                UpstreamCall("POST", url, self.address.shown_headers, body, status, text, self.address.secrets)
            )
        if status >= 400:
            raise Unreachable(f"{status} {url}")
        return response, said


class _Streamable(_Session):
    """Each request is answered by itself, as JSON or as a short stream."""

    def send(self, message: Mapping[str, Json]) -> Json:
        response, said = self.post(self.address.url, message)
        session = response.getheader(SESSION)
        if session:
            self.headers[SESSION] = session
        if "id" not in message or not said.strip():
            return None
        if (response.getheader("Content-Type") or "").startswith("text/event-stream"):
            lines = iter(said.decode("utf-8", "replace").splitlines())
            return _awaited(lines, message["id"])
        return json.loads(said)


class _Events(_Session):
    """A stream of events stays open, and says where requests go; their answers come as events."""

    def __init__(self, state: State, address: Address) -> None:
        super().__init__(state, address)
        self.connection: http.client.HTTPConnection | None = None
        self.lines: Iterator[str] = iter(())
        self.messages = address.url

    def open(self) -> None:
        parts = urlsplit(self.address.url)
        self.connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port or 80, timeout=self.address.timeout
        )
        headers = {**self.address.headers, "Accept": "text/event-stream"}
        self.connection.request("GET", _target(self.address.url), headers=headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise Unreachable(f"{response.status} {self.address.url}")
        self.lines = (line.decode("utf-8", "replace").rstrip("\r\n") for line in response)
        for name, data in _events(self.lines):
            if name == "endpoint":
                self.messages = urljoin(self.address.url, data)
                if urlsplit(self.messages).netloc != parts.netloc:
                    raise Unreachable(self.messages)
                return
        raise Unreachable(self.address.url)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()

    def send(self, message: Mapping[str, Json]) -> Json:
        self.post(self.messages, message)
        return _awaited(self.lines, message["id"]) if "id" in message else None


def _awaited(lines: Iterator[str], id: Json) -> Json:
    """The answer to a request among events; others are left aside."""
    for name, data in _events(lines):
        if name != "message":
            continue
        answer: Json = json.loads(data)
        if isinstance(answer, dict) and answer.get("id") == id:
            return answer
    return None


def _events(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Names and data of a stream's events."""
    name, data = "message", []
    for line in itertools.islice(lines, LONGEST_STREAM):
        if line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))
        elif not line:
            if data:
                yield name, "\n".join(data)
            name, data = "message", []
    if data:
        yield name, "\n".join(data)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
