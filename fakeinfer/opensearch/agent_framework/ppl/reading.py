"""Reading PPL: commands, one after the other (`opensearch-project/sql:ppl/src/main/antlr/OpenSearchPPLParser.g4`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ....errors import ApiError, not_implemented

_One = TypeVar("_One")
Literal = str | int | float | bool
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
FUNCTIONS = frozenset({"count", "sum", "avg", "min", "max"})
TESTS = {"isnull": False, "isnotnull": True}
"""Functions that tell whether a field has a value, and which they want."""
HEAD = 10
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|'')*'|\"(?:[^\"\\]|\"\")*\")|(?P<quoted>`[^`\\]+`(?:\.`[^`\\]+`)*)"
    r"|(?P<number>-?(?:\d+\.\d+|\.\d+|\d+)(?![\w.]))"
    r"|(?P<name>[@*A-Za-z_][@*A-Za-z_0-9\-]*(?:\.[@*A-Za-z_0-9\-]+)*)|(?P<sign>!=|<=|>=|[=<>(),|+\-]))"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A field beside a value."""

    field: str
    sign: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether a field has a value, or none."""

    field: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """Whether a field has some word of a text."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions with AND or OR between them."""

    parts: tuple[Condition, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Negated:
    """NOT."""

    part: Condition


Condition = Compared | Filled | Matched | Joined | Negated


@dataclass(frozen=True, slots=True)
class Where:
    """Keeps the rows that a condition is true of."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Fields:
    """Keeps columns, or all but those."""

    names: tuple[str, ...]
    without: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """Orders rows by fields, each with whether it falls."""

    keys: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Keeps the first rows."""

    rows: int
    after: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A function over the rows of a group, and what its column is called."""

    function: str
    field: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Functions over groups."""

    counted: tuple[Counted, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rename:
    """Calls columns otherwise: pairs of the old name and the new one."""

    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dedup:
    """Keeps so many rows of each group of equal ones; those that lack a value only if that is asked for."""

    rows: int
    names: tuple[str, ...]
    keeps_empty: bool


Command = Where | Fields | Sort | Head | Stats | Rename | Dedup


@dataclass(frozen=True, slots=True)
class Query:
    """Indices, and what is done with their documents."""

    indices: tuple[str, ...]
    commands: tuple[Command, ...]


def not_run(what: str) -> ApiError:
    """PPL that only the SQL plugin runs."""
    return not_implemented(f"PPL with {what}, which the SQL plugin runs")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """What it is as a keyword."""
        return self.text.lower() if self.kind == "name" else ""


_END = _Token("end", "the end", -1, -1)


def read(text: str, *, or_binds_closer: bool) -> Query:
    """A query; before 3.0 OR bound closer than AND, and conditions had no parentheses."""
    return _Reader(text, or_binds_closer=or_binds_closer).query()


class _Reader:
    def __init__(self, text: str, *, or_binds_closer: bool) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.old = or_binds_closer

    @property
    def next(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def take(self) -> _Token:
        token = self.next
        self.at += 1
        return token

    def skip(self, word: str) -> bool:
        """Take a keyword or sign, if it is there."""
        found = self.next.word == word or (self.next.kind == "sign" and self.next.text == word)
        self.at += found
        return found

    def expect(self, word: str) -> None:
        if not self.skip(word):
            raise not_run(f"{self.next.text!r} where {word!r} was awaited")

    def query(self) -> Query:
        self.skip("search")
        if not self.skip("source") and not self.skip("index"):
            raise not_run(f"{self.next.text!r} at its beginning")
        self.expect("=")
        indices = self.listed(self.field)
        commands = []
        while self.skip("|"):
            commands.append(self.command())
        if self.next is not _END:
            raise not_run(repr(self.next.text))
        return Query(tuple(indices), tuple(commands))

    def command(self) -> Command:
        token = self.take()
        match token.word:
            case "where":
                return Where(self.condition())
            case "fields":
                without = self.skip("-")
                if not without:
                    self.skip("+")
                return Fields(tuple(self.listed(self.field)), without)
            case "sort":
                return Sort(tuple(self.listed(self.sort_key)))
            case "head":
                rows = self.whole() if self.next.kind == "number" else HEAD
                return Head(rows, self.whole() if self.skip("from") else 0)
            case "stats":
                counted = self.listed(self.counted)
                return Stats(tuple(counted), tuple(self.listed(self.field)) if self.skip("by") else ())
            case "rename":
                return Rename(tuple(self.listed(self.renamed)))
            case "dedup":
                rows = self.whole() if self.next.kind == "number" else 1
                return Dedup(rows, tuple(self.listed(self.field)), self.flag("keepempty"))
        raise not_run(repr(token.text))

    def renamed(self) -> tuple[str, str]:
        old = self.field()
        self.expect("as")
        return old, self.field()

    def flag(self, name: str) -> bool:
        """An option behind everything else, false if it is not there."""
        if not self.skip(name):
            return False
        self.expect("=")
        value = self.literal()
        if not isinstance(value, bool):
            raise not_run(f"{name}={value}")
        return value

    def listed(self, one: Callable[[], _One]) -> list[_One]:
        found = [one()]
        while self.skip(","):
            found.append(one())
        return found

    def field(self) -> str:
        token = self.take()
        if token.kind == "quoted":
            return token.text.replace("`", "")
        if token.kind != "name":
            raise not_run(f"{token.text!r} for a name")
        if self.next.text == "(":
            raise not_run(f"{token.text}()")
        return token.text

    def whole(self) -> int:
        token = self.take()
        if not token.text.isdigit() or len(token.text) > 9:
            raise not_run(f"{token.text!r} for a number of rows")
        return int(token.text)

    def sort_key(self) -> tuple[str, bool]:
        falling = self.skip("-")
        if not falling:
            self.skip("+")
        return self.field(), falling

    def counted(self) -> Counted:
        token = self.take()
        if token.word not in FUNCTIONS:
            raise not_run(f"{token.text!r} in stats")
        self.expect("(")
        field = None if token.word == "count" and self.next.text == ")" else self.field()
        self.expect(")")
        label = self.text[token.start : self.tokens[self.at - 1].end].replace("`", "")
        return Counted(token.word, field, self.field() if self.skip("as") else label)

    def condition(self) -> Condition:
        return self.joined(0)

    def joined(self, level: int) -> Condition:
        """Conditions between words that bind alike; those that bind closer are read first."""
        words = ("and", "or") if self.old else ("or", "and")
        if level == len(words):
            return self.negated()
        parts = [self.joined(level + 1)]
        while self.skip(words[level]):
            parts.append(self.joined(level + 1))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), words[level] == "and")

    def negated(self) -> Condition:
        if self.skip("not"):
            return Negated(self.negated())
        if not self.old and self.skip("("):
            found = self.condition()
            self.expect(")")
            return found
        if self.next.word in TESTS:
            wanted = TESTS[self.take().word]
            self.expect("(")
            name = self.field()
            self.expect(")")
            return Filled(name, wanted)
        if self.next.word == "match":
            return self.matched()
        return self.compared()

    def matched(self) -> Condition:
        self.take()
        self.expect("(")
        name = self.field()
        self.expect(",")
        text = self.literal()
        self.expect(")")
        if not isinstance(text, str):
            raise not_run(f"match of {text!r}")
        return Matched(name, text)

    def compared(self) -> Condition:
        name = self.field()
        if self.skip("in"):
            self.expect("(")
            values = self.listed(self.literal)
            self.expect(")")
            parts = tuple(Compared(name, "=", value) for value in values)
            return parts[0] if len(parts) == 1 else Joined(parts, every=False)
        sign = self.take().text
        if sign not in COMPARISONS:
            raise not_run(f"{sign!r} in a condition")
        return Compared(name, sign, self.literal())

    def literal(self) -> Literal:
        token = self.take()
        if token.kind == "text":
            quote = token.text[0]
            return token.text[1:-1].replace(quote * 2, quote)
        if token.kind == "number":
            number = float(token.text) if "." in token.text else int(token.text)
            if abs(number) >= 2**63:
                raise not_run("numbers of more than 64 bits")
            return number
        if token.word in ("true", "false"):
            return token.word == "true"
        raise not_run(f"{token.text!r} for a value")


def _tokens(text: str) -> list[_Token]:
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise not_run(repr(text[at:].strip()[:1]))
        kind = str(match.lastgroup)
        found.append(_Token(kind, match[kind], match.start(kind), match.end(kind)))
        at = match.end()
    return found
