"""Which options of a definition name other things: endpoints, models, pipelines. Built from the declarations."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from .declaring import declared_in


@lru_cache(maxsize=32)
def naming_options(modules: tuple[str, ...], kind: str) -> dict[str, tuple[str, ...]]:
    """Processor type -> its options that hold an id of `kind`."""
    found: dict[str, tuple[str, ...]] = {}
    for module in modules:
        for type in declared_in(importlib.import_module(module)):
            names = tuple(option.name for option in type.options if option.refers_to == kind)
            if names:
                found[type.name] = names
    return found


def processors_of(definition: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every processor of a definition, at any depth: in handlers, in `foreach`, in the pipeline's own handlers."""
    if isinstance(definition, dict):
        lists = [definition.get("processors"), definition.get("on_failure")]
        inner = definition.get("processor")
        for entries in (*lists, [inner] if isinstance(inner, dict) else None):
            for type, config in entries_of(entries):
                yield type, config
                yield from processors_of(config)


def entries_of(entries: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The processors of one list, those that are well-formed."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            for type, config in entry.items():
                if isinstance(config, dict):
                    yield type, config


def named_by(modules: tuple[str, ...], kind: str, definition: Any) -> Iterable[str]:
    """The ids of `kind` that any processor of a definition names."""
    naming = naming_options(modules, kind)
    for type, config in processors_of(definition):
        for name in naming.get(type, ()):
            if isinstance(config.get(name), str):
                yield config[name]
