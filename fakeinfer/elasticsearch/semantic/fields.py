"""Which fields of a mapping are `semantic_text`, where their texts come from, and what a document holds there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...formats.javatext import to_text
from ...wire import Json
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

ABSENT = object()


class SemanticField(NamedTuple):
    """One field and its definition."""

    path: str
    definition: Mapping[str, Any]
    sources: tuple[str, ...]
    """The fields whose texts it embeds: itself, and those that are copied to it."""


def semantic_fields(state: State, index: str, mappings: Mapping[str, Any]) -> tuple[SemanticField, ...]:
    """The semantic fields of an index, looked up once for a mapping."""
    known = state.memo.get(f"semantic fields of {index}")
    if known is None or known[0] is not mappings:
        known = state.memo[f"semantic fields of {index}"] = (mappings, _find(mappings))
    fields: tuple[SemanticField, ...] = known[1]
    return fields


def _find(mappings: Mapping[str, Any]) -> tuple[SemanticField, ...]:
    copies: dict[str, list[str]] = {}
    found: list[SemanticField] = []
    for path, definition, source in _all_fields(mappings.get("properties", {}), ""):
        targets = definition.get("copy_to") or ()
        for target in [targets] if isinstance(targets, str) else targets:
            copies.setdefault(target, []).append(path)
        if definition.get("type") == "semantic_text":
            found.append(SemanticField(path, definition, (source,)))
    return tuple(field._replace(sources=(*field.sources, *copies.get(field.path, ()))) for field in found)


def _all_fields(properties: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Every field with its definition and the field whose value it gets, which for a multi-field is its parent."""
    for name, definition in properties.items():
        full = path + name
        yield full, definition, full
        for sub, one in definition.get("fields", {}).items():
            yield f"{full}.{sub}", one, full
        yield from _all_fields(definition.get("properties", {}), f"{full}.")


def value_at(source: Json, path: str) -> Json:
    """The value of a field, whose name may be one key with dots or a way through objects; ABSENT when there is none."""
    if not isinstance(source, dict):
        return ABSENT
    if path in source:
        return source[path]
    first, dot, rest = path.partition(".")
    while dot:
        if first in source:
            inner = source[first]
            for item in inner if isinstance(inner, list) else [inner]:
                found = value_at(item, rest)
                if found is not ABSENT:
                    return found
        more, dot, rest = rest.partition(".")
        first = f"{first}.{more}"
    return ABSENT


def with_value(source: dict[str, Any], path: str, value: Json) -> dict[str, Any]:
    """The source with another value in a field that it has."""
    first, dot, rest = path.partition(".")
    if path in source or not dot or not isinstance(source.get(first), dict):
        return {**source, path: value}
    return {**source, first: with_value(source[first], rest, value)}


def texts_of(field: str, value: Json) -> list[str]:
    """The texts of a value; numbers and truths as Java writes them."""
    items = value if isinstance(value, list) else [value]
    if any(not isinstance(item, str | int | float) for item in items):
        raise errors.not_a_text(field, value)
    return [to_text(item) for item in items]
