"""Answers in YAML, as Jackson's generator over SnakeYAML prints them: block style, texts always in double quotes, long ones
folded at a blank past column 80. Reading YAML is PyYAML's business (`media.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..wire import Json
from .javatext import double_text

WIDTH = 80
_PLAIN = re.compile(r"[A-Za-z0-9_./$][A-Za-z0-9_./$+()\[\]{}<>*&|;~^=-]*( [A-Za-z0-9_./$+()<>*&|;~^=-]+)*")
_RESERVED = frozenset(["y", "n", "yes", "no", "true", "false", "on", "off", "null", "~"])
_ESCAPES = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"',
    "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip
_QUOTED = re.compile(r'[\x00-\x1f"\\\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')


def dumps(value: Json) -> str:
    """Print a document; one line break at its end."""
    return "".join(_document(value))


def _document(value: Json) -> Iterator[str]:
    if not isinstance(value, dict | list | tuple) or not value:
        yield f"--- {_scalar(value, 4, 0)}\n"
        return
    yield "---\n"
    # Each open container: its entries, the indent of its lines, and whether the first entry follows on the same line.
    open_ones: list[tuple[Iterator[Any], int, bool]] = [_opened(value, 0)]
    same_line = False
    while open_ones:
        rest, indent, is_object = open_ones[-1]
        try:
            entry = next(rest)
        except StopIteration:
            open_ones.pop()
            continue
        margin = "" if same_line else " " * indent
        same_line = False
        head = f"{margin}{_name(entry[0])}:" if is_object else f"{margin}-"
        member = entry[1] if is_object else entry
        if isinstance(member, dict | list | tuple) and member:
            if is_object:  # a list below a name is not indented further
                yield f"{head}\n"
                open_ones.append(_opened(member, indent if isinstance(member, list | tuple) else indent + 2))
            else:
                yield f"{head} "
                same_line = True
                open_ones.append(_opened(member, indent + 2))
        else:
            column = len(head) + (indent if not margin else 0) + 1
            yield f"{head} {_scalar(member, column, indent + 2)}\n"


def _opened(value: Any, indent: int) -> tuple[Iterator[Any], int, bool]:
    is_object = isinstance(value, dict)
    return iter(value.items() if is_object else value), indent, is_object


def _scalar(value: Json, column: int, indent: int) -> str:
    if isinstance(value, str):
        return quoted(value, column, indent)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float):
        text = double_text(value)
        return text if text[-1].isdigit() else {"NaN": ".NaN", "Infinity": ".inf"}.get(text, "-.inf")
    if isinstance(value, dict):
        return "{}"
    return "[]" if isinstance(value, list | tuple) else str(value)


def _name(name: str) -> str:
    if name.lower() in _RESERVED or not name or re.fullmatch(r"[-+]?0x[0-9a-fA-F]+", name):
        return quoted(name, 0, 0, fold=False)
    if _PLAIN.fullmatch(name) or (
        name[:1] not in "*&!%@`'\"|>?:-#{}[],"
        and ": " not in name
        and " #" not in name
        and name == name.strip()
        and not _QUOTED.search(name)
        and name[-1:] != ":"
    ):
        return name
    if _QUOTED.search(name):
        return quoted(name, 0, 0, fold=False)
    return "'" + name.replace("'", "''") + "'"


def quoted(text: str, column: int, indent: int, *, fold: bool = True) -> str:
    """A text in double quotes that begins at `column`; folded lines go on at `indent`."""
    if not _QUOTED.search(text) and (not fold or column + len(text) <= WIDTH):
        return f'"{text}"'
    pieces = ['"']
    column += 1
    start = end = 0
    last = len(text) - 1
    while end <= len(text):
        character = text[end] if end < len(text) else None
        if character is None or _QUOTED.match(character) or character == '"' or character == "\\":
            if start < end:
                pieces.append(text[start:end])
                column += end - start
                start = end
            if character is not None:
                piece = _escaped(character)
                pieces.append(piece)
                column += len(piece)
                start = end + 1
        if fold and 0 < end < last and (character == " " or start >= end) and column + (end - start) > WIDTH:
            pieces.append(text[start:end] + "\\\n" + " " * indent)
            column = indent
            start = max(start, end)
            if text[start] == " ":
                pieces.append("\\")
                column += 1
        end += 1
    return "".join(pieces) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return "\\" + _ESCAPES[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
