"""How near vectors are: the similarities of Elasticsearch, in single precision.

Source: apache/lucene:lucene/core/src/java/org/apache/lucene/index/VectorSimilarityFunction.java and
elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/DenseVectorFieldMapper.java
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formats.singles import single
from ...search.vectors import spaces
from ...search.vectors.columns import Column, Vector
from .checks import is_unit
from .fields import vectors_of
from .given import in_half

if TYPE_CHECKING:
    from ...search.view import View
    from .fields import DenseField

BYTE_SCALE = 1 << 15


def scores(target: DenseField, view: View, vector: Vector, numbers: Sequence[int]) -> list[float]:
    """The scores of documents that have a vector."""
    column = vectors_of(view, target)
    if target.element == "bit":
        return _of_bits(vector, column, numbers)
    if target.element == "byte":
        return _of_bytes(target.similarity, vector, column, numbers)
    if target.element == "bfloat16":
        column = _rounded(view, target, column)
    return _of_floats(target, view, vector, column, numbers)


def _of_floats(target: DenseField, view: View, vector: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    similarity = target.similarity
    if similarity == "cosine":
        if len(vector) > spaces.SCALAR_DIMENSIONS:
            return [_halved(cosine) for cosine in spaces.cosines(vector, column, numbers)]
        units = _units(view, target, column)
        return [_halved(product) for product in spaces.dot_products(normalized(vector), units, numbers)]
    if similarity == "dot_product":
        return [_halved(product) for product in spaces.dot_products(vector, column, numbers)]
    return spaces.scores("l2" if similarity == "l2_norm" else "innerproduct", vector, column, numbers)


def _halved(measured: float) -> float:
    return max(single(single(1 + measured) / 2), 0.0)


def normalized(vector: Sequence[float]) -> Vector:
    """A vector as long as 1, which is how vectors are kept that are compared by their cosine."""
    square = spaces.dot_of(vector, vector)
    if is_unit(square) or square == 0:
        return tuple(vector)
    length = single(math.sqrt(square))
    return tuple(array("f", [value / length for value in vector]))


def _units(view: View, target: DenseField, column: Column) -> Column:
    key = ("unit vectors", target.field.path)
    found: Column | None = view.memo.get(key)
    if found is None:
        vectors = {number: normalized(vector) for number, vector in column.vectors.items()}
        found = view.memo[key] = Column(vectors)
    return found


def _rounded(view: View, target: DenseField, column: Column) -> Column:
    """Vectors of numbers that lost all but eight bits of precision."""
    key = ("short floats", target.field.path)
    found: Column | None = view.memo.get(key)
    if found is None:
        found = view.memo[key] = Column({number: in_half(vector) for number, vector in column.vectors.items()})
    return found


def _of_bytes(similarity: str, vector: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    """Whole numbers are added up exactly."""
    vectors = column.vectors
    if similarity == "l2_norm":
        return [single(1 / single(1 + round(math.dist(vector, vectors[n]) ** 2))) for n in numbers]
    products = [round(product) for product in spaces.exact_products(vector, column, numbers)]
    if similarity == "cosine":
        own = round(spaces.square_of(vector))
        squares = column.squares
        return [
            single(single(1 + single(product / math.sqrt(own * round(squares[n])))) / 2)
            for product, n in zip(products, numbers, strict=True)
        ]
    if similarity == "dot_product":
        scale = single(len(vector) * BYTE_SCALE)
        return [single(0.5 + single(product / scale)) for product in products]
    return [single(product + 1) if product >= 0 else single(1 / single(1 - product)) for product in products]


def _of_bits(vector: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    bits = len(vector) * 8
    return [single(single(bits - far) / bits) for far in spaces.different_bits(vector, column, numbers)]


def least_score(target: DenseField, similarity: float) -> float:
    """The score of what is just as near as a search asks for."""
    asked = single(similarity)
    if target.element == "bit":
        bits = target.dims or 0
        return single(single(bits - asked) / bits)
    if target.similarity == "l2_norm":
        return single(1 / single(1 + single(asked * asked)))
    if target.similarity == "max_inner_product":
        return single(1 / single(1 - asked)) if asked < 0 else single(asked + 1)
    if target.element == "byte" and target.similarity == "dot_product":
        return single(0.5 + single(asked / single((target.dims or 1) * BYTE_SCALE)))
    return single(single(1 + asked) / 2)
