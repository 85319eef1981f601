"""The normalized scores of one document made into one, in single precision.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/combination/
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...formats.singles import single
from . import errors


def combined(options: Any, scores: Sequence[float]) -> float:
    """The score of a document from those it has in each query, 0 where a query does not find it."""
    weights: list[float] = [single(weight) for weight in options["weights"]]
    if weights and len(weights) != len(scores):
        raise errors.weights_do_not_fit(len(weights), len(scores))
    pairs = list(zip(scores, weights or [1.0] * len(scores), strict=True))
    return {
        "arithmetic_mean": _arithmetic,
        "geometric_mean": _geometric,
        "harmonic_mean": _harmonic,
        "rrf": _sum,
    }[options["technique"]](pairs)


def _arithmetic(pairs: list[tuple[float, float]]) -> float:
    total, weights = 0.0, 0.0
    for score, weight in pairs:
        if score >= 0:
            total, weights = single(total + single(score * weight)), single(weights + weight)
    return single(total / weights) if weights else 0.0


def _geometric(pairs: list[tuple[float, float]]) -> float:
    logarithms, weights = 0.0, 0.0
    for score, weight in pairs:
        if score > 0:
            weights = single(weights + weight)
            logarithms = single(logarithms + weight * math.log(score))
    return single(math.exp(single(logarithms / weights))) if weights else 0.0


def _harmonic(pairs: list[tuple[float, float]]) -> float:
    inverses, weights = 0.0, 0.0
    for score, weight in pairs:
        if score > 0:
            weights = single(weights + weight)
            inverses = single(inverses + single(weight / score))
    return single(weights / inverses) if inverses > 0 else 0.0


def _sum(pairs: list[tuple[float, float]]) -> float:
    total = 0.0
    for score, weight in pairs:
        total = single(total + single(score * weight))
    return total
