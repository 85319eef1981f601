"""Means with weights, against a division."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered
from tests.search.asking import holding, reason

PAIRS = st.lists(st.tuples(st.integers(-9, 9), st.sampled_from([0.5, 1.0, 2.0])), min_size=1, max_size=6)


@given(PAIRS)
def test_each_value_counts_as_much_as_it_weighs(pairs: list[tuple[int, float]]) -> None:
    sources = [{"n": value, "f": weight} for value, weight in pairs]
    found = answered(sources, {"weighted_avg": {"value": {"field": "n"}, "weight": {"field": "f"}}})
    total = sum(weight for _, weight in pairs)
    assert found["value"] == pytest.approx(sum(value * weight for value, weight in pairs) / total)


def test_a_document_needs_both() -> None:
    options = {"value": {"field": "n"}, "weight": {"field": "f"}}
    assert answered([{"n": 1}, {"f": 1}], {"weighted_avg": options}) == {"value": None}
    with_missing = {**options, "weight": {"field": "f", "missing": 3}, "format": "0.0"}
    assert answered([{"n": 1}], {"weighted_avg": with_missing}) == {"value": 1.0, "value_as_string": "1.0"}


def test_several_weights_are_refused() -> None:
    definition = {"weighted_avg": {"value": {"field": "n"}, "weight": {"field": "f"}}}
    assert "more than one weight" in reason(holding([{"n": 1, "f": [1, 2]}]), aggs={"x": definition})
