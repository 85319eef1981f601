"""Steps that what a tool gives goes through (`output_processors`, since 3.3): JSON is found, cut, changed, told as text.

Steps are made before the tool runs, and refuse what they cannot be made of; what cannot be done to a value leaves it as it is.
`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/processor/`.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...errors import ApiError, not_implemented
from ...formats import javanumbers
from ...formats.javatext import to_text
from ...wire import Json
from ..remote import gson, jsonpath
from . import processor_errors as errors
from .failures import FAKE

Step = Callable[[Json], Json]
Config = Mapping[str, Any]
_DECODER = json.JSONDecoder()


class Unchanged(Exception):
    """What a step was to do cannot be done."""


def configured(parameters: Mapping[str, str]) -> list[Config]:
    """What parameters say of steps; what is no list of objects says nothing."""
    try:
        found = gson.doubles(gson.read(parameters.get("output_processors", "null")))
    except gson.NotJson:
        return []
    return found if isinstance(found, list) and all(isinstance(one, dict) for one in found) else []


def made(configs: Sequence[Config]) -> list[Step]:
    """The steps, or the refusal of the first that is none."""
    steps = []
    for config in configs:
        make = KINDS.get(str(config.get("type")).lower())
        if make is None:
            raise errors.unknown_processor(config.get("type"))
        steps.append(make(config))
    return steps


def run(steps: Sequence[Step], value: Json) -> Json:
    """The value after all steps."""
    for step in steps:
        value = step(value)
    return value


def _kept(step: Step) -> Step:
    """The same step, which leaves a value that it cannot change."""

    def kept(value: Json) -> Json:
        try:
            return step(value)
        except Unchanged:
            return value
        except ApiError as error:
            if error.type.startswith(FAKE):
                raise
            return value

    return kept


def _nested(configs: Any) -> list[Step]:
    if isinstance(configs, dict):
        configs = [configs]
    return made([one for one in configs if isinstance(one, dict)]) if isinstance(configs, list) else []


def _required(config: Config, name: str, kind: str) -> str:
    if name not in config:
        raise errors.required(name, kind)
    if not isinstance(config[name], str) or not config[name].strip():
        raise errors.empty(name, kind)
    return str(config[name])


def _parsed(value: Json) -> Json:
    """A value as paths lead into it: a text is read."""
    if not isinstance(value, str):
        return copy.deepcopy(value)
    try:
        return gson.read(value)
    except gson.NotJson:
        raise Unchanged from None


def _to_string(config: Config) -> Step:
    escapes = config.get("escape_json") is True
    return lambda value: gson.escaped(gson.parameter(value)) if escapes else gson.parameter(value)


def _pattern(config: Config, kind: str) -> re.Pattern[str]:
    text = _required(config, "pattern", kind)
    try:
        return re.compile(text, re.DOTALL)
    except re.error:
        raise errors.invalid_pattern(text) from None


def _regex_replace(config: Config) -> Step:
    pattern = _pattern(config, "regex_replace")
    replacement = re.sub(r"\$(\d)", r"\\g<\1>", str(config.get("replacement", "")))
    most = 0 if config.get("replace_all", True) is True else 1

    def step(value: Json) -> Json:
        try:
            return pattern.sub(replacement, gson.parameter(value), count=most)
        except re.error:
            raise Unchanged from None

    return _kept(step)


def _regex_capture(config: Config) -> Step:
    pattern = _pattern(config, "regex_capture")
    groups = _groups(config.get("groups", "1"))

    def step(value: Json) -> Json:
        found = pattern.search(gson.parameter(value))
        captured = [found[group] for group in groups if group <= pattern.groups] if found is not None else []
        if not captured:
            raise Unchanged
        return captured[0] if len(captured) == 1 else captured

    return _kept(step)


def _groups(given: Any) -> list[int]:
    text = str(given).strip()
    listed = given if isinstance(given, list) else [part for part in text.strip("[]").split(",") if part.strip()]
    groups = []
    for one in listed:
        number = javanumbers.whole(str(one).strip())
        if number is None:
            raise errors.bad_group(one) if isinstance(given, list) else errors.bad_groups(text)
        groups.append(number)
    if not groups:
        raise errors.no_groups()
    return [group for group in groups if group >= 0]


def _extract_json(config: Config) -> Step:
    kind = str(config.get("extract_type", "auto"))
    if kind.lower() not in ("auto", "object", "array"):
        raise errors.bad_extract_type(kind)
    opening = {"object": "{", "array": "["}.get(kind.lower(), "{[")
    default = config.get("default")

    def step(value: Json) -> Json:
        if not isinstance(value, str):
            return value
        start = min((value.index(mark) for mark in opening if mark in value), default=-1)
        if start >= 0:
            try:
                return _DECODER.raw_decode(value, start)[0]
            except (ValueError, RecursionError):
                pass
        return value if default is None else default

    return step


def _jsonpath_filter(config: Config) -> Step:
    path = _required(config, "path", "jsonpath_filter")
    default = config.get("default")

    def step(value: Json) -> Json:
        try:
            return jsonpath.read(_parsed(value), path)
        except (Unchanged, ApiError):
            return value if default is None else default

    return step


def _remove_jsonpath(config: Config) -> Step:
    paths = config.get("paths", errors)
    if paths is errors:
        raise errors.required("paths", "remove_jsonpath")
    if not isinstance(paths, list):
        raise errors.paths_are_no_list(paths)
    if not paths:
        raise errors.empty("paths", "remove_jsonpath")
    if any(not isinstance(path, str) or not path.strip() for path in paths):
        raise errors.path_is_no_text()

    def step(value: Json) -> Json:
        document = _parsed(value)
        for path in paths:
            try:
                _remove(document, path)
            except ApiError as error:
                if error.type.startswith(FAKE):
                    raise
        return document

    return _kept(step)


def _set_field(config: Config) -> Step:
    path = _required(config, "path", "set_field")
    source = config.get("source_path")
    if "value" not in config and "source_path" not in config:
        raise errors.neither_value_nor_source()
    if "value" in config and "source_path" in config:
        raise errors.both_value_and_source()
    if "source_path" in config and not (isinstance(source, str) and source.strip()):
        raise errors.empty("source_path", "set_field")
    if "default" in config and source is None:
        raise errors.default_without_source()

    def step(value: Json) -> Json:
        document = _parsed(value)
        wanted = config.get("value")
        if source is not None:
            try:
                wanted = jsonpath.read(document, source)
            except ApiError:
                if "default" not in config:
                    raise
                wanted = config["default"]
        _set(document, path, wanted)
        return document

    return _kept(step)


def _process_and_set(config: Config) -> Step:
    path = _required(config, "path", "process_and_set")
    steps = _own_steps(config, "process_and_set")

    def step(value: Json) -> Json:
        document = _parsed(value)
        _set(document, path, run(steps, value))
        return document

    return _kept(step)


def _for_each(config: Config) -> Step:
    path = _required(config, "path", "for_each")
    steps = _own_steps(config, "for_each")

    def step(value: Json) -> Json:
        document = _parsed(value)
        found = jsonpath.read(document, path)
        if not isinstance(found, list) or not found:
            raise Unchanged
        changed = [run(steps, element) for element in found]
        place = path.removesuffix("[*]")
        if place == "$":
            return changed
        _set(document, place, changed)
        return document

    return _kept(step)


def _own_steps(config: Config, kind: str) -> list[Step]:
    if "processors" not in config:
        raise errors.required("processors", kind)
    steps = _nested(config["processors"])
    if not steps:
        raise errors.no_processors(kind)
    return steps


def _conditional(config: Config) -> Step:
    path = config.get("path")
    listed = config.get("routes")
    if listed is None:
        raise errors.required("routes", "conditional")
    routes = [
        (condition, _nested(configs))
        for route in (listed if isinstance(listed, list) else ())
        if isinstance(route, dict)
        for condition, configs in route.items()
    ]
    if not routes:
        raise errors.no_routes()
    default = _nested(config.get("default"))

    def step(value: Json) -> Json:
        looked_at = value
        if path:
            try:
                looked_at = jsonpath.read(_parsed(value), str(path))
            except Unchanged:
                pass
            except ApiError:
                looked_at = None
        for condition, steps in routes:
            if _fits(condition, looked_at):
                return run(steps, value)
        return run(default, value)

    return step


def _fits(condition: str, value: Json) -> bool:
    """Whether a value is what a route is for."""
    if value is None or value == []:
        return condition in ("null", "not_exists")
    text = to_text(value)
    if condition in ("exists", text):
        return True
    number = _number(text)
    if number is not None:
        for sign, compare in _COMPARISONS:
            if condition.startswith(sign):
                other = _number(condition.removeprefix(sign))
                return other is not None and compare(number, other)
    if condition.startswith("regex:"):
        try:
            return re.fullmatch(condition.removeprefix("regex:"), text) is not None
        except re.error:
            return False
    return condition.startswith("contains:") and condition.removeprefix("contains:") in text


_COMPARISONS: tuple[tuple[str, Callable[[float, float], bool]], ...] = (
    (">=", lambda one, other: one >= other),
    ("<=", lambda one, other: one <= other),
    (">", lambda one, other: one > other),
    ("<", lambda one, other: one < other),
    ("==", lambda one, other: abs(one - other) < 1e-10),
)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _places(document: Json, path: str) -> list[list[str]]:
    """Where a path leads, each place as its keys."""
    if ".." in path:
        raise not_implemented("output_processors that change what a path with [..] finds")
    return [place.split(".") for place in jsonpath.places(document, path) if place]


def _set(document: Json, path: str, value: Json) -> None:
    """Put a value where a path leads; the last field of a path may be new."""
    places = _places(document, path)
    if not places:
        raise Unchanged
    for place in places:
        holder, key = _holder(document, place)
        holder[key] = value


def _remove(document: Json, path: str) -> None:
    """Take out what a path finds, from the end, so that places stay where they are."""
    for place in reversed(_places(document, path)):
        holder, key = _holder(document, place)
        if isinstance(holder, list) or key in holder:
            del holder[key]


def _holder(document: Json, place: Sequence[str]) -> tuple[Any, Any]:
    """What holds the value at a place, and by which key."""
    holder: Any = document
    for key in place[:-1]:
        holder = holder[int(key) if isinstance(holder, list) else key]
    return holder, int(place[-1]) if isinstance(holder, list) else place[-1]


KINDS: Mapping[str, Callable[[Config], Step]] = {
    "conditional": _conditional,
    "extract_json": _extract_json,
    "for_each": _for_each,
    "jsonpath_filter": _jsonpath_filter,
    "process_and_set": _process_and_set,
    "regex_capture": _regex_capture,
    "regex_replace": _regex_replace,
    "remove_jsonpath": _remove_jsonpath,
    "set_field": _set_field,
    "to_string": _to_string,
}
