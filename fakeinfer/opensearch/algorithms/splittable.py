"""Java's `SplittableRandom`: the numbers that seeded algorithms draw, so that a seed gives what the server gives.

The generator is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from __future__ import annotations

from collections.abc import Sequence

_ALL = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


class SplittableRandom:
    """A sequence of numbers that depends on the seed alone."""

    __slots__ = ("_gamma", "_seed")

    def __init__(self, seed: int, gamma: int = _GOLDEN) -> None:
        self._seed = seed & _ALL
        self._gamma = gamma

    def split(self) -> SplittableRandom:
        """Another generator, whose numbers have nothing to do with this one's."""
        seed = self.next_long()
        return SplittableRandom(seed, _odd(self._next()))

    def next_long(self) -> int:
        """64 bits, as a number from 0 on."""
        bits = self._next()
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & _ALL
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & _ALL
        return bits ^ bits >> 31

    def next_int(self, bound: int) -> int:
        """A number from 0 to `bound`, which is not included."""
        bits = self._next_bits()
        if bound & (bound - 1) == 0:
            return bits & (bound - 1)
        candidate = bits >> 1
        while candidate + bound - 1 - candidate % bound >= 1 << 31:
            candidate = self._next_bits() >> 1
        return candidate % bound

    def next_double(self) -> float:
        """A number from 0 to 1, which is not included."""
        return float(self.next_long() >> 11) * 2.0**-53

    def choice(self, values: Sequence[float]) -> float:
        """One of some values."""
        return values[self.next_int(len(values))]

    def shuffle(self, order: list[int]) -> None:
        """Shuffle a list where it is."""
        for place in range(len(order), 1, -1):
            other = self.next_int(place)
            order[place - 1], order[other] = order[other], order[place - 1]

    def _next(self) -> int:
        self._seed = (self._seed + self._gamma) & _ALL
        return self._seed

    def _next_bits(self) -> int:
        """32 bits."""
        bits = self._next()
        bits = (bits ^ bits >> 33) * 0x62A9D9ED799705F5 & _ALL
        return ((bits ^ bits >> 28) * 0xCB24D0A5C88C35B3 & _ALL) >> 32


def _odd(bits: int) -> int:
    """A step for another generator: odd, and with bits that change often enough."""
    bits = (bits ^ bits >> 33) * 0xFF51AFD7ED558CCD & _ALL
    bits = (bits ^ bits >> 33) * 0xC4CEB9FE1A85EC53 & _ALL
    bits = (bits ^ bits >> 33) | 1
    return bits ^ 0xAAAAAAAAAAAAAAAA if (bits ^ bits >> 1).bit_count() < 24 else bits
