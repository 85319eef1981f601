"""`rcf_summarize`: as many clusters as lie apart, the largest first."""

from __future__ import annotations

from collections.abc import Sequence

from fakeinfer.opensearch.algorithms.frames import result
from fakeinfer.opensearch.algorithms.summarize import predict, train


def clusters(points: Sequence[tuple[float, ...]], **parameters: object) -> list[int]:
    frame = result({"x": "DOUBLE", "y": "DOUBLE"}, points)
    return [int(row[0].number) for row in predict(train(frame, parameters, 1), frame, {}).rows]


def test_what_lies_together_is_joined_below_the_most_that_are_allowed() -> None:
    """Observed: opensearch 2.19.1 finds two clusters where three are allowed."""
    assert clusters([(1, 1), (1.1, 1), (9, 9), (9.1, 9), (1, 1.1)], max_k=3) == [0, 0, 1, 1, 0]


def test_the_largest_cluster_is_the_first() -> None:
    assert clusters([(1, 1), (9, 9), (9.1, 9), (9, 9.1)], max_k=2, distance_type="L1") == [1, 0, 0, 0]


def test_many_points_are_summarized_too() -> None:
    points = [(place % 20 / 100, 0.0) for place in range(200)] + [(5.0, 5.0)] * 10
    found = clusters(points, max_k=4)
    assert len(set(found)) == 2
    assert len(set(found[:200])) == 1
