"""The table of trained models."""

from __future__ import annotations

from fakeinfer.clock import START_MILLIS
from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ok
from tests.elasticsearch.trained_models.making import deploy, upload


def test_pipelines_that_name_a_deployment_count_for_its_model() -> None:
    cluster = Cluster("elasticsearch")
    upload(cluster)
    deploy(cluster, query="?deployment_id=first")
    for number, name in enumerate(("mine", "first")):
        body = {"processors": [{"inference": {"model_id": name}}]}
        ok(cluster, "PUT", f"/_ingest/pipeline/p{number}", body)
    (row,) = ok(cluster, "GET", "/_cat/ml/trained_models/mine?format=json")
    assert row["ingest.pipelines"] == "2"


def test_instants_have_a_fraction_where_there_is_one() -> None:
    cluster = Cluster("elasticsearch")
    cluster.state.clock.millis += 998
    upload(cluster, "one")
    cluster.state.clock.millis = START_MILLIS - 1
    upload(cluster, "two")
    rows = ok(cluster, "GET", "/_cat/ml/trained_models/one,two?h=ct&format=json")
    assert [row["ct"] for row in rows] == ["2026-01-01T00:00:00.999Z", "2026-01-01T00:00:00Z"]
