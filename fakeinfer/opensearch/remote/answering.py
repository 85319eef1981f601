"""Who answers a request of a connector: a declared fault, a service that is really there, a script, or a stand-in.

Nothing leaves the machine. With the cluster's option `passthrough` services on loopback are called, see `passthrough.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...brains.hashed import brains_for, brains_of
from ...brains.scripted import UpstreamFailed
from ...faults import Upstream
from ...formats import jsontext
from ...upstream_calls import UpstreamCall
from ...wire import Json
from . import errors, gson
from .rendering import RemoteRequest

if TYPE_CHECKING:
    from ...brains.scripted import Asking, Brains
    from ...cluster import State
    from ..providers.choosing import Service

ASKED_BY_CONTAINERS = ("```json", "Personal Information Organizer", "smart memory manager")
"""What stands in the prompts of memory containers."""
_BROKEN_JSON = '{"data": ['
_SAID = {
    400: "The request is not valid.", 401: "Incorrect API key provided.", 403: "You are not allowed to use this model.",
    404: "The model does not exist.", 413: "The request is too large.", 429: "Too many requests, please wait before trying again.",
    503: "The model is overloaded.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RemoteAnswer:
    """What came back: `value` is the body as JSON where that is known, else `said` is its text."""

    status: int
    said: str | None = None
    value: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The body."""
        return jsontext.dumps(self.value) if self.said is None else self.said

    def json(self) -> Json:
        """The body as JSON, integers kept. Raises `gson.NotJson`."""
        return self.value if self.said is None else gson.read(self.said)


@dataclass(frozen=True, slots=True)
class RemoteCall:
    """A request on behalf of a model."""

    request: RemoteRequest
    model_id: str
    model: Mapping[str, Any] = field(repr=False)
    operations: tuple[str, ...]
    """Names by which faults know it."""
    sparse: bool = False
    shape: str = ""
    timeout: float = 30.0

    @property
    def name(self) -> str:
        """What the model is called."""
        return str(self.model.get("name", ""))


def answer(state: State, call: RemoteCall) -> RemoteAnswer:
    """What the service answers, noted for the journal. Raises the refusal that follows where it cannot be reached."""
    answered: RemoteAnswer | None = None
    try:
        answered = _answer(state, call)
    finally:
        request = call.request
        status, body = (None, None) if answered is None else (answered.status, answered.said or answered.value)
        state.upstream_calls.append(
            UpstreamCall(
                request.method, request.url, request.shown_headers, request.body, status, body, request.secrets
            )
        )
    return answered


def _answer(state: State, call: RemoteCall) -> RemoteAnswer:
    from ..providers.choosing import service_for

    service = service_for(call.request.url, call.shape)
    upstream = None
    if state.faults:
        fault = state.faults.upstream(call.operations, {"model_id": call.model_id, "name": call.name})
        upstream = fault.upstream if fault is not None else None
    if upstream is not None:
        return _failure(upstream, service)
    if _is_scripted(state, call) or not state.options.get("passthrough"):
        return _stand_in(state, call, service)
    from . import passthrough

    target = passthrough.target_of(call.request.url, state.options["passthrough"])
    return _stand_in(state, call, service) if target is None else passthrough.send(call.request, target, call.timeout)


def _stand_in(state: State, call: RemoteCall, service: Service) -> RemoteAnswer:
    """The answer of the stand-in for a service, scripts played."""
    from ..providers.asking import Asked

    endpoint = call.model_id if _plays(state, call.model_id) else call.name

    def think(asking: Asking) -> Brains:
        return brains_for(state, endpoint, asking, _memorizing(state, call.request.body))

    body: Json = None
    if call.request.body:
        try:
            body = gson.read(call.request.body)
        except gson.NotJson:
            body = call.request.body
    size = state.scripts.size(endpoint) or (call.model.get("model_config") or {}).get("embedding_dimension")
    path = call.request.url.partition("://")[2].partition("?")[0]
    path = path[path.find("/") :] if "/" in path else "/"
    asked = Asked(path, body, think, state.clock.millis // 1000, size, call.sparse, call.shape)
    try:
        return RemoteAnswer(200, value=service.answer(asked))
    except UpstreamFailed as failed:
        return _failure(failed.upstream, service)


def _memorizing(state: State, sent: str | None) -> Brains | None:
    """Brains that know what memory containers ask, for requests that look like theirs."""
    if not sent or not any(mark in sent for mark in ASKED_BY_CONTAINERS):
        return None
    from ..providers.memorizing import MemorizingBrains

    return MemorizingBrains(brains_of(state))


def _is_scripted(state: State, call: RemoteCall) -> bool:
    return _plays(state, call.model_id) or _plays(state, call.name)


def _plays(state: State, endpoint: str) -> bool:
    script = state.scripts.find(endpoint)
    return script is not None and script.plays


def _failure(upstream: Upstream, service: Service) -> RemoteAnswer:
    """What a service that fails answers."""
    if upstream.status == "timeout":
        raise errors.not_reached("Read timed out")
    if isinstance(upstream.status, str):
        return RemoteAnswer(200, _BROKEN_JSON)
    status = upstream.status
    said = upstream.message or _SAID.get(status, "Something went wrong.")
    headers = {**service.headers(status), **upstream.headers}
    return RemoteAnswer(status, jsontext.dumps(service.error(status, said)), headers=headers)
