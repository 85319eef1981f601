"""Which models the node holds in memory. A model's document only says what was written last; this says what runs.

A record of `ml_deployed` is {"nodes": [..]}, by model id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..cluster import State

COLLECTION = "ml_deployed"


def deployed_models(state: State) -> dict[str, Any]:
    """The models in memory."""
    return state.store[COLLECTION]


def hold(state: State, id: str, nodes: list[str]) -> None:
    """Take a model into memory."""
    state.store.put(COLLECTION, id, {"nodes": nodes})


def let_go(state: State, id: str) -> bool:
    """Drop a model from memory; whether it was there."""
    return state.store.delete(COLLECTION, id)
