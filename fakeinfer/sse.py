"""Server-sent events as text: `event: <name>`, `data: <data>`, an empty line."""

from __future__ import annotations

from . import media
from .wire import Event, PlainText

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def encode(event: Event, output: media.Output) -> bytes:
    """One event, its data in the format that was asked for and filtered. Data of several lines (`?pretty`) stays as it is:
    the servers print so, though clients read only its first line.
    """
    data = event.data
    text = data.text.encode(errors="replace") if isinstance(data, PlainText) else media.encode(data, output)
    mark = BYTE_ORDER_MARK if event.marked else b""
    name = b"" if event.name is None else f"event: {event.name}\n".encode()
    return b"%b%bdata: %b\n\n" % (mark, name, text)
