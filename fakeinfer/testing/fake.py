"""FakeElasticsearch and FakeOpenSearch: a cluster with a pleasant face, for tests. Start reading here as a user.

    with FakeElasticsearch(version="9.2") as fake:
        es = fake.client()                      # the vendor's client, no socket; or Elasticsearch(fake.url)
        ...
        fake.assert_called("inference.put", inference_id="emb")

Clients, doors and expectations are imported when they are first used; a server is started when `.url` is first read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from ..cluster import Cluster, Snapshot

if TYPE_CHECKING:
    from types import TracebackType

    from elasticsearch import AsyncElasticsearch, Elasticsearch
    from pytest_httpserver.httpserver import RequestHandler, Waiting

    from ..clock import Clock
    from ..doors.asgi import AsgiApp
    from ..doors.wsgi import WsgiApp
    from ..faults import Declared, Faults
    from ..journal import Entry, Journal
    from ..scripting import ScriptedEndpoint
    from ..transports.httpx import FakeTransport
    from ..transports.requests import FakeAdapter
    from .stubs import Expectations


class Front(Protocol):
    """What makes a cluster reachable over a socket: a server of its own, or a place on a shared one."""

    def open(self, cluster: Cluster) -> str:
        """Make the cluster reachable; returns its URL."""
        ...

    def close(self, cluster: Cluster) -> None:
        """Take it away again; one that was never opened is fine."""
        ...


class OwnServer:
    """A server for one cluster alone."""

    def __init__(self) -> None:
        self._server: Any = None

    def open(self, cluster: Cluster) -> str:
        """Start the server."""
        from ..doors.server import Server

        self._server = Server(cluster).start()
        url: str = self._server.url
        return url

    def close(self, cluster: Cluster) -> None:
        """Stop the server, if it was started."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()


