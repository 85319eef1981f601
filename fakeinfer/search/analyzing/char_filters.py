"""Character filters: what is done to a text before it is cut, and where its characters were."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from ...errors import ApiError, illegal_argument
from .filters import python_replacement
from .options import Options
from .tokenizers import java_expression
from .tokens import CharFilter, Filtered

Edit = tuple[int, int, str]
"""From where to where something else is put."""

_BLOCKS = frozenset(
    (
        "address", "blockquote", "br", "caption", "center", "dd", "dir", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "hr", "isindex", "legend", "li", "menu", "noframes", "noscript", "ol", "option", "p", "pre", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "body", "col", "colgroup", "frame", "frameset", "head", "html",
        "map", "object", "optgroup", "select", "title",
    )
)  # fmt: skip
_MARKUP = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style)\b[^>]*>.*?</(?P=raw)\s*>|<!\[CDATA\[(?P<data>.*?)\]\]>|<[!?][^>]*>"
    r"|</?(?P<tag>[A-Za-z_][\w:.-]*)(?:\s[^<>]*?)?/?>|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?",
    re.DOTALL,
)


def edited(text: str, edits: list[Edit]) -> Filtered:
    """A text with parts replaced; what was put in stands where the part began, its end where the part ended."""
    if not edits:
        return Filtered(text)
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end, put in edits:
        parts += [text[at:start], put]
        offsets += range(at, start)
        offsets += [min(start + step, max(end - 1, start)) if step < end - start else end for step in range(len(put))]
        at = end
    parts.append(text[at:])
    offsets += range(at, len(text) + 1)
    return Filtered("".join(parts), offsets)


def _html_strip(options: Options) -> CharFilter:
    kept = frozenset(tag.lower() for tag in options.texts("escaped_tags") or ())

    def strip(text: str) -> Filtered:
        edits: list[Edit] = []
        for found in _MARKUP.finditer(text):
            whole = found[0]
            if whole.startswith("&"):
                put = unescape(whole)
                if put == whole:
                    continue
                put = " " if put == "\xa0" else put
            elif found["data"] is not None:
                put = found["data"]
            elif found["raw"] is not None:
                put = "\n"
            elif (tag := (found["tag"] or "").lower()) and tag in kept:
                continue
            else:
                put = "\n" if tag in _BLOCKS else ""
            edits.append((*found.span(), put))
        return edited(text, edits)

    return strip


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\\": "\\"}


def _unescaped(text: str) -> str:
    return re.sub(
        r"\\(?:u([0-9a-fA-F]{4})|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2]),
        text,
    )


def _mapping(options: Options) -> CharFilter:
    rules = options.texts("mappings") if isinstance(options.values.get("mappings"), list) else None
    if rules is None and (one := options.text("mappings")) is not None:
        rules = one.split(",")
    if rules is None:
        raise illegal_argument("mapping requires either `mappings` or `mappings_path` to be configured")
    puts: dict[str, str] = {}
    for number, rule in enumerate(rules, 1):
        found = re.fullmatch(r"(.*?)\s*=>\s*(.*?)\s*", rule, re.DOTALL)
        if found is None:
            raise ApiError(500, "runtime_exception", f"Line [{number}]: Invalid mapping rule : [{rule}]")
        puts[_unescaped(found[1].strip())] = _unescaped(found[2])
    longest = max(map(len, puts), default=0)

    def apply(text: str) -> Filtered:
        edits: list[Edit] = []
        at = 0
        while at < len(text):
            for size in range(longest, 0, -1):
                part = text[at : at + size]
                if len(part) == size and part in puts:
                    edits.append((at, at + size, puts[part]))
                    at += size
                    break
            else:
                at += 1
        return edited(text, edits)

    return apply


def _pattern_replace(options: Options) -> CharFilter:
    given = options.text("pattern")
    if not given:
        raise illegal_argument("pattern is missing for [" + options.name + "] char filter of type 'pattern_replace'")
    pattern = java_expression(given, options.text("flags"))
    put = python_replacement(options.text("replacement", "") or "")
    return lambda text: edited(text, [(*found.span(), found.expand(put)) for found in pattern.finditer(text)])


CHAR_FILTERS: dict[str, Callable[[Options], CharFilter]] = {
    "html_strip": _html_strip,
    "mapping": _mapping,
    "pattern_replace": _pattern_replace,
}
"""Makers of character filters by type."""
