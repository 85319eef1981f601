"""Settings of indices that are there."""

from __future__ import annotations

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.indices.changing import change_settings, close


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch", "2.19")
    for name in ("a", "b"):
        indices.create(made.state, name)
    return made


def setting(cluster: Cluster, index: str, name: str) -> object:
    return indices.setting(indices.find(cluster.state, index), name)


def test_all_indices_take_a_setting_or_none(cluster: Cluster) -> None:
    close(cluster.state, "a")
    with pytest.raises(ApiError, match=r"Can't update non dynamic settings \[\[index.codec\]\]"):
        change_settings(cluster.state, ["a", "b"], {"codec": "best_compression"})
    assert setting(cluster, "a", "codec") is None


def test_a_wildcard_of_null_takes_back_all_that_it_means(cluster: Cluster) -> None:
    change_settings(cluster.state, ["a"], {"search.idle.after": "5s", "search.default_pipeline": "p", "priority": 3})
    change_settings(cluster.state, ["a"], {"index.search.*": None})
    assert setting(cluster, "a", "search.idle.after") is None
    assert setting(cluster, "a", "priority") == "3"


def test_what_is_preserved_stays_beside_what_is_new(cluster: Cluster) -> None:
    change_settings(cluster.state, ["a"], {"priority": 3})
    change_settings(cluster.state, ["a"], {"priority": 4, "max_result_window": 10}, preserve_existing=True)
    assert (setting(cluster, "a", "priority"), setting(cluster, "a", "max_result_window")) == ("3", "10")


def test_nothing_to_change_is_refused(cluster: Cluster) -> None:
    with pytest.raises(ApiError, match="no settings to update"):
        change_settings(cluster.state, ["a"], {})
