"""A query's object as the tokens of a pull parser: several queries are read by hand, token by token, and it shows.

They take an object they do not know for a part of their own, stop at its end, and name in a refusal what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place, Position

BEHIND = 3
"""Objects that usually close behind a query: itself, `query` and the body."""


class Token(NamedTuple):
    """One token."""

    kind: str
    name: str | None
    """The key it belongs to: what a parser calls the current name."""
    value: Json
    place: Place
    end: int = 0
    """Of an object or list: the number of the token that closes it."""

    @property
    def at(self) -> Position:
        """Where it begins."""
        if self.kind.startswith("END_"):
            return self.place.end()
        return self.place.key() if self.kind == "FIELD_NAME" else self.place.value()

    @property
    def is_value(self) -> bool:
        """Whether it is a text, a number or a boolean."""
        return self.kind in ("VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN")


class Tokens:
    """The tokens of one object, and where a parser stands among them: at first on the opening bracket."""

    def __init__(self, name: str, body: Json, place: Place) -> None:
        self._all = list(_tokens(name, body, place))
        self.at = 0
        self.path = next(iter(body), "") if isinstance(body, dict) else ""
        """The first key, which is the field in most queries."""

    @property
    def current(self) -> Token | None:
        """The token that was read last; None behind the end of the text."""
        if self.at < len(self._all):
            return self._all[self.at]
        last = self._all[-1]
        return Token("END_OBJECT", None, None, last.place) if self.at < len(self._all) + BEHIND - 1 else None

    def next(self) -> Token | None:
        """Go on to the next token."""
        self.at += 1
        return self.current

    def skip(self) -> None:
        """Go on to the end of the object or list that the parser stands at."""
        token = self.current
        if token is not None and token.end:
            self.at = token.end

    def position(self) -> Position:
        """Where the token that was read last begins; behind the query, brackets are taken to follow each other."""
        beyond = self.at - (len(self._all) - 1)
        if beyond <= 0:
            return self._all[self.at].at
        end = self._all[-1].at
        return Position(end.line, end.column + min(beyond, BEHIND - 1))


def _tokens(name: str | None, value: Json, place: Place, first: int = 0) -> Iterator[Token]:
    if not isinstance(value, dict | list):
        yield Token(token_name(value), name, value, place)
        return
    kind = "OBJECT" if isinstance(value, dict) else "ARRAY"
    inside: list[Token] = []
    if isinstance(value, dict):
        for key, item in value.items():
            inside.append(Token("FIELD_NAME", key, key, place / key))
            inside.extend(_tokens(key, item, place / key, first + 1 + len(inside)))
    else:
        for number, item in enumerate(value):
            inside.extend(_tokens(None, item, place / number, first + 1 + len(inside)))
    yield Token(f"START_{kind}", name, value, place, first + 1 + len(inside))
    yield from inside
    yield Token(f"END_{kind}", name, None, place)


_Options = TypeVar("_Options")


def of_one_field(
    query: str, body: dict[str, Json], place: Place, read: Callable[[Tokens], _Options]
) -> tuple[str, _Options]:
    """The field that a query is about, and what `read` makes of its options; no other field stands beside it."""
    tokens = Tokens(query, body, place)
    token = tokens.next()
    field = str(token.name) if token is not None else ""
    tokens.next()
    found = read(tokens)
    token = tokens.next()
    if token is None or token.kind != "END_OBJECT":
        other = "null" if token is None or token.name is None else token.name
        raise errors.several_fields(query, field, other, tokens.position())
    return field, found
