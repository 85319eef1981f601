"""A grok expression: named patterns are put in, captures become fields of a type.

Source: opensearch-project/OpenSearch:libs/grok/src/main/java/org/opensearch/grok/Grok.java and GrokCaptureType.java.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...errors import ApiError, number_format
from ...formats.javanumbers import whole
from ...formats.singles import shortest
from ...wire import Json

_REFERENCE = re.compile(
    r"%\{(?P<name>(?P<pattern>[A-z0-9]+)(?::(?P<field>[0-9A-Za-z@\[\]_:.-]+))?)(?:=[^{}]+)?\}", re.ASCII
)
_MOST_STEPS = 100_000


class BadPattern(Exception):
    """An expression that the server refuses; the text is its reason."""


class Grok:
    """A compiled expression."""

    def __init__(self, bank: Mapping[str, Any], expression: str) -> None:
        from .oniguruma import translated

        regex, groups = translated(_expanded(bank, expression))
        self._regex = regex
        self._groups = groups

    @property
    def first_field(self) -> str | None:
        """The field of the first capture."""
        return next((_field(name)[0] for name in self._groups), None)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it fits, one place after the other."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(text) and (match := self._regex.search(text, at)) is not None:
            found.append(match.span())
            at = at + 1 if match.end() == at else match.end()
        return found

    def captures(self, text: str, *, all_matches: bool = False) -> dict[str, Json] | None:
        """The fields of the first place that fits, None if none does. Of a name that captures several times the first
        value counts, or with `all_matches` their list."""
        found = self._regex.search(text)
        if found is None:
            return None
        fields: dict[str, Json] = {}
        several: set[str] = set()
        for name, numbers in self._groups.items():
            field, type = _field(name)
            values = [found[f"g{number}"] for number in numbers if found[f"g{number}"] is not None]
            for value in values if all_matches else values[:1]:
                converted = _converted(value, type)
                if not all_matches or field not in fields:
                    fields[field] = converted
                elif field in several:
                    fields[field].append(converted)
                else:
                    several.add(field)
                    fields[field] = [fields[field], converted]
        return fields


def _field(name: str) -> tuple[str, str]:
    """Field and type of a capture: `WORD:field:int`."""
    parts = name.split(":")
    return (parts[1] if len(parts) > 1 else parts[0]), (parts[2] if len(parts) == 3 else "string")


def _converted(text: str, type: str) -> Json:
    if type == "int" or type == "long":
        number = whole(text, 32 if type == "int" else 64)
        if number is None:
            raise number_format(text)
        return number
    if type in ("float", "double"):
        return _fraction(text, type)
    return text.lower() == "true" if type == "boolean" else text


_DECIMAL = re.compile(r"([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))[fFdD]?", re.ASCII)


def _fraction(text: str, type: str) -> Json:
    sought = _DECIMAL.fullmatch(text.strip())
    if sought is None:
        if not text.strip():
            raise ApiError(400, "number_format_exception", "empty String")
        raise number_format(text)
    number = float(sought[1])
    if type == "double" or number != number or number in (float("inf"), float("-inf")):
        return number
    return shortest(number)


def _expanded(bank: Mapping[str, Any], expression: str) -> str:
    """The regular expression of an expression."""
    from .bank import pattern_of, refers_to

    done = ""
    for _ in range(_MOST_STEPS):
        found = _REFERENCE.search(expression)
        if found is None:
            return done + expression
        name = found["pattern"]
        if bank.get(name) is None:
            raise BadPattern(f"Unable to find pattern [{name}] in Grok's pattern dictionary")
        pattern = pattern_of(bank, name)
        if refers_to(pattern, name):
            raise BadPattern(f"circular reference in pattern back [{name}]")
        part = f"(?<{found['name']}>{pattern})" if found["field"] else f"(?:{pattern})"
        done += expression[: found.start()]
        expression = part + expression[found.end() :]
    raise BadPattern("Can not convert grok patterns to regular expression")
