"""`fakeinfer verify --against URL`: judge any server by the fixtures, field by field.

The server says at `GET /` what it is; fixtures that hold for its version are replayed, each from an empty state. A fake is
emptied by its own reset; a real server only when the caller says so, because that deletes what it holds.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from .contract import Contract, contract_for
from .emptying import EMPTY, ROOM_FOR_MODELS
from .fixtures import Outcome, read_all, replay
from .wire import Request, Response


class Unverifiable(Exception):
    """The server cannot be judged: unreachable, of no known product, or not to be emptied."""


class RemoteServer:
    """A server by its URL; one keep-alive connection. `credentials` is `user:password` for HTTP Basic."""

    def __init__(self, url: str, credentials: str | None = None, *, timeout: float = 10) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unverifiable(f"{url!r} is no http or https URL")
        self.prefix = parts.path.rstrip("/")
        self._headers = {}
        if credentials:
            import base64

            self._headers["authorization"] = "Basic " + base64.b64encode(credentials.encode()).decode()
        if parts.scheme == "https":
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # test servers sign for themselves
            self._connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=timeout, context=context
            )
        else:
            self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)

    def send(self, request: Request) -> Response:
        """Ask the server; an answer that never comes is `closes`."""
        headers = {name: ", ".join(values) for name, values in request.headers.items()} | self._headers
        target = self.prefix + quote(request.target, safe="/?&=%+*,:;@!$'()~#[]")
        for attempt in (1, 2):
            try:
                self._connection.request(request.method, target, request.body or None, headers)
                answer = self._connection.getresponse()
                return Response(answer.status, answer.getheaders(), answer.read())
            except ConnectionRefusedError as problem:
                raise Unverifiable(f"no answer from the server: {problem}") from problem
            except TimeoutError:  # some requests are never answered, and asking again would not help
                self._connection.close()
                return Response(0, closes=True)
            except (http.client.HTTPException, OSError):
                self._connection.close()
                if attempt == 2:
                    return Response(0, closes=True)
        raise AssertionError

    def ask(self, method: str, target: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of one request."""
        data = b"" if body is None else json.dumps(body).encode()
        response = self.send(Request.build(method, target, {"content-type": "application/json"} if data else {}, data))
        try:
            return response.status, json.loads(response.content)
        except ValueError:
            return response.status, None

    def __enter__(self) -> RemoteServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def contract(self) -> Contract:
        """What the server says it is."""
        _, root = self.ask("GET", "/")
        if not isinstance(root, dict) or "version" not in root:
            raise Unverifiable("GET / does not answer as Elasticsearch or OpenSearch do")
        product = "opensearch" if root["version"].get("distribution") == "opensearch" else "elasticsearch"
        return contract_for(product, root["version"]["number"].partition("-")[0])


@dataclass(slots=True)
class Verdict:
    """All outcomes against one server."""

    contract: Contract
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def differing(self) -> list[Outcome]:
        """The outcomes with differences."""
        return [outcome for outcome in self.outcomes if outcome.differences]

    def by_operation(self) -> dict[str, tuple[int, int]]:
        """Operation -> (agreeing, all)."""
        counts: dict[str, tuple[int, int]] = {}
        for outcome in self.outcomes:
            agree, every = counts.get(outcome.fixture.operation, (0, 0))
            counts[outcome.fixture.operation] = (agree + (not outcome.differences), every + 1)
        return dict(sorted(counts.items()))

    def table(self) -> str:
        """Agreement by operation, then the differences field by field."""
        counts = self.by_operation()
        width = max(map(len, counts), default=9)
        lines = [f"{self.contract.product.name} {self.contract.version}", f"{'operation':{width}}  agree    of"]
        lines += [f"{name:{width}}  {agree:5}  {every:4}" for name, (agree, every) in counts.items()]
        agreeing = len(self.outcomes) - len(self.differing)
        lines.append(f"{'all':{width}}  {agreeing:5}  {len(self.outcomes):4}")
        for outcome in self.differing:
            lines.append(f"\n{outcome.fixture.id}: {outcome.fixture.document['about']}")
            lines += [f"  {difference}" for difference in outcome.differences[:8]]
        return "\n".join(lines)


def fixtures_folder() -> Path:
    """Where the fixtures are: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "_fixtures"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "fixtures"


def verify(
    server: RemoteServer,
    *,
    contract: Contract | None = None,
    wipe: bool = False,
    only: Iterable[str] = (),
    follow: str = "server",
    having: Iterable[str] = (),
    folder: Path | None = None,
) -> Verdict:
    """Replay every fixture that holds for the server's version. `only` keeps operations that begin with one of these.

    `contract` says what the server is where `GET /` does not; `having` what a real one has of the `needs` of fixtures.
    """
    contract = contract or server.contract()
    is_fake = server.ask("GET", "/_fakeinfer/health")[0] == 200
    if not is_fake and not wipe:
        raise Unverifiable("this is no fake: say --wipe to let verify delete what the server holds before each fixture")
    verdict = Verdict(contract)
    prefixes = tuple(only)
    for fixture in read_all(folder or fixtures_folder(), contract.product.name):
        if not fixture.holds_for(contract.version) or fixture.document.get("follow", follow) != follow:
            continue
        if prefixes and not fixture.operation.startswith(prefixes):
            continue
        options = fixture.document.get("options", {})
        if options.keys() - {"settings"}:  # switches of the fake; a real server has no such thing
            continue
        if not is_fake and fixture.document.get("needs") not in (None, *having):
            continue
        if not is_fake and fixture.document["response"].get("status") == 501:  # what the fake cannot do, a server can
            continue
        _empty(server, contract, is_fake)
        settings = dict(options.get("settings", {}))
        if not is_fake and fixture.operation.startswith("ml."):
            settings = {**ROOM_FOR_MODELS, **settings}
        if settings and server.ask("PUT", "/_cluster/settings", {"persistent": settings})[0] >= 400:
            continue  # what only a starting server can be told
        verdict.outcomes.append(replay(fixture, server.send, (lambda: False) if is_fake else _patience()))
    return verdict


def _patience(waits: int = 12, seconds: float = 0.25) -> Callable[[], bool]:
    """Waits a little each time it is called, and says no once it has waited long enough for one fixture."""
    left = iter(range(waits))

    def again() -> bool:
        if next(left, None) is None:
            return False
        time.sleep(seconds)
        return True

    return again


def _empty(server: RemoteServer, contract: Contract, is_fake: bool) -> None:
    if is_fake:
        server.ask("POST", "/_fakeinfer/reset")
        return
    EMPTY[contract.product.name](server.ask)
