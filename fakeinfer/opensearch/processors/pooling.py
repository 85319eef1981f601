"""One vector out of several: what `.meanPooling()` and `.maxPooling()` behind a field of an `output_map` do.

Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/OutputTransformations.java.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ...errors import illegal_argument
from ...wire import Json
from .embedding import as_float


def _vectors(value: Json, name: str) -> list[list[Any]]:
    """The vectors of a value, which all have to be of one length."""
    if not isinstance(value, list):
        raise illegal_argument(f"{name} pooling requires a list input")
    if not value or not isinstance(value[0], list):
        raise illegal_argument(f"{name} pooling requires nested array structure")
    for vector in value:
        if not isinstance(vector, list):
            raise illegal_argument("All elements must be vectors (lists)")
        if len(vector) != len(value[0]):
            raise illegal_argument("All vectors must have the same dimension")
    return value


def _number(value: Json, other: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else other


def _mean(value: Json) -> Json:
    vectors = _vectors(value, "Mean")
    return [as_float(sum(_number(one, 0.0) for one in column) / len(vectors)) for column in zip(*vectors, strict=True)]


def _max(value: Json) -> Json:
    vectors = _vectors(value, "Max")
    return [as_float(max(_number(one, -math.inf) for one in column)) for column in zip(*vectors, strict=True)]


POOLING: dict[str, Callable[[Json], Json]] = {".meanPooling()": _mean, ".maxPooling()": _max}
"""Pooling by what stands behind a field."""
