"""Indices as answers show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..search.values import iso
from ..wire import Json
from . import find
from .registered import registered
from .settings import Flat, flattened, nested

if TYPE_CHECKING:
    from ..cluster import State

FEATURES = ("aliases", "mappings", "settings")


def shown_settings(
    state: State, index: str, own: Flat, *, flat: bool = False, readable: bool = False
) -> dict[str, Any]:
    """All settings of an index; `own` are those that the product puts in place itself. `readable`: with dates people read."""
    record = find(state, index)
    settings: Flat = {
        **own,
        "index.number_of_shards": "1",
        "index.number_of_replicas": "1",
        **flattened(record["settings"]),
        "index.provided_name": index,
        "index.creation_date": str(record["created_millis"]),
        "index.uuid": record["uuid"],
        **({"index.creation_date_string": iso(record["created_millis"])} if readable else {}),
    }
    return dict(sorted(settings.items())) if flat else nested(settings)


def shown_defaults(state: State, index: str, own: Flat, *, flat: bool = False) -> dict[str, Any]:
    """What the settings are that nobody said."""
    said = shown_settings(state, index, own, flat=True)
    defaults: Flat = {
        name: setting.default
        for name, setting in sorted(registered(state).items())
        if setting.default is not None and name not in said
    }
    return defaults if flat else nested(defaults)


def shown_index(
    state: State,
    index: str,
    own: Flat,
    *,
    features: Iterable[str] = FEATURES,
    flat: bool = False,
    readable: bool = False,
) -> dict[str, Json]:
    """One index of `GET /{index}`; what was not asked for is empty."""
    record = find(state, index)
    wanted = set(features)
    return {
        "aliases": record["aliases"] if "aliases" in wanted else {},
        "mappings": record["mappings"] if "mappings" in wanted else {},
        "settings": shown_settings(state, index, own, flat=flat, readable=readable) if "settings" in wanted else {},
    }
