"""Mustache as the servers use it in pipelines: variables, sections, and the functions toJson, join and url.

Why not a Mustache library: the servers escape for JSON and not for HTML, print lists as `{0=a, 1=b}` and doubles as Java
does, reach list items by `a.0`, and add functions of their own; a library's parser would be the only part left.
Sources: elastic/elasticsearch:modules/lang-mustache/src/main/java/org/elasticsearch/script/mustache/CustomMustacheFactory.java,
opensearch-project/OpenSearch:modules/lang-mustache/src/main/java/org/opensearch/script/mustache/CustomReflectionObjectHandler.java.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from ..errors import ApiError
from ..formats.javatext import hash_order, to_text
from ..wire import Json
from . import errors

if TYPE_CHECKING:
    from .document import IngestDocument

_TAG = re.compile(r"\{\{\{(?P<raw>.*?)\}\}\}|\{\{(?P<sign>[#^/!&]?)(?P<name>.*?)\}\}", re.DOTALL)
_ABSENT = object()

Scopes = list[Any]
Piece = Callable[[Scopes], str]
Escape = Callable[[str], str]


def _as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _as_it_is(text: str) -> str:
    return text


ESCAPES: dict[str, Escape] = {
    "application/json": _as_json,
    "text/plain": _as_it_is,
    "application/x-www-form-urlencoded": quote_plus,
}
"""How `{{name}}` is escaped, by media type; `{{{name}}}` never is."""


class Template:
    """A compiled text; `render` fills it in for a document."""

    __slots__ = ("_pieces", "text")

    def __init__(self, text: str, escape: Escape = _as_json) -> None:
        self.text = text
        self._pieces = _parsed(text, escape) if "{{" in text else None

    def render(self, document: IngestDocument) -> str:
        """The text for this document; what is absent renders as nothing."""
        if self._pieces is None:
            return self.text
        scopes = [{**document.ctx, "_source": document.source, "_ingest": document.ingest}]
        return _rendered(self._pieces, scopes)


class ValueTemplate:
    """A JSON value whose texts, and names of keys, are templates."""

    __slots__ = ("_build",)

    def __init__(self, value: Json, media_type: str = "application/json") -> None:
        self._build = _value(value, ESCAPES[media_type])

    def render(self, document: IngestDocument) -> Json:
        """A fresh value for this document."""
        return self._build(document)


def compile_for(option: str, text: str) -> Template:
    """The template of an option; one that does not compile names the option."""
    try:
        return Template(text)
    except ApiError as refusal:
        refusal.metadata = {**refusal.metadata, "property_name": option}
        raise


def _value(value: Json, escape: Escape) -> Callable[[IngestDocument], Json]:
    if isinstance(value, str):
        return Template(value, escape).render
    if isinstance(value, list):
        items = [_value(item, escape) for item in value]
        return lambda document: [item(document) for item in items]
    if isinstance(value, dict):
        pairs = [(Template(name, escape).render, _value(item, escape)) for name, item in value.items()]
        return lambda document: {name(document): item(document) for name, item in pairs}
    return lambda document: value


def _parsed(text: str, escape: Escape) -> list[Piece]:
    """The pieces of a text; a section that is not closed is refused."""
    stack: list[tuple[str, str, list[Piece]]] = [("", "", [])]
    at = 0
    for found in _TAG.finditer(text):
        stack[-1][2].append(_literal(text[at : found.start()]))
        at = found.end()
        if found["raw"] is not None:
            stack[-1][2].append(_variable(found["raw"].strip(), _as_it_is))
            continue
        sign, name = found["sign"], found["name"].strip()
        if sign in ("#", "^"):
            stack.append((sign, name, []))
        elif sign == "/":
            opened, opening, pieces = stack.pop()
            if opening != name or not stack:
                raise errors.template_not_closed(opening or name, text)
            stack[-1][2].append(_section(name, pieces, inverted=opened == "^"))
        elif sign != "!":
            stack[-1][2].append(_variable(name, _as_it_is if sign == "&" else escape))
    if len(stack) > 1:
        raise errors.template_not_closed(stack[-1][1], text)
    stack[-1][2].append(_literal(text[at:]))
    return stack[0][2]


def _literal(text: str) -> Piece:
    return lambda scopes: text


def _variable(name: str, escape: Escape) -> Piece:
    def piece(scopes: Scopes) -> str:
        value = _lookup(scopes, name)
        if value is _ABSENT or value is None:
            return ""
        return escape(_printed(value))

    return piece


def _section(name: str, pieces: list[Piece], *, inverted: bool) -> Piece:
    function, _, argument = name.partition(" ")

    def piece(scopes: Scopes) -> str:
        if name == "toJson":
            value = _lookup(scopes, _rendered(pieces, scopes).strip())
            return "null" if value is _ABSENT else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if name == "url":
            return quote_plus(_rendered(pieces, scopes), safe="*")
        if function == "join":
            delimiter = argument.partition("delimiter=")[2].strip("'\"") or ","
            value = _lookup(scopes, _rendered(pieces, scopes).strip())
            return delimiter.join(map(_printed, value)) if isinstance(value, list) else ""
        value = _lookup(scopes, name)
        empty = value is _ABSENT or value is None or value is False or value == []
        if inverted:
            return _rendered(pieces, scopes) if empty else ""
        if empty:
            return ""
        items = value if isinstance(value, list) else [value]
        return "".join(_rendered(pieces, [*scopes, item]) for item in items)

    return piece


def _rendered(pieces: list[Piece], scopes: Scopes) -> str:
    return "".join(piece(scopes) for piece in pieces)


def _lookup(scopes: Scopes, name: str) -> Any:
    """A dotted name, looked for from the innermost scope outwards."""
    if name == ".":
        return scopes[-1]
    for scope in reversed(scopes):
        here: Any = scope
        for part in name.split("."):
            here = _part(here, part)
            if here is _ABSENT:
                break
        else:
            return here
    return _ABSENT


def _part(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part, _ABSENT)
    if isinstance(here, list):
        if part == "size":
            return len(here)
        if part.isdecimal() and int(part) < len(here):
            return here[int(part)]
    return _ABSENT


def _printed(value: Json) -> str:
    """As Java prints it; lists are seen as maps from position to item."""
    if isinstance(value, list):
        return "{" + ", ".join(f"{number}={_printed(item)}" for number, item in enumerate(value)) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}={_printed(value[name])}" for name in hash_order(value)) + "}"
    return to_text(value)
