"""Dense embeddings without a model: unit vectors from hashed words, stems and letter triples.

Texts that share words are close, forms of one word are close, unrelated texts are nearly at right angles. How it works:

- Every feature (a word, its stem, a triple of its letters) reads a stretch of seeded noise, one byte a component.
- A word is the weighted sum of its features, a text the weighted sum of its words; words that say little count little. The
  text as a whole is one more, faint feature, so no two texts have quite the same vector.
- All components are added and scaled at once, as lanes of one large integer. Nothing but whole numbers is computed with
  before the last division, so the numbers are the same on every machine.
- A vector of more than 256 components repeats a core of at most 256. Angles between texts are those of the core, and the
  length stays one.

The algorithm has a name, and golden values in the tests hold it still: changing a number here means changing the name.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from binascii import crc32
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isqrt
from operator import mul
from typing import Literal

from .tokens import STOPWORDS, stem, words

ALGORITHM = "hashed-features-1"
ElementType = Literal["float", "byte", "bit"]

CORE = 256
WORDS_READ = 8192
"""Models read no more than so much of a text either; it also keeps the lanes from overflowing."""
_UNITS = {"few": 1_000_000, "many": 10_000}
"""Components are whole multiples of one of these parts: finer ones where a vector has few components."""
_FEW = 64
_OFFSETS = 65_536
_WORD_WEIGHT, _STEM_WEIGHT, _TRIPLES = 2, 3, 6
_MEANINGFUL, _STOPWORD = 4, 1
_DECIMALS_KEPT = 20_000
_BYTE_SPREAD = 32
"""Standard deviation of the components of a byte vector."""


def _sum_of_products(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(map(mul, left, right))


_dot: Callable[[Sequence[int], Sequence[int]], int] = getattr(math, "sumprod", _sum_of_products)
"""`math.sumprod` where there is one (Python 3.12): the same whole numbers, faster."""


def _squares(numbers: Sequence[int]) -> int:
    """The sum of their squares, exactly. `math.hypot` is off by less than its last bit, its square by less than 2^-50 of itself."""
    about = math.hypot(*numbers) ** 2
    return round(about) if about < 2.0**48 else _dot(numbers, numbers)


class Vector:
    """An embedding: a core of components, repeated; asked for numbers or for JSON text."""

    __slots__ = ("_core", "_texts", "copies", "unit")

    def __init__(self, core: array[int], copies: int, unit: int) -> None:
        self._core = core
        """In parts of `unit`, from 2 `unit` on: always positive, as the lanes are that they come from."""
        self.copies = copies
        self.unit = unit
        self._texts: dict[str, str] = {}

    @property
    def dimensions(self) -> int:
        """How many components it has."""
        return len(self._core) * self.copies

    @property
    def core(self) -> list[int]:
        """The components that are repeated, in parts of `unit`."""
        zero = 2 * self.unit
        return [component - zero for component in self._core]

    def floats(self) -> list[float]:
        """The components; their squares add up to one."""
        return [component / self.unit for component in self.core] * self.copies

    def signed_bytes(self) -> list[int]:
        """The components as signed 8-bit integers, -128 to 127."""
        scale = isqrt(_BYTE_SPREAD * _BYTE_SPREAD * self.dimensions)
        scaled = ((2 * component * scale + self.unit) // (2 * self.unit) for component in self.core)
        return [max(-128, min(127, component)) for component in scaled] * self.copies

    def packed_bits(self) -> list[int]:
        """One bit a component (set when it is positive), eight in a signed byte, the first one highest."""
        bits = "".join(["1" if component > 0 else "0" for component in self.core]) * self.copies
        size = -(-len(bits) // 8)
        return array("b", int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")).tolist()

    def numbers(self, element_type: ElementType = "float") -> list[float] | list[int]:
        """The components in the element type asked for."""
        if element_type == "byte":
            return self.signed_bytes()
        return self.packed_bits() if element_type == "bit" else self.floats()

    def json(self, element_type: ElementType = "float") -> str:
        """The JSON array of `numbers(element_type)`, floats as Java prints them."""
        text = self._texts.get(element_type)
        if text is None:
            if element_type == "float":
                text = ",".join(map(_decimals(self.unit).__getitem__, self._core))
            else:
                text = ",".join(map(str, self.numbers(element_type)))
            self._texts[element_type] = text
        if element_type == "float" and self.copies > 1:
            text = ",".join([text] * self.copies)
        return f"[{text}]"

    def closeness(self, other: Vector) -> float:
        """The cosine of the angle to a vector of as many components."""
        zero = 2 * self.unit
        product = _dot(self._core, other._core) - zero * (sum(self._core) + sum(other._core))
        return (product + len(self._core) * zero * zero) * self.copies / (self.unit * self.unit)


def embed(text: str, dimensions: int, seed: str) -> Vector:
    """The embedding of `text`. The same three arguments give the same numbers everywhere."""
    copies, size = _layout(dimensions)
    total, weight = _feature(seed, f"text {text}".encode("utf-8", "surrogatepass"), size), 1
    counts: dict[str, int] = {}
    for word in words(text)[:WORDS_READ]:
        counts[word] = counts.get(word, 0) + 1
    for word, count in counts.items():
        lanes, word_weight = _word(seed, word, size)
        often = count.bit_length()
        total += lanes if often == 1 else lanes * often
        weight += word_weight * often
    values = _in_native_order(array("I", total.to_bytes(4 * size, "little"))).tolist()
    if size * copies != dimensions:
        values, copies = (values * copies)[:dimensions], 1
    unit = _UNITS["few" if dimensions <= _FEW else "many"]
    return Vector(_unit_length(values, 255 * weight, copies, unit), copies, unit)


def _layout(dimensions: int) -> tuple[int, int]:
    """How often a core of how many components makes a vector: evenly if it can be done, else with some to spare."""
    fewest = -(-dimensions // CORE)
    for copies in range(fewest, 2 * fewest + 1):
        if dimensions % copies == 0:
            return copies, dimensions // copies
    return fewest, CORE


def _unit_length(values: list[int], mean: int, copies: int, unit: int) -> array[int]:
    """`values - mean / 2`, scaled so that the repeated whole has length one, in parts of `unit` from 2 `unit` on.

    All values are scaled and rounded by one multiplication, each in the upper half of a 64-bit lane.
    """
    count = len(values)
    squared = 4 * _squares(values) - 4 * mean * sum(values) + count * mean * mean
    if squared == 0:
        values, squared = [value + 1 for value in values], 4 * count
    scale = isqrt((unit * unit << 66) // (copies * squared))
    shift = (2 * unit << 32) + (1 << 31) - (mean * scale >> 1)
    lanes = int.from_bytes(_in_native_order(array("Q", values)).tobytes(), "little")
    scaled = (lanes * scale + _ones(count) * shift).to_bytes(8 * count, "little")
    core = _in_native_order(array("I", scaled)[1::2])
    _nudge(core, 2 * unit, unit * unit // copies)
    return core


def _nudge(core: array[int], zero: int, squared_length: int) -> None:
    """Move one component by what rounding did to the length: `dot_product` fields refuse 0.0001 too much or too little."""
    components = core.tolist()
    squares = _squares(components) - 2 * zero * sum(components) + len(components) * zero * zero
    excess = squares - squared_length
    for place, component in enumerate(components):
        square = (component - zero) ** 2
        if square >= 4 * abs(excess):
            moved = (isqrt(4 * (square - excess)) + 1) // 2
            core[place] = zero + moved if component > zero else zero - moved
            break


@lru_cache(maxsize=256)
def _ones(count: int) -> int:
    """A one in each of `count` 64-bit lanes."""
    return int.from_bytes(b"\1\0\0\0\0\0\0\0" * count, "little")


@lru_cache(maxsize=1024)
def _word(seed: str, word: str, size: int) -> tuple[int, int]:
    """The lanes of a word, and the sum of the weights in them."""
    marked = f"^{word}$".encode("utf-8", "surrogatepass")
    triples = range(min(len(marked) - 2, _TRIPLES))
    lanes = _WORD_WEIGHT * _feature(seed, b"word " + marked, size)
    lanes += _STEM_WEIGHT * _feature(seed, b"stem " + stem(word).encode("utf-8", "surrogatepass"), size)
    for start in triples:
        lanes += _feature(seed, marked[start : start + 3], size)
    importance = _STOPWORD if word in STOPWORDS else _MEANINGFUL
    return importance * lanes, importance * (_WORD_WEIGHT + _STEM_WEIGHT + len(triples))


def _feature(seed: str, feature: bytes, size: int) -> int:
    """A feature's stretch of noise, as 32-bit lanes of one integer."""
    start = 4 * (crc32(feature) % _OFFSETS)
    return int.from_bytes(_noise(seed)[start : start + 4 * size], "little")


