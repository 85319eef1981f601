"""Changing the settings of indices that are there, closing and opening them.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/cluster/metadata/MetadataUpdateSettingsService.java;
order of checks observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import illegal_argument, request_invalid
from ..wire import Json
from . import COLLECTION, find
from .blocks import with_blocks
from .dialect import dialect_of
from .registered import Registered, registered
from .settings import STATIC_GROUPS, Flat, flattened, refuse_unknown

if TYPE_CHECKING:
    from ..cluster import State

TEXT = Registered()
STATIC = Registered(kind="static")


def _registered(state: State, name: str) -> Registered:
    return STATIC if name.startswith(STATIC_GROUPS) else registered(state).get(name, TEXT)


def change_settings(
    state: State,
    names: Iterable[str],
    settings: Json,
    *,
    preserve_existing: bool = False,
    reopen: bool = False,
) -> None:
    """Put settings into indices; null takes one back. All indices take them, or none.

    `reopen` closes and opens indices for those settings that do not change on open ones.
    """
    flat = flattened(settings, nulls=True)
    if not flat:
        raise request_invalid("no settings to update")
    _check(state, flat)
    records = {name: find(state, name) for name in names}
    kept = {name for name in flat if _registered(state, name).kind != "dynamic"}
    opened = [f"[{name}/{record['uuid']}]" for name, record in records.items() if "closed" not in record]
    if kept and opened and not reopen:
        raise dialect_of(state).static_settings(state, sorted(kept), opened)
    for name in records:
        for key in sorted(kept):
            if _registered(state, key).kind == "final":
                raise illegal_argument(f"final {name} setting [{key}], not updateable")
    for name, record in records.items():
        state.store.put(COLLECTION, name, _changed(record, flat, preserve_existing))


def _check(state: State, flat: Flat) -> None:
    refuse_unknown(state, {name: value for name, value in sorted(flat.items()) if "*" not in name})
    for name in sorted(flat):
        kind = _registered(state, name).kind
        if kind in ("private", "internal"):
            managed = f"managed by {dialect_of(state).maker}" if kind == "private" else "managed via a dedicated API"
            raise illegal_argument(f"can not update {kind} setting [{name}]; this setting is {managed}")


def _changed(record: dict[str, Any], flat: Flat, preserve_existing: bool) -> dict[str, Any]:
    before = flattened(record["settings"])
    after = dict(before)
    for name, value in flat.items():
        if preserve_existing and name in before:
            continue
        if value is None:
            for gone in [key for key in after if _means(name, key)]:
                del after[gone]
        else:
            after[name] = value
    return with_blocks({**record, "settings": after})


def _means(pattern: str, name: str) -> bool:
    if pattern.endswith("*"):
        return name.startswith(pattern[:-1])
    return name == pattern


def close(state: State, index: str) -> None:
    """Close an index: its documents stay, and nobody gets at them."""
    record = find(state, index)
    settings = {**flattened(record["settings"]), "index.verified_before_close": "true"}
    state.store.put(COLLECTION, index, {**record, "settings": settings, "closed": True})


def open_again(state: State, index: str) -> None:
    """Open a closed index; one that is open stays so."""
    record = find(state, index)
    settings = {
        name: value for name, value in flattened(record["settings"]).items() if name != "index.verified_before_close"
    }
    rest = {key: value for key, value in record.items() if key != "closed"}
    state.store.put(COLLECTION, index, {**rest, "settings": settings})


def put_block(state: State, index: str, block: str) -> None:
    """Have an index forbid something, as if its settings said so."""
    record = find(state, index)
    settings = {**flattened(record["settings"]), f"index.blocks.{block}": "true"}
    state.store.put(COLLECTION, index, with_blocks({**record, "settings": settings}))


def take_block(state: State, index: str, block: str) -> None:
    """Have an index allow it again."""
    record = find(state, index)
    settings = {name: value for name, value in flattened(record["settings"]).items() if name != f"index.blocks.{block}"}
    state.store.put(COLLECTION, index, with_blocks({**record, "settings": settings}))
