"""What a service makes of a model provider that fails: the refusal its users see, from the provider's status and words.

Nothing is called here, so a provider fails only where a test declares it (`fake.fail(.., upstream=429)`, `Upstream(429)` among
scripted answers). What differs between services is data: `upstream` in `services/<name>.json`, families of them in
`services/upstream.json`; `services/upstreams.py` describes both. Retries do not show. What providers say comes from their public
documentation, and they may say something else any day; a declared message takes its place.

Sources, below x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/ of elastic/elasticsearch:
external/http/retry/{BaseResponseHandler,ChatCompletionErrorResponseHandler,RetryingHttpSender}.java, external/action/ActionUtils.java,
external/http/sender/TimedListener.java, and the response handlers that the data names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, CustomError, status_error
from ...faults import Upstream
from ...formats import jsontext
from ...formats.javatext import to_text
from ...wire import Json
from .. import changes
from ..services.service import Service, services
from ..services.upstreams import Provider, provider_of
from . import upstream_errors as errors
from .chat_errors import STATUS_NAMES
from .endpoint_errors import trial_refused

if TYPE_CHECKING:
    from ...cluster import State

CHAT = "chat_completion"
UNKNOWN = "unknown"
TIMEOUT, TIMEOUT_OF_ANSWERS = 30_000.0, 120_000.0
"""How long a request may take unless it says otherwise, in milliseconds; and one for an answer in words, on newer servers."""
_SLOT = re.compile(r"\{([A-Za-z0-9_-]+)\}")


def asked(state: State, endpoint: Mapping[str, Any], *names: str) -> Upstream | None:
    """What the provider does to this call, when a test declared something; `names` are operations beside performing inference."""
    if not state.faults:
        return None
    task_type: str = endpoint["task_type"]
    fields = {"inference_id": endpoint["inference_id"], "task_type": task_type, "service": endpoint["service"]}
    fault = state.faults.upstream(("inference.inference", f"inference.{task_type}", *names), fields)
    return fault.upstream if fault is not None else None


def refuse_failing(state: State, endpoint: Mapping[str, Any], operation: str, timeout: float | None) -> None:
    """400 when the provider fails the one question that a new or changed endpoint is tried with.

    elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/validation/SimpleServiceIntegrationValidator.java
    """
    service = services(state.contract)[endpoint["service"]]
    if service.runs_in_cluster:  # nobody is asked: the model may not even run yet
        return
    upstream = asked(state, endpoint, operation)
    if upstream is not None:
        raise trial_refused(Failure(state, endpoint, upstream, timeout).refusal())


@dataclass(frozen=True, slots=True)
class Failure:
    """A provider that fails a call of an endpoint, and the words for it."""

    state: State = field(repr=False)
    endpoint: Mapping[str, Any] = field(repr=False)
    upstream: Upstream
    timeout: float | None = None
    """What the request itself says, in milliseconds."""

    @property
    def is_late(self) -> bool:
        """Whether some pieces of a stream arrive before."""
        return self.upstream.after_chunks is not None and self.upstream.after_chunks > 0

    def refusal(self) -> ApiError:
        """What the user is told; a chat in the form of chats."""
        service = services(self.state.contract)[self.endpoint["service"]]
        timeout = self.timeout or self._usual_timeout
        if service.runs_in_cluster:
            return errors.model_failed(self.upstream, timeout)
        if self.upstream.status == "timeout":
            return errors.timed_out(self.state, self._id, timeout)
        told = _Told(self, service)
        if self.upstream.status == "malformed":
            return errors.unreadable(self.state, told.sends)
        return told.refusal()

    def end_of_stream(self) -> ApiError:
        """What a stream ends with when the provider fails in its middle; the provider's own status was 200 by then."""
        service = services(self.state.contract)[self.endpoint["service"]]
        if self.upstream.status == "timeout" or service.runs_in_cluster:
            return self.refusal()
        return _Told(self, service).end_of_stream()

    @property
    def _usual_timeout(self) -> float:
        """elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/BaseInferenceActionRequest.java (resolveTimeoutForTaskType)"""
        longer = changes.ANSWERS_MAY_TAKE_TWO_MINUTES in self.state.switched_on
        return TIMEOUT_OF_ANSWERS if longer and self.endpoint["task_type"] in ("completion", CHAT) else TIMEOUT

    @property
    def _id(self) -> str:
        return str(self.endpoint["inference_id"])