class SharedServer:
    """One server for many clusters, each under a path prefix of its own; started for the first of them."""

    def __init__(self) -> None:
        self._hub: Any = None
        self._server: Any = None
        self._tenants: dict[Cluster, str] = {}
        self._numbers = count(1)

    def open(self, cluster: Cluster) -> str:
        """Give the cluster a place."""
        if self._server is None:
            from ..doors.hub import Hub
            from ..doors.server import Server

            self._hub = Hub()
            self._server = Server(self._hub).start()
        tenant = self._tenants[cluster] = str(next(self._numbers))
        return f"{self._server.url}{self._hub.add(cluster, tenant)}"

    def close(self, cluster: Cluster) -> None:
        """Take its place away."""
        tenant = self._tenants.pop(cluster, None)
        if tenant is not None:
            self._hub.remove(tenant)

    def stop(self) -> None:
        """Stop the server, if it was started."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()


class Fake(ABC):
    """A fake cluster for tests; use `FakeElasticsearch` or `FakeOpenSearch`.

    `version` is a line ("9.2"), a release or a major, the newest by default; `follow` is "documented" or "server", which
    side to take where the two disagree, `disagreements` takes sides one by one. `seed` feeds ids and stand-ins for models.
    `settings` are cluster settings in place from the start; `options` are the product's, such as `tasks="polls:2"`.
    """

    product: ClassVar[str]

    def __init__(
        self,
        version: str | None = None,
        *,
        follow: str | None = None,
        disagreements: Mapping[str, str] | None = None,
        seed: str = "fakeinfer",
        settings: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.cluster = Cluster(
            self.product,
            version,
            follow=follow,
            disagreements=disagreements,
            seed=seed,
            settings=settings,
            **options,
        )
        self._front: Front = OwnServer()
        self._url: str | None = None
        self._closed = False

    @property
    def version(self) -> str:
        """The release it is, e.g. "9.2.7"."""
        return str(self.cluster.contract.version)

    @property
    def clock(self) -> Clock:
        """The cluster's time; `clock.advance(minutes=15)` lets some pass."""
        return self.cluster.state.clock

    # --- talking to it ------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where clients find it over a real socket on 127.0.0.1; reading it starts the server. RuntimeError once it is closed."""
        if self._closed:
            raise RuntimeError(f"this {type(self).__name__} is closed: a `with` opens it again, or make a new one")
        if self._url is None:
            self._url = self._front.open(self.cluster)
        return self._url

    def serve_at(self, front: Front) -> None:
        """Be reachable there once `.url` is read, instead of by a server of its own."""
        self._front = front

    @abstractmethod
    def client(self, **options: Any) -> Any:
        """The vendor's own client, wired in-process: no socket. `options` are the client class's."""

    @abstractmethod
    def async_client(self, **options: Any) -> Any:
        """The vendor's own asynchronous client, wired in-process."""

    def httpx_transport(self) -> FakeTransport:
        """For `httpx.Client(transport=...)` and `httpx.AsyncClient(transport=...)`; every host leads to this cluster."""
        from ..transports import httpx_transport

        return httpx_transport(self.cluster)

    def requests_adapter(self) -> FakeAdapter:
        """For `requests.Session().mount("http://fake", ...)`."""
        from ..transports import requests_adapter

        return requests_adapter(self.cluster)

    @property
    def wsgi_app(self) -> WsgiApp:
        """A WSGI application, to mount anywhere."""
        from ..doors.wsgi import WsgiApp

        return WsgiApp(self.cluster)

    @property
    def asgi_app(self) -> AsgiApp:
        """An ASGI application, to mount anywhere."""
        from ..doors.asgi import AsgiApp

        return AsgiApp(self.cluster)

    # --- looking at what happened -------------------------------------------------------------------------------------

    @property
    def journal(self) -> Journal:
        """Every exchange, oldest first; `journal.of("inference.*")` picks some."""
        return self.cluster.journal

    def assert_called(self, operation: str, /, times: int | None = None, **fields: Any) -> list[Entry]:
        """Fail unless `operation` was called (`times` times, if given) with these fields; returns the calls.

        `operation` may be a pattern (`inference.*`). A field is compared with the path parameter, query parameter or body
        field of that name; a dotted name goes down: `**{"service_settings.model_id": "small"}`. None means "not sent".
        """
        __tracebackhide__ = True
        from .assertions import called

        return called(self.cluster.contract, self.journal, operation, times, fields)

    def assert_not_called(self, operation: str, /, **fields: Any) -> None:
        """Fail if `operation` was called with these fields."""
        __tracebackhide__ = True
        from .assertions import not_called

        not_called(self.cluster.contract, self.journal, operation, fields)

    def assert_all_read(self) -> None:
        """Fail if a body had fields that nothing reads: misspelt ones, say, that the real server skips silently, too."""
        __tracebackhide__ = True
        from .assertions import all_read

        all_read(self.journal)

    def raise_bugs(self) -> None:
        """Raise what went wrong inside of the fake itself and was answered as a 500; once."""
        __tracebackhide__ = True
        bugs = list(self.cluster.bugs)
        self.cluster.bugs.clear()
        if not bugs:
            return
        for bug in bugs:
            bug.add_note("This is a bug of fakeinfer, not of the code under test.")
        if len(bugs) == 1:
            raise bugs[0]
        raise BaseExceptionGroup("bugs of fakeinfer, not of the code under test", bugs)

    # --- making things go wrong ---------------------------------------------------------------------------------------

    def fail(
        self,
        operation: str,
        /,
        *,
        status: int | None = None,
        error: str | Mapping[str, str] | None = None,
        upstream: Any = None,
        drop: str | None = None,
        when: str = "before",
        times: int | None = None,
        after: int = 0,
        **fields: Any,
    ) -> Declared:
        """Let calls of an operation go wrong from now on: `times` of them, once `after` of them went well.

        `operation` and `fields` say which calls, as in `assert_called`. `status` is answered in the product's own words; `error`
        picks one of its errors by name (a wrong name lists them), or is `{"type": .., "reason": ..}`. `drop` lets the connection
        fail: "reset", "eof", "truncate", "garbage" or "stall"; with `when="after"` the operation ran and only its answer is
        lost. `upstream` is what the model provider does: a status, "malformed", "timeout", or a dict of `status`, `message`
        and `headers`. Returned is a handle: `.hits`, `.remove()`, a context manager. ValueError for what can never happen.
        """
        from ..faulting import declare

        what = {"status": status, "error": error, "upstream": upstream, "drop": drop, "when": when}
        return declare(self.cluster, operation, fields, **what, times=times, after=after)

    def delay(
        self, operation: str, /, seconds: float, *, times: int | None = None, after: int = 0, **fields: Any
    ) -> Declared:
        """Let answers of an operation take `seconds` of real time; a client in-process that waits less is told so at once."""
        from ..faulting import declare

        return declare(self.cluster, operation, fields, delay=seconds, times=times, after=after)

    @property
    def faults(self) -> Faults:
        """What is declared to go wrong, oldest first, with how often it struck."""
        return self.cluster.state.faults

    def endpoint(self, id: str) -> ScriptedEndpoint:
        """What an inference endpoint, or a model by its id or name, answers: `.answers([..])`, `.embeds({..})`, `.calls(function)`.

        It may be there already or not.
        """
        from ..scripting import ScriptedEndpoint

        return ScriptedEndpoint(self.cluster, id)

    # --- state --------------------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The state now; give it to `restore` as often as you like."""
        return self.cluster.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        """Put a state back; the journal goes on."""
        self.cluster.restore(snapshot)

    def reset(self) -> None:
        """Back to the beginning: state, clock, ids, journal, faults, scripts, expectations."""
        self.cluster.reset()

    # --- one-off answers in front of it, by pytest-httpserver's API ---------------------------------------------------

    def expect_request(self, uri: Any, **matching: Any) -> RequestHandler:
        """Answer requests that match as told: `.expect_request("/_inference/x").respond_with_json({...})`."""
        return self._expectations().expect_request(uri, **matching)

    def expect_oneshot_request(self, uri: Any, **matching: Any) -> RequestHandler:
        """The same, for one request."""
        return self._expectations().expect_oneshot_request(uri, **matching)

    def expect_ordered_request(self, uri: Any, **matching: Any) -> RequestHandler:
        """The same, for one request, in the order in which they are expected."""
        return self._expectations().expect_ordered_request(uri, **matching)

    def wait(
        self,
        raise_assertions: bool | None = None,
        stop_on_nohandler: bool | None = None,
        timeout: float | None = None,
    ) -> AbstractContextManager[Waiting]:
        """Wait, at the end of the block, until every oneshot and ordered expectation was met."""
        return self._expectations().wait(raise_assertions, stop_on_nohandler, timeout)

    def check_assertions(self) -> None:
        """Raise what failed in expectations: a request out of order, an assertion in a handler."""
        if self.cluster.stubs is not None:
            self.cluster.stubs.check_assertions()

    def check_handler_errors(self) -> None:
        """Raise what a handler of an expectation raised."""
        if self.cluster.stubs is not None:
            self.cluster.stubs.check_handler_errors()

    def _expectations(self) -> Expectations:
        if self.cluster.stubs is None:
            from ..doors.common import imported

            imported("pytest_httpserver", "fakeinfer[pytest]", "expecting requests")
            from .stubs import Expectations

            self.cluster.stubs = Expectations()
        expectations: Expectations = self.cluster.stubs
        return expectations

    # --- its end ------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise what must not go unnoticed: bugs of the fake, failed expectations, scripts that could not answer."""
        __tracebackhide__ = True
        self.raise_bugs()
        if self.cluster.state.scripts.failures:
            from ..scripting import raise_failures

            raise_failures(self.cluster)
        self.check_assertions()
        self.check_handler_errors()

    def close(self) -> None:
        """Stop its server, if one was started. Closing twice is fine; in-process it goes on."""
        self._url = None
        self._closed = True
        self.cluster.state.faults.release()
        self._front.close(self.cluster)

    def __enter__(self) -> Self:
        self._closed = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
        if error is None:
            self.check()

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, traceback)

    def __repr__(self) -> str:
        at = f" at {self._url}" if self._url else ""
        return f"<{type(self).__name__} {self.version}{at}>"


