"""The order in which pipelines are listed is that of the server's map."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask, ok


def listed(cluster: Cluster) -> list[str]:
    return list(ok(cluster, "GET", "/_ingest/pipeline"))


def test_pipelines_are_listed_by_the_hash_of_their_ids_in_a_map_copied_at_each_change() -> None:
    cluster = Cluster("opensearch", "2.19")
    for id in ("p-embed", "p-sparse", "p-inference"):
        ok(cluster, "PUT", f"/_ingest/pipeline/{id}", {"processors": []})
    assert listed(cluster) == ["p-sparse", "p-inference", "p-embed"]  # observed: 2.19.1
    ok(cluster, "PUT", "/_ingest/pipeline/p-embed", {"processors": []})
    assert listed(cluster) == ["p-inference", "p-embed", "p-sparse"]


def test_without_any_there_is_no_order() -> None:
    cluster = Cluster("opensearch", "2.19")
    assert ask(cluster, "GET", "/_ingest/pipeline").status == 404
