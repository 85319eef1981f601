"""Functions of windows."""

from __future__ import annotations

import math

import pytest

from fakeinfer.painless import Thrown
from fakeinfer.search.aggregations.pipelines.functions import MovingFunctions


def test_nothing_has_no_mean() -> None:
    functions = MovingFunctions()
    assert all(math.isnan(functions.call(name, [[]])) for name in ("max", "min", "unweightedAvg", "linearWeightedAvg"))
    assert functions.call("sum", [[]]) == 0.0


def test_seasons_go_on() -> None:
    seasons = [1.0, 5.0, 1.0, 5.0]
    assert MovingFunctions().call("holtWinters", [seasons, 0.5, 0.5, 0.5, 2, True]) == pytest.approx(1.0, abs=0.1)


def test_seasons_need_two_of_them() -> None:
    with pytest.raises(Thrown) as thrown:
        MovingFunctions().call("holtWinters", [[1.0], 0.5, 0.5, 0.5, 2, False])
    assert "at least (2 * period == 2 * 2 == 4)" in str(thrown.value.message)
