"""Strict reading of a JSON object, as both servers' `ObjectParser` does it: declared fields, in the order they were sent.

The first field that is unknown, of a wrong kind or unreadable answers, with the line and column where it stands. Objects
within objects wrap the answer of the inner one; the innermost parse error is the root cause.

Source: elastic/elasticsearch:libs/x-content/src/main/java/org/elasticsearch/xcontent/{ObjectParser,ConstructingObjectParser,AbstractObjectParser}.java
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from .errors import ApiError, illegal_argument, is_ours
from .formats.positions import position, token_name
from .nearness import near_names
from .operations import Bool, Call, read_time
from .wire import Json

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = Literal["value", "key", "end"]
_INT = range(-(2**31), 2**31)
_LONG = (-(2**63), 2**63 - 1)


class Source(NamedTuple):
    """The text a value was parsed from, asked where in it something stands."""

    data: bytes

    def at(self, path: Path, place: Place = "value") -> str:
        """`line:column`; 1:1 in other formats than JSON."""
        line, column = position(self.data, path, place)
        return f"{line}:{column}"


class Unreadable(Exception):
    """A value that cannot be read, where the parser stood then, and why.

    `position` is where, if that is known exactly; `final` that the field around it has no word to add.
    """

    def __init__(
        self, cause: ApiError, path: Path, place: Place = "value", position: str | None = None, *, final: bool = False
    ) -> None:
        super().__init__(cause.reason)
        self.cause = cause
        self.path = path
        self.place: Place = place
        self.position = position
        self.final = final

    def at(self, source: Source) -> str:
        """`line:column` of where the parser stood."""
        return self.position or source.at(self.path, self.place)


Read: TypeAlias = Callable[[Json, Source, Path], Any]


class Field(NamedTuple):
    """One declared field: the kinds of token its value may begin with, and how it is read."""

    tokens: tuple[str, ...]
    read: Read


class ObjectParser(NamedTuple):
    """The fields of one object. `required` ones have to be there, in the order in which they are missed; of each set in
    `exclusive` one may, of `one_of` at least one has to.
    """

    name: str
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    build: Callable[[dict[str, Any]], Any] = dict
    exclusive: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[str, ...] = ()

    def parse(self, value: Json, source: Source) -> Any:
        """The clean value of a whole body; raises the server's refusal."""
        try:
            return self.read(value, source, ())
        except Unreadable as unreadable:
            raise unreadable.cause from None

    def read(self, value: Json, source: Source, path: Path = ()) -> Any:
        """The same for an object within another; raises `Unreadable`."""
        if not isinstance(value, dict):
            reason = f"[{self.name}] Expected START_OBJECT but was: {token_name(value)}"
            raise Unreadable(parse_error(source.at(path), reason), path)
        clean = {name: self._field(name, member, source, (*path, name)) for name, member in value.items()}
        if (problem := self._combination(clean)) is not None:
            raise Unreadable(illegal_argument(problem), path, "end")
        missing = [name for name in self.required if name not in clean]
        if missing:
            raise Unreadable(illegal_argument(f"Required [{', '.join(missing)}]"), path, "end")
        try:
            return self.build(clean)
        except ApiError as refused:
            reason = f"Failed to build [{self.name}] after last required field arrived"
            built = ApiError(400, "x_content_parse_exception", reason, caused_by=refused)
            if len(clean) < len(self.fields):
                raise Unreadable(built, path, "end") from None
            last = list(value)[-1]  # with every field there, the server builds while it reads the last one
            raise self._failed(last, source, Unreadable(built, (*path, last))) from None

    def _combination(self, clean: Mapping[str, Any]) -> str | None:
        """What is wrong with the fields that are there and those that are not, if something is."""
        together = [[name for name in clean if name in names] for names in self.exclusive]
        clashes = [f"The following fields are not allowed together: [{', '.join(n)}] " for n in together if len(n) > 1]
        if clashes:
            return "".join(clashes)
        if self.one_of and not any(name in clean for name in self.one_of):
            return f"Required one of fields [{', '.join(self.one_of)}], but none were specified."
        return None

    def _field(self, name: str, value: Json, source: Source, path: Path) -> Any:
        field = self.fields.get(name)
        if field is None:
            raise Unreadable(unknown_field(self.name, name, list(self.fields), source.at(path, "key")), path)
        token = token_name(value)
        if token not in field.tokens:
            reason = f"[{self.name}] {name} doesn't support values of type: {token}"
            raise Unreadable(parse_error(source.at(path), reason), path)
        try:
            return field.read(value, source, path)
        except ApiError as refused:
            if is_ours(refused):
                raise
            inner = Unreadable(refused, path)
        except Unreadable as unreadable:
            if unreadable.final:
                unreadable.final = False
                raise
            inner = unreadable
        raise self._failed(name, source, inner)

    def _failed(self, name: str, source: Source, inner: Unreadable) -> Unreadable:
        """The failure of one field, for the reason that `inner` gives."""
        reason = f"[{self.name}] failed to parse field [{name}]"
        error = parse_error(inner.at(source), reason, inner.cause)
        return Unreadable(error, inner.path, inner.place, inner.position)


def reader_of(parser: ObjectParser) -> Callable[[Call, bytes, str], Json]:
    """The `reader` of an operation whose body is one such object; the first thing wrong with it answers."""

    def read(call: Call, data: bytes, format: str) -> Json:
        from .media import read_first_value  # read by those who read whole bodies

        value: Json = parser.parse(read_first_value(call, data, format), Source(data))
        return value

    return read


