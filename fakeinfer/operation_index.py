"""Which module declares which operation, known without importing it: a first server loads what is asked for, and no more.

`<product>/operations.json` is generated (`python -m fakeinfer.coverage`) from the declarations, which stay the truth: a module
whose file has another size than in the index, or is not in it, is imported and asked. A test holds the two equal.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .operations import Operation, Route, declared_in
from .versions import Span

PACKAGE = Path(__file__).parent


class Entry(NamedTuple):
    """An operation as the index knows it."""

    id: str
    module: str
    span: Span
    routes: tuple[Route, ...]

    def load(self) -> Operation:
        """The operation, from its module."""
        return operations_of(self.module)[self.id]


class Operations(Mapping[str, Operation]):
    """The operations of one version by id, each loaded when it is looked at."""

    __slots__ = ("entries",)

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries

    def __getitem__(self, id: str) -> Operation:
        return self.entries[id].load()

    def __contains__(self, id: object) -> bool:
        return id in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@cache
def operations_of(module: str) -> Mapping[str, Operation]:
    """What a module declares, by id; it is imported."""
    return {op.id: op for op in declared_in(importlib.import_module(module))}


def entries(product: str, modules: Iterable[str]) -> Iterator[Entry]:
    """What modules declare for any version, in their order."""
    known = _index(product)
    for module in modules:
        listed = known.get(module)
        if listed is None:
            for op in operations_of(module).values():
                yield Entry(op.id, module, op.span, op.routes)
        else:
            yield from listed


@lru_cache(maxsize=8)
def _index(product: str) -> dict[str, tuple[Entry, ...]]:
    """The modules that the index of a product knows as they are now."""
    try:
        written: dict[str, Any] = json.loads(file_of(product).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return {
        module: tuple(
            Entry(id, module, _span(span), tuple(_route(*route) for route in routes))
            for id, span, routes in about["operations"]
        )
        for module, about in written.items()
        if _size(module) == about["size"]
    }


@lru_cache(maxsize=64)
def _spanned(since: str | None, until: str | None) -> Span:
    return Span(since, until)


def _span(edges: list[str | None]) -> Span:
    return _spanned(*edges)


def _route(method: str, path: str, span: list[str | None], replaced_by: str | None) -> Route:
    return Route(method, path, _span(span), replaced_by)


def _size(module: str) -> int | None:
    """How long a module's file is; None for one that is no file of this package."""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    for file in (f"{path}.py", f"{path}/__init__.py"):
        try:
            return os.stat(file).st_size
        except OSError:
            continue
    return None


def file_of(product: str) -> Path:
    """Where a product's index is."""
    return PACKAGE / product / "operations.json"


def written(modules: Iterable[str]) -> str:
    """The index of these modules, which are imported: a line an operation."""
    parts = []
    for module in sorted(modules):
        lines = [
            json.dumps(
                [
                    op.id,
                    [op.span.since, op.span.until],
                    [[r.method, r.path, [r.span.since, r.span.until], r.replaced_by] for r in op.routes],
                ]
            )
            for op in operations_of(module).values()
        ]
        head = f'{json.dumps(module)}: {{"size": {_size(module)}, "operations": ['
        parts.append(head + "".join(f"\n  {line}," for line in lines).rstrip(",") + "]}")
    return "{" + ",\n".join(parts) + "}\n"
