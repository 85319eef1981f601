"""Scores of features: numbers that documents have by name, as Lucene keeps them.

A feature's value is kept as a term's frequency: a number in single precision without its last 15 bits.
Source: apache/lucene:lucene/core/src/java/org/apache/lucene/document/FeatureField.java
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...formats.singles import single
from .columns import in_single

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...wire import Json
    from ..view import View

LOST_BITS = 15
LARGEST = 64.0
"""More than this no weight of a feature may be."""

Function = Callable[[float, float], float]
"""`(weight, value)`: the score of a document with this value."""


def frequency(value: float) -> int:
    """A value as it is kept."""
    (bits,) = struct.unpack("<i", struct.pack("<f", value))
    return int(bits) >> LOST_BITS


def value_of(kept: int) -> float:
    """A value as it is used, from what was kept."""
    (value,) = struct.unpack("<f", struct.pack("<i", kept << LOST_BITS))
    return float(value)


def kept_values(view: View, field: Field, name: str | None) -> Iterator[tuple[int, int]]:
    """Documents with what is kept of a feature: of `name` in a field of many, or of the field itself."""
    if name is None:
        return iter(_kept(field, ((number, held) for number, held in _held(view, field))))
    key = ("features by token", field.path)
    found: dict[str, list[tuple[int, int]]] | None = view.memo.get(key)
    if found is None:
        found = view.memo[key] = _by_token(view, field)
    return iter(found.get(name, ()))


def _kept(field: Field, values: Iterable[tuple[int, Json]]) -> list[tuple[int, int]]:
    rises = field.options.get("positive_score_impact") is not False
    return [
        (number, frequency(value if rises else single(1 / value)))
        for number, held in values
        if held is not None
        for value in in_single([held])
    ]


def _by_token(view: View, field: Field) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, Json]]] = {}
    for number, held in _held(view, field):
        for token, weight in held.items():
            found.setdefault(token, []).append((number, weight))
    return {token: _kept(field, values) for token, values in found.items()}


def scores_of_token(view: View, field: Field, token: str, boost: float) -> dict[int, float]:
    """Documents with a token, by its weight."""
    return {number: single(boost * value_of(kept)) for number, kept in kept_values(view, field, token)}


def tokens_of(view: View, field: Field) -> Iterator[list[str]]:
    """The tokens that each document has, of those that have the field at all."""
    for _, held in _held(view, field):
        yield [token for token, weight in held.items() if weight is not None] if isinstance(held, dict) else []


def _held(view: View, field: Field) -> list[tuple[int, Any]]:
    """Documents with their number, or with their weights by token."""
    key = ("features", field.path)
    found: list[tuple[int, Any]] | None = view.memo.get(key)
    if found is None:
        found = view.memo[key] = [
            (number, values[0] if len(values) == 1 else _together(values, field)) for number, values in view.raw(field)
        ]
    return found


def _together(values: list[Json], field: Field) -> dict[str, Json]:
    """The weights of several objects; of a token's weights the largest, where a token may have several."""
    found: dict[str, Json] = {}
    largest = field.type.name == "sparse_vector"
    for item in values:
        for name, weight in item.items() if isinstance(item, dict) else ():
            known = found.get(name)
            if not largest or known is None or (weight is not None and in_single([weight]) > in_single([known])):
                found[name] = weight
    return found


def linear() -> Function:
    """The value itself."""
    return lambda weight, value: single(weight * value)


def saturation(pivot: float) -> Function:
    """The more the less it matters: half of the weight at the pivot."""
    return lambda weight, value: single(weight * single(1 - single(pivot / single(value + pivot))))


def logarithm(scaling_factor: float) -> Function:
    """The logarithm of the value and a number that is added."""
    return lambda weight, value: single(weight * math.log(single(scaling_factor + value)))


def sigmoid(pivot: float, exponent: float) -> Function:
    """Like saturation, with a slope."""
    raised = _power(pivot, exponent)

    def score(weight: float, value: float) -> float:
        divisor = _power(value, exponent) + raised
        if math.isinf(raised) or divisor == 0:
            return math.nan
        return single(weight * (1 - raised / divisor))

    return score


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf


def usual_value(kept: list[int]) -> float:
    """The pivot where none was asked: about the geometric mean of all values."""
    return value_of(sum(kept) // len(kept)) if kept else 1.0
