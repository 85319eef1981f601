"""The texts of a document that a processor's field map names.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/util/ProcessorDocumentUtils.java
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import java_class
from ...wire import Json

FieldMap = dict[str, Json]
"""Field -> target name, or the map of the object there."""


def unflattened(values: dict[str, Json]) -> dict[str, Any]:
    """The same with an object for every dotted key."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        inner = unflattened(value) if isinstance(value, dict) else value
        *parents, leaf = name.split(".") if name.strip(".") else [name]
        here = found
        for parent in parents:
            held = here.get(parent)
            here[parent] = here = dict(held) if isinstance(held, dict) else {}
        here[leaf] = {**here[leaf], **inner} if isinstance(inner, dict) and isinstance(here.get(leaf), dict) else inner
    return found


def check_sources(held: dict[str, Json], fields: FieldMap, *, empty: bool = True) -> None:
    """Mapped fields hold texts, lists of texts, or the objects the map goes into; absent ones are fine, `empty` ones may be."""
    for name, target in fields.items():
        value = held.get(name)
        if isinstance(value, list):
            for item in value:
                _check_item(name, item, target, empty)
        elif isinstance(value, dict):
            _check_object(name, value, target, empty)
        elif value is not None and not isinstance(value, str):
            raise illegal_argument(f"map type field [{name}] is neither string nor nested type, cannot process it")
        elif isinstance(value, str) and not (empty or value.strip()):
            raise illegal_argument(f"map type field [{name}] has empty string value, cannot process it")


def _check_item(name: str, item: Json, target: Json, empty: bool) -> None:
    problem = None
    if item is None:
        problem = "has null"
    elif isinstance(item, list):
        problem = "is nested list type"
    elif isinstance(item, dict):
        _check_object(name, item, target, empty)
    elif not isinstance(item, str):
        problem = "has non string value"
    elif not (empty or item.strip()):
        problem = "has empty string"
    if problem is not None:
        raise illegal_argument(f"list type field [{name}] {problem}, cannot process it")


def _check_object(name: str, value: dict[str, Json], target: Json, empty: bool) -> None:
    if not isinstance(target, dict):
        raise _does_not_match(name, value, target)
    check_sources(value, target, empty=empty)


def _does_not_match(name: str, value: Json, target: Json) -> ApiError:
    return illegal_argument(
        f"[{name}] configuration doesn't match actual value type, configuration type is: {java_class(target)}, "
        f"actual value type is: {java_class(value)}"
    )


def texts_of(held: dict[str, Json], fields: FieldMap) -> Iterator[str]:
    """The mapped texts that are not blank."""
    for name, target in fields.items():
        value = held.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and isinstance(target, dict):
                yield from texts_of(item, target)
            elif isinstance(item, str) and item.strip():
                yield item
