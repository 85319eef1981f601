"""Percent escapes and query strings, as both servers' `RestUtils` reads them.

See `elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/RestUtils.java`.
"""

from __future__ import annotations

from collections.abc import Iterator


class BadEscape(ValueError):
    """An escape that is none; the message is the servers'."""


def decode(text: str, *, plus_is_blank: bool = False) -> str:
    """A text without its escapes. `%%` is a percent sign; bytes that are no UTF-8 become U+FFFD."""
    if "%" not in text:
        return text.replace("+", " ") if plus_is_blank else text
    return bytes(_decoded(text, plus_is_blank)).decode(errors="replace")


def _decoded(text: str, plus_is_blank: bool) -> Iterator[int]:
    at, last = 0, len(text) - 1
    while at <= last:
        character = text[at]
        if character == "%":
            if at == last:
                raise BadEscape(f"unterminated escape sequence at end of string: {text}")
            if text[at + 1] == "%":
                yield 0x25
                at += 2
                continue
            if at + 1 == last:
                raise BadEscape(f"partial escape sequence at end of string: {text}")
            digits = text[at + 1 : at + 3]
            if any(digit not in "0123456789abcdefABCDEF" for digit in digits):
                raise BadEscape(f"invalid escape sequence `%{digits}' at index {at} of: {text}")
            yield int(digits, 16)
            at += 3
        else:
            yield from b" " if character == "+" and plus_is_blank else character.encode(errors="replace")
            at += 1


def query_parameters(query: str) -> dict[str, str]:
    """The parameters of a query string; `;` separates like `&`, a nameless value is a name, the last of a name counts."""
    found: dict[str, str] = {}
    for part in query.replace(";", "&").split("&"):
        if part:
            name, _, value = part.partition("=")
            if not name and value:
                name, value = value, ""
            found[decode(name, plus_is_blank=True)] = decode(value, plus_is_blank=True)
    return found
