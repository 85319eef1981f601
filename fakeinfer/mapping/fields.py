"""A mapping as searches and documents use it: every field by its full path."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..wire import Json
from .types import FieldType, field_types, whole_kind

if TYPE_CHECKING:
    from ..cluster import State


class Field(NamedTuple):
    """One field. `steps` lead to its value in a source (a sub-field has its parent's), `nested` is the path of the nested
    object it lives in, "" outside of any."""

    path: str
    type: FieldType
    options: dict[str, Any]
    steps: tuple[str, ...]
    nested: str = ""

    @property
    def family(self) -> str:
        """What kind of values it holds, see `FieldType.family`."""
        return self.type.family

    @property
    def searchable(self) -> bool:
        """Whether `index: false` does not forbid to search it."""
        return self.options.get("index", True) not in (False, "false")


@dataclass(slots=True)
class Fields:
    """All fields and objects of one mapping."""

    fields: dict[str, Field] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Object and nested definitions by path; the root is under ""."""
    nested: dict[str, str] = field(default_factory=dict)
    """Nested objects: path -> path of the nested object around it, "" for none."""

    def get(self, path: str) -> Field | None:
        """The field at a path; below a flattened one every path is a field, with values of its own."""
        found = self.fields.get(path)
        if found is not None or "." not in path:
            return found
        parent, _, _ = path.rpartition(".")
        above = self.get(parent)
        if above is not None and above.family == "flat":
            return Field(path, above.type, above.options, tuple(path.split(".")), above.nested)
        return None


def fields_of(state: State, index: str) -> Fields:
    """The fields of an index, compiled once per version of its mapping."""
    record = state.store.get("indices", index)
    mappings = record["mappings"] if record else {}
    cache: dict[str, tuple[Any, Fields]] = state.memo.setdefault("fields", {})
    cached = cache.get(index)
    if cached is None or cached[0] is not mappings:
        cached = cache[index] = (mappings, compiled(mappings, field_types(state.contract)))
    return cached[1]


def compiled(mappings: Json, types: dict[str, FieldType]) -> Fields:
    """The fields of a mapping as `GET /{index}/_mapping` shows it."""
    found = Fields()
    _collect(mappings, types, "", "", found)
    return found


def _collect(definition: dict[str, Any], types: dict[str, FieldType], path: str, nested: str, found: Fields) -> None:
    found.objects[path] = definition
    if definition.get("enabled") in (False, "false"):
        return
    for name, sub in definition.get("properties", {}).items():
        full = f"{path}.{name}" if path else name
        type_name = sub.get("type", "object")
        if type_name == "nested":
            found.nested[full] = nested
            _collect(sub, types, full, full, found)
        elif type_name == "object":
            _collect(sub, types, full, nested, found)
        else:
            steps = tuple(full.split("."))
            kind = whole_kind(types.get(type_name) or FieldType(type_name, "stored"), sub, types)
            found.fields[full] = Field(full, kind, sub, steps, nested)
            for leaf, multi in sub.get("fields", {}).items():
                kind = types.get(multi.get("type", "")) or FieldType(multi.get("type", ""), "stored")
                found.fields[f"{full}.{leaf}"] = Field(f"{full}.{leaf}", kind, multi, steps, nested)
