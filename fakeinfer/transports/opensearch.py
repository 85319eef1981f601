"""opensearch-py in-process: connection classes, the seam its own HTTP libraries stand behind.

OpenSearch("http://fakeinfer:9200", connection_class=connection_class(cluster))
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from opensearchpy import Connection
from opensearchpy.exceptions import ConnectionError, ConnectionTimeout

from ..doors.common import Handler
from ..doors.waiting import wait
from ..wire import Request, Response
from . import joined, read
from .arriving import TimedOut, failure, seconds_until

Answer = tuple[int, dict[str, str], str]


class FakeConnection(Connection):
    """A connection that asks `handler`; `connection_class` makes one for a cluster."""

    handler: ClassVar[Handler]

    def __init__(self, host: str = "fakeinfer", port: int | None = None, http_auth: Any = None, **options: Any) -> None:
        self.headers = {"connection": "keep-alive"}
        super().__init__(host=host, port=port, **options)
        self._sign: Callable[..., Mapping[str, str]] | None = http_auth if callable(http_auth) else None
        if http_auth is not None and self._sign is None:
            pair = http_auth if isinstance(http_auth, str | bytes) else ":".join(http_auth)
            token = base64.b64encode(pair if isinstance(pair, bytes) else pair.encode()).decode()
            self.headers["authorization"] = f"Basic {token}"

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call of the client; a refusal is raised as the client's exception, as its own connections do."""
        target, response = self._ask(method, url, params, body, headers)
        if response.trouble is not None:
            wait(self._time_taken(method, target, body, response, timeout))
        return self._arrived(method, target, body, response, ignore)

    def _ask(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None,
        body: bytes | None,
        headers: Mapping[str, str] | None,
    ) -> tuple[str, Response]:
        """Hand one call to the fake; returns its target too."""
        target = self.url_prefix + url
        if params:
            target = f"{target}?{urlencode(params)}"
        return target, self.handler.handle(self._request(method, target, body, headers))

    def _time_taken(
        self, method: str, target: str, body: bytes | None, response: Response, timeout: float | None
    ) -> float:
        """Seconds until the answer arrives, if the client waits for it."""
        try:
            return seconds_until(response, self.timeout if timeout is None else timeout)
        except TimedOut as late:
            self.log_request_fail(method, self.host + target, target, body, 0.0, exception=late)
            raise ConnectionTimeout("TIMEOUT", str(late), late) from None

    def _arrived(
        self, method: str, target: str, body: bytes | None, response: Response, ignore: Collection[int]
    ) -> Answer:
        lost = failure(response)
        if lost is not None:
            self.log_request_fail(method, self.host + target, target, body, 0.0, exception=lost)
            raise ConnectionError("N/A", str(lost), lost)
        answer = joined(response)
        text = read(method, response).decode("utf-8", "surrogatepass")
        if "warning" in answer:
            self._raise_warnings([answer["warning"]])
        if not 200 <= response.status < 300 and response.status not in ignore:
            self.log_request_fail(method, self.host + target, target, body, 0.0, response.status, text)
            self._raise_error(response.status, text, answer.get("content-type"))
        self.log_request_success(method, self.host + target, target, body, response.status, text, 0.0)
        return response.status, answer, text

    def _request(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str] | None) -> Request:
        """The request as the HTTP connections would send it."""
        sent = {**self.headers, **headers} if headers else dict(self.headers)
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body or b""
        if data and self.http_compress:
            data = self._gzip_compress(data)
            sent["content-encoding"] = "gzip"
        if self._sign is not None:
            sent.update(self._signed(method, self.host + target, data, sent))
        return Request(method, target, {name.lower(): (value,) for name, value in sent.items()}, data)

    def _signed(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Mapping[str, str]:
        assert self._sign is not None
        return self._sign(method, url, body)

    def close(self) -> None:
        """Nothing is open."""


class FakeAsyncConnection(FakeConnection):
    """The same for `AsyncOpenSearch`."""

    async def perform_request(  # type: ignore[override]  # so in the client's own asynchronous connections
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call of the client."""
        target, response = self._ask(method, url, params, body, headers)
        if response.trouble is not None:
            await asyncio.sleep(self._time_taken(method, target, body, response, timeout))
        return self._arrived(method, target, body, response, ignore)

    def _signed(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Mapping[str, str]:
        """Asynchronous signers are called by name and see the headers (`AWSV4SignerAsyncAuth`)."""
        assert self._sign is not None
        return self._sign(method=method, url=url, body=body, headers=headers)

    async def close(self) -> None:  # type: ignore[override]
        """Nothing is open."""


def connection_class(handler: Handler) -> type[FakeConnection]:
    """A connection class bound to one cluster or hub."""
    return type("FakeConnection", (FakeConnection,), {"handler": handler})


def async_connection_class(handler: Handler) -> type[FakeAsyncConnection]:
    """An asynchronous connection class bound to one cluster or hub."""
    return type("FakeAsyncConnection", (FakeAsyncConnection,), {"handler": handler})
