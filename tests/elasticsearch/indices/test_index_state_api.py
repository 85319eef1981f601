"""Closing, blocking and changing indices of Elasticsearch, beyond what the fixtures hold."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/one")
    ok(cluster, "PUT", "/one/_doc/1", {"a": 1})
    return cluster


def test_a_closed_index_keeps_its_documents(cluster: Cluster) -> None:
    ok(cluster, "POST", "/one/_close")
    assert ask(cluster, "GET", "/one/_doc/1")[0] == 400
    ok(cluster, "POST", "/one/_open")
    assert ok(cluster, "GET", "/one/_doc/1")["_source"] == {"a": 1}


@pytest.mark.parametrize(("block", "refused"), [("write", "PUT"), ("read", "GET")])
def test_a_block_forbids_until_it_is_taken(cluster: Cluster, block: str, refused: str) -> None:
    body = {"a": 2} if refused == "PUT" else None
    ok(cluster, "PUT", f"/one/_block/{block}")
    assert ask(cluster, refused, "/one/_doc/1", body)[0] == 403
    ok(cluster, "DELETE", f"/one/_block/{block}")
    assert ask(cluster, refused, "/one/_doc/1", body)[0] == 200


def test_a_static_setting_changes_while_the_index_is_reopened(cluster: Cluster) -> None:
    body = {"index.codec": "best_compression"}
    assert ask(cluster, "PUT", "/one/_settings", body)[0] == 400
    ok(cluster, "PUT", "/one/_settings?reopen=true", body)
    assert ok(cluster, "GET", "/one/_settings")["one"]["settings"]["index"]["codec"] == "best_compression"
    assert ok(cluster, "GET", "/one/_doc/1")["found"]


def test_a_final_setting_does_not_change_by_reopening(cluster: Cluster) -> None:
    status, answer = ask(cluster, "PUT", "/one/_settings?reopen=true", {"index.number_of_shards": 2})
    assert (status, answer["error"]["reason"]) == (400, "final one setting [index.number_of_shards], not updateable")


def test_a_merge_that_nobody_waits_for_is_a_task(cluster: Cluster) -> None:
    task = ok(cluster, "POST", "/one/_forcemerge?wait_for_completion=false")["task"]
    stored = ok(cluster, "GET", f"/_tasks/{task}")
    assert stored["completed"]
    assert stored["task"]["description"] == (
        "Force-merge indices [one], maxSegments[-1], onlyExpungeDeletes[false], flush[true]"
    )
