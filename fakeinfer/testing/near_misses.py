"""Near misses: what exists that resembles what was asked for. Used by failing assertions and failure reports only."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from ..contract import PRODUCTS, contract_for
from ..nearness import likeness
from ..operation_names import either, operations_of_all_versions, span_text

if TYPE_CHECKING:
    from ..contract import Contract
    from ..store import Store

_ALIKE = 0.55
_IDS_LOOKED_AT = 2_000
_BOOKKEEPING = ("sequences", "tombstones")
"""Collections whose ids are those of others."""


def routes(contract: Contract, method: str, path: str) -> list[str]:
    """What a request that led nowhere was perhaps meant to be: of another version, of the other product, or spelled so."""
    version = contract.version
    for op in operations_of_all_versions(contract.product):
        for route in op.routes:
            if (
                route.method == method
                and _fits(route.path, path)
                and not (version in op.span and version in route.span)
            ):
                span = route.span if version in op.span else op.span
                return [f"{method} {route.path} ({op.id}) exists {span_text(span)}; this is {version}"]
            if op.feature is not None and route.method == method and _fits(route.path, path):
                return [f"{method} {route.path} ({op.id}) is there on a cluster that is started with {op.feature}=True"]
    there = contract.trie.find(path)
    if there is not None and method in there.node.targets:
        return []  # it was refused before its route was looked for: headers, credentials
    for other in PRODUCTS:
        match = contract_for(other).trie.find(path) if other != contract.product.name else None
        target = match.node.targets.get(method) if match else None
        if target is not None:
            return [
                f"{method} {target.route.path} ({target.operation.id}) is {other}'s; this is {contract.product.name}"
            ]
    scored = []
    for op in contract.operations.values():
        for route in op.routes:
            score = _resemblance(route.path, path) + (0.05 if route.method == method else 0)
            if version in route.span and score > _ALIKE and _share_a_word(route.path, path):
                scored.append((-score, route.path, f"{route.method} {route.path} ({op.id})"))
    return [text for _, _, text in sorted(scored)[:3]]


def ids(store: Store, asked: Iterable[str]) -> list[str]:
    """Ids that exist and resemble the ones asked for, by collection."""
    found = []
    for id in dict.fromkeys(asked):
        if any(id in records for name, records in store.collections.items() if not name.startswith(_BOOKKEEPING)):
            continue
        for collection, records in store.collections.items():
            known = [key for key in islice(records, _IDS_LOOKED_AT) if isinstance(key, str)]
            near = get_close_matches(id, known, n=3, cutoff=0.6) if not collection.startswith(_BOOKKEEPING) else []
            if near:
                found.append(f"{id!r}: there is {either(map(repr, near))} {_place(collection)}")
    return found


def _place(collection: str) -> str:
    kind, _, index = collection.partition(":")
    return f"in index {index}" if kind == "docs" else f"in {collection.replace('_', ' ')}"


def names(name: str, known: Iterable[str]) -> str:
    """A question that suggests a name, or nothing."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _fits(template: str, path: str) -> bool:
    wanted, got = _segments(template), _segments(path)
    return len(wanted) == len(got) and all(t.startswith("{") or t == p for t, p in zip(wanted, got, strict=True))


def _resemblance(template: str, path: str) -> float:
    """1 for a path of this template, less for each segment that is missing, added or spelled differently."""
    wanted, got = _segments(template), _segments(path)
    if not wanted or not got:
        return 0
    previous = [float(n) for n in range(len(got) + 1)]
    for i, segment in enumerate(wanted, 1):
        current = [float(i)]
        for j, other in enumerate(got, 1):
            swapped = previous[j - 1] + _difference(segment, other)
            current.append(min(previous[j] + 1, current[-1] + 1, swapped))
        previous = current
    return 1 - previous[-1] / max(len(wanted), len(got))


def _share_a_word(template: str, path: str) -> bool:
    """Whether a fixed segment of the template stands in the path, more or less."""
    fixed = [segment for segment in _segments(template) if not segment.startswith("{")]
    return any(_difference(segment, other) < 0.4 for segment in fixed for other in _segments(path))


@lru_cache(maxsize=4096)
def _difference(segment: str, other: str) -> float:
    if segment.startswith("{"):
        return 0.7 if other.startswith("_") else 0.1  # ids rarely look like `_something`
    return 1 - likeness(segment, other)
