"""BM25 in single precision, as Lucene computes it (`apache/lucene:.../search/similarities/BM25Similarity.java`)."""

from __future__ import annotations

import math

from ..formats import singles
from ..formats.singles import single


def shortest(score: float) -> float:
    """A single-precision number as the servers print it: with the fewest digits that name it, but no fewer than eight of a
    huge one (observed: opensearch 2.19.1)."""
    return singles.shortest(score, 8 if abs(score) > 1e9 else singles.DIGITS_KEPT)


K1 = single(1.2)
B = 0.75
LEGACY_FACTOR = single(1 + K1)
"""What servers multiply with that kept the old form of BM25 (`LegacyBM25Similarity`): shown as boost 2.2 in explanations."""


def _byte4(number: int) -> int:
    """Three significant bits and an exponent in a byte (`SmallFloat.longToInt4`)."""
    bits = number.bit_length()
    if bits < 4:
        return number
    shift = bits - 4
    return ((number >> shift) & 0x07) | ((shift + 1) << 3)


def _byte4_back(encoded: int) -> int:
    bits, shift = encoded & 0x07, (encoded >> 3) - 1
    return bits if shift == -1 else (bits | 0x08) << shift


_FREE = 255 - _byte4(2**31 - 1)
"""Lengths up to 39 are kept exactly, longer ones in a byte with three significant bits (`SmallFloat.intToByte4`)."""


def stored_length(length: int) -> int:
    """A field's length as a norm remembers it."""
    return length if length < _FREE else _FREE + _byte4_back(_byte4(length - _FREE))


def idf(documents: int, containing: int) -> float:
    """The weight of a term that `containing` of `documents` documents have."""
    return single(math.log(1 + (documents - containing + 0.5) / (containing + 0.5)))


def average_length(total: int, documents: int) -> float:
    """The mean field length."""
    return single(total / documents)


class TermScorer:
    """Scores of one term (or phrase) of one field, by frequency and field length."""

    __slots__ = ("_average", "_inverse", "_weight")

    def __init__(self, weight: float, average: float) -> None:
        self._weight = weight
        self._average = average
        self._inverse: dict[int, float] = {}

    def score(self, frequency: float, length: int) -> float:
        """The score of a document that has the term `frequency` times in a field of `length` terms."""
        inverse = self._inverse.get(length)
        if inverse is None:
            norm = single(K1 * single((1 - B) + single(single(B * stored_length(length)) / self._average)))
            inverse = self._inverse[length] = single(1 / norm)
        return single(self._weight - single(self._weight / single(1 + single(frequency * inverse))))
