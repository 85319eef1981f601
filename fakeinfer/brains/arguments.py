"""Arguments for a tool without a model: the smallest value that fits a JSON Schema, with the user's words where a text is wanted.

What is required is filled; where nothing is, every property is. Schemas come from users, so nothing in them is taken for
granted: what cannot be understood is passed over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 6
MAX_VALUES = 2_000
MAX_ITEMS = 100
MAX_LENGTH = 10_000
_FORMATS = {
    "date-time": "2026-01-01T00:00:00Z", "date": "2026-01-01", "time": "00:00:00Z", "email": "user@example.com",
    "uri": "https://example.com/", "uuid": "00000000-0000-4000-8000-000000000000", "ipv4": "192.0.2.1",
    "hostname": "example.com",
}  # fmt: skip


def arguments_for(parameters: Mapping[str, Any], said: str) -> dict[str, Any]:
    """The arguments of one call; `said` is what the user said."""
    filled = _Filler(parameters, said.strip()).value(parameters, 0)
    return filled if isinstance(filled, dict) else {}


class _Filler:
    def __init__(self, root: Mapping[str, Any], said: str) -> None:
        self.root = root
        self.said = said
        self.values = 0

    def value(self, schema: Any, depth: int) -> Any:
        """A value that fits `schema`; schemas that hold themselves end in an empty one."""
        self.values += 1
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        options = schema.get("enum")
        if isinstance(options, list) and options:
            return self._mentioned(options)
        if "default" in schema:
            return schema["default"]
        kind = _kind(schema)
        if depth >= MAX_DEPTH or self.values > MAX_VALUES:
            return {"object": {}, "array": [], "string": "", "boolean": False}.get(kind, 0)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            count = _within(schema, "minItems", 1, MAX_ITEMS)
            return [self.value(schema.get("items"), depth + 1) for _ in range(count)]
        if kind in ("integer", "number"):
            return self._number(schema, kind)
        if kind == "boolean":
            return True
        return None if kind == "null" else self._text(schema)

    def _resolved(self, schema: Any) -> Mapping[str, Any]:
        """The schema with its reference followed, its parts joined and the first of its choices taken."""
        found = schema if isinstance(schema, dict) else {}
        for _ in range(MAX_DEPTH):
            if isinstance(found.get("$ref"), str):
                found = self._referred(found["$ref"])
                continue
            for word in ("allOf", "anyOf", "oneOf"):
                choices = found.get(word)
                if isinstance(choices, list) and choices:
                    rest = {name: part for name, part in found.items() if name != word}
                    found = {**rest, **_joined(choices if word == "allOf" else choices[:1])}
                    break
            else:
                return found
        return found

    def _referred(self, reference: str) -> dict[str, Any]:
        node: Any = self.root
        for step in reference.removeprefix("#").strip("/").split("/"):
            node = node.get(step) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else {}

    def _mentioned(self, options: list[Any]) -> Any:
        """The first of several values that the user spoke of, else the first of all."""
        low = self.said.casefold()
        spoken = (option for option in options if isinstance(option, str) and option and option.casefold() in low)
        return next(spoken, options[0])

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return {}
        required = schema.get("required")
        wanted = properties if not isinstance(required, list) or not required else required
        return {
            name: self.value(part, depth + 1)
            for name, part in properties.items()
            if any(name == wanted_name for wanted_name in wanted)
        }

    def _text(self, schema: Mapping[str, Any]) -> str:
        form = schema.get("format")
        if isinstance(form, str) and form in _FORMATS:
            return _FORMATS[form]
        text = self.said or "text"
        least = _within(schema, "minLength", 0, MAX_LENGTH)
        return text[: _within(schema, "maxLength", MAX_LENGTH, MAX_LENGTH)].ljust(least, ".")

    def _number(self, schema: Mapping[str, Any], kind: str) -> int | float:
        """The first number that the user spoke of and that fits, else the least that does."""
        least, most = _bound(schema, "minimum", 1), _bound(schema, "maximum", -1)
        for spoken in re.findall(r"-?\d{1,15}(?:\.\d{1,15})?", self.said):
            number = float(spoken)
            if (least is None or number >= least) and (most is None or number <= most):
                return int(number) if kind == "integer" or number == int(number) else number
        if least is not None:
            return least
        return most if most is not None and most < 1 else 1


def _kind(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if isinstance(one, str) and one != "null"), "null")
    if isinstance(kind, str):
        return kind
    return "object" if "properties" in schema else "array" if "items" in schema else "string"


def _joined(parts: list[Any]) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items() if isinstance(part, dict) else ():
            before = joined.get(name)
            if isinstance(before, dict) and isinstance(value, dict):
                value = {**before, **value}
            elif isinstance(before, list) and isinstance(value, list):
                value = [*before, *value]
            joined[name] = value
    return joined


def _within(schema: Mapping[str, Any], name: str, default: int, most: int) -> int:
    number = schema.get(name)
    return default if not isinstance(number, int) else max(0, min(number, most))


def _bound(schema: Mapping[str, Any], name: str, step: int) -> int | float | None:
    """A limit of numbers, be it one that is itself allowed or not."""
    for word, beside in ((name, 0), (f"exclusive{name.capitalize()}", step)):
        limit = schema.get(word)
        if isinstance(limit, int | float) and not isinstance(limit, bool) and math.isfinite(limit):
            return limit + beside
    return None
