"""Definitions of aggregations: what is refused, and by its name what is not imitated. No nonsense is an error of ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.near import json_values
from tests.search.asking import asked, holding, reason

KINDS = st.sampled_from(
    ["terms", "avg", "range", "histogram", "date_histogram", "filter", "filters", "composite", "top_hits", "nested"]
)
OPTIONS = st.dictionaries(
    st.sampled_from(
        ["field", "ranges", "interval", "order", "sources", "size", "include", "filters", "path", "missing"]
    ),
    st.sampled_from(["k", "n", "d", "x"]) | json_values,
    max_size=4,
)
CLUSTER = holding([{"k": "a", "n": 1, "d": "2024-01-01", "x": [{"y": "p"}]}])


@given(KINDS, OPTIONS | json_values)
def test_nonsense_is_refused_or_answered(kind: str, options: Any) -> None:
    status, answer = asked(CLUSTER, "POST", "/s/_search", {"aggs": {"x": {kind: options}}})
    assert status < 500 or "fakeinfer_bug" not in str(answer), answer


@pytest.mark.parametrize(
    "definition", [{}, {"zork": {}}, {"terms": {"field": "k"}, "avg": {"field": "n"}}, 5, {"terms": 5}]
)
def test_what_is_no_definition(definition: Any) -> None:
    assert reason(CLUSTER, aggs={"x": definition})


def test_what_is_not_imitated_says_so() -> None:
    status, answer = asked(CLUSTER, "POST", "/s/_search", {"aggs": {"x": {"significant_text": {"field": "t"}}}})
    assert status == 501
    assert "the aggregation [significant_text]" in answer["error"]["reason"]
