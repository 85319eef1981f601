"""What Painless allows: classes by their simple names, with what they have, as a server lists it (observed: opensearch 2.19.1).

`whitelist.json` holds for each class its full name (`is`), the classes it is one of (`above`), constructors (`new`), static
methods, methods of its own (`has`) and constants. A method is `name/arguments` and the types of result and parameters.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

Signature = tuple[str, ...]
"""The types of the result and of the parameters."""


class Class(NamedTuple):
    """A class."""

    full: str
    above: tuple[str, ...]
    constructors: tuple[Signature, ...]
    statics: dict[str, str]
    methods: dict[str, str]
    constants: dict[str, str]


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("whitelist.json").read_text("utf-8"))
    return held


@lru_cache(maxsize=512)
def class_named(name: str) -> Class | None:
    """The class of a simple name; None for one that scripts do not know."""
    held = _data().get(name)
    if held is None:
        return None
    above = tuple(held.get("above", "").split())
    made = tuple(tuple(types.split()) for types in held.get("new", ()))
    return Class(held["is"], above, made, held.get("static", {}), held.get("has", {}), held.get("fields", {}))


@lru_cache(maxsize=4096)
def method_of(type: str, key: str) -> Signature | None:
    """The method of a class or of one above it."""
    known = class_named(type)
    if known is None:
        return None
    for name in (type, *known.above):
        held = class_named(name)
        if held is not None and key in held.methods:
            return tuple(held.methods[key].split())
    return None


def static_of(owner: str, key: str) -> Signature | None:
    """The static method of a class."""
    known = class_named(owner)
    found = None if known is None else known.statics.get(key)
    return None if found is None else tuple(found.split())


def has_anywhere(key: str) -> bool:
    """Whether any class at all has such a method."""
    return any(key in held.get("has", ()) for held in _data().values())


def is_one_of(type: str, other: str) -> bool:
    """Whether each value of a type is one of another."""
    if type == other or other == "Object":
        return True
    known = class_named(type)
    return known is not None and other in known.above
