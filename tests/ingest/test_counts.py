"""How often pipelines ran."""

from __future__ import annotations

import json

from fakeinfer.cluster import Cluster
from fakeinfer.ingest.counts import of_pipelines
from fakeinfer.wire import Request


def send(cluster: Cluster, method: str, path: str, body: object) -> int:
    data = json.dumps(body).encode()
    return cluster.handle(Request.build(method, path, {"Content-Type": "application/json"}, data)).status


def test_a_failure_that_is_handled_counts_for_the_processor_alone() -> None:
    cluster = Cluster("opensearch", "2.19")
    failing = {"fail": {"message": "no", "on_failure": [{"set": {"field": "e", "value": 1}}]}}
    send(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [failing]})
    assert send(cluster, "PUT", "/i/_doc/1?pipeline=p", {}) == 201
    told = of_pipelines(cluster.state)
    assert (told["total"]["count"], told["total"]["failed"]) == (1, 0)
    (processor,) = told["pipelines"]["p"]["processors"]
    assert processor["fail"]["stats"]["failed"] == 1
    assert told["pipelines"]["p"]["failed"] == 0


def test_counts_are_part_of_a_snapshot() -> None:
    cluster = Cluster("opensearch", "2.19")
    send(cluster, "PUT", "/_ingest/pipeline/p", {"processors": []})
    before = cluster.snapshot()
    send(cluster, "PUT", "/i/_doc/1?pipeline=p", {})
    assert of_pipelines(cluster.state)["pipelines"]["p"]["count"] == 1
    cluster.restore(before)
    assert of_pipelines(cluster.state)["pipelines"]["p"]["count"] == 0
