"""Which models the node holds in memory. A model's document only says what was written last; this says what runs.

A record of `ml_deployed` is {"nodes": [..], "requests": n, "answers": n, "used": millis}, by model id. The server forgets a model
that nobody asked for the time it may live (`deploy_setting.model_ttl_minutes`) when its nodes next agree on who holds what; here
that is noticed as soon as somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.indices import MODELS

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "ml_deployed"
SYNC_UP = "plugins.ml_commons.sync_up_job_interval_in_seconds"
REMEMBERED = "plugins.ml_commons.monitoring_request_count"
MINUTE = 60_000


def deployed_models(state: State) -> dict[str, Any]:
    """The models in memory."""
    forget_unused(state)
    return state.store[COLLECTION]


def hold(state: State, id: str, nodes: list[str]) -> None:
    """Take a model into memory."""
    record = state.store.get(COLLECTION, id) or {"requests": 0, "answers": 0}
    state.store.put(COLLECTION, id, {**record, "nodes": nodes, "used": state.clock.millis})


def let_go(state: State, id: str) -> bool:
    """Drop a model from memory; whether it was there."""
    return state.store.delete(COLLECTION, id)


@contextmanager
def asked(state: State, id: str) -> Iterator[None]:
    """A model is asked something inside: that counts as using it, and its answers are remembered for its profile."""
    _note(state, id, "requests")
    yield
    _note(state, id, "answers")


def forget_unused(state: State) -> None:
    """Undeploy models that nobody asked for too long, if anything looks for them."""
    if not state.store[COLLECTION] or setting(state, SYNC_UP) == 0:
        return
    for id, record in list(state.store[COLLECTION].items()):
        model = ml_indices.peek(state, MODELS, id) or {}
        minutes = (model.get("deploy_setting") or {}).get("model_ttl_minutes", -1)
        if minutes > 0 and state.clock.millis - record["used"] > minutes * MINUTE:
            let_go(state, id)
            write_undeployed(state, id)


def write_undeployed(state: State, id: str) -> None:
    """Say in a model's document that no node holds it."""
    undeployed = {
        "model_state": "UNDEPLOYED",
        "last_updated_time": state.clock.millis,
        "planning_worker_node_count": 0,
        "current_worker_node_count": 0,
        "planning_worker_nodes": None,
    }
    ml_indices.change(state, MODELS, id, undeployed)


def _note(state: State, id: str, name: str) -> None:
    record = state.store.get(COLLECTION, id)
    if record is not None:
        most = setting(state, REMEMBERED)
        counted = min(record[name] + 1, most)
        state.store.put(COLLECTION, id, {**record, name: counted, "used": state.clock.millis})