def unknown_field(parser: str, name: str, known: Sequence[str], at: str) -> ApiError:
    """A field that nobody declared, with those it may have meant."""
    near = near_names(name, known)
    hint = f" did you mean [{near[0]}]?" if len(near) == 1 else ""
    if len(near) > 1:
        hint = f" did you mean any of [{', '.join(near)}]?"
    return parse_error(at, f"[{parser}] unknown field [{name}]{hint}")


_ROOTS = (
    "x_content_parse_exception",
    "parse_exception",
    "parsing_exception",
    "mapper_parsing_exception",
    "status_exception",
)
"""Causes that are the root of a parse error: the servers' own exceptions, not Java's."""


def parse_error(at: str, reason: str, cause: ApiError | None = None) -> ApiError:
    """A parser's refusal at a place in the text."""
    roots = None
    if cause is not None and cause.type in _ROOTS:
        roots = cause.root_cause or (cause,)
    return ApiError(400, "x_content_parse_exception", f"[{at}] {reason}", caused_by=cause, root_cause=roots)


# --- kinds of fields --------------------------------------------------------------------------------------------------


def _texts(value: Json, source: Source, path: Path) -> list[str]:
    if isinstance(value, str):
        return [value]
    found = []
    for number, member in enumerate(value):
        if isinstance(member, bool):
            found.append("true" if member else "false")
        elif isinstance(member, str | int | float):
            found.append(str(member))
        else:
            here = (*path, number)
            token = token_name(member)
            reason = (
                f"expected value but got [{token}]"
                if token == "START_ARRAY"
                else f"Can't get text on a {token} at {source.at(here)}"
            )
            raise Unreadable(ApiError(400, "illegal_state_exception", reason), here)
    return found


def _objects(parser: ObjectParser, value: Json, source: Source, path: Path) -> list[Any]:
    if isinstance(value, dict):
        return [parser.read(value, source, path)]
    found = []
    rest = iter(enumerate(value))
    for number, member in rest:
        if isinstance(member, list):
            reason = "expected value but got [START_ARRAY]"
            raise Unreadable(ApiError(400, "illegal_state_exception", reason), (*path, number))
        if not isinstance(member, dict):  # the server takes what follows a scalar for the object it looks for
            follower = next(rest, None)
            if follower is None:
                reason = f"[{parser.name}] Expected START_OBJECT but was: END_ARRAY"
                raise Unreadable(parse_error(source.at(path, "end"), reason), path, "end")
            number, member = follower
        found.append(parser.read(member, source, (*path, number)))
    return found


def _long(value: Json, source: Source, path: Path) -> int:
    if isinstance(value, str):
        return _long_of_text(value)
    if not _LONG[0] <= value <= _LONG[1]:
        reason = f"Numeric value ({value}) out of range of long ({_LONG[0]} - {_LONG[1]})"
        raise ApiError(400, "input_coercion_exception", reason)
    return int(value)


def _long_of_text(text: str) -> int:
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(text) if "_" not in text and text.strip() == text else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise illegal_argument(f'For input string: "{text}"')
    if not _LONG[0] - 1 < number < _LONG[1] + 1:
        raise illegal_argument(f"Value [{text}] is out of range for a long")
    return int(number)


def _float(value: Json, source: Source, path: Path) -> float:
    if isinstance(value, str) and not value.strip():
        raise ApiError(400, "number_format_exception", "empty String")
    try:
        return float("x" if isinstance(value, str) and "_" in value else value)
    except OverflowError:
        return math.inf
    except ValueError:
        raise ApiError(400, "number_format_exception", f'For input string: "{value}"') from None


def _int(value: Json, source: Source, path: Path) -> int:
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            raise ApiError(400, "number_format_exception", f'For input string: "{value}"') from None
        if not _INT[0] <= number <= _INT[-1]:
            raise illegal_argument(f"Value [{value}] is out of range for an integer")
        return int(number)
    if not _INT[0] <= value <= _INT[-1]:
        reason = f"Numeric value ({value}) out of range of int ({_INT[0]} - {_INT[-1]})"
        raise ApiError(400, "input_coercion_exception", reason)
    return int(value)


def _boolean(value: Json, source: Source, path: Path) -> bool:
    if isinstance(value, bool):
        return value
    return bool(value) and Bool().read("", value)


def _time(value: Json, source: Source, path: Path) -> float:
    return read_time(str(path[-1]), value)


def converted(convert: Callable[[str], Any]) -> Field:
    """A text that `convert` turns into a value, or refuses with an `ApiError`."""
    return Field(("VALUE_STRING",), lambda value, source, path: convert(value))


def within(parser: ObjectParser) -> Field:
    """An object that `parser` reads."""
    return Field(("START_OBJECT",), parser.read)


def objects(parser: ObjectParser) -> Field:
    """Objects that `parser` reads, or one alone."""
    return Field(("START_OBJECT", "START_ARRAY"), lambda value, source, path: _objects(parser, value, source, path))


def _same(value: Json, source: Source, path: Path) -> Json:
    return value


TEXT = Field(("VALUE_STRING",), _same)
TEXTS = Field(("START_ARRAY", "VALUE_STRING"), _texts)
"""A text or several; numbers and booleans among several count as texts."""
INT = Field(("VALUE_NUMBER", "VALUE_STRING"), _int)
LONG = Field(("VALUE_NUMBER", "VALUE_STRING"), _long)
FLOAT = Field(("VALUE_NUMBER", "VALUE_STRING"), _float)
BOOLEAN = Field(("VALUE_BOOLEAN", "VALUE_STRING"), _boolean)
OBJECT = Field(("START_OBJECT",), _same)
TIME = Field(("VALUE_STRING",), _time)
