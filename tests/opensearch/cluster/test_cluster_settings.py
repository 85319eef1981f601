"""Cluster settings: what they do to a cluster, beside the answers that the fixtures hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.cluster.cluster_settings import setting
from fakeinfer.opensearch.cluster.known_settings import known_settings
from fakeinfer.wire import Request

ML = "plugins.ml_commons."


def put(cluster: Cluster, **levels: dict[str, Any]) -> Any:
    body = json.dumps(levels).encode()
    headers = {"Content-Type": "application/json"}
    return json.loads(cluster.handle(Request.build("PUT", "/_cluster/settings", headers, body)).content)


def test_transient_wins_over_persistent_and_persistent_over_the_default() -> None:
    cluster = Cluster("opensearch")
    assert setting(cluster.state, ML + "safe_delete_model") is False
    put(cluster, persistent={ML + "safe_delete_model": True})
    assert setting(cluster.state, ML + "safe_delete_model") is True
    put(cluster, transient={ML + "safe_delete_model": False})
    assert setting(cluster.state, ML + "safe_delete_model") is False


def test_values_are_typed_for_who_asks() -> None:
    state = Cluster("opensearch", settings={"search.default_search_timeout": "2s"}).state
    assert setting(state, ML + "max_model_on_node") == 10
    assert setting(state, ML + "disk_free_space_threshold") == 5 * 2**30
    assert setting(state, ML + "task_dispatcher.eligible_node_role.local_model") == ["data", "ml"]
    assert setting(state, "search.default_search_timeout") == 2000


def test_a_setting_that_the_version_lacks_is_none() -> None:
    assert setting(Cluster("opensearch", "2.18").state, ML + "safe_delete_model") is None


def test_defaults_follow_the_version() -> None:
    assert setting(Cluster("opensearch", "2.11").state, ML + "memory_feature_enabled") is False
    assert setting(Cluster("opensearch", "2.12").state, ML + "memory_feature_enabled") is True


def test_a_cluster_is_started_with_static_settings_too() -> None:
    cluster = Cluster("opensearch", settings={ML + "multi_tenancy_enabled": True})
    assert setting(cluster.state, ML + "multi_tenancy_enabled") is True


@pytest.mark.parametrize("wanted", [{ML + "nope": 1}, {ML + "safe_delete_model": "perhaps"}])
def test_a_cluster_is_not_started_with_settings_it_refuses(wanted: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"nope|perhaps"):
        Cluster("opensearch", settings=wanted)


def test_reset_brings_back_what_the_cluster_was_started_with() -> None:
    cluster = Cluster("opensearch", settings={ML + "safe_delete_model": True})
    put(cluster, persistent={ML + "safe_delete_model": None})
    cluster.reset()
    assert setting(cluster.state, ML + "safe_delete_model") is True


@pytest.mark.parametrize("version", ["2.9", "2.19", "3.8"])
def test_every_default_is_a_value_of_its_own_setting(version: str) -> None:
    for known in known_settings(Cluster("opensearch", version).contract).values():
        known.read(known.default)
