"""Options that are read by hand."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.search.aggregations.pipelines.options import gap_policy, only_path
from fakeinfer.search.locate import Place


def test_gap_policies_by_product() -> None:
    assert gap_policy("elasticsearch")("keep_values", Place({})) == "keep_values"
    with pytest.raises(ApiError, match=r"accepted values: \[insert_zeros, skip\]"):
        gap_policy("opensearch")("keep_values", Place({}))


def test_of_several_paths_the_first_counts() -> None:
    assert only_path("", "p", {"buckets_path": ["a", "b"]}, Place({})) == "a"
    with pytest.raises(ApiError, match="Index 0 out of bounds"):
        only_path("", "p", {"buckets_path": []}, Place({}))
    with pytest.raises(ApiError, match="for derivative aggregation"):
        only_path("derivative ", "p", {}, Place({}))
