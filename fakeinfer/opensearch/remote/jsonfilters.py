"""Filters of JSONPath: `[?(@.price < 10 && @.tags contains 'x')]`, and what their operators say of which values.

Source: json-path/JsonPath:json-path/src/main/java/com/jayway/jsonpath/internal/filter/{FilterCompiler,EvaluatorFactory}.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ...errors import ApiError
from ...wire import Json
from . import errors, gson

_MISSING: Any = object()
"""What a path finds that leads nowhere."""
_OPERATORS = re.compile(r"===|!==|==|!=|<=|>=|=~|<|>|[a-zA-Z]+")
_LITERAL = re.compile(r"true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_BLANKS = re.compile(r"\s*")


class _Pattern(NamedTuple):
    """A regular expression among values."""

    compiled: re.Pattern[str]


Value = Callable[[Json, Json], Any]
"""What an operand is, of the item at hand and the whole document."""
Predicate = Callable[[Json, Json], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Any) -> float | None:
    """A number, or a text that is one."""
    if _is_number(value):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _equal(one: Any, two: Any) -> bool:
    if one is _MISSING or two is _MISSING:
        return one is two
    if (_is_number(one) and isinstance(two, str)) or (_is_number(two) and isinstance(one, str)):
        number = _number(one)
        return number is not None and number == _number(two)
    return type(one) is type(two) and bool(one == two) if isinstance(one, bool) or isinstance(two, bool) else one == two


def _same(one: Any, two: Any) -> bool:
    kinds = [("number" if _is_number(value) else type(value)) for value in (one, two)]
    return kinds[0] == kinds[1] and _equal(one, two)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def evaluate(one: Any, two: Any) -> bool:
        both_numbers = _is_number(one) and _is_number(two)
        return (both_numbers or (isinstance(one, str) and isinstance(two, str))) and compare(one, two)

    return evaluate


def _held(items: Any, wanted: Any) -> bool:
    return isinstance(items, list) and any(_equal(item, wanted) for item in items)


def _contains(one: Any, two: Any) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return two in one
    return _held(one, two)


def _fits(one: Any, two: Any) -> bool:
    pattern, held = (one, two) if isinstance(one, _Pattern) else (two, one)
    if not isinstance(pattern, _Pattern) or held is _MISSING or isinstance(held, list | dict):
        return False
    return pattern.compiled.fullmatch(held if isinstance(held, str) else json.dumps(held)) is not None


def _lists(test: Callable[[list[Any], list[Any]], bool]) -> Callable[[Any, Any], bool]:
    return lambda one, two: isinstance(one, list) and isinstance(two, list) and test(one, two)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "!=": lambda one, two: not _equal(one, two),
    "===": _same,
    "!==": lambda one, two: not _same(one, two),
    "<": _ordered(lambda one, two: one < two),
    "<=": _ordered(lambda one, two: one <= two),
    ">": _ordered(lambda one, two: one > two),
    ">=": _ordered(lambda one, two: one >= two),
    "=~": _fits,
    "in": lambda one, two: _held(two, one),
    "nin": lambda one, two: not _held(two, one),
    "contains": _contains,
    "all": _lists(lambda one, two: all(_held(one, item) for item in two)),
    "subsetof": _lists(lambda one, two: all(_held(two, item) for item in one)),
    "anyof": _lists(lambda one, two: any(_held(two, item) for item in one)),
    "noneof": _lists(lambda one, two: not any(_held(two, item) for item in one)),
    "size": lambda one, two: isinstance(one, list | str) and _is_number(two) and len(one) == two,
    "empty": lambda one, two: isinstance(one, list | str) and isinstance(two, bool) and (len(one) == 0) is two,
}


def compiled(text: str) -> Predicate:
    """The test of a filter: `text` is all of `[?( .. )]`."""
    return _Compiler(text).predicate()


class _Compiler:
    """A parser that knows where it is, for its messages."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = text.rindex(")")
        self.at = text.index("(") + 1

    def predicate(self) -> Predicate:
        found = self.either()
        self.skip()
        if self.at != self.end:
            raise errors.invalid_path("Expected character: )")
        return found

    def skip(self) -> None:
        blanks = _BLANKS.match(self.text, self.at)
        self.at = blanks.end() if blanks else self.at

    def takes(self, sign: str) -> bool:
        self.skip()
        if self.text.startswith(sign, self.at) and self.at < self.end:
            self.at += len(sign)
            return True
        return False

    def either(self) -> Predicate:
        parts = [self.both()]
        while self.takes("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda item, root: any(part(item, root) for part in parts)

    def both(self) -> Predicate:
        parts = [self.operand()]
        while self.takes("&&"):
            parts.append(self.operand())
        return parts[0] if len(parts) == 1 else lambda item, root: all(part(item, root) for part in parts)

    def operand(self) -> Predicate:
        if self.takes("!"):
            inner = self.operand()
            return lambda item, root: not inner(item, root)
        if self.takes("("):
            inner = self.either()
            if not self.takes(")"):
                raise errors.invalid_path("Expected character: )")
            return inner
        return self.comparison()

    def comparison(self) -> Predicate:
        left = self.value()
        self.skip()
        operator = _OPERATORS.match(self.text, self.at, self.end)
        if operator is None:
            return lambda item, root: left(item, root) is not _MISSING
        test = _TESTS.get(operator[0] if operator[0] in _TESTS else operator[0].lower())
        if test is None:
            raise errors.invalid_path(f"Filter operator {operator[0]} is not supported!")
        self.at = operator.end()
        right, evaluate = self.value(), test
        return lambda item, root: evaluate(left(item, root), right(item, root))

    def value(self) -> Value:
        self.skip()
        character = self.text[self.at] if self.at < self.end else ")"
        if character in "@$":
            return self.path()
        if character in "'\"":
            return _constant(self.quoted(character))
        if character in "[{":
            return _constant(self.json(character))
        if character == "/":
            return _constant(self.pattern())
        literal = _LITERAL.match(self.text, self.at, self.end)
        if literal is None:
            where = f"error on position: {self.at}, char: {character}"
            raise errors.invalid_path(f"Failed to parse filter: {self.text}, {where}")
        self.at = literal.end()
        return _constant(json.loads(literal[0]))

    def quoted(self, quote: str) -> str:
        found = re.compile(rf"{quote}((?:[^{quote}\\]|\\.)*){quote}", re.DOTALL).match(self.text, self.at)
        if found is None:
            what = f"Could not find matching close quote for {quote} when parsing : {self.text}"
            raise errors.invalid_path(what)
        self.at = found.end()
        return re.sub(r"\\(.)", r"\1", found[1])

    def json(self, opening: str) -> Json:
        depth, start = 0, self.at
        closing = "]" if opening == "[" else "}"
        for place in range(start, self.end):
            depth += (self.text[place] == opening) - (self.text[place] == closing)
            if depth == 0:
                self.at = place + 1
                break
        try:
            return gson.read(self.text[start : self.at])
        except gson.NotJson as refused:
            raise errors.invalid_path(f"String not closed. Expected {closing} in {self.text}") from refused

    def pattern(self) -> _Pattern:
        found = re.compile(r"/((?:[^/\\]|\\.)*)/([a-zA-Z]*)").match(self.text, self.at)
        if found is None:
            raise errors.invalid_path(f"Could not find matching close for / when parsing regex in : {self.text}")
        self.at = found.end()
        flags = re.IGNORECASE if "i" in found[2] else 0
        try:
            return _Pattern(re.compile(found[1], flags))
        except re.error as refused:
            raise errors.invalid_path(str(refused)) from None

    def path(self) -> Value:
        """A path from the item (`@`) or the document (`$`), up to a blank or an operator outside of brackets."""
        start, depth = self.at, 0
        while self.at < self.end:
            character = self.text[self.at]
            if depth == 0 and (character in " =!<>&|~," or (character == ")" and not self._calls(start))):
                break
            depth += (character in "[(") - (character in "])")
            self.at += 1
        return _path(self.text[start : self.at])

    def _calls(self, start: int) -> bool:
        taken = self.text[start : self.at]
        return taken.count("(") > taken.count(")")


def _constant(value: Any) -> Value:
    return lambda item, root: value


def _path(text: str) -> Value:
    from . import jsonpath

    from_item = text.startswith("@")
    path = f"${text[1:]}"
    jsonpath.check(path)

    def find(item: Json, root: Json) -> Any:
        try:
            return jsonpath.read(item if from_item else root, path)
        except ApiError as refused:
            if refused.type != "path_not_found_exception":
                raise
            return _MISSING

    return find
