"""Templates of Elasticsearch, beyond what the fixtures hold."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok


def test_templates_tell_when_they_were_made_and_changed() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    body = {"index_patterns": ["a*"]}
    ok(cluster, "PUT", "/_index_template/t", body)
    cluster.state.clock.advance(hours=1)
    ok(cluster, "PUT", "/_index_template/t", body)
    (told,) = ok(cluster, "GET", "/_index_template/t?human=true")["index_templates"]
    template = told["index_template"]
    assert template["modified_date_millis"] - template["created_date_millis"] >= 3_600_000
    assert template["created_date"].startswith("2026-01-01T00:00:00")


def test_a_template_may_forbid_or_allow_that_writes_make_indices() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/_index_template/t", {"index_patterns": ["a*", "b*"], "allow_auto_create": False})
    status, answer = ask(cluster, "PUT", "/a1/_doc/1", {"x": 1})
    assert status == 404
    assert answer["error"]["reason"] == "no such index [composable template [a*, b*] forbids index auto creation]"
    ok(cluster, "PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": "false"}})
    ok(cluster, "PUT", "/_index_template/t", {"index_patterns": ["a*", "b*"], "allow_auto_create": True})
    assert ok(cluster, "PUT", "/a1/_doc/1", {"x": 1})["result"] == "created"


def test_a_component_that_may_be_missing_is_forgiven() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    body = {"index_patterns": ["a*"], "composed_of": ["c"], "ignore_missing_component_templates": ["c"]}
    ok(cluster, "PUT", "/_index_template/t", body)
    assert ask(cluster, "PUT", "/_index_template/u", {**body, "ignore_missing_component_templates": ["d"]})[0] == 400


@pytest.mark.parametrize("part", ["lifecycle", "data_stream_options"])
def test_parts_of_data_streams_are_named(part: str) -> None:
    cluster = Cluster("elasticsearch", "9.5")
    status, answer = ask(cluster, "PUT", "/_component_template/c", {"template": {part: {}}})
    assert (status, f"[{part}] of templates" in answer["error"]["reason"]) == (501, True)


@pytest.mark.parametrize("aliases", [[[]], 7])
def test_aliases_of_a_legacy_template_are_a_map(aliases: Any) -> None:
    cluster = Cluster("elasticsearch", "9.5")
    body = {"index_patterns": ["a*"], "aliases": aliases}
    status, answer = ask(cluster, "PUT", "/_template/t", body)
    assert (status, answer["error"]["type"]) == (500, "class_cast_exception")
