"""Where a value stands in a JSON text: what the servers put into messages as `1:9`, or as `line` and `col`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

_DECODER = json.JSONDecoder(strict=False)
_BLANK = " \t\r\n"


def position(data: bytes, path: Sequence[str | int], what: Literal["value", "key", "end"] = "value") -> tuple[int, int]:
    """Line and column (from 1, in bytes as Jackson counts them) of the value at `path`; 1:1 where it cannot be found.

    `what` may ask for its key instead, or for the bracket that ends it.
    """
    text = data.decode("latin-1")
    try:
        key = at = _skip_blank(text, 0)
        for step in path:
            key, at = _member(text, at, step)
        if what == "key":
            at = key
        elif what == "end":
            at = _DECODER.raw_decode(text, at)[1] - 1
    except (ValueError, IndexError):
        at = 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def token_name(value: Any) -> str:
    """The parser's name for the token that a value begins with."""
    if isinstance(value, bool):
        return "VALUE_BOOLEAN"
    names = ((dict, "START_OBJECT"), (list, "START_ARRAY"), (str, "VALUE_STRING"), (int | float, "VALUE_NUMBER"))
    return next((name for kind, name in names if isinstance(value, kind)), "VALUE_NULL")


def _member(text: str, at: int, step: str | int) -> tuple[int, int]:
    """The offsets of key and value of one member of the object or list that begins at `at`."""
    wanted = step.encode(errors="replace").decode("latin-1") if isinstance(step, str) else step
    in_object = text[at] == "{"
    at = _skip_blank(text, at + 1)
    for number in range(len(text)):
        key: str | int = number
        begin = at
        if in_object:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip_blank(text, _skip_blank(text, at) + 1)
        if key == wanted:
            return begin, at
        at = _skip_blank(text, _DECODER.raw_decode(text, at)[1])
        if text[at] != ",":
            break
        at = _skip_blank(text, at + 1)
    raise ValueError(f"no {step!r}")


def _skip_blank(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at
