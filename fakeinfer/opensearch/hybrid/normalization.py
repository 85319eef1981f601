"""Scores of different queries made comparable, in single precision.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/normalization/
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ...errors import illegal_argument
from ...formats.singles import single
from ...search.values import number_of
from ...wire import Json
from . import errors

LEAST = single(0.001)
"""What becomes of the lowest score."""
Scale = Callable[[float, int], float]
"""A score and its rank (from 0) to the normalized score."""


def scales(options: Any, lists: Sequence[Sequence[float]]) -> list[Scale]:
    """For each query the normalization of its scores; `lists` are all scores of each, of all indices."""
    technique = options["technique"]
    if technique == "rrf":
        return [_reciprocal(options["rank_constant"])] * len(lists)
    if technique == "min_max":
        bounds = options["parameters"]
        lower, upper = bounds.get("lower_bounds"), bounds.get("upper_bounds")
        if any(given is not None and len(given) != len(lists) for given in (lower, upper)):
            raise errors.bounds_do_not_fit(len(lists), options["only_lower"])
        return [
            _min_max(scores, lower[number] if lower else None, upper[number] if upper else None)
            for number, scores in enumerate(lists)
        ]
    return [{"l2": _l2, "z_score": _z_score}[technique](scores) for scores in lists]


def _reciprocal(constant: int) -> Scale:
    """One through the rank, with ten decimals, half of the last one rounded up."""
    from decimal import ROUND_HALF_UP, Decimal  # read by who fuses ranks

    digits = Decimal("1e-10")

    def scale(score: float, rank: int) -> float:
        return single(float((1 / Decimal(constant + rank + 1)).quantize(digits, ROUND_HALF_UP)))

    return scale


def _l2(scores: Sequence[float]) -> Scale:
    total = 0.0
    for score in scores:
        total = single(total + single(score * score))
    norm = single(math.sqrt(total))
    return lambda score, rank: single(score / norm) if norm else 0.0


def _z_score(scores: Sequence[float]) -> Scale:
    if not scores:
        return lambda score, rank: score
    count = len(scores)
    rough = sum(scores) / count
    exact = rough + sum(score - rough for score in scores) / count
    drift = sum(score - exact for score in scores)
    variance = (sum((score - exact) ** 2 for score in scores) - drift * drift / count) / (count - 1) if count > 1 else 0
    mean, deviation = single(exact), single(math.sqrt(max(variance, 0.0)))
    highest, lowest = max(scores), min(scores)

    def scale(score: float, rank: int) -> float:
        if score == mean:
            return highest
        if deviation == 0:
            return lowest
        normalized = single(single(score - mean) / deviation)
        return normalized if normalized > 0 else LEAST

    return scale


def _min_max(scores: Sequence[float], lower: Json, upper: Json) -> Scale:
    lowest, highest = min(scores, default=0.0), max(scores, default=0.0)

    def scale(score: float, rank: int) -> float:
        if highest == lowest:
            return 1.0
        bottom, top = _bottom(score, lower, lowest, highest), _top(score, upper, lowest, highest)
        if _mode(lower) == "clip" and score < bottom:
            return LEAST
        if _mode(upper) == "clip" and score > top:
            return 1.0
        if top == bottom:
            return 1.0
        return single(single(score - bottom) / single(top - bottom)) or LEAST

    return scale


def _mode(bound: Json) -> str | None:
    """How a bound is meant, None when there is none."""
    return None if bound is None else (str(bound.get("mode") or "").strip() or "apply").lower()


def _bottom(score: float, bound: Json, lowest: float, highest: float) -> float:
    mode = _mode(bound)
    if mode is None or mode == "ignore":
        return lowest
    limit = _limit(bound, "min_score", 0.0)
    if mode == "clip":
        return lowest if highest < limit else limit
    return limit if highest > limit and score > limit else lowest


def _top(score: float, bound: Json, lowest: float, highest: float) -> float:
    mode = _mode(bound)
    if mode is None or mode == "ignore":
        return highest
    limit = _limit(bound, "max_score", 1.0)
    if mode == "clip":
        return highest if lowest > limit else limit
    return limit if lowest < limit and score < limit else highest


def _limit(bound: Any, name: str, otherwise: float) -> float:
    given = bound.get(name)
    if given in (None, ""):
        return otherwise
    number = number_of(given)
    if number is None:
        raise illegal_argument(f"invalid format for {name}: must be a valid float value")
    return single(number)
