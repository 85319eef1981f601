"""What happened: every exchange of one cluster, oldest first, with its secrets hidden.

Keeping one costs less than a microsecond: an `Entry` is worked out when somebody looks at it. The newest `KEEP` exchanges
are kept, fewer when their bodies are long (`KEEP_BYTES` in all). Of the request's headers only the content type is kept.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, overload
from urllib.parse import parse_qsl, unquote

from .operation_names import matches, names_of_call, why_unknown
from .secrets import Mask, names_of
from .unread import unread_fields
from .upstream_calls import UpstreamCall
from .wire import Response

if TYPE_CHECKING:
    from .contract import Contract
    from .operations import Operation
    from .pipeline import Exchange
    from .routing import Match, Target
    from .wire import Json

KEEP = 10_000
"""Exchanges kept; older ones are forgotten."""
KEEP_BYTES = 64_000_000
"""Bytes of bodies and answers kept in all."""


class Kept(NamedTuple):
    """One exchange as it is kept: what came, what was routed, what went."""

    method: str
    url: str
    content_type: tuple[str, ...] | None
    sent: bytes
    target: Target | None
    match: Match | None
    status: int
    headers: list[tuple[str, str]]
    answered: bytes
    chunks: tuple[bytes, ...] | None
    millis: int
    by: str
    names: tuple[str, ...]
    fault: str | None
    upstream: tuple[UpstreamCall, ...] = ()

    def __repr__(self) -> str:
        return f"<Kept {self.method} -> {self.status}>"  # what came and went may hold secrets


class Entry:
    """One exchange. Secrets show as `***` in everything that is public here."""

    def __init__(self, contract: Contract, kept: Kept, number: int) -> None:
        self._contract = contract
        self._kept = kept
        self.number = number
        """Position since the beginning or the last reset, from 1."""
        self.method = kept.method
        self.status = kept.status
        """The status answered; 0 where the connection was closed without an answer."""
        self.by = kept.by
        """Who answered: `fake`, `fault` for a declared fault, or `stub` for an expectation in front of it."""
        self.names = kept.names
        """What the operation is called: its id, and a name by what it was about, such as `inference.text_embedding`."""
        self.fault = kept.fault
        """The declared fault that spoiled it, and how often it had struck by then, or the script that did; None for none."""

    @property
    def operation(self) -> str | None:
        """The operation's id, such as `inference.put`; None when the request led nowhere."""
        return self.names[0] if self.names else None

    @cached_property
    def path(self) -> str:
        """The path as it was sent, without query string."""
        return self.mask.text(self._url_path)

    @cached_property
    def path_parameters(self) -> dict[str, str]:
        """The path's variables, decoded."""
        return {name: self.mask.text(value) for name, value in self.sent_path_parameters.items()}

    @cached_property
    def query(self) -> dict[str, str]:
        """The query string's parameters as text."""
        shown: dict[str, str] = self.mask.value(self.sent_query)
        return shown

    @cached_property
    def body(self) -> Json:
        """The body: JSON, a list for newline-delimited JSON, text for what is neither; None when none was sent."""
        return self._shown(_decompressed(self._kept.sent), self.sent_body)

    @cached_property
    def answer(self) -> Json:
        """The answer's body, read like `body`; the data of each server-sent event, in a list; None for none."""
        if self._kept.method == "HEAD":
            return None
        if self._kept.chunks is not None:
            return [self.mask.value(data) for data in _events(self._kept.chunks)]
        answered = _decompressed(self._kept.answered)
        return self._shown(answered, _read(answered, self._header("content-type")))

    @property
    def at(self) -> str:
        """When, by the cluster's clock: `2026-01-01T00:00:00.001Z`."""
        moment = datetime.fromtimestamp(self.millis / 1000, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.millis % 1000:03d}Z"

    @property
    def millis(self) -> int:
        """When, by the cluster's clock, in milliseconds since the epoch."""
        return self._kept.millis

    @cached_property
    def reason(self) -> str | None:
        """Why it was refused, `[type] reason` with its causes in one line; None for a success."""
        return _reason(self.answer) if self.status >= 400 else None

    @cached_property
    def unread(self) -> list[str]:
        """Fields of the body that nothing reads, by dotted names; see `unread.py`. None in what was refused: it was all in vain."""
        return [field for field, _ in self.unread_fields]

    @property
    def unread_fields(self) -> list[tuple[str, list[str]]]:
        """The same, each with the names that would be read in its place."""
        if self.declared is None or self.by != "fake" or self.status >= 400 or self.sent_body is _UNREADABLE:
            return []
        return list(unread_fields(self._contract, self.declared, self.sent_body))

    @cached_property
    def upstream(self) -> list[dict[str, Json]]:
        """What it sent to model services: method, url, headers, body, and the status and answer that came back."""
        return [call.shown(self.mask) for call in self._kept.upstream]

    def repeats(self, other: Entry) -> bool:
        """Whether this is the same request as another, and was answered alike."""
        mine, theirs = self._kept, other._kept
        return (mine.method, mine.url, mine.sent, mine.status, mine.by) == (
            theirs.method,
            theirs.url,
            theirs.sent,
            theirs.status,
            theirs.by,
        )

    # --- as it was sent, for comparing; never to be shown -----------------------------------------------------------

    @property
    def declared(self) -> Operation | None:
        """The declaration of the operation, if any."""
        target = self._kept.target
        return target.operation if target else None

    @cached_property
    def sent_path_parameters(self) -> dict[str, str]:
        """The path's variables, secrets and all."""
        match, target = self._kept.match, self._kept.target
        if match is None or target is None:
            return {}
        return {name: unquote(value) for name, value in match.variables(target).items()}

    @cached_property
    def sent_query(self) -> dict[str, str]:
        """The query string's parameters, secrets and all."""
        return dict(parse_qsl(self._url_query.replace(";", "&"), keep_blank_values=True))

    @property
    def _url_path(self) -> str:
        return self._kept.url.partition("?")[0].partition("#")[0]

    @property
    def _url_query(self) -> str:
        return self._kept.url.partition("#")[0].partition("?")[2]

    @cached_property
    def sent_body(self) -> Json:
        """The body, secrets and all; `_UNREADABLE` when it is no JSON."""
        return _read(_decompressed(self._kept.sent), (self._kept.content_type or ("",))[0])

    # --- showing ----------------------------------------------------------------------------------------------------

    @cached_property
    def mask(self) -> Mask:
        """Hides the secrets of this exchange."""
        mask = Mask(names_of(self._contract, self.operation))
        mask.learn_query(self._url_query)
        mask.learn(self.sent_query)
        if self.sent_body is _UNREADABLE:
            mask.learn_unreadable(_decompressed(self._kept.sent).decode("utf-8", "replace"))
        else:
            mask.learn(self.sent_body)
        return mask

    def _header(self, name: str) -> str:
        return next((value for key, value in self._kept.headers if key.lower() == name), "")

    def _shown(self, data: bytes, value: Json) -> Json:
        if value is not _UNREADABLE:
            return self.mask.value(value)
        try:
            return self.mask.unreadable(self.mask.text(data.decode("utf-8")))
        except UnicodeDecodeError:
            return f"<{len(data)} bytes>"

    def shown(self) -> dict[str, Json]:
        """Everything public, as JSON."""
        names = ("number", "at", "method", "path", "query", "operation", "path_parameters")
        return {
            name: getattr(self, name)
            for name in (*names, "body", "status", "answer", "by", "fault", "unread", "upstream")
        }

    def __repr__(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        asked = f"{self.method} {self.path}{'?' if query else ''}{query}"
        return f"<{self.operation or 'no operation'}: {shortened(asked, 200)} -> {self.status}>"


class Journal(Sequence[Entry]):
    """The exchanges of one cluster, oldest first; a sequence of entries."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._kept: deque[Kept] = deque()
        self._bytes = 0
        self.forgotten = 0
        """How many of the oldest exchanges are no longer kept."""

    def add(self, exchange: Exchange, response: Response) -> None:
        """Keep one exchange."""
        kept = _kept(exchange, response, "; ".join(exchange.faults_told) or None)
        self._kept.append(kept)
        self._bytes += _size(kept)
        while len(self._kept) > KEEP or (self._bytes > KEEP_BYTES and len(self._kept) > 1):
            self._bytes -= _size(self._kept.popleft())
            self.forgotten += 1

    def asked(self, exchange: Exchange) -> Entry:
        """An exchange that was not answered yet, to look at what it asks for."""
        return Entry(self._contract, _kept(exchange, Response(0), None), 0)

    def clear(self) -> None:
        """Forget everything and count from 1 again."""
        self._kept.clear()
        self._bytes = self.forgotten = 0

    def of(self, *patterns: str) -> list[Entry]:
        """The exchanges of these operations, e.g. `of("inference.*")`; ValueError for what no call of this version can be."""
        for pattern in patterns:
            problem = why_unknown(self._contract, pattern)
            if problem is not None:
                raise ValueError(problem)
        return [entry for entry in self if any(matches(pattern, entry.names) for pattern in patterns)]

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"the journal holds {len(self)} exchanges, there is none at {index}")
        position = range(len(self))[index]
        return Entry(self._contract, self._kept[position], self.forgotten + position + 1)

    def __iter__(self) -> Iterator[Entry]:
        first = self.forgotten + 1
        for number, kept in enumerate(list(self._kept), first):
            yield Entry(self._contract, kept, number)

    def __repr__(self) -> str:
        lines = [f"  {entry!r}" for entry in self[-20:]]
        older = [f"  ... {len(self) - 20} before"] if len(self) > 20 else []
        return "\n".join([f"<Journal of {len(self)}>", *older, *lines])


def shortened(text: str, length: int) -> str:
    """`text` in one line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 4]} ..."


