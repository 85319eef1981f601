"""Frames as rows of numbers in the order of their columns' names, in which the server's library keeps features."""

from __future__ import annotations

from collections.abc import Sequence

from .. import algorithm_errors
from .frames import Frame


def by_feature(frame: Frame) -> tuple[list[str], list[list[float]]]:
    """The columns' names in order, and the rows."""
    rows = frame.features()
    names = sorted(rows[0])
    if not names or len(names) != len(frame.names):
        raise algorithm_errors.no_features_to_train_with()
    return names, [[row[name] for name in names] for row in rows]


def rows_of(frame: Frame, names: Sequence[str], output: str) -> list[list[float]]:
    """The rows of a frame to predict for: what a model was not trained with is left out, what is missing counts zero.

    `output` is how the library prints that there is no result yet, for a row that has nothing of what it needs.
    """
    found = []
    for row in frame.features():
        if not row.keys() & set(names):
            raise algorithm_errors.no_features(row, output, as_many=len(row) == len(names))
        found.append([row.get(name, 0.0) for name in names])
    return found
