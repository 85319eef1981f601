"""Combinations of values, against a counter."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered

SOURCES = st.lists(
    st.fixed_dictionaries({}, optional={"k": st.sampled_from("abc"), "n": st.integers(0, 2)}), max_size=8
)


@given(SOURCES)
def test_documents_by_two_fields(sources: list[dict[str, Any]]) -> None:
    found = answered(sources, {"multi_terms": {"terms": [{"field": "k"}, {"field": "n"}], "size": 20}})["buckets"]
    counts = Counter((one["k"], one["n"]) for one in sources if len(one) == 2)
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    assert [(tuple(one["key"]), one["doc_count"]) for one in found] == expected
    assert [one["key_as_string"] for one in found] == [f"{k}|{n}" for (k, n), _ in expected]


def test_aggregations_inside() -> None:
    terms = {"multi_terms": {"terms": [{"field": "k"}, {"field": "d"}]}, "aggs": {"m": {"max": {"field": "n"}}}}
    found = answered([{"k": "a", "d": "2024-01-01", "n": 3}], terms)["buckets"]
    assert found[0]["key"] == ["a", "2024-01-01T00:00:00.000Z"]
    assert found[0]["m"] == {"value": 3.0}