def _kept(exchange: Exchange, response: Response, fault: str | None) -> Kept:
    request = exchange.request
    return Kept(
        request.method,
        request.target,
        request.headers.get("content-type"),
        request.body,
        exchange.target,
        exchange.match,
        response.status,
        response.headers,
        response.body,
        response.chunks,
        exchange.cluster.state.clock.millis,
        exchange.by,
        _names(exchange),
        fault,
        _taken(exchange.cluster.state.upstream_calls),
    )


def _taken(calls: list[UpstreamCall]) -> tuple[UpstreamCall, ...]:
    """What was sent to services meanwhile, which is the next exchange's concern no more."""
    if not calls:
        return ()
    taken = tuple(calls)
    calls.clear()
    return taken


def _names(exchange: Exchange) -> tuple[str, ...]:
    target, match = exchange.target, exchange.match
    if target is None or match is None:
        return ()
    if target.operation.also_called is None:
        return (target.operation.id,)
    call = exchange.call
    path = call.path if call is not None else {name: unquote(text) for name, text in match.variables(target).items()}
    return names_of_call(exchange.cluster.state, target.operation, path)


def _size(kept: Kept) -> int:
    streamed = sum(map(len, kept.chunks)) if kept.chunks else 0
    return len(kept.sent) + len(kept.answered) + streamed + sum(call.size for call in kept.upstream)


