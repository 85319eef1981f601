"""k-means: points around the nearest of some centres, as the library does it that the server trains with.

Centres begin at random values of each column; a centre that no point is near falls to zero. The server seeds itself with the time,
so which number a cluster gets is nobody's promise; here it depends on the cluster's seed. `opensearch-project/ml-commons:
ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/clustering/KMeans.java`, oracle/tribuo:Clustering/KMeans/.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from .frames import Frame, result
from .matrices import by_feature, manhattan, rows_of
from .parameters import Refused
from .splittable import SplittableRandom

_CATEGORIES = 50
"""With more different values than these a column is a range to draw from."""


def check(parameters: dict[str, Any]) -> None:
    """Numbers below one are refused."""
    if parameters.get("centroids", 1) <= 0:
        raise Refused("K should be positive.")
    if parameters.get("iterations", 1) <= 0:
        raise Refused("Iterations should be positive.")


def train(frame: Frame, parameters: dict[str, Any], seed: int) -> dict[str, Any]:
    """The centres, by column."""
    names, points = by_feature(frame.names, frame.points())
    distance_type = parameters.get("distance_type", "EUCLIDEAN")
    random = SplittableRandom(seed).split()
    columns = list(zip(*points, strict=True))
    centres = [[_draw(column, random) for column in columns] for _ in range(parameters.get("centroids", 2))]
    assigned: list[int] = []
    for _ in range(parameters.get("iterations", 10)):
        nearest = [_nearest(point, centres, distance_type) for point in points]
        centres = [_mean(points, nearest, number) for number in range(len(centres))]
        if nearest == assigned:
            break
        assigned = nearest
    return {"names": names, "centres": centres, "distance_type": distance_type}


def predict(content: dict[str, Any], frame: Frame, _parameters: dict[str, Any]) -> Frame:
    """The number of the nearest centre of each row."""
    points = rows_of(frame, content["names"], "-1")
    found = [[_nearest(point, content["centres"], content["distance_type"])] for point in points]
    return result({"ClusterID": "INTEGER"}, found)


def _draw(column: Sequence[float], random: SplittableRandom) -> float:
    values = list(dict.fromkeys(column))
    if len(values) <= _CATEGORIES:
        return random.choice(values)
    return random.next_double() * max(values) - min(values)


def _mean(points: list[list[float]], nearest: list[int], number: int) -> list[float]:
    mine = [point for point, centre in zip(points, nearest, strict=True) if centre == number]
    return [math.fsum(values) / len(mine) for values in zip(*mine, strict=True)] if mine else [0.0] * len(points[0])


def _nearest(point: Sequence[float], centres: Sequence[Sequence[float]], distance_type: str) -> int:
    distance = _DISTANCES[distance_type]
    away = [distance(centre, point) for centre in centres]
    return min(range(len(away)), key=away.__getitem__)


def _euclidean(left: Sequence[float], right: Sequence[float]) -> float:
    return math.dist(left, right)


def _cosine(left: Sequence[float], right: Sequence[float]) -> float:
    lengths = math.hypot(*left) * math.hypot(*right)
    if lengths == 0:
        return math.inf  # a centre at zero has no direction, and no point goes to it
    return 1.0 - math.fsum(a * b for a, b in zip(left, right, strict=True)) / lengths


_DISTANCES: dict[str, Callable[[Sequence[float], Sequence[float]], float]] = {
    "EUCLIDEAN": _euclidean,
    "COSINE": _cosine,
    "L1": manhattan,
}
