"""Quantiles as a histogram of a wide range tells them: values as precise as a number of digits.

Source: HdrHistogram/HdrHistogram:src/main/java/org/HdrHistogram/{DoubleHistogram,AbstractHistogram}.java
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable


class Histogram:
    """Counts of values, taken together where they do not differ in so many digits."""

    def __init__(self, values: Iterable[float], digits: int = 3, *, to_nearest: bool = False) -> None:
        self._values = sorted(values)
        self._to_nearest = to_nearest
        """Whether the place of a quantile is the nearest one, as older versions of the library take it, or the next."""
        least = next((value for value in self._values if value > 0), 1.0)
        largest = 2 * 10**digits
        self._steps: int = 2 ** math.ceil(math.log2(largest))
        self._unit: float = 2.0 ** math.floor(math.log2(least)) / (self._steps // 2)
        self._counts = [self._slot(value) for value in self._values]

    def _slot(self, value: float) -> tuple[int, int]:
        """Where the slot begins that a value falls into, and how wide it is, in units."""
        number = int(value / self._unit)
        width = max(1, 2 ** (number.bit_length() - (self._steps - 1).bit_length()))
        return number // width * width, width

    def quantile(self, q: float) -> float:
        """The highest value that counts as the one which a share of all is below."""
        if not self._values:
            return math.nan
        if self._to_nearest:
            return self._highest(max(int(q * len(self._values) + 0.5), 1), q)
        number = max(math.ceil(max(math.nextafter(q * 100, -math.inf), 0.0) * len(self._values) / 100), 1)
        return self._highest(number, q)

    def _highest(self, number: int, q: float) -> float:
        begin, width = self._counts[min(number, len(self._counts)) - 1]
        if q == 0.0:
            return begin * self._unit
        return (begin + width - 1) * self._unit

    def rank(self, value: float) -> float:
        """The share of values that count as equal or less."""
        if not self._values:
            return math.nan
        return bisect_right([begin for begin, _ in self._counts], self._slot(value)[0]) / len(self._values)