class _Unreadable:
    """Stands for a body that is no JSON."""


_UNREADABLE: Any = _Unreadable()


def _decompressed(data: bytes) -> bytes:
    """A body as it was before a client or the server compressed it; one that cannot be read stays as it is."""
    if not data.startswith((b"\x1f\x8b", b"x")):
        return data
    import zlib

    try:
        return zlib.decompress(data, 47)
    except zlib.error:
        return data


def _read(data: bytes, content_type: str) -> Json:
    """JSON, newline-delimited JSON as a list, YAML or CBOR; None for nothing, `_UNREADABLE` for anything else."""
    if not data.strip():
        return None
    for format in ("yaml", "cbor"):
        if format in content_type:
            return _read_as(format, data)
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in data.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return _UNREADABLE


def _read_as(format: str, data: bytes) -> Json:
    from . import media
    from .errors import ApiError
    from .formats.jackson import Malformed

    try:
        return media.parse(data, format, lambda data: "")
    except (ApiError, Malformed):
        return _UNREADABLE


def _events(chunks: tuple[bytes, ...]) -> list[Json]:
    """The data of server-sent events."""
    lines = b"".join(chunks).decode("utf-8", "replace").splitlines()
    found = []
    for data in (line.partition(":")[2].strip() for line in lines if line.startswith("data:")):
        try:
            found.append(json.loads(data))
        except ValueError:
            found.append(data)
    return found


def _reason(answer: Json) -> str | None:
    """The error of an answer in one line: both products' shape, or the start of whatever else was answered."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, str):
        return error
    if not isinstance(error, dict) or "reason" not in error:
        return None if answer in (None, "", {}) else shortened(json.dumps(answer, ensure_ascii=False), 300)
    parts = []
    cause: Any = error
    while isinstance(cause, dict):
        parts.append(f"[{cause.get('type')}] {cause.get('reason')}")
        cause = cause.get("caused_by")
    return ", caused by ".join(parts)
