"""Changing a mapping: new fields are added, known ones may change what their type calls updatable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ApiError, illegal_argument
from ..wire import Json
from .options import java_text
from .types import Definition, FieldType, field_types, whole_kind

if TYPE_CHECKING:
    from ..cluster import State


def merged(state: State, old: Definition, new: Definition) -> Definition:
    """A mapping with another merged into it; both as they are printed. 400 for what cannot change."""
    result = {**old, **{key: value for key, value in new.items() if key != "properties"}}
    properties = _properties(state, old.get("properties", {}), new.get("properties", {}), "")
    if properties:
        result["properties"] = properties
    return result


def _properties(
    state: State, old: dict[str, Definition], new: dict[str, Definition], path: str
) -> dict[str, Definition]:
    result = dict(old)
    for name, definition in new.items():
        full = f"{path}.{name}" if path else name
        result[name] = _field(state, old[name], definition, full) if name in old else definition
    return dict(sorted(result.items()))


def _field(state: State, old: Definition, new: Definition, path: str) -> Definition:
    before, after = old.get("type", "object"), new.get("type", "object")
    objects = ("object", "nested")
    if before in objects or after in objects:
        if after not in objects:
            raise illegal_argument(f"can't merge a non object mapping [{path}] with an object mapping")
        if before not in objects:
            raise illegal_argument(f"can't merge a non object mapping [{path}] with an object mapping")
        if before != after:
            kind = "non nested" if before == "object" else "nested"
            other = "nested" if before == "object" else "non nested"
            raise illegal_argument(f"can't merge a {kind} mapping [{path}] with a {other} mapping")
        combined = {**old, **{key: value for key, value in new.items() if key != "properties"}}
        properties = _properties(state, old.get("properties", {}), new.get("properties", {}), path)
        if properties:
            combined["properties"] = properties
        return combined
    if before != after:
        raise illegal_argument(f"mapper [{path}] cannot be changed from type [{before}] to [{after}]")
    types = field_types(state.contract)
    if before not in types:
        return new
    kind_of_field = whole_kind(types[before], old, types)
    if kind_of_field.merge is not None:
        new = kind_of_field.merge(state, old, new, path)
    conflicts = _conflicts(kind_of_field, old, new)
    if conflicts:
        raise conflicting(path, conflicts)
    combined = dict(new)
    if "fields" in old or "fields" in new:
        combined["fields"] = _properties(state, old.get("fields", {}), new.get("fields", {}), path)
    return combined


def _conflicts(kind: FieldType, old: Definition, new: Definition) -> list[str]:
    return [
        f"Cannot update parameter [{name}] from [{_shown(old.get(name, option.default))}]"
        f" to [{_shown(new.get(name, option.default))}]"
        for name, option in kind.options.items()
        if not option.updatable and old.get(name, option.default) != new.get(name, option.default)
    ]


def conflicting(path: str, conflicts: list[str]) -> ApiError:
    """Options of a known field that may not change."""
    return illegal_argument(f"Mapper for [{path}] conflicts with existing mapper:\n\t" + "\n\t".join(conflicts))


def _shown(value: Json) -> str:
    return java_text(value)
