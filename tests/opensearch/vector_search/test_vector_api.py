"""The operations of the k-NN plugin."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ok, refused
from tests.opensearch.vector_search.vectors import found, vector_index


def node(fake: Cluster, stat: str = "_all") -> dict[str, Any]:
    (told,) = ok(fake, "GET", f"/_plugins/_knn/stats/{stat}")["nodes"].values()
    assert isinstance(told, dict)
    return told


def test_searches_are_counted() -> None:
    fake = Cluster("opensearch", "2.19")
    vector_index(fake, [[1, 0], [0, 1]])
    found(fake, {"knn": {"v": {"vector": [0, 0], "k": 2}}})
    found(fake, {"knn": {"v": {"vector": [0, 0], "k": 2, "filter": {"match_all": {}}}}})
    found(fake, {"knn": {"v": {"vector": [0, 0], "min_score": 0.1}}})
    params = {"field": "v", "query_value": [1, 0], "space_type": "l2"}
    script = {"lang": "knn", "source": "knn_score", "params": params}
    found(fake, {"script_score": {"query": {"match_all": {}}, "script": script}})
    told = node(fake)
    assert (told["knn_query_requests"], told["knn_query_with_filter_requests"]) == (2, 1)
    assert (told["min_score_query_requests"], told["max_distance_query_requests"]) == (1, 0)
    assert (told["script_query_requests"], told["script_compilations"]) == (1, 1)
    assert told["lucene_initialized"]
    assert not told["faiss_initialized"]


@pytest.mark.parametrize(("version", "number"), [("2.10", 28), ("2.11", 29), ("2.15", 33), ("3.0", 34)])
def test_newer_servers_tell_more(version: str, number: int) -> None:
    assert len(node(Cluster("opensearch", version))) == number


def test_single_statistics_are_chosen() -> None:
    fake = Cluster("opensearch", "2.19")
    assert node(fake, "hit_count,miss_count") == {"hit_count": 0, "miss_count": 0}
    assert "circuit_breaker_triggered" not in ok(fake, "GET", "/_plugins/_knn/stats/hit_count")


def test_models_are_not_trained() -> None:
    fake = Cluster("opensearch", "2.19")
    assert refused(fake, "POST", "/_plugins/_knn/models/_train", {"dimension": 2})[0] == 501
    assert refused(fake, "GET", "/_plugins/_knn/models/m")[0] == 404
