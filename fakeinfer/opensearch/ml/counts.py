"""What ML Commons counts: requests and failures of the node, by algorithm and action, and by model and action.

A record of `ml_counts` is {"requests": n, "failures": n}; ids are "", "breakers", "algorithms/<name>/<action>" and
"models/<id>/<action>". `monitoring_api.py` shows them. `opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/stats/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ...errors import ApiError

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "ml_counts"
NODE = ""
BREAKERS = "breakers"


def count(state: State, algorithm: str, action: str, *, model: str | None = None, failed: bool = False) -> None:
    """Count a request, or the failure of one, of an algorithm's action: "predict", "train", "deploy", "register", .."""
    _add(state, NODE, failed)
    _add(state, f"algorithms/{algorithm.lower()}/{action}", failed)
    if model is not None:
        count_model(state, model, action, failed=failed)


def count_model(state: State, model: str, action: str, *, failed: bool = False) -> None:
    """Count a request, or a failure, for a model alone: a new one is known when its request was counted already."""
    _add(state, f"models/{model}/{action}", failed)


@contextmanager
def counted(state: State, algorithm: str, action: str, model: str | None = None) -> Iterator[None]:
    """Count what happens inside as a request, and as a failure too when it is refused."""
    count(state, algorithm, action, model=model)
    try:
        yield
    except ApiError:
        count(state, algorithm, action, model=model, failed=True)
        raise


def requests(state: State) -> int:
    """Requests to the node."""
    return int(_record(state, NODE)["requests"])


def failures(state: State) -> int:
    """Requests to the node that failed."""
    return int(_record(state, NODE)["failures"])


def breaker_opened(state: State) -> None:
    """A request was refused because the node has too little left of something."""
    state.store.put(COLLECTION, BREAKERS, {"requests": times_breakers_opened(state) + 1, "failures": 0})


def times_breakers_opened(state: State) -> int:
    """How often that was."""
    return _record(state, BREAKERS)["requests"]


def times_asked(state: State, model: str, action: str) -> int:
    """How often something of that kind was asked of a model."""
    return _record(state, f"models/{model}/{action}")["requests"]


def by_action(state: State, kind: str) -> dict[str, Any]:
    """The counts of "algorithms" or "models", as the server shows them."""
    shown: dict[str, Any] = {}
    for id, record in state.store[COLLECTION].items():
        if not id.startswith(f"{kind}/"):
            continue
        name, action = id.removeprefix(f"{kind}/").rsplit("/", 1)
        counts = {"ml_action_request_count": record["requests"]}
        if record["failures"]:
            counts["ml_action_failure_count"] = record["failures"]
        shown.setdefault(name, {})[action] = counts
    return shown


def _add(state: State, id: str, failed: bool) -> None:
    record = _record(state, id)
    name = "failures" if failed else "requests"
    state.store.put(COLLECTION, id, {**record, name: record[name] + 1})


def _record(state: State, id: str) -> dict[str, int]:
    record: dict[str, int] = state.store.get(COLLECTION, id) or {"requests": 0, "failures": 0}
    return record
