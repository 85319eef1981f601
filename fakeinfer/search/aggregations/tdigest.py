"""Quantiles as the servers' digests tell them: exactly as long as every value has a place of its own.

Source: tdunning/t-digest:core/src/main/java/com/tdunning/math/stats/{AVLTreeDigest,MergingDigest}.java (3.2 and 3.3),
elastic/elasticsearch:libs/tdigest/src/main/java/org/elasticsearch/tdigest/SortingDigest.java.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

MOST_APART = 20
"""How many values a tree holds one by one, in multiples of its compression."""
_STRIDE = 7


MOST = 1e300
"""No compression is greater: beyond doubles there is nothing to count with."""


class Digest(Protocol):
    """Where values lie."""

    def quantile(self, q: float) -> float:
        """The value that a share of all values is below."""
        ...

    def rank(self, value: float) -> float:
        """The share of all values that is below a value."""
        ...

    def deviations(self, middle: float) -> Digest:
        """How far values are away from one."""
        ...


def _weighted(one: float, weight: float, other: float, other_weight: float) -> float:
    """A mean that does not leave the interval of both."""
    if one > other:
        one, weight, other, other_weight = other, other_weight, one, weight
    return max(min((one * weight + other * other_weight) / (weight + other_weight), other), one)


def _rank_between(value: float, means: Sequence[float], counts: Sequence[int]) -> float:
    """The share of values below one, where each reaches half way to its neighbours and all those above the last but one."""
    below, total, left = 0, sum(counts), (means[1] - means[0]) / 2
    for at, (mean, after) in enumerate(pairwise(means)):
        right = (after - mean) / 2
        if value < mean + right:
            low, high = mean - left, mean + right
            inside = (value - low) / (high - low) if high > low else -math.inf
            return max((below + counts[at] * inside) / total, 0.0)
        below += counts[at]
        left = right
    return 1.0


class Tree:
    """OpenSearch's digest before 3.4: neighbours are taken together where many values are alike or far from the ends."""

    def __init__(self, values: Iterable[float | tuple[float, int]], compression: float = 100.0) -> None:
        self.compression = compression
        self._means: list[float] = []
        self._counts: list[int] = []
        self._total = 0
        self._low, self._high = math.inf, -math.inf
        for value in values:
            self._add(*(value if isinstance(value, tuple) else (value, 1)))

    def _add(self, value: float, count: int) -> None:
        self._low, self._high = min(self._low, value), max(self._high, value)
        found = self._roomy(value, count) if self._total else None
        if found is None:
            at = bisect_right(self._means, value)
            self._means.insert(at, value)
            self._counts.insert(at, count)
        else:
            mean, before = self._means.pop(found), self._counts.pop(found)
            mean = _weighted(mean, before, value, count)
            at = bisect_right(self._means, mean)
            self._means.insert(at, mean)
            self._counts.insert(at, before + count)
        self._total += count
        if len(self._means) > MOST_APART * self.compression:
            self._mix()

    def _mix(self) -> None:
        """Add all anew in another order, which the server leaves to chance."""
        held = list(zip(self._means, self._counts, strict=True))
        self._means, self._counts, self._total = [], [], 0
        for at in range(_STRIDE):
            for mean, count in held[at::_STRIDE]:
                self._add(mean, count)

    def _roomy(self, value: float, count: int) -> int | None:
        """The first of the nearest means that may take more values, if any may."""
        means = self._means
        start = max(bisect_left(means, value) - 1, 0)
        if start + 1 < len(means) and abs(means[start + 1] - value) < abs(means[start] - value):
            start += 1
        nearest = abs(means[start] - value)
        start = bisect_left(means, means[start])
        before = sum(self._counts[:start])
        for at in range(start, len(means)):
            if abs(means[at] - value) != nearest:
                break
            held = self._counts[at]
            q = 0.5 if self._total == 1 else (before + (held - 1) / 2) / (self._total - 1)
            if held + count <= 4 * self._total * q * (1 - q) / self.compression:
                return at
            before += held
        return None

    def quantile(self, q: float) -> float:
        if not self._means:
            return math.nan
        if len(self._means) == 1:
            return self._means[0]
        index, so_far = q * self._total, self._counts[0] / 2
        if index < so_far:
            return (self._low * index + self._means[0] * (so_far - index)) / so_far
        for at, (count, after) in enumerate(pairwise(self._counts)):
            width = (count + after) / 2
            if so_far + width > index:
                return _weighted(self._means[at], so_far + width - index, self._means[at + 1], index - so_far)
            so_far += width
        beyond = index - so_far
        return _weighted(self._means[-1], self._counts[-1] / 2 - beyond, self._high, beyond)

    def rank(self, value: float) -> float:
        means = self._means
        if not means:
            return math.nan
        if len(means) == 1:
            return 0.0 if value < means[0] else 1.0
        return _rank_between(value, means, self._counts)

    def deviations(self, middle: float) -> Digest:
        held = zip(self._means, self._counts, strict=True)
        return Tree(((abs(mean - middle), count) for mean, count in held), self.compression)


