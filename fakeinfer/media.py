"""Formats of bodies and answers, and how a request asks for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from . import jsontext
from .wire import Json, Rendered

if TYPE_CHECKING:
    from .pipeline import Exchange


@dataclass(frozen=True, slots=True)
class Output:
    """How an answer is printed."""

    format: str = "json"
    content_type: str = "application/json"
    pretty: bool = False
    human: bool = False
    error_trace: bool = False
    filter_path: str | None = None

    def without_filter(self) -> Output:
        """The same, unfiltered."""
        return replace(self, filter_path=None) if self.filter_path else self


def decode_query(query: str) -> dict[str, str]:
    """Parameters of a query string; `;` separates like `&`, `+` is a blank."""
    found = {}
    for part in query.replace(";", "&").split("&"):
        if part:
            name, _, value = part.partition("=")
            found[unquote_plus(name)] = unquote_plus(value)
    return found


def read_body(exchange: Exchange, data: bytes, content_type: str | None) -> Json:
    """Parse a body by its content type."""
    return jsontext.loads(data)


def encode(value: Json, output: Output) -> bytes:
    """Print an answer's value."""
    if isinstance(value, Rendered):
        return value.text.encode()
    return jsontext.dumps(value, pretty=output.pretty).encode()
