"""Settings, flat and nested."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.indices.settings import flattened, nested, read_settings


@pytest.mark.parametrize(
    "written",
    [
        {"index": {"number_of_shards": 2}},
        {"index.number_of_shards": "2"},
        {"number_of_shards": 2},
        {"index": {"number_of_shards": 2, "hidden": None}},
    ],
)
def test_all_ways_to_write_a_setting_mean_the_same(written: dict[str, object]) -> None:
    assert flattened(written) == {"index.number_of_shards": "2"}


def test_flat_settings_become_a_tree() -> None:
    flat = {"index.a.b": "1", "index.a.c": "2", "index.refresh_interval": "1s", "index.refresh_interval.x": "true"}
    assert nested(flat) == {
        "index": {"a": {"b": "1", "c": "2"}, "refresh_interval": "1s", "refresh_interval.x": "true"}
    }


def test_free_groups_take_any_name() -> None:
    settings = {"analysis": {"analyzer": {"mine": {"type": "custom", "filter": ["lowercase"]}}}}
    assert read_settings(Cluster("opensearch").state, settings)["index.analysis.analyzer.mine.filter"] == ["lowercase"]


def test_near_names_are_suggested_nearest_first() -> None:
    with pytest.raises(ApiError) as refused:
        read_settings(Cluster("opensearch").state, {"index.default_pipelin": "a"})
    near = "[index.default_pipeline, index.search.default_pipeline, index.final_pipeline]"
    assert refused.value.reason == f"unknown setting [index.default_pipelin] did you mean any of {near}?"
