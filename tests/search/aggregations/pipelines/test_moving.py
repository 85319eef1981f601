"""Windows that move over buckets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered


def moved(counts: list[int], **options: Any) -> list[Any]:
    sources = [{"n": step} for step, count in enumerate(counts) for _ in range(count)]
    pipeline = {"moving_fn": {"buckets_path": "_count", **options}}
    found = answered(sources, {"histogram": {"field": "n", "interval": 1}, "aggs": {"p": pipeline}})["buckets"]
    return [one["p"]["value"] for one in found]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(1, 4), st.integers(0, 2))
def test_the_window_ends_before_the_bucket_unless_it_is_shifted(counts: list[int], window: int, shift: int) -> None:
    found = moved(counts, window=window, shift=shift, script="MovingFunctions.sum(values)")
    expected = [
        sum(counts[max(at - window + shift, 0) : min(max(at + shift, 0), len(counts))]) for at in range(len(counts))
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("MovingFunctions.max(values)", [None, 1.0, 3.0]),
        ("MovingFunctions.linearWeightedAvg(values)", [None, 0.5, 7 / 4]),
        ("MovingFunctions.ewma(values, 0.5)", [None, 1.0, 2.0]),
        ("MovingFunctions.stdDev(values, MovingFunctions.unweightedAvg(values))", [None, 0.0, 1.0]),
        ("MovingFunctions.holt(values, 0.5, 0.5)", [None, 1.0, 2.0]),
        ("values.length", [0.0, 1.0, 2.0]),
    ],
)
def test_functions(script: str, expected: list[float | None]) -> None:
    assert moved([1, 3, 2], window=5, script=script) == expected
