"""Samples of the best documents."""

from __future__ import annotations

from typing import Any

from tests.search.aggregations.asking import answered
from tests.search.asking import holding, reason

SOURCES = [{"t": "red", "n": 1, "k": "a"}, {"t": "red red", "n": 2, "k": "a"}, {"t": "red blue", "n": 4, "k": "b"}]
MEAN = {"m": {"max": {"field": "n"}}}


def sampled(**options: Any) -> Any:
    return answered(SOURCES, {"sampler": options, "aggs": MEAN}, query={"match": {"t": "red"}})


def test_the_best_alone() -> None:
    assert sampled(shard_size=1) == {"doc_count": 1, "m": {"value": 2.0}}
    assert sampled() == {"doc_count": 3, "m": {"value": 4.0}}


def test_few_of_a_kind() -> None:
    definition = {"diversified_sampler": {"field": "k"}, "aggs": MEAN}
    assert answered(SOURCES, definition, query={"match": {"t": "red"}})["doc_count"] == 2


def test_a_sample_is_for_something() -> None:
    assert reason(holding(SOURCES), aggs={"x": {"sampler": {}}}).startswith("Sampler aggregation must be used")
