"""JSON text in and out, as Jackson does it on both servers.

Reading tries the standard library first; what that refuses goes to `jackson.py`, which accepts what Jackson accepts or says
what Jackson says. Printing is compact, or pretty with Jackson's ` : `, `{ }` and `[ ]`; numbers print as Java prints doubles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..wire import Json
from .jackson import MAX_DEPTH, Reader
from .javatext import double_text

MAX_ECHO = 500
"""How many bytes of a bad text the message repeats."""


# --- reading ----------------------------------------------------------------------------------------------------------


def source_echo(data: bytes) -> str:
    """A bad text as messages repeat it: its beginning, with control characters escaped."""
    text = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", data[:MAX_ECHO].decode(errors="replace"))
    rest = len(data) - MAX_ECHO
    return f'(byte[])"{text}"' + (f"[truncated {rest} bytes]" if rest > 0 else "")


def source_redacted(data: bytes) -> str:
    """What newer versions of Jackson print in place of a bad text."""
    return "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"


_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def loads(data: bytes, source: Callable[[bytes], str] = source_echo) -> Json:
    """The first value of a body, or NOTHING; what follows it is not looked at. Raises `Malformed`."""
    try:
        value = _DECODE(data.decode())
    except (ValueError, RecursionError):
        return Reader(data, source(data)).value()
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _depth(data) > MAX_DEPTH:
        return Reader(data, source(data)).value()
    return value


def is_plain(data: bytes) -> bool:
    """Whether a body is one value and nothing else, not even a comment."""
    try:
        _DECODE(data.decode())
    except (ValueError, RecursionError):
        return False
    return True


def second_value(data: bytes, source: Callable[[bytes], str] = source_echo) -> tuple[str, int, int] | None:
    """The token that follows the first value, with line and column, or None at the end. Raises `Malformed`."""
    reader = Reader(data, source(data))
    reader.value()
    return reader.token()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate field")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


_DECODE = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant).decode
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def _depth(data: bytes) -> int:
    """How deep the brackets outside of strings nest."""
    deepest = depth = 0
    for byte in _STRING.sub(b"", data):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


# --- printing ---------------------------------------------------------------------------------------------------------

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_TEXT = json.JSONEncoder(ensure_ascii=False).encode
_OTHER_IN_JAVA = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[+-]\d+|-?(?<!\d)0\.000\d*|-?\d{8,}\.\d+')


def dumps(value: Json, *, pretty: bool = False) -> str:
    """Print a value: compact, or with Jackson's two-space indent and ` : `."""
    if pretty:
        return "".join(_printed(value, pretty=True)) + "\n"
    try:
        text = _ENCODE(value)
    except (ValueError, RecursionError):  # a number without a value, or very deep
        return "".join(_printed(value, pretty=False))
    if "e-" in text or "e+" in text or "0.000" in text or _has_large(text):
        return _OTHER_IN_JAVA.sub(_as_java, text)
    return text


def _has_large(text: str) -> bool:
    """Whether some number has eight digits or more before its point; cheaper than a pattern on texts with few points."""
    at = text.find(".")
    while at >= 0:
        if at >= 8 and text[at - 8 : at].isdigit():
            return True
        at = text.find(".", at + 1)
    return False


def _as_java(found: re.Match[str]) -> str:
    text = found[0]
    return text if text[0] == '"' else double_text(float(text))


def _printed(value: Json, *, pretty: bool) -> Iterator[str]:
    """The pieces of a value's text; a stack of its own, so that depth does not matter."""
    colon, blank = (" : ", " ") if pretty else (":", "")
    open_ones: list[tuple[Iterator[Any], bool]] = []
    entry: Any = value
    while True:
        if isinstance(entry, dict | list | tuple):
            is_object = isinstance(entry, dict)
            if entry:
                open_ones.append((iter(entry.items() if isinstance(entry, dict) else entry), is_object))
                yield "{" if is_object else "["
                first = True
            else:
                yield f"{{{blank}}}" if is_object else f"[{blank}]"
                first = False
        else:
            yield scalar(entry)
            first = False
        while open_ones:
            rest, is_object = open_ones[-1]
            try:
                entry = next(rest)
            except StopIteration:
                open_ones.pop()
                yield _line(len(open_ones), pretty) + ("}" if is_object else "]")
                continue
            yield ("" if first else ",") + _line(len(open_ones), pretty)
            if is_object:
                name, entry = entry
                yield _TEXT(name) + colon
            break
        else:
            return


def _line(depth: int, pretty: bool) -> str:
    return "\n" + "  " * depth if pretty else ""


def scalar(value: Json) -> str:
    """A text, number, boolean or null as JSON."""
    if isinstance(value, float):
        text = double_text(value)
        return text if text[-1].isdigit() else f'"{text}"'
    return _TEXT(value)