class ChatRefused(CustomError):
    """A refused chat: in the form of chats, or as the cause of another refusal."""

    def __init__(self, status: int, text: str, body: Json, *, headers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(status, body, headers=headers)
        self.type, self.reason = "unified_chat_completion_exception", text


class _Told:
    """One failure in the words of one service."""

    def __init__(self, failure: Failure, service: Service) -> None:
        self._failure = failure
        self._chats = failure.endpoint["task_type"] == CHAT
        self._provider: Provider = provider_of(failure.state.contract, service, failure.endpoint["task_type"])
        status = failure.upstream.status
        self._status = status if isinstance(status, int) else 500
        said = by_status(self._provider.says, self._status)
        self._said: Mapping[str, str] = {"message": said} if isinstance(said, str) else said or {}
        self._slots = self._filled_slots(service)
        message = failure.upstream.message
        if message is None and "message" in self._said:
            message = self._fill(self._said["message"])
        self._slots["message"] = message or ""
        self._message = message

    def _filled_slots(self, service: Service) -> dict[str, str]:
        endpoint, task_type = self._failure.endpoint, self._failure.endpoint["task_type"]
        settings = {**(endpoint.get("hidden") or {}), **endpoint["service_settings"]}
        slots = {name: str(value) for name, value in settings.items() if isinstance(value, str | int)}
        slots.setdefault("model_id", slots.get("model", ""))
        slots |= {
            "id": str(endpoint["inference_id"]),
            "title": service.title,
            "task_type": task_type,
            "path": self._provider.paths.get(task_type, ""),
            "status": str(self._status),
            "phrase": _phrase(self._status),
            "type": self._said.get("type", ""),
            "code": self._said.get("code", ""),
        }
        slots["url"] = next((filled for one in self._provider.urls if (filled := _if_known(one, slots))), "")
        return slots

    def _fill(self, template: str) -> str:
        """A template with its slots filled; what looks like a slot and is none is a header of the provider's answer."""
        headers = {name.lower(): value for name, value in self._failure.upstream.headers.items()}
        return _SLOT.sub(lambda slot: self._slots.get(slot[1], headers.get(slot[1].lower(), UNKNOWN)), template)

    @property
    def sends(self) -> str:
        """Which request could not be sent."""
        words = errors.TASK_WORDS.get(self._slots["task_type"], self._slots["task_type"])
        template = self._provider.sends
        return self._fill(template) if "{" in template else f"{template} {words} request"

    def refusal(self) -> ApiError:
        """The refusal of a provider's status."""
        provider, head = self._provider, self._fill(self._head())
        if provider.is_plain:
            status = by_status(provider.statuses, self._status)
            cause = ApiError(status, by_status(provider.causes, self._status), self._message)
            refused = ApiError(status, provider.type, head, caused_by=cause)
            return self._in_chat_form(refused.status, head) if self._chats and provider.chat else refused
        text = errors.told(head, self._slots["id"], self._status, self._repeated())
        status = self._status if self._status < 500 else 400
        if self._chats and provider.chat:
            return self._in_chat_form(status, text)
        return ApiError(status, "status_exception", text, headers=self._passed_on())

    def end_of_stream(self) -> ApiError:
        """The refusal in the middle of a stream."""
        provider = self._provider
        if not self._chats and provider.mid_stream is not None:
            return ApiError(500, provider.mid_stream["type"], provider.mid_stream["reason"])
        text = errors.told_midway(self._slots["id"], self._repeated())
        return self._in_chat_form(500, text) if self._chats and provider.chat else status_error(500, text)

    def _head(self) -> str:
        provider = self._provider
        if self._status == 400 and provider.too_large and provider.too_large["text"] in (self._message or ""):
            return provider.too_large["head"]
        sent = {name.lower() for name in self._failure.upstream.headers}
        if self._status == 429 and provider.usage and sent.intersection(provider.usage["with"]):
            return str(provider.usage["head"])
        head: str = by_status(provider.heads, self._status)
        return head

    def _repeated(self) -> str | None:
        """What the server repeats of the provider's answer."""
        reads = self._provider.reads
        if reads == "text" or self._message is None:
            return self._message
        body = self._filled_body(self._provider.body)
        if reads == "body":
            return jsontext.dumps(body)
        line = f"HTTP/1.1 {self._status} {_phrase(self._status)} []"
        return f"Received a server error response: {line}, body: {to_text(body, len(body))}"

    def _filled_body(self, template: Json) -> Json:
        if isinstance(template, dict):
            return {name: self._filled_body(value) for name, value in template.items()}
        if template == "{status}":
            return self._status
        filled = self._fill(template)
        return filled or None

    def _passed_on(self) -> list[tuple[str, str]]:
        sent = {name.lower(): value for name, value in self._failure.upstream.headers.items()}
        return [(name, sent[name.lower()]) for name in self._provider.passes_on if name.lower() in sent]

    def _in_chat_form(self, status: int, text: str) -> ApiError:
        chat = self._provider.chat
        assert chat is not None
        type = self._fill(chat["type"]) or chat.get("default_type", "")
        code = self._fill(chat.get("code", "")) or STATUS_NAMES.get(status, str(status))
        told = {"code": code, "message": text, "type": type or errors.UNTYPED}
        return ChatRefused(status, text, {"error": told}, headers=self._passed_on())


def by_status(table: Mapping[str, Any], status: int) -> Any:
    """The entry for a status: its own, that of its hundred, or the one for all others."""
    return table.get(str(status), table.get(f"{status // 100}xx", table.get("*")))


def _if_known(template: str, slots: Mapping[str, str]) -> str | None:
    """A template filled, or None where a slot is not known."""
    names = _SLOT.findall(template)
    return _SLOT.sub(lambda slot: slots[slot[1]], template) if all(slots.get(name) for name in names) else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
