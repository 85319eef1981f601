"""JSON as Gson reads and prints it: numbers become doubles, texts are safe for HTML, and sloppy JSON passes.

Sources: google/gson:gson/src/main/java/com/google/gson/stream/JsonReader.java and
opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/utils/StringUtils.java (`isJson`).
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from ...formats import jsontext
from ...wire import Json

OTHER_KIND = "See https://github.com/google/gson/blob/main/Troubleshooting.md#unexpected-json-structure"
"""What Gson says besides when it finds something of another kind."""
_HTML = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "=": "\\u003d",
    "'": "\\u0027",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_UNSAFE = re.compile("[<>&='\u2028\u2029]")
_ENDS_LITERAL = frozenset("{}[]:,/\\;#= \t\f\r\n")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}
_TO_ESCAPE = re.compile(r"[^ !#-.0-\[\]-~]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
HELP = "See https://github.com/google/gson/blob/main/Troubleshooting.md#malformed-json"


def text(value: Json) -> str:
    """`gson.toJson`: compact, without fields that hold null, characters that mean something in HTML escaped."""
    return _UNSAFE.sub(lambda found: _HTML[found[0]], jsontext.dumps(_without_nulls(value)))


def _without_nulls(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def parameter(value: Json) -> str:
    """A value as it stands among parameters: texts as they are, everything else as JSON."""
    return value if isinstance(value, str) else text(value)


def escaped(value: str) -> str:
    """`StringEscapeUtils.escapeJson`: also slashes, and everything that is not ASCII."""
    return _TO_ESCAPE.sub(_escape, value)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in _ESCAPED:
        return _ESCAPED[character]
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex().upper()}" for at in range(0, len(units), 2))


def doubles(value: Json) -> Json:
    """The same with every number as a double."""
    if isinstance(value, dict):
        return {name: doubles(one) for name, one in value.items()}
    if isinstance(value, list):
        return [doubles(one) for one in value]
    return _double(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


_MOST_DIGITS = 4000
"""Python reads no whole number that is longer by much."""


class NotJson(ValueError):
    """Text that Gson refuses; `ends` when it stops too early, else it is malformed."""

    def __init__(self, problem: str, *, ends: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.ends = ends


def read(source: str, *, org: bool = False) -> Json:
    """What Gson's lenient parser makes of a text, or `org.json`, which is less so. Raises `NotJson`."""
    try:
        return json.loads(source, object_pairs_hook=_unique, parse_int=whole)
    except (ValueError, RecursionError):
        return _Reader(source, org=org).document()


def whole(digits: str) -> float:
    """A whole number; one of thousands of digits is infinite, as nothing here counts so far."""
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)


def is_json(source: str | None) -> bool:
    """Whether a text counts as a JSON object or array: quotes may be missing, nothing may follow (`org.json` decides)."""
    if source is None or source.lstrip()[:1] not in ("{", "["):
        return False
    try:
        read(source, org=True)
    except NotJson:
        return False
    return True


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate field")
    return found


class _Reader:
    """A lenient reader that knows where it is, for its messages."""

    def __init__(self, source: str, *, org: bool = False) -> None:
        self.source = source
        self.org = org
        """Names end with colons, items with commas, and texts with their line."""
        self.at = 0
        self.path: list[str] = []

    def document(self) -> Json:
        value = self.value()
        self.blanks()
        if self.at < len(self.source):
            self.at += 1
            raise self.refused("Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON")
        return value

    def value(self) -> Json:
        start = self.peek()
        if start == "{":
            return self.object()
        if start == "[":
            return self.array()
        if start in "\"'":
            return self.string()
        literal = self.literal()
        if not literal:
            self.at += 1
            raise self.refused("Expected value")
        words = {"true": True, "false": False, "null": None}
        if literal.lower() in words:
            return words[literal.lower()]
        return json.loads(literal, parse_int=whole) if _NUMBER.match(literal) else literal

    def object(self) -> Json:
        found: dict[str, Any] = {}
        self.at += 1
        self.path.append("")
        while True:
            self.path[-1] = "."
            character = self.peek()
            if character == "}" and not found:
                break
            name = self.string() if character in "\"'" else self.literal()
            if character not in "\"'" and not name:
                self.at += 1
                raise self.refused("Expected name")
            self.path[-1] = f".{name}"
            separator = self.peek()
            if separator not in (":" if self.org else ":="):
                self.at += 1
                raise self.refused("Expected ':'")
            self.at += 2 if self.source.startswith("=>", self.at) else 1
            if name in found:
                raise NotJson(f"duplicate key: {name}")
            found[name] = self.value()
            separator = self.peek()
            if separator == "}":
                break
            if separator not in ",;":
                self.at += 1
                raise self.refused("Unterminated object")
            self.at += 1
            self.path[-1] = "."
        self.at += 1
        self.path.pop()
        return found

    def array(self) -> Json:
        found: list[Any] = []
        self.at += 1
        self.path.append("[0]")
        while True:
            self.path[-1] = f"[{len(found)}]"
            character = self.peek()
            if character == "]" and not found:
                break
            found.append(None if character in "],;" else self.value())
            self.path[-1] = f"[{len(found)}]"
            separator = self.peek()
            if separator == "]":
                break
            if separator not in ("," if self.org else ",;"):
                self.at += 1
                raise self.refused("Unterminated array")
            self.at += 1
        self.at += 1
        self.path.pop()
        return found

    def string(self) -> str:
        quote = self.source[self.at]
        pieces: list[str] = []
        self.at += 1
        while self.at < len(self.source):
            character = self.source[self.at]
            self.at += 1
            if character == quote:
                return "".join(pieces)
            if self.org and character in "\n\r\0":
                break
            pieces.append(self.escape() if character == "\\" else character)
        raise self.refused("Unterminated string")

    def escape(self) -> str:
        kind = self.source[self.at : self.at + 1]
        self.at += 1
        if kind == "u":
            digits = self.source[self.at : self.at + 4]
            self.at += 4
            try:
                return chr(int(digits, 16))
            except ValueError:
                raise self.refused(f"Malformed Unicode escape \\u{digits}") from None
        plain = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
        if kind in plain:
            return plain[kind]
        if kind and kind in "\n'\"\\/":
            return kind
        raise self.refused("Invalid escape sequence")

    def literal(self) -> str:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in _ENDS_LITERAL:
            self.at += 1
        return self.source[start : self.at]

    def blanks(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in " \t\r\n":
            self.at += 1

    def peek(self) -> str:
        self.blanks()
        if self.at >= len(self.source):
            raise NotJson(f"End of input{self.where()}", ends=True)
        return self.source[self.at]

    def refused(self, problem: str) -> NotJson:
        return NotJson(f"{problem}{self.where()}\n{HELP}")

    def where(self) -> str:
        before = self.source[: self.at]
        line = before.count("\n")
        column = self.at - (before.rfind("\n") + 1) + 1
        return f" at line {line + 1} column {column} path ${''.join(self.path)}"
