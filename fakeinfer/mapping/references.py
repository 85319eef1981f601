"""Ids that mappings hold: options of field types that are declared to refer to something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from .types import declared_types


def referring(kind: str, *modules: str) -> Callable[[dict[str, Any]], Iterable[str]]:
    """What finds the ids of things of `kind` in an index's record, by the field types that `modules` declare."""

    def find(record: dict[str, Any]) -> Iterable[str]:
        return _ids(record["mappings"], _options(kind, modules))

    return find


@lru_cache(maxsize=16)
def _options(kind: str, modules: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (declared.name, name)
        for module in modules
        for declared in declared_types(module)
        for name, option in declared.options.items()
        if option.refers_to == kind
    )


def _ids(definition: dict[str, Any], options: frozenset[tuple[str, str]]) -> Iterable[str]:
    for inside in ("properties", "fields"):
        for field in definition.get(inside, {}).values():
            for type_name, option in sorted(options):
                if field.get("type") == type_name and option in field:
                    yield field[option]
            yield from _ids(field, options)
