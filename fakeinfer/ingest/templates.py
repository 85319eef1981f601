"""Mustache as the servers use it in pipelines and search templates: variables, sections, functions toJson, join and url.

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

from ..errors import ApiError, not_implemented
from ..formats.javatext import hash_order, to_text
from ..wire import Json
from . import errors

if TYPE_CHECKING:
    from .document import IngestDocument

_TAG = re.compile(r"\{\{\{(?P<raw>.*?)\}\}\}|\{\{(?P<sign>[#^/!&=>]?)(?P<name>.*?)\}\}", re.DOTALL)
_ALONE = re.compile(r"^[ \t]*(\{\{[#^/!][^{}]*\}\})[ \t]*\r?\n", re.MULTILINE)
"""A tag that prints nothing and has a line to itself: the line goes with it."""
_ABSENT = object()

Scopes = list[Any]
Piece = Callable[[Scopes], str]
Escape = Callable[[str], str]


def _as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _as_form(text: str) -> str:
    return quote_plus(text, errors="replace")  # Java writes a question mark for half a surrogate pair, too


def _as_it_is(text: str) -> str:
    return text


ESCAPES: dict[str, Escape] = {
    "application/json": _as_json,
    "text/plain": _as_it_is,
    "application/x-www-form-urlencoded": _as_form,
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
        return self.fill({**document.ctx, "_source": document.source, "_ingest": document.ingest})

    def fill(self, names: dict[str, Any]) -> str:
        """The text with these values in place of their names."""
        return self.text if self._pieces is None else _rendered(self._pieces, [names])


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
    stack: list[tuple[str, str, list[Piece], int]] = [("", "", [], 0)]
    source, text = text, _ALONE.sub(r"\1", text)
    at = 0
    for found in _TAG.finditer(text):
        stack[-1][2].append(_literal(text[at : found.start()]))
        at = found.end()
        if found["raw"] is not None:
            stack[-1][2].append(_variable(found["raw"].strip(), _as_it_is))
            continue
        sign, name = found["sign"], found["name"].strip()
        if sign in ("#", "^"):
            stack.append((sign, name, [], source[: source.find(found[0])].count("\n") + 1))
        elif sign == "/":
            opened, opening, pieces, _ = stack.pop()
            if opening != name or not stack:
                line = source[: source.find(found[0])].count("\n") + 1
                raise errors.template_tags_differ(opening or "null", name, line, source)
            stack[-1][2].append(_section(name, pieces, inverted=opened == "^"))
        elif sign in ("=", ">"):
            raise not_implemented(f"templates with other {'delimiters' if sign == '=' else 'templates inside'}")
        elif sign != "!":
            stack[-1][2].append(_variable(name, _as_it_is if sign == "&" else escape))
    if "{{" in text[at:]:
        raise errors.template_variable_open(source[: source.rfind("{{")].count("\n") + 1, source)
    if len(stack) > 1:
        raise errors.template_not_closed(stack[-1][1], stack[-1][3], source)
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
            return _in_json(_lookup(scopes, _rendered(pieces, scopes).strip()))
        if name == "url":
            return quote_plus(_rendered(pieces, scopes), safe="*", errors="replace")
        if function == "join":
            delimiter = argument.partition("delimiter=")[2].strip("'\"") or ","
            named = _rendered(pieces, scopes)
            value = _lookup(scopes, named.strip())
            if not isinstance(value, list):
                return named
            if None in value:
                raise errors.template_joins_null()
            return delimiter.join(map(_printed, value))
        value = _lookup(scopes, name)
        empty = value is _ABSENT or value is None or value is False or value in ([], "")
        if inverted:
            return _rendered(pieces, scopes) if empty else ""
        if empty:
            return ""
        items = value if isinstance(value, list) else [value]
        return "".join(_rendered(pieces, [*scopes, item]) for item in items)

    return piece


def _in_json(value: Any) -> str:
    """What toJson makes of a value: nothing of what is absent, and JSON of lists and objects alone."""
    if value is _ABSENT or value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _printed(value)


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
