"""One vector out of several."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.processors.pooling import POOLING


@pytest.mark.parametrize(("how", "found"), [("mean", [2.0, 3.0]), ("max", [3.0, 4.0])])
def test_columns_are_taken_together(how: str, found: list[float]) -> None:
    assert POOLING[f".{how}Pooling()"]([[1, 4], [3, 2]]) == found


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("x", "Mean pooling requires a list input"),
        ([1], "Mean pooling requires nested array structure"),
        ([[1], 2], "All elements must be vectors (lists)"),
        ([[1], [1, 2]], "All vectors must have the same dimension"),
    ],
)
def test_what_is_no_list_of_vectors_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        POOLING[".meanPooling()"](value)
    assert raised.value.reason == reason


def test_what_is_no_number_counts_for_nothing() -> None:
    assert POOLING[".meanPooling()"]([["x", 2], [4, 4]]) == [2.0, 3.0]
