"""What OpenSearch's JSON parser says of a token that is not what it was asked for. It stands behind that token by then.

Each takes the value, and line and column of where it begins. Observed: opensearch 2.19.1; the words are Jackson's
(FasterXML/jackson-core:src/main/java/com/fasterxml/jackson/core/base/ParserBase.java).
"""

from __future__ import annotations

from .errors import ApiError
from .formats.javatext import to_text
from .formats.jsontext import source_redacted
from .wire import Json

_BOUNDS = {"int": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
_MARKS = {True: "VALUE_TRUE", False: "VALUE_FALSE", None: "VALUE_NULL"}


def not_numeric(value: Json, line: int, column: int) -> ApiError:
    """No number."""
    return _wrong_token(value, "numeric, can not use numeric value accessors", line, column)


def not_boolean(value: Json, line: int, column: int, said: str | None = None) -> ApiError:
    """Neither true nor false; `said` is how a number was written."""
    return _wrong_token(value, "of boolean type", line, column, said)


def out_of_range(said: str, kind: str, line: int, column: int, status: int = 500) -> ApiError:
    """A number, as it was written, that is beyond a Java `int` or `long`."""
    least, most = _BOUNDS[kind]
    reason = f"Numeric value ({said}) out of range of {kind} ({least} - {most})"
    return ApiError(status, "input_coercion_exception", reason + _behind(said, line, column))


def _wrong_token(value: Json, what: str, line: int, column: int, said: str | None = None) -> ApiError:
    shown = "[" if isinstance(value, dict | list) else said or to_text(value)
    reason = f"Current token ({_name(value)}) not {what}"
    return ApiError(400, "json_parse_exception", reason + _behind(shown, line, column))


def _name(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return _MARKS[value]
    kinds: tuple[tuple[type, str], ...] = (
        (dict, "START_OBJECT"),
        (list, "START_ARRAY"),
        (int, "VALUE_NUMBER_INT"),
        (float, "VALUE_NUMBER_FLOAT"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "VALUE_STRING")


def _behind(shown: str, line: int, column: int) -> str:
    return f"\n at [Source: {source_redacted(b'')}; line: {line}, column: {column + len(shown)}]"
