"""Source text to tokens. What a `/` begins, a regular expression or a division, is told by the token before it.

opensearch-project/OpenSearch:modules/lang-painless/src/main/antlr/PainlessLexer.g4.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import ApiError
from . import errors

KEYWORDS = frozenset(
    [
        "if",
        "else",
        "while",
        "do",
        "for",
        "in",
        "continue",
        "break",
        "return",
        "new",
        "try",
        "catch",
        "throw",
        "this",
        "instanceof",
        "true",
        "false",
        "null",
        "def",
    ]
)
PRIMITIVES = frozenset(["boolean", "byte", "short", "char", "int", "long", "float", "double"])
_SKIPPED = re.compile(r"(?:[ \t\n\r]+|//[^\n\r]*|/\*.*?\*/)+", re.DOTALL)
_REGEX = re.compile(r"/((?:\\[^\n]|[^/\n\\])+)/([cilmsUux]*)")
_AFTER_DOT = re.compile(r"(?P<name>[_a-zA-Z]\w*)|(?P<number>0|[1-9][0-9]*)", re.ASCII)
_TOKEN = re.compile(
    r"""(?P<odd>0[xX][0-9a-fA-F]+[lL]?|0[0-7]+[lL]?)
      | (?P<number>(?:0|[1-9][0-9]*)(?:(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)[fFdD]?|\.[0-9]+[fFdD]?|[lLfFdD])?)
      | (?P<text>'(?:\\'|\\\\|[^\\'])*'|"(?:\\"|\\\\|[^\\"])*")
      | (?P<name>[_a-zA-Z]\w*)
      | (?P<operator>>>>=|===|!==|==~|>>>|<<=|>>=|\?\.|\?:|->|::|==|!=|=~|<=|>=|&&|\|\||\+\+|--|\+=|-=|\*=|/=|%=|&=|\^=|\|=
                    |<<|>>|[-+*/%<>!~&^|?:.,;()\[\]{}=])""",
    re.VERBOSE | re.ASCII,
)


class Token(NamedTuple):
    """A token: `kind` is number, odd, text, name, keyword, primitive, regex, operator or end."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """All tokens of a source, with one of kind "end" at last."""
    found: list[Token] = []
    at = _skip(source, 0)
    while at < len(source):
        token = _next(source, at, found[-1] if found else None)
        found.append(token)
        at = _skip(source, at + len(token.text))
    found.append(Token("end", "<EOF>", len(source)))
    return found


def _skip(source: str, at: int) -> int:
    skipped = _SKIPPED.match(source, at)
    return skipped.end() if skipped else at


def _next(source: str, at: int, before: Token | None) -> Token:
    if before is not None and before.kind == "operator" and before.text in (".", "?."):
        if member := _AFTER_DOT.match(source, at):
            return Token(member.lastgroup or "", member[0], at)
        raise errors.not_compiled(source, at, errors.unexpected_character(source[at]))
    if source[at] == "/" and _regex_may_follow(before) and (regex := _REGEX.match(source, at)):
        return Token("regex", regex[0], at)
    found = _TOKEN.match(source, at)
    if found is None:
        raise errors.not_compiled(source, at, _no_token(source, at))
    kind, text = found.lastgroup or "", found[0]
    if kind == "name":
        kind = "keyword" if text in KEYWORDS else "primitive" if text in PRIMITIVES else "name"
    return Token(kind, text, at)


def _regex_may_follow(before: Token | None) -> bool:
    return before is None or not (before.kind in ("number", "odd", "name") or before.text in (")", "]"))


def _no_token(source: str, at: int) -> ApiError:
    quote = source[at]
    if quote not in "'\"":
        return errors.unexpected_character(quote)
    good = re.compile(rf"{quote}(?:\\{quote}|\\\\|[^\\{quote}])*").match(source, at)
    assert good is not None
    if source[good.end() : good.end() + 1] != "\\":
        return errors.unexpected_character(good[0])
    hint = f" The only valid escape sequences in strings starting with [{quote}] are [\\\\] and [\\{quote}]."
    return errors.unexpected_character(source[at : good.end() + 2], hint)
