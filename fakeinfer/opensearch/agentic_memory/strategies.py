"""How a container makes long-term memories of conversations: its strategies, read, checked, merged.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/memorycontainer/MemoryStrategy.java`,
`plugin/src/main/java/org/opensearch/ml/utils/StrategyMergeHelper.java`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ...formats.javatext import hash_order
from ..ml.values import text_of, truth
from . import configuration_errors, errors

if TYPE_CHECKING:
    from ...cluster import State

KINDS = ("SEMANTIC", "USER_PREFERENCE", "SUMMARY")
Strategy = dict[str, Any]


def read(given: Mapping[str, Any]) -> Strategy:
    """A strategy as it was sent; what it does not say is None."""
    kind, enabled = text_of(dict(given), "type"), given.get("enabled")
    if kind is not None and kind.upper() not in KINDS:
        raise configuration_errors.unknown_strategy(kind)
    namespace = given.get("namespace")
    return {
        "id": text_of(dict(given), "id"),
        "enabled": None if enabled is None else truth(enabled),
        "type": None if kind is None else kind.upper(),
        "namespace": None if namespace is None else [text_of({"": key}, "") for key in namespace],
        "configuration": given.get("configuration") or None,
    }


def check(strategy: Strategy) -> None:
    """A strategy says by what its memories are kept apart."""
    if not strategy["namespace"]:
        raise configuration_errors.strategy_needs_namespace()


def begun(state: State, strategy: Strategy) -> Strategy:
    """A new strategy as it is kept: with an id, and at work unless it is not to be."""
    id = strategy["id"]
    if not id or not id.strip():
        if strategy["type"] is None:
            raise errors.internal()
        id = f"{strategy['type'].lower()}_{drawn(state)}"
    return tidied({**strategy, "id": id, "enabled": strategy["enabled"] is not False})


def tidied(strategy: Strategy) -> Strategy:
    """A strategy as it is shown."""
    return {name: value for name, value in strategy.items() if value is not None}


def merged(state: State, kept: Sequence[Strategy], updates: Sequence[Strategy]) -> list[Strategy]:
    """Strategies after an update: those that it names by id are changed, others are new; in the order of a hash map."""
    by_id = {strategy["id"]: strategy for strategy in kept}
    for update in updates:
        id = update["id"]
        if not id or not id.strip():
            check(update)
            new = begun(state, {**update, "id": None})
            by_id[new["id"]] = new
            continue
        existing = by_id.get(id)
        if existing is None:
            raise configuration_errors.strategy_not_found(id)
        if update["type"] not in (None, existing.get("type")):
            raise configuration_errors.strategy_type_is_fixed(existing["type"], update["type"], id)
        by_id[id] = {**existing, **{name: update[name] for name in update if update[name] is not None}}
        check({"namespace": None, **by_id[id]})
    return [by_id[id] for id in hash_order(list(by_id))]


def drawn(state: State) -> str:
    """Eight hexadecimal digits, as the beginning of a UUID."""
    return uuid(state)[:8]


def uuid(state: State) -> str:
    """A random UUID."""
    digits = hashlib.blake2b(state.ids.auto_id().encode(), digest_size=16).hexdigest()
    return str(UUID(hex=digits, version=4))
