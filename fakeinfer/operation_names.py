"""The names that users know operations by: their ids and what they are also called. What a pattern of theirs can match."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .operations import Operation, declared_in
from .versions import Span

if TYPE_CHECKING:
    from .cluster import State
    from .contract import Contract, Product


def names_of_call(state: State, operation: Operation, path: Mapping[str, str]) -> tuple[str, ...]:
    """The names of one call of an operation, its id first."""
    alias = operation.also_called.of(state, path) if operation.also_called is not None else None
    return (operation.id,) if alias is None else (operation.id, alias)


def matches(pattern: str, names: Iterable[str]) -> bool:
    """Whether one of the names fits the pattern (`inference.*`)."""
    return any(fnmatchcase(name, pattern) for name in names)


def known_names(contract: Contract) -> dict[str, Operation]:
    """Every name that a call of this version can have."""
    found = dict(contract.operations)
    for op in contract.operations.values():
        if op.also_called is not None:
            found |= {name: op for name, span in op.also_called.names.items() if contract.version in span}
    return found


def operations_meant(contract: Contract, pattern: str) -> list[Operation]:
    """The operations whose calls a pattern can match."""
    return [op for name, op in known_names(contract).items() if fnmatchcase(name, pattern)]


def why_unknown(contract: Contract, pattern: str) -> str | None:
    """Why no call of this version can match `pattern`, with what was perhaps meant; None when one can."""
    known = known_names(contract)
    if any(fnmatchcase(name, pattern) for name in known):
        return None
    fake = f"{contract.product.name} {contract.version}"
    elsewhere = {name: span for name, span in _names_of_all_versions(contract.product) if fnmatchcase(name, pattern)}
    if elsewhere:
        spans = ", ".join(f"{name} exists {span_text(span)}" for name, span in elsewhere.items())
        return f"{fake} has no operation {pattern!r}: {spans}."
    from difflib import get_close_matches  # asked for by who misspelt a name

    candidates = list(known)
    if "*" in pattern:
        candidates = list(dict.fromkeys(f"{name.rpartition('.')[0]}.*" for name in known if "." in name))
    near = get_close_matches(pattern, candidates, n=3, cutoff=0.6)
    hint = f" Did you mean {either(map(repr, near))}?" if near else ""
    return f"{fake} has no operation {pattern!r}.{hint}"


def operations_of_all_versions(product: Product) -> Iterator[Operation]:
    """Every operation that the product declares."""
    for module in product.all_modules:
        yield from declared_in(importlib.import_module(module))


def _names_of_all_versions(product: Product) -> Iterator[tuple[str, Span]]:
    for op in operations_of_all_versions(product):
        yield op.id, op.span
        if op.also_called is not None:
            yield from op.also_called.names.items()


def span_text(span: Span) -> str:
    """`since 8.13`, `until 9.0`, or both."""
    since = f"since {span.since}" if span.since else ""
    until = f"until {span.until}" if span.until else ""
    return " ".join(part for part in (since, until) if part)


def either(texts: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = texts
    return f"{', '.join(first)} or {last}" if first else last
