"""Frames as rows of numbers in the order of their columns' names, in which the server's library keeps features."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...errors import illegal_argument
from ..ml.errors import null_pointer
from . import errors as algorithm_errors
from .frames import Frame


def by_feature(columns: Sequence[str | None], points: Sequence[Sequence[float]]) -> tuple[list[str], list[list[float]]]:
    """The columns' names in order, and the rows."""
    rows = _named(columns, points)
    names = sorted(rows[0])
    if not names or len(names) != len(columns):
        raise algorithm_errors.no_features_to_train_with()
    return names, [[row[name] for name in names] for row in rows]


def rows_of(frame: Frame, names: Sequence[str], output: str) -> list[list[float]]:
    """The rows of a frame to predict for: what a model was not trained with is left out, what is missing counts zero.

    `output` is how the library prints that there is no result yet, for a row that has nothing of what it needs.
    """
    found = []
    for row in _named(frame.names, frame.points()):
        if not row.keys() & set(names):
            raise algorithm_errors.no_features(row, output, as_many=len(row) == len(names))
        found.append([row.get(name, 0.0) for name in names])
    return found


def _named(columns: Sequence[str | None], points: Sequence[Sequence[float]]) -> list[dict[str, float]]:
    """Rows by name of column."""
    found = []
    for point in points:
        if len(point) != len(columns):
            lengths = f"names = {len(columns)}, values = {len(point)}"
            raise illegal_argument(f"names.length != values.length, {lengths}")
        if None in columns:
            raise null_pointer('Cannot invoke "java.lang.Comparable.compareTo(Object)" because "k1" is null')
        found.append({str(name): value for name, value in zip(columns, point, strict=True)})
    return found


def manhattan(left: Sequence[float], right: Sequence[float]) -> float:
    """The distance along the axes."""
    return math.fsum(abs(a - b) for a, b in zip(left, right, strict=True))
