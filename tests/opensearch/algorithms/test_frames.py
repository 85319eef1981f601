"""Rows that have more or fewer values than there are columns. Observed: opensearch 2.19.1."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.algorithms import forests, regression, summarize
from fakeinfer.opensearch.algorithms.frames import Frame, Value, result

EVEN = result({"x": "DOUBLE", "y": "DOUBLE"}, [(1.0, 2.0)] * 3 + [(9.0, 4.0)])


def rows(*values: tuple[float, ...]) -> Frame:
    return Frame(["x", "y"], ["DOUBLE", "DOUBLE"], [[Value("DOUBLE", value) for value in row] for row in values])


@pytest.mark.parametrize(("row", "cluster"), [((1.0,), 0), ((9.0,), 1), ((), 0)])
def test_a_shorter_row_is_compared_with_the_beginning_of_a_cluster(row: tuple[float, ...], cluster: int) -> None:
    trained = summarize.train(EVEN, {"max_k": 2}, 1)
    assert summarize.predict(trained, rows(row), {}).rows[0][0].value == cluster


def test_a_longer_row_has_no_distance_from_a_cluster() -> None:
    trained = summarize.train(EVEN, {"max_k": 2}, 1)
    with pytest.raises(ApiError, match="Index 2 out of bounds for length 2"):
        summarize.predict(trained, rows((1.0, 2.0, 3.0)), {})


def test_rows_without_any_value_are_one_cluster() -> None:
    trained = summarize.train(rows((), ()), {}, 1)
    assert [row[0].value for row in summarize.predict(trained, rows((), ()), {}).rows] == [0, 0]


def test_a_trained_forest_reads_as_many_values_as_there_are_columns() -> None:
    assert len(forests.predict_batch({}, rows((1.0, 2.0, 3.0)), {}).rows) == 1
    with pytest.raises(ApiError, match="index is out of scope, index:1; row size:1"):
        forests.predict_batch({}, rows((1.0, 2.0), (1.0,)), {})


@pytest.mark.parametrize(
    ("target", "uneven", "refused"),
    [
        ("y", [(1.0, 2.0), (3.0,)], "Index 1 out of bounds for length 1"),
        ("x", [(1.0, 2.0), ()], "Index 0 out of bounds for length 0"),
        ("x", [(1.0, 2.0), (3.0,)], "names.length != values.length, names = 1, values = 0"),
        ("y", [(1.0, 2.0), (1.0, 2.0, 3.0), (1.0,)], "names.length != values.length, names = 1, values = 2"),
    ],
)
def test_a_regression_needs_rows_of_one_length(target: str, uneven: list[tuple[float, ...]], refused: str) -> None:
    with pytest.raises(ApiError, match=refused):
        regression.train_linear(rows(*uneven), {"target": target}, 1)


def test_all_numbers_are_read_before_any_label() -> None:
    number, label, text = Value("DOUBLE", 1.0), Value("STRING", "a"), Value("STRING", "x")
    frame = Frame(["x", "c"], ["DOUBLE", "STRING"], [[number, number], [text, label]])
    with pytest.raises(ApiError, match="the value isn't Double type"):
        regression.train_logistic(frame, {"target": "c"}, 1)
