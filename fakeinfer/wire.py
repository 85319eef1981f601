"""What travels: Request and Response. Knows no socket, no product and no operation.

How bodies are read and written is in `media.py` and `formats/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from .trouble import Trouble

Json: TypeAlias = Any
"""Really arbitrary JSON: dict, list, str, int, float, bool or None."""


@dataclass(slots=True, repr=False)
class Request:
    """One request as it came: `target` is the raw path with its query string, header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def build(
        cls, method: str, target: str, headers: Mapping[str, str] | Iterable[tuple[str, str]] = (), body: bytes = b""
    ) -> Request:
        """A request from headers as clients hold them: a mapping or pairs, in any case."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        folded: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            name = name.lower()
            folded[name] = (*folded[name], value) if name in folded else (value,)
        return cls(method, target, folded, body)

    def header(self, name: str) -> str | None:
        """The first value of a header (lower-case `name`), or None."""
        values = self.headers.get(name)
        return values[0] if values else None

    @property
    def path(self) -> str:
        """The raw path, percent escapes kept, without query string and fragment."""
        return self.target.partition("?")[0].partition("#")[0]

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path}>"  # query, headers and body may hold secrets


@dataclass(slots=True)
class Response:
    """One answer. With `chunks` the body is streamed in those pieces and `body` is empty; `closes` is no answer at all.

    `trouble` is what a declared fault does to it on its way: how long it takes, how the connection fails.
    """

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = field(default=b"", repr=False)
    chunks: tuple[bytes, ...] | None = field(default=None, repr=False)
    closes: bool = False
    trouble: Trouble | None = None
    pause: float = 0.0
    """Seconds between two of the chunks; doors wait, with timers where others wait behind them."""

    def header(self, name: str) -> str | None:
        """The first value of a header, in any case, or None."""
        name = name.lower()
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return None

    @property
    def content(self) -> bytes:
        """The whole body, streamed or not."""
        return self.body if self.chunks is None else b"".join(self.chunks)


@dataclass(slots=True)
class Reply:
    """What an operation returns when a bare value (status 200) does not say enough.

    `value` is JSON, `Rendered` JSON text, `PlainText` or a `Table`. With `events` the answer is a stream, a chunk each. `pretty`:
    this answer is pretty unless the request says `pretty=false`.
    """

    value: Json = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    events: tuple[Event, ...] | None = None
    pretty: bool = False
    pause: float = 0.0
    """Seconds between two events."""


class Event(NamedTuple):
    """One server-sent event. `data` is JSON, printed as the client asked, or `PlainText`."""

    data: Json
    name: str | None = None
    marked: bool = False
    """Whether a byte order mark stands before it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """JSON that is text already (long vectors); it is read again only when a filter or another format asks for it."""

    text: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """An answer that is text whatever format was asked for."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a `_cat` answer: text by default, a list of objects in any format that is asked for."""

    text: str
    rows: list[dict[str, Json]]