class FakeElasticsearch(Fake):
    """A fake Elasticsearch cluster."""

    product = "elasticsearch"

    def client(self, **options: Any) -> Elasticsearch:
        """An `elasticsearch.Elasticsearch` wired in-process; with security it is `elastic` unless told otherwise."""
        from ..transports import elasticsearch_client

        return elasticsearch_client(self.cluster, **self._with_credentials(options))

    def async_client(self, **options: Any) -> AsyncElasticsearch:
        """An `elasticsearch.AsyncElasticsearch` wired in-process; with security it is `elastic` unless told otherwise."""
        from ..transports import async_elasticsearch_client

        return async_elasticsearch_client(self.cluster, **self._with_credentials(options))

    def _with_credentials(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options of a client, with the credentials of the built-in user where they are needed and none are given."""
        if self.cluster.state.guard is None or options.keys() & {"basic_auth", "api_key", "bearer_auth"}:
            return options
        from ..elasticsearch.security.guard import password_of

        return {**options, "basic_auth": ("elastic", password_of(self.cluster.state))}


class FakeOpenSearch(Fake):
    """A fake OpenSearch cluster. Its clients are `Any` to type checkers: opensearch-py's own types lack `ml` and more."""

    product = "opensearch"

    def client(self, **options: Any) -> Any:
        """An `opensearchpy.OpenSearch` wired in-process; with security it is `admin` unless told otherwise."""
        from ..transports import opensearch_client

        return opensearch_client(self.cluster, **self._with_credentials(options))

    def async_client(self, **options: Any) -> Any:
        """An `opensearchpy.AsyncOpenSearch` wired in-process; with security it is `admin` unless told otherwise."""
        from ..transports import async_opensearch_client

        return async_opensearch_client(self.cluster, **self._with_credentials(options))

    def _with_credentials(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options of a client, with the credentials of the administrator where they are needed and none are given."""
        if self.cluster.state.guard is None or options.keys() & {"http_auth", "api_key", "headers"}:
            return options
        from ..opensearch.security.guard import password_of

        return {**options, "http_auth": ("admin", password_of(self.cluster.state))}


FAKES: dict[str, type[Fake]] = {kind.product: kind for kind in (FakeElasticsearch, FakeOpenSearch)}
"""The fake of each product."""
