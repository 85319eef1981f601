"""Bringing the scores of a list to a common scale.

Source: elastic/elasticsearch:x-pack/plugin/rank-rrf/src/main/java/org/elasticsearch/xpack/rank/linear/{MinMax,L2,Identity}ScoreNormalizer.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import sqrt

from ...errors import illegal_argument
from ...formats.singles import single

Normalizer = Callable[[Sequence[float]], list[float]]
EPSILON = 1e-6


def as_they_are(scores: Sequence[float]) -> list[float]:
    """Every score as it is."""
    return list(scores)


def minmax(scores: Sequence[float]) -> list[float]:
    """From 0 to 1; 1 for all when they are alike."""
    if not scores:
        return []
    low, high = min(scores), max(scores)
    if high - low < EPSILON:
        return [1.0] * len(scores)
    return [single(single(score - low) / single(high - low)) for score in scores]


def l2_norm(scores: Sequence[float]) -> list[float]:
    """Parts of the length of all scores together."""
    length = sqrt(sum(single(score * score) for score in scores))
    return list(scores) if length < EPSILON else [single(score / length) for score in scores]


NORMALIZERS: Mapping[str, Normalizer] = {"none": as_they_are, "minmax": minmax, "l2_norm": l2_norm}


def named(name: str) -> str:
    """The name of a normalizer as it is kept, in whatever case it was sent."""
    if name.lower() not in NORMALIZERS:
        raise illegal_argument(f"Unknown normalizer [{name}]")
    return name.lower()
