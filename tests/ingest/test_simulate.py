"""Simulating stores nothing and runs nothing twice that matters."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.ingest.counts import COUNTS
from tests.ingest.tools import ask, simulated, store


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_simulating_changes_nothing_but_how_often_a_stored_pipeline_ran(product: str) -> None:
    cluster = Cluster(product)
    store(cluster, "p", {"set": {"field": "a", "value": 1}})
    before = cluster.state.store.copied()
    assert ask(cluster, "POST", "/_ingest/pipeline/p/_simulate", {"docs": [{"_source": {}}]}).status == 200
    assert cluster.state.store.collections.pop(COUNTS)["p"] == (1, 0)
    tried = {"pipeline": {"processors": [{"drop": {}}]}, "docs": [{"_source": {}}]}
    assert ask(cluster, "POST", "/_ingest/pipeline/_simulate", tried).status == 200
    assert cluster.state.store.copied() == before


def test_processors_inside_foreach_are_no_entries_of_their_own() -> None:
    cluster = Cluster("elasticsearch")
    body = {
        "pipeline": {
            "processors": [{"foreach": {"field": "a", "processor": {"lowercase": {"field": "_ingest._value"}}}}]
        },
        "docs": [{"_source": {"a": ["X", "Y"]}}],
    }
    answer = json.loads(ask(cluster, "POST", "/_ingest/pipeline/_simulate?verbose", body).content)
    (entry,) = answer["docs"][0]["processor_results"]
    assert entry["processor_type"] == "foreach"
    assert entry["doc"]["_source"] == {"a": ["x", "y"]}


def test_each_verbose_document_is_a_picture_of_its_moment() -> None:
    cluster = Cluster("elasticsearch")
    steps = [{"append": {"field": "l", "value": n}} for n in (1, 2)]
    body = {"pipeline": {"processors": steps}, "docs": [{"_source": {}}]}
    answer = json.loads(ask(cluster, "POST", "/_ingest/pipeline/_simulate?verbose", body).content)
    shown = [entry["doc"]["_source"]["l"] for entry in answer["docs"][0]["processor_results"]]
    assert shown == [[1], [1, 2]]


def test_what_the_fake_lacks_is_the_whole_answer() -> None:
    cluster = Cluster("opensearch")
    asks = {"script": {"source": "ctx.n = ctx.t.codePointBefore(1)"}}
    body = {"pipeline": {"processors": [asks]}, "docs": [{"_source": {"t": "x"}}]}
    assert ask(cluster, "POST", "/_ingest/pipeline/_simulate", body).status == 501


def test_a_hundred_pipelines_deep() -> None:
    cluster = Cluster("elasticsearch")
    store(cluster, "p0", {"set": {"field": "deep", "value": True}})
    for n in range(1, 100):
        store(cluster, f"p{n}", {"pipeline": {"name": f"p{n - 1}"}})
    assert simulated(cluster, {"pipeline": {"name": "p98"}}, source={}) == {"deep": True}
