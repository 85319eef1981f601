"""Options of aggregations, read strictly: whatever they hold, the server's words or an answer come of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.aggregations.reading import MODULES
from tests.near import json_values
from tests.search.asking import asked, holding

CLUSTERS = {
    "opensearch": holding([{"k": "a", "n": 1, "f": 2.5, "d": "2024-01-01", "x": [{"y": "p"}]}, {}]),
    "elasticsearch": holding(
        [{"k": "a", "n": 1, "f": 2.5, "d": "2024-01-01", "x": [{"y": "p"}]}, {}], "elasticsearch", "9.2"
    ),
}
NAMES = st.sampled_from(
    [
        "field",
        "missing",
        "value_type",
        "format",
        "script",
        "time_zone",
        "size",
        "shard_size",
        "order",
        "min_doc_count",
        "include",
        "exclude",
        "execution_hint",
        "keyed",
        "interval",
        "fixed_interval",
        "calendar_interval",
        "offset",
        "extended_bounds",
        "hard_bounds",
        "ranges",
        "sigma",
        "precision_threshold",
        "filters",
        "path",
        "sources",
        "after",
        "percents",
        "values",
        "hdr",
        "tdigest",
        "compression",
        "value",
        "weight",
        "terms",
        "max_doc_count",
        "precision",
        "buckets",
        "minimum_interval",
        "separator",
        "max_docs_per_value",
        "map_script",
        "combine_script",
        "reduce_script",
        "params",
        "background_filter",
        "jlh",
        "metrics",
        "sort",
        "buckets_path",
        "gap_policy",
        "unit",
        "lag",
        "window",
        "shift",
        "from",
        "other_bucket",
    ]
)
LIKELY = st.sampled_from(
    ["k", "n", "d", "f", "x", "1d", "month", "n>m", "m", "_count", "skip", "1", "params.a", 1, 2.5, True]
)
OPTIONS = st.dictionaries(NAMES, LIKELY | json_values, max_size=5)


@pytest.mark.parametrize("product", CLUSTERS)
@given(st.sampled_from(sorted(MODULES)), OPTIONS, st.booleans())
def test_nothing_is_an_error_of_ours(product: str, kind: str, options: dict[str, Any], inside: bool) -> None:
    aggregations: dict[str, Any] = {"m": {"avg": {"field": "f"}}, "x": {kind: options}}
    if inside:
        histogram = {"histogram": {"field": "n", "interval": 1}, "aggs": aggregations}
        aggregations = {"n": histogram, "y": {kind: options}}
    status, answer = asked(CLUSTERS[product], "POST", "/s/_search", {"aggs": aggregations})
    assert "fakeinfer_bug" not in str(answer), (status, answer)
