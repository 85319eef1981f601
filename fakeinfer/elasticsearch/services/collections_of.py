"""Settings that are maps of values, translations of words, or lists of pairs: their checks and schemas, for `settings.py`.

Unlike other settings they do not go on collecting: the first entry that is wrong is answered, after what was found before.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java
"""

from __future__ import annotations

from collections.abc import Callable

from ...errors import ApiError
from ...formats.javatext import INT_MAX, class_name, hash_order
from ...wire import Json
from ..inference import endpoint_errors as errors
from ..inference.task_types import BLANKS
from . import problems

Check = Callable[[Json, list[str]], Json]

_CLASSES: dict[str, Json] = {
    "String": {"type": "string"},
    "Integer": {"type": "integer", "minimum": -INT_MAX - 1, "maximum": INT_MAX},
    "Double": {"type": "number", "not": {"type": "integer"}},
    "Float": False,
    "Boolean": {"type": "boolean"},
}
"""Schemas of what JSON makes of these classes; no number in JSON becomes a Float."""


def values(name: str, classes: tuple[str, ...], *, hidden: bool) -> tuple[Check, Json]:
    """A map whose values have one of these Java classes. Nulls are dropped, an empty map is as good as none.

    `hidden`: the entry that is wrong is not quoted.
    """

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, dict):
            found.append(problems.wrong_type(name, value, "Map"))
            return None
        kept = {key: value[key] for key in hash_order(list(value)) if value[key] is not None}
        for key, item in kept.items():
            if class_name(item) not in classes:
                quoted = None if hidden else (key, item)
                raise _at_once(found, problems.wrong_entry(name, quoted, classes))
        return kept or None

    allowed = [_CLASSES[kind] for kind in classes]
    return check, {"type": "object", "additionalProperties": {"anyOf": [{"type": "null"}, *allowed]}}


def words(name: str, keys: tuple[str, ...]) -> tuple[Check, Json]:
    """A map from some of these words, in any case, to texts that are not empty; stored in the order of `keys`.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/InputType.java
    """

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, dict):
            found.append(problems.wrong_type(name, value, "Map"))
            return None
        told = {}
        for key in hash_order(list(value)):
            if not isinstance(value[key], str) or not value[key]:
                raise _at_once(found, problems.no_translation(key, value[key]))
            word = key.strip(BLANKS).lower()
            if word not in keys:
                raise _at_once(found, problems.not_translatable(key, keys))
            told[word] = value[key]
        return {key: told[key] for key in keys if key in told}

    spelled = "|".join("".join(f"[{c}{c.upper()}]" for c in key) for key in keys)
    return check, {
        "type": "object",
        "propertyNames": {"pattern": rf"^[\x00-\x20]*(?:{spelled})[\x00-\x20]*$"},
        "additionalProperties": {"type": "string", "minLength": 1},
    }


def pairs(name: str, scope: str) -> tuple[Check, Json]:
    """A list of lists of two texts each; an empty one is as good as none."""

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, list):
            found.append(problems.wrong_type(name, value, "List"))
            return None
        for number, entry in enumerate(value):
            wrong = _wrong_pair(entry)
            if wrong is not None:
                raise _at_once(found, problems.wrong_pair(name, scope, number, wrong))
        return value or None

    pair = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string"}}
    return check, {"type": "array", "items": pair}


def _wrong_pair(entry: Json) -> str | None:
    if not isinstance(entry, list):
        return f"expected a list but the entry is [{class_name(entry)}]"
    if len(entry) != 2:
        return f"the tuple list size must be two, but was [{len(entry)}]"
    for place, item in zip(("first", "second"), entry, strict=True):
        if not isinstance(item, str):
            return f"the {place} element must be a string but was [{class_name(item)}]"
    return None


def _at_once(found: list[str], problem: str) -> ApiError:
    return errors.settings_invalid([*found, problem])
