"""Hits scored anew."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.ingest.tools import ask
from tests.opensearch.remote.asking import model_of
from tests.opensearch.search_running.searching import cluster_of, ids, sent, through

RANKS = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.cohere.ai/v1/rerank",
    "request_body": '{ "documents": ${parameters.documents}, "query": "${parameters.query}", "model": "m", "top_n": ${parameters.top_n} }',
    "pre_process_function": "connector.pre_process.cohere.rerank",
    "post_process_function": "connector.post_process.cohere.rerank",
}


def rerank(cluster: Cluster, field: str, said: str) -> Any:
    """The answer of a search reranked by what a field says."""
    processor = {
        "rerank": {"ml_opensearch": {"model_id": model_of(cluster, RANKS)}, "context": {"document_fields": [field]}}
    }
    return through(cluster, {"ext": {"rerank": {"query_context": {"query_text": said}}}}, answer=processor)


def test_models_are_asked_about_all_hits_at_once() -> None:
    cluster = cluster_of()
    answer = rerank(cluster, "t", "red dog")
    (body,) = sent(cluster)
    assert (body["documents"], body["query"]) == (["red fox", "blue whale", "red dog"], "red dog")
    scores = [hit["_score"] for hit in answer["hits"]["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert answer["hits"]["max_score"] == scores[0]
    assert ids(answer)[0] == "3"


@pytest.mark.parametrize(("version", "found"), [("2.19", ["[a, b]"]), ("3.6", ["a b"])])
def test_lists_are_joined_since_36(version: str, found: list[str]) -> None:
    cluster = cluster_of(version)
    ask(cluster, "DELETE", "/s")
    ask(cluster, "PUT", "/s/_doc/1?refresh=true", {"t": ["a", "b"]})
    rerank(cluster, "t", "a")
    (body,) = sent(cluster)
    assert body["documents"] == found


@pytest.mark.parametrize(("version", "found"), [("2.19", ""), ("3.6", "a")])
def test_fields_may_be_paths_since_36(version: str, found: str) -> None:
    cluster = cluster_of(version)
    ask(cluster, "DELETE", "/s")
    ask(cluster, "PUT", "/s/_doc/1?refresh=true", {"t": {"u": "a"}})
    rerank(cluster, "t.u", "a")
    (body,) = sent(cluster)
    assert body["documents"] == [found]
