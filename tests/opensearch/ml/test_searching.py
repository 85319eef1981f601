"""Searches over ML objects: what never shows, whoever asks how."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import CONNECTORS, change
from fakeinfer.wire import Request
from tests.opensearch.asking import ML, new_connector, ok


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        True,
        False,
        "credential",
        ["credential"],
        {"includes": "credential*"},
        {"include": ["*"], "excludes": "name"},
    ],
    ids=str,
)
def test_no_source_filter_brings_a_credential_out(wanted: Any) -> None:
    cluster = Cluster("opensearch")
    new_connector(cluster)
    body: dict[str, Any] = {"query": {"match_all": {}}}
    if wanted is not None:
        body["_source"] = wanted
    answer = ok(cluster, "POST", f"{ML}/connectors/_search", body)
    assert answer["hits"]["total"]["value"] == 1
    assert "credential" not in answer["hits"]["hits"][0]["_source"]


def test_a_caller_s_exclusions_are_heard() -> None:
    cluster = Cluster("opensearch")
    new_connector(cluster)
    answer = ok(cluster, "POST", f"{ML}/connectors/_search", {"_source": {"excludes": ["actions"]}})
    assert "actions" not in answer["hits"]["hits"][0]["_source"]
    assert "name" in answer["hits"]["hits"][0]["_source"]


@pytest.mark.parametrize(("agent", "shows"), [("OpenSearch Dashboards", True), ("curl/8", False)])
def test_ui_metadata_shows_in_dashboards_only(agent: str, shows: bool) -> None:
    cluster = Cluster("opensearch")
    change(cluster.state, CONNECTORS, new_connector(cluster), {"ui_metadata": {"x": 1}})
    headers = {"Content-Type": "application/json", "User-Agent": agent}
    response = cluster.handle(Request.build("POST", f"{ML}/connectors/_search", headers, b"{}"))
    assert ("ui_metadata" in json.loads(response.content)["hits"]["hits"][0]["_source"]) is shows
