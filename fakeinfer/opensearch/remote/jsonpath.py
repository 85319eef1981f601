"""JSONPath as Jayway's library reads it: names, positions, slices, unions, `*`, `..`, filters and functions.

A definite path gives the value itself, another one a list of what it finds.
Source: json-path/JsonPath:json-path/src/main/java/com/jayway/jsonpath/internal/path/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...errors import ApiError, not_implemented
from ...wire import Json
from . import errors, jsonfilters, jsonfunctions

_PROVIDER = "com.jayway.jsonpath.spi.json.JsonSmartJsonProvider"
_NAME = re.compile(r"[^.\[\]\s(]+")
_QUOTED = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*""")
_SLICE = re.compile(r"\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\Z")
_INDEXES = re.compile(r"\s*-?\d+\s*(?:,\s*-?\d+\s*)*\Z")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: `kind` is name, index, slice, all, deep, filter or function."""

    kind: str
    keys: tuple[Any, ...] = ()

    @property
    def is_definite(self) -> bool:
        """Whether it leads to one value at most."""
        return self.kind == "function" or (self.kind in ("name", "index") and len(self.keys) == 1)

    @property
    def is_definite_leaf(self) -> bool:
        """The same for the last step: several names lead to one object."""
        return self.is_definite or self.kind == "name"

    def __str__(self) -> str:
        if self.kind == "name":
            return "[" + ",".join(f"'{key}'" for key in self.keys) + "]"
        if self.kind == "index":
            return "[" + ",".join(map(str, self.keys)) + "]"
        return {"all": "[*]", "deep": "..", "filter": "[?]"}.get(self.kind, "[:]")


def read(value: Json, path: str) -> Json:
    """What a path finds. Raises a path error of the server, to be told as a cause."""
    steps = _compiled(path)
    found = list(_follow(value, steps, 0, value, upstream_definite=True))
    if all(step.is_definite for step in steps[:-1]) and (not steps or steps[-1].is_definite_leaf):
        if not found:
            raise errors.path_not_found(f"No results for path: ${''.join(map(str, steps))}")
        return found[0]
    return found


def places(value: Json, path: str) -> list[str]:
    """Where the values are that a path finds, as dotted paths; a missing last step of a definite path is found, too."""
    found: list[tuple[Json, str]] = [(value, "")]
    steps = _compiled(path)
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        found = [pair for held, at in found for pair in _steps_at(held, at, step, make=last)]
    return [at.removeprefix(".") for _, at in found]


def _steps_at(value: Json, at: str, step: Step, *, make: bool) -> Iterator[tuple[Json, str]]:
    if isinstance(value, dict):
        keys = step.keys if step.kind == "name" else tuple(value) if step.kind == "all" else ()
        yield from ((value.get(key), f"{at}.{key}") for key in keys if key in value or make)
    elif isinstance(value, list):
        count = len(value)
        if step.kind == "index":
            yield from ((value[key], f"{at}.{key % count}") for key in step.keys if -count <= key < count)
        elif step.kind in ("all", "slice"):
            first, end = step.keys if step.kind == "slice" else (None, None)
            yield from ((value[key], f"{at}.{key}") for key in range(count)[first:end])


def check(path: str) -> None:
    """Refuse a text that is no path."""
    _compiled(path)


def is_path(path: str) -> bool:
    """Whether a text is a path at all."""
    try:
        check(path)
    except ApiError as refused:
        if refused.type != errors.INVALID_PATH:
            raise
        return False
    return True


@lru_cache(maxsize=256)
def _compiled(path: str) -> tuple[Step, ...]:
    text = path.strip()
    if not text:
        raise errors.invalid_path("Path can not be null or empty")
    if text[0] not in "$@":
        text = f"$.{text}"
    steps: list[Step] = []
    at = 1
    while at < len(text):
        if text.startswith("..", at):
            steps.append(Step("deep"))
            at += 2
            if at < len(text) and text[at] == "[":
                continue
        elif text[at] == ".":
            at += 1
        if at >= len(text):
            raise errors.invalid_path("Path must not end with a '.' or '..'")
        if text[at] == "[":
            end = _closing(text, at)
            steps.append(_bracket(text[at + 1 : end], at))
            at = end + 1
        elif text[at] == "*":
            steps.append(Step("all"))
            at += 1
        else:
            named = _NAME.match(text, at)
            if named is None:
                raise errors.invalid_path(f"Could not parse token starting at position {at}. Expected ?, ', 0-9, * ")
            if text.startswith("(", named.end()):
                at, step = _function(text, named[0], named.end(), steps)
                steps.append(step)
                continue
            steps.append(Step("name", (named[0],)))
            at = named.end()
    return tuple(steps)


def _function(text: str, name: str, at: int, steps: list[Step]) -> tuple[int, Step]:
    """A function and where it ends; what comes after its parenthesis is one more name, odd as that is."""
    end = text.find(")", at)
    if end < 0:
        raise errors.invalid_path(f"Arguments to function: '{name}' are not closed properly.")
    if any(step.kind == "deep" for step in steps):
        raise not_implemented("functions behind `..` in JSONPath")
    jsonfunctions.check(name)
    return end + 1, Step("function", (name, text[at + 1 : end]))


def _closing(text: str, at: int) -> int:
    if text.startswith("[?(", at):
        return _closing_filter(text, at)
    quote = ""
    for place in range(at + 1, len(text)):
        character = text[place]
        if quote:
            quote = "" if character == quote and text[place - 1] != "\\" else quote
        elif character in "'\"":
            quote = character
        elif character == "]":
            return place
    raise errors.invalid_path(f"Could not parse token starting at position {at}. Expected ?, ', 0-9, * ")


def _closing_filter(text: str, at: int) -> int:
    """Where a filter ends, in which parentheses, brackets and texts may stand."""
    depth, quote, place = 0, "", at + 2
    while place < len(text):
        character = text[place]
        if quote:
            place += character == "\\"
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "/":
            closing = re.compile(r"(?:[^/\\]|\\.)*/").match(text, place + 1)
            if closing is None:
                raise errors.invalid_path(f"Could not find matching close for / when parsing regex in : {text}")
            place = closing.end() - 1
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                end = text.find("]", place)
                if end < 0:
                    break
                return end
        place += 1
    if quote:
        raise errors.invalid_path(f"Could not find matching close quote for {quote} when parsing : {text}")
    raise errors.invalid_path(f"Could not parse token starting at position {at}. Expected ?, ', 0-9, * ")


def _bracket(inner: str, at: int) -> Step:
    stripped = inner.strip()
    if stripped == "*":
        return Step("all")
    if stripped.startswith("?("):
        return Step("filter", (jsonfilters.compiled(f"[{inner}]"),))
    if stripped == "?":
        raise errors.invalid_path(f"Not enough predicates supplied for filter [?] at position {at}")
    if _INDEXES.match(inner):
        return Step("index", tuple(int(part) for part in inner.split(",")))
    if sliced := _SLICE.match(inner):
        return Step("slice", tuple(None if part is None else int(part) for part in sliced.groups()))
    if re.fullmatch(r"[-\d:\s]+", inner):
        raise errors.invalid_path(f"Failed to parse SliceOperation: {inner}")
    names = _QUOTED.findall(inner)
    if not names:
        raise errors.invalid_path("Could not parse token starting at position 1. Expected ?, ', 0-9, * ")
    return Step("name", tuple(single or double for single, double in names))


def _follow(value: Json, steps: tuple[Step, ...], at: int, root: Json, *, upstream_definite: bool) -> Iterator[Json]:
    if at == len(steps):
        yield value
        return
    step = steps[at]
    definite = upstream_definite and step.is_definite
    for inner in _one_step(value, steps, at, root, upstream_definite=upstream_definite):
        yield from _follow(inner, steps, at + 1, root, upstream_definite=definite)


def _one_step(value: Json, steps: tuple[Step, ...], at: int, root: Json, *, upstream_definite: bool) -> Iterator[Json]:
    step = steps[at]
    if step.kind == "filter":
        if not (isinstance(value, list) and at and steps[at - 1].kind == "deep"):
            yield from _filtered(value, step.keys[0], root, upstream_definite=upstream_definite)
    elif step.kind == "function":
        name, text = step.keys
        yield jsonfunctions.call(name, value, jsonfunctions.arguments(text, root, read))
    elif step.kind == "deep":
        yield from _descendants(value)
    elif step.kind == "all":
        yield from value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    elif step.kind == "name":
        yield from _names(value, steps, at, upstream_definite=upstream_definite)
    elif not isinstance(value, list):
        if upstream_definite:
            raise errors.path_not_found(
                f"Filter: {step} can only be applied to arrays. Current context is: {_shown(value)}"
            )
    elif step.kind == "index":
        yield from (value[key] for key in step.keys if -len(value) <= key < len(value))
    else:
        yield from value[step.keys[0] : step.keys[1]]


def _filtered(value: Json, passes: jsonfilters.Predicate, root: Json, *, upstream_definite: bool) -> Iterator[Json]:
    """The items of a list that pass, or an object that does."""
    if isinstance(value, dict | list):
        yield from (item for item in (value if isinstance(value, list) else [value]) if passes(item, root))
    elif upstream_definite:
        raise errors.invalid_path(f"Filter: [?] can not be applied to primitives. Current context is: {_shown(value)}")


def _names(value: Json, steps: tuple[Step, ...], at: int, *, upstream_definite: bool) -> Iterator[Json]:
    step = steps[at]
    if not isinstance(value, dict):
        if upstream_definite:
            here = "".join(map(str, steps[:at]))
            raise errors.path_not_found(
                f"Expected to find an object with property {step} in path ${here} but found '{_java_class(value)}'. "
                f"This is not a json object according to the JsonProvider: '{_PROVIDER}'."
            )
        return
    if len(step.keys) > 1:
        yield {key: value[key] for key in step.keys if key in value}
        return
    (name,) = step.keys
    if name in value:
        yield value[name]
    elif at + 1 < len(steps) and upstream_definite:
        raise errors.path_not_found(f"Missing property in path ${''.join(map(str, steps[: at + 1]))}")


def _descendants(value: Json) -> Iterator[Json]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _descendants(inner)


def _shown(value: Json) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}={_shown(one)}" for name, one in value.items()) + "}"
    return "null" if value is None else str(value)


def _java_class(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "net.minidev.json.JSONArray"
    names = {str: "java.lang.String", bool: "java.lang.Boolean", int: "java.lang.Integer", float: "java.lang.Double"}
    return names[type(value)]
