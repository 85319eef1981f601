"""Who refers to what. Declared where a reference stands, asked in one place, for both products.

A rule says: records of collection `holder` name things of kind `kind`; `find` yields the ids one record names. Rules are
built from declarations (a processor option, a mapping parameter, an agent's tool parameter), see the products' modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .store import Store


class ReferenceRule(NamedTuple):
    """Records of `holder` name things of `kind`: "endpoint", "model", "connector", "pipeline", "group"."""

    kind: str
    holder: str
    find: Callable[[Any], Iterable[str]]


def referrers(store: Store, rules: Iterable[ReferenceRule], kind: str, id: str) -> dict[str, list[str]]:
    """The ids of the records that refer to `id`, by holder, in the holder's own order; holders without any are absent."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        if rule.kind != kind:
            continue
        for holder_id, record in store[rule.holder].items():
            if id in rule.find(record):
                ids = found.setdefault(rule.holder, [])
                if holder_id not in ids:
                    ids.append(holder_id)
    return found


def values_of_key(record: Any, key: str) -> Iterable[str]:
    """Every text that stands under `key`, at any depth."""
    if isinstance(record, dict):
        for name, value in record.items():
            if name == key and isinstance(value, str):
                yield value
            yield from values_of_key(value, key)
    elif isinstance(record, list):
        for item in record:
            yield from values_of_key(item, key)
