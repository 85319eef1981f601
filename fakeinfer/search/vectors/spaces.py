"""How near vectors are to each other: the spaces of k-NN, in single precision.

Short vectors are added up as Lucene's scalar code does it, one fused multiplication and addition after the other, so scores
are those of the server to the last digit. Longer ones Lucene adds up in lanes, as many as the processor has; here they are
measured in double precision.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/SpaceType.java, `.../plugin/script/KNNScoringUtil.java`,
apache/lucene:lucene/core/src/java/org/apache/lucene/index/VectorSimilarityFunction.java and
`.../internal/vectorization/DefaultVectorUtilSupport.java`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...formats.singles import single
from .columns import Column, Vector

SCALAR_DIMENSIONS = 16
"""No processor adds up so few in lanes."""

Measure = Callable[[Vector, Column, Sequence[int]], list[float]]
"""`(query, column, numbers)`: one number for each of the documents."""


def _fused(one: Sequence[float], two: Sequence[float]) -> float:
    total = 0.0
    for a, b in zip(one, two, strict=True):
        total = single(a * b + total)  # exact in double precision, so rounded once
    return total


def _fused_squares(one: Vector, two: Vector) -> float:
    total = 0.0
    for a, b in zip(one, two, strict=True):
        step = single(a - b)
        total = single(step * step + total)
    return total


def squared_distances(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """`l2` before it is a score."""
    vectors = column.vectors
    if len(query) <= SCALAR_DIMENSIONS:
        return [_fused_squares(query, vectors[number]) for number in numbers]
    distance = math.dist
    return [single(far * far) for number in numbers for far in (distance(query, vectors[number]),)]


def dot_of(one: Sequence[float], two: Sequence[float]) -> float:
    """The dot product of two vectors."""
    if len(one) <= SCALAR_DIMENSIONS:
        return _fused(one, two)
    return single(math.fsum(a * b for a, b in zip(one, two, strict=True)))


def dot_products(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """`innerproduct` before it is a score."""
    if len(query) <= SCALAR_DIMENSIONS:
        return [_fused(query, column.vectors[number]) for number in numbers]
    return [single(product) for product in exact_products(query, column, numbers)]


def exact_products(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """Dot products by way of distances, which Python measures without a loop of its own."""
    vectors, squares = column.vectors, column.squares
    distance = math.dist
    own = square_of(query)
    return [(own + squares[n] - far * far) / 2 for n in numbers for far in (distance(query, vectors[n]),)]


def square_of(vector: Sequence[float]) -> float:
    """The squared length of a vector."""
    length = math.hypot(*vector)
    return length * length


def cosines(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """`cosinesimil` before it is a score."""
    if len(query) > SCALAR_DIMENSIONS:
        return _long_cosines(query, column, numbers)
    own = _fused(query, query)
    found = []
    for number in numbers:
        vector = column.vectors[number]
        found.append(_ratio(_fused(query, vector), own * _fused(vector, vector)))
    return found


def _long_cosines(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    own, squares = square_of(query), column.squares
    products = exact_products(query, column, numbers)
    return [_ratio(product, own * squares[n]) for product, n in zip(products, numbers, strict=True)]


def _ratio(product: float, squares: float) -> float:
    return single(product / math.sqrt(squares)) if squares else math.nan


def plain_cosines(query: Vector, column: Column, numbers: Sequence[int], own: float | None = None) -> list[float]:
    """The same as scripts compute it, in a loop of k-NN's own: nothing is fused, and vectors of zeros are 0.

    `own` stands in for the squared length of the query.
    """
    own = _plain(query, query) if own is None else single(own)
    if len(query) > SCALAR_DIMENSIONS:
        return [
            _plain_ratio(product, own * column.squares[n])
            for product, n in zip(exact_products(query, column, numbers), numbers, strict=True)
        ]
    vectors = column.vectors
    return [_plain_ratio(_plain(query, vectors[n]), single(own * _plain(vectors[n], vectors[n]))) for n in numbers]


def _plain(one: Vector, two: Vector) -> float:
    if len(one) > SCALAR_DIMENSIONS:
        return math.fsum(a * b for a, b in zip(one, two, strict=True))
    total = 0.0
    for a, b in zip(one, two, strict=True):
        total = single(total + single(a * b))
    return total


def _plain_ratio(product: float, squares: float) -> float:
    return 0.0 if squares == 0 else single(product / math.sqrt(squares)) if squares > 0 else math.nan


def manhattan(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """`l1` before it is a score."""
    found = []
    for number in numbers:
        total = 0.0
        for a, b in zip(query, column.vectors[number], strict=True):
            total = single(total + abs(single(a - b)))
        found.append(total)
    return found


def largest_steps(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """`linf` before it is a score."""
    vectors = column.vectors
    return [max(single(abs(a - b)) for a, b in zip(query, vectors[number], strict=True)) for number in numbers]


def different_bits(query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """`hamming` before it is a score."""
    own = as_bits(query)
    bits = column.bits
    return [float((own ^ bits[number]).bit_count()) for number in numbers]


def as_bits(vector: Vector) -> int:
    """The bits of a binary vector, whose numbers are signed bytes."""
    return int.from_bytes(bytes(int(byte) & 0xFF for byte in vector), "big")


MEASURES: dict[str, Measure] = {
    "l2": squared_distances,
    "cosinesimil": cosines,
    "innerproduct": dot_products,
    "l1": manhattan,
    "linf": largest_steps,
    "hamming": different_bits,
}


def score(space: str, measured: float) -> float:
    """The score of what was measured in a space."""
    if space == "cosinesimil":
        return max(single(single(1 + measured) / 2), 0.0)
    if space == "innerproduct":
        return single(measured + 1) if measured >= 0 else single(1 / single(1 - measured))
    return single(1 / single(1 + measured))


def scores(space: str, query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """The scores of documents."""
    return [score(space, measured) for measured in MEASURES[space](query, column, numbers)]


def score_at_distance(space: str, distance: float) -> float:
    """The score of vectors as far away as `max_distance` says."""
    if space == "cosinesimil":
        return single(single(2 - distance) / 2)
    if space == "innerproduct":
        return single(1 / single(1 - distance)) if distance <= 0 else single(distance + 1)
    return single(1 / single(1 + distance))