@lru_cache(maxsize=4)
def _noise(seed: str) -> bytes:
    """Seeded noise, one byte in each 32-bit lane; long enough for a core to start at any offset."""
    noise = hashlib.shake_128(f"{ALGORITHM}/{seed}".encode()).digest(_OFFSETS + CORE)
    lanes = bytearray(4 * len(noise))
    lanes[::4] = noise
    return bytes(lanes)


def _in_native_order(little: array[int]) -> array[int]:
    """`array` reads the machine's own byte order; the lanes are little-endian."""
    if array("H", b"\1\0")[0] != 1:
        little.byteswap()
    return little


class _Decimals(dict[int, str]):
    """Component of a core -> how Java's `Float.toString` prints it: `0.0255`, and `5.0E-4` below a thousandth."""

    def __init__(self, unit: int) -> None:
        super().__init__()
        self.unit = unit

    def __missing__(self, component: int) -> str:
        number = (component - 2 * self.unit) / self.unit
        text = repr(number)
        if 0 < abs(number) < 0.001:
            mantissa, _, exponent = f"{number:.6e}".partition("e")
            text = f"{float(mantissa)!r}E{int(exponent)}"
        if len(self) < _DECIMALS_KEPT:
            self[component] = text
        return text


@lru_cache(maxsize=2)
def _decimals(unit: int) -> _Decimals:
    return _Decimals(unit)
