"""What index settings may hold."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.indices.registered import Registered, check_value, registered


@pytest.mark.parametrize(
    ("setting", "good", "bad"),
    [
        (Registered(type="boolean"), "true", "maybe"),
        (Registered(type="time"), "5s", "5"),
        (Registered(type="size"), "5mb", "5"),
        (Registered(type="whole", minimum=1), "1", "0"),
        (Registered(type="whole"), "-7", "1.5"),
        (Registered(type="decimal", minimum=0.0), "0.5", "-0.5"),
        (Registered(type="decimal"), "1e3", "x"),
    ],
)
def test_a_value_fits_its_type(setting: Registered, good: str, bad: str) -> None:
    check_value("index.x", good, setting)
    with pytest.raises(ApiError) as refused:
        check_value("index.x", bad, setting)
    assert refused.value.status == 400


def test_a_text_holds_anything() -> None:
    check_value("index.x", "whatever", Registered())


def test_settings_come_and_defaults_change_with_versions() -> None:
    old, new = (registered(Cluster("opensearch", version).state) for version in ("2.19", "3.5"))
    assert "index.blocks.search_only" not in old
    assert "index.blocks.search_only" in new
    assert old["index.query.max_nested_depth"].default != new["index.query.max_nested_depth"].default
    assert "index.mapper.dynamic" in old
    assert "index.mapper.dynamic" not in new


def test_defaults_of_elasticsearch_change_with_its_version() -> None:
    def limit(version: str) -> Any:
        return registered(Cluster("elasticsearch", version).state)["index.mapping.nested_fields.limit"].default

    assert (limit("9.2"), limit("9.5")) == ("50", "100")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("index.translog.durability", "x", "No enum constant org.elasticsearch.index.translog.Translog.Durability.X"),
        ("index.codec", "x", "unknown value for [index.codec] must be one of [default, best_compression] but was: x"),
        (
            "index.number_of_shards",
            "2000",
            "Failed to parse value [2000] for setting [index.number_of_shards] must be <= 1024",
        ),
        ("index.auto_expand_replicas", "x", "failed to parse [index.auto_expand_replicas] from value: [x] at index -1"),
        (
            "index.auto_expand_replicas",
            "0-x",
            "failed to parse [index.auto_expand_replicas] from value: [0-x] at index 1",
        ),
        ("index.write.wait_for_active_shards", "-1", "shard count cannot be a negative value"),
    ],
)
def test_elasticsearch_refuses_what_a_setting_cannot_hold(name: str, value: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_value(name, value, registered(Cluster("elasticsearch", "9.5").state)[name])
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("index.translog.durability", "ASYNC"),
        ("index.auto_expand_replicas", "0-all"),
        ("index.auto_expand_replicas", "false"),
    ],
)
def test_elasticsearch_takes_what_a_setting_can_hold(name: str, value: str) -> None:
    check_value(name, value, registered(Cluster("elasticsearch", "9.5").state)[name])
