"""How often vectors were searched for, for the statistics of the k-NN plugin: read it with `counted`.

Source: opensearch-project/k-NN:src/main/java/org/opensearch/knn/plugin/stats/KNNCounter.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...cluster import State

COUNTS = "knn_counts"


def count(state: State, *names: str) -> None:
    """One more of each."""
    counts = state.store[COUNTS]
    for name in names:
        counts[name] = counts.get(name, 0) + 1


def counted(state: State, name: str) -> int:
    """How many there were."""
    found: int = state.store[COUNTS].get(name, 0)
    return found


def count_query(state: State, kind: str, *, filtered: bool) -> None:
    """One more query in the k-NN query's words: "knn", "min_score" or "max_distance"."""
    count(state, f"{kind}_query_requests", *([f"{kind}_query_with_filter_requests"] if filtered else []))
