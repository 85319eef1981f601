"""Sparse queries in two phases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.opensearch.search_running.searching import cluster_of, through

SPARSE = {"neural_sparse": {"v": {"query_tokens": {"a": 1.0}}}}


@pytest.mark.parametrize(
    ("version", "body", "refused"),
    [
        ("3.8", {"query": SPARSE}, True),
        ("3.8", {"query": {"bool": {"should": [SPARSE]}}}, True),
        ("3.8", {"query": {"bool": {"must": [SPARSE]}}}, False),
        ("3.8", {"query": {"match_all": {}}}, False),
        ("3.8", {"query": SPARSE, "sort": "n"}, False),
        ("3.8", {"query": SPARSE, "sort": ["_score"]}, True),
        ("3.8", {"query": SPARSE, "sort": [{"_score": "asc"}]}, False),
        ("3.7", {"query": SPARSE, "sort": "n"}, True),
        ("3.8", {"query": SPARSE, "size": 5}, False),
    ],
)
def test_the_second_phase_looks_at_so_many(version: str, body: dict[str, Any], refused: bool) -> None:
    cluster = cluster_of(version)
    phases = {"prune_ratio": 0.4, "expansion_rate": 10.0, "max_window_size": 50}
    answer = through(
        cluster, {"size": 6, **body}, request={"neural_sparse_two_phase_processor": {"two_phase_parameter": phases}}
    )
    assert ("window size" in str(answer)) == refused, answer
