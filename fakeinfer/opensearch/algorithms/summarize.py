"""`rcf_summarize`: clusters without saying how many, at most `max_k`. Approximate: near points are joined from the bottom up.

Up to `max_k` different points are a cluster each, as on the server; of more the nearest clusters are joined until there are
no more than that, and none that lie together. opensearch-project/ml-commons:
ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/clustering/RCFSummarize.java.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from . import errors as algorithm_errors
from .frames import Frame, result
from .matrices import manhattan
from .parameters import Refused

_TOGETHER = 0.1
"""Clusters that lie nearer than this share of the widest distance are one."""
_MOST_POINTS = 80
"""So many different points are joined, the others go to the nearest cluster then."""
Cluster = tuple[list[float], int]


def check(parameters: dict[str, Any]) -> None:
    """Numbers below one are refused."""
    for name, said in (("max_k", "max K"), ("initial_k", "initial K")):
        if parameters.get(name, 1) <= 0:
            raise Refused(f"{said} should be positive")


def train(frame: Frame, parameters: dict[str, Any], _seed: int) -> dict[str, Any]:
    """The centres, the weightiest first."""
    distance_type = parameters.get("distance_type", "L2")
    points = frame.points()
    shortest = min(map(len, points))
    if any(len(point) != shortest for point in points):
        raise algorithm_errors.no_such_place(shortest, shortest)
    counted = Counter(map(tuple, points)).most_common()
    clusters: list[Cluster] = [(list(point), count) for point, count in counted]
    most = parameters.get("max_k", 10)
    if len(clusters) > most:
        clusters = _joined(clusters[:_MOST_POINTS], most, _DISTANCES[distance_type])
    return {"centres": [centre for centre, _ in clusters], "distance_type": distance_type}


def predict(content: dict[str, Any], frame: Frame, _parameters: dict[str, Any]) -> Frame:
    """The number of the nearest centre of each row."""
    distance = _DISTANCES[content["distance_type"]]
    centres = content["centres"]
    found = []
    for point in frame.points():
        size = len(centres[0])
        if len(point) > size:
            raise algorithm_errors.no_such_place(size, size)
        away = [distance(centre[: len(point)], point) for centre in centres]
        found.append([away.index(min(away))])
    return result({"ClusterID": "INTEGER"}, found)


def _joined(
    clusters: list[Cluster], most: int, distance: Callable[[Sequence[float], Sequence[float]], float]
) -> list[Cluster]:
    widest = max(distance(left, right) for (left, _), (right, _) in combinations(clusters, 2))
    while len(clusters) > 1:
        pairs = [(distance(clusters[i][0], clusters[j][0]), i, j) for i, j in combinations(range(len(clusters)), 2)]
        nearest, i, j = min(pairs)
        if len(clusters) <= most and nearest >= _TOGETHER * widest:
            break
        (left, many), (right, others) = clusters[i], clusters[j]
        weight = many + others
        centre = [(a * many + b * others) / weight for a, b in zip(left, right, strict=True)]
        clusters[i] = (centre, weight)
        del clusters[j]
    return sorted(clusters, key=lambda cluster: -cluster[1])


def _euclidean(left: Sequence[float], right: Sequence[float]) -> float:
    return math.dist(left, right)


_DISTANCES = {"L1": manhattan, "L2": _euclidean}