class Merging:
    """OpenSearch's digest since 3.4."""

    def __init__(self, values: Iterable[float | tuple[float, int]], compression: float = 100.0) -> None:
        self.compression = compression
        held = sorted(value if isinstance(value, tuple) else (value, 1) for value in values)
        self._total = sum(count for _, count in held)
        self._means: list[float] = []
        self._counts: list[int] = []
        if held:
            self._low, self._high = held[0][0], held[-1][0]
            self._merge(held)

    def _merge(self, held: list[tuple[float, int]]) -> None:
        inner = min(max(self.compression, 10.0), MOST)
        normalizer = inner / (4 * math.log(self._total / inner) + 24)
        so_far = 0
        for number, (mean, count) in enumerate(held):
            inside = 1 < number < len(held) - 1
            proposed = self._counts[-1] + count if inside else 0
            begin, end = so_far / self._total, (so_far + proposed) / self._total
            limit = self._total * min(begin * (1 - begin), end * (1 - end)) / normalizer
            if inside and proposed <= limit:
                self._counts[-1] = proposed
                self._means[-1] += (mean - self._means[-1]) * count / proposed
            else:
                so_far += self._counts[-1] if self._counts else 0
                self._means.append(mean)
                self._counts.append(count)

    def quantile(self, q: float) -> float:
        if not self._means:
            return math.nan
        if len(self._means) == 1:
            return self._means[0]
        index = q * self._total
        if index < 1:
            return self._low
        if index > self._total - 1:
            return self._high
        so_far = self._counts[0] / 2
        for at, (count, after) in enumerate(pairwise(self._counts)):
            width = (count + after) / 2
            if so_far + width > index:
                return self._between(at, index - so_far, so_far + width - index)
            so_far += width
        return self._high

    def _between(self, at: int, left: float, right: float) -> float:
        """A value between two means; single values reach half a step to both sides."""
        if self._counts[at] == 1:
            if left < 0.5:
                return self._means[at]
            left -= 0.5
        if self._counts[at + 1] == 1:
            if right <= 0.5:
                return self._means[at + 1]
            right -= 0.5
        return _weighted(self._means[at], right, self._means[at + 1], left)

    def rank(self, value: float) -> float:
        means, counts = self._means, self._counts
        if not means:
            return math.nan
        if len(means) == 1:
            return 0.0 if value < means[0] else 1.0 if value > means[0] else 0.5
        if value < means[0]:
            return 0.0
        if value > means[-1]:
            return 1.0
        begin, end = bisect_left(means, value), bisect_right(means, value)
        below = sum(counts[:begin])
        if begin < end:
            if end == len(means) and begin == end - 1:
                return 1 - 0.5 / self._total
            return (below + sum(counts[begin:end]) / 2) / self._total
        left, right = counts[begin - 1], counts[begin]
        if left == right == 1:
            return below / self._total
        single_left, single_right = (0.5 if left == 1 else 0.0), (0.5 if left != 1 and right == 1 else 0.0)
        width = (left + right) / 2 - single_left - single_right
        base = below - left + left / 2 + single_left
        share = (value - means[begin - 1]) / (means[begin] - means[begin - 1])
        return (base + width * share) / self._total

    def deviations(self, middle: float) -> Digest:
        held = zip(self._means, self._counts, strict=True)
        return Merging(((abs(mean - middle), count) for mean, count in held), self.compression)


class Sorted:
    """Elasticsearch's digest of few values: all of them."""

    def __init__(self, values: Iterable[float]) -> None:
        self._values = sorted(values)

    def quantile(self, q: float) -> float:
        if not self._values:
            return math.nan
        index = q * (len(self._values) - 1)
        low = math.floor(index)
        high = min(low + 1, len(self._values) - 1)
        weight = index - low
        return self._values[low] + (self._values[high] - self._values[low]) * weight

    def rank(self, value: float) -> float:
        if not self._values:
            return math.nan
        values, total = self._values, len(self._values)
        if not values[0] < value < values[-1]:
            equal = values.count(value)
            return (
                equal / 2 / total if value == values[0] else (total - equal / 2) / total if value >= values[0] else 0.0
            )
        beyond = 2 * values[-1] - values[-2]  # the last reaches as far up as down
        return _rank_between(value, [*values, beyond], [1] * total)

    def deviations(self, middle: float) -> Digest:
        return Sorted(abs(value - middle) for value in self._values)
