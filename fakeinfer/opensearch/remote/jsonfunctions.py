"""Functions at the end of a JSONPath: `$.numbers.sum()`, `$.items.length()`.

Source: json-path/JsonPath:json-path/src/main/java/com/jayway/jsonpath/internal/function/ (observed: opensearch 2.19.1).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from ...wire import Json
from . import errors

_AGGREGATES: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum,
    "min": min,
    "max": max,
    "avg": lambda numbers: math.fsum(numbers) / len(numbers),
    "stddev": lambda numbers: _deviation(numbers),
}
_OTHERS = ("length", "size", "keys", "first", "last", "index", "concat", "append")


def check(name: str) -> None:
    """Refuse a function that is none."""
    if name not in _AGGREGATES and name not in _OTHERS:
        raise errors.invalid_path(f"Function with name: {name} does not exist.")


def call(name: str, value: Json, given: list[Json]) -> Json:
    """What a function makes of a value; what is given beside it are JSON values and what paths find."""
    if name in _AGGREGATES:
        numbers = [float(item) for item in [*_items(value), *_flat(given)] if _is_number(item)]
        if not numbers:
            raise errors.nothing_to_aggregate()
        return _AGGREGATES[name](numbers)
    if name in ("length", "size"):
        held = given[0] if given else value
        return len(held) if isinstance(held, list | dict) else None
    if name == "keys":
        return list(value) if isinstance(value, dict) else None
    if name == "concat":
        return "".join(item for item in [*_items(value), *_flat(given)] if isinstance(item, str))
    if name == "append":
        return [*value, *given] if isinstance(value, list) else value
    at = {"first": 0, "last": -1}.get(name, int(given[0]) if given and _is_number(given[0]) else 0)
    return _item(value, at)


def arguments(text: str, root: Json, read: Callable[[Json, str], Json]) -> list[Json]:
    """What stands between the parentheses: JSON, or paths from the document; of other things nothing comes."""
    found: list[Json] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        if part[0] in "$@":
            found.append(read(root, part))
            continue
        try:
            found.append(json.loads(part))
        except ValueError:
            continue
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _items(value: Json) -> list[Any]:
    return value if isinstance(value, list) else []


def _flat(values: list[Json]) -> list[Any]:
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _item(value: Json, at: int) -> Json:
    if not isinstance(value, list):
        return None
    place = at + len(value) if at < 0 else at
    if not 0 <= place < len(value):
        raise errors.no_such_item(max(place, 0) if at >= 0 else place, len(value))
    return value[place]


def _deviation(numbers: list[float]) -> float:
    """The deviation of a whole population."""
    mean = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum(number * number for number in numbers) / len(numbers) - mean * mean)
