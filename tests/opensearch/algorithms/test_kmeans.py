"""k-means: groups that lie apart are told apart, by each distance."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from fakeinfer.opensearch.algorithms.frames import Frame, result
from fakeinfer.opensearch.algorithms.kmeans import predict, train

NEAR_AND_FAR = [(1.0, 1.1), (1.2, 1.0), (0.9, 1.0), (9.0, 0.2), (9.1, 0.1), (8.8, 0.3)]


def clusters(points: Sequence[tuple[float, ...]], parameters: dict[str, object], seed: int = 1) -> list[int]:
    frame = result({"x": "DOUBLE", "y": "DOUBLE"}, points)
    found: Frame = predict(train(frame, parameters, seed), frame, {})
    return [int(row[0].number) for row in found.rows]


@pytest.mark.parametrize("distance_type", ["EUCLIDEAN", "L1", "COSINE"])
def test_two_groups_are_two_clusters(distance_type: str) -> None:
    found = {tuple(clusters(NEAR_AND_FAR, {"distance_type": distance_type}, seed)) for seed in range(8)}
    assert found & {(0, 0, 0, 1, 1, 1), (1, 1, 1, 0, 0, 0)}


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert clusters(NEAR_AND_FAR, {}, 5) == clusters(NEAR_AND_FAR, {}, 5)


def test_a_column_of_many_values_is_a_range() -> None:
    points = [(float(place), float(place % 2)) for place in range(120)]
    assert len(set(clusters(points, {"centroids": 3, "iterations": 20}))) > 1
