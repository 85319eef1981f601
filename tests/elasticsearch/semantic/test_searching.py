"""Semantic fields searched: endpoints asked, chunks that decide, and what is shown of them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import DENSE, SPARSE, ask, ok, reason

TEXTS = {"law": "The law of taxes and duties", "cat": "A cat sleeps on the mat", "sea": "Ships sail on the sea"}


def cluster_with(version: str = "9.5", **settings: Any) -> Cluster:
    cluster = Cluster("elasticsearch", version)
    ok(cluster, "PUT", "/_inference/sparse_embedding/sp", SPARSE)
    settings_of_64 = {"api_key": "k", "model_id": "text-embedding-3-small", "dimensions": 64}
    ok(cluster, "PUT", "/_inference/text_embedding/de", {**DENSE, "service_settings": settings_of_64})
    for name, endpoint in (("s", "sp"), ("d", "de")):
        field = {"type": "semantic_text", "inference_id": endpoint}
        ok(
            cluster,
            "PUT",
            f"/{name}",
            {"settings": settings, "mappings": {"properties": {"f": field, "k": {"type": "keyword"}}}},
        )
        for id, text in TEXTS.items():
            ok(cluster, "PUT", f"/{name}/_doc/{id}", {"f": text, "k": id})
    return cluster


def found(cluster: Cluster, index: str, query: Any, **more: Any) -> list[str]:
    answer = ok(cluster, "POST", f"/{index}/_search", {"query": query, **more})
    return [hit["_id"] for hit in answer["hits"]["hits"]]


@pytest.mark.parametrize("version", ["8.15", "8.17", "8.18", "8.19", "9.5"])
@pytest.mark.parametrize("index", ["s", "d"])
def test_the_nearest_text_comes_first(index: str, version: str) -> None:
    cluster = cluster_with(version)
    assert found(cluster, index, {"semantic": {"field": "f", "query": "the cat sleeps"}})[0] == "cat"
    assert found(cluster, index, {"semantic": {"field": "f", "query": "taxes law"}})[0] == "law"


@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("index", ["s", "d"])
def test_both_formats_are_searched_and_highlighted_alike(index: str, legacy: bool) -> None:
    cluster = cluster_with(**{"index.mapping.semantic_text.use_legacy_format": legacy})
    query = {"match": {"f": "the cat sleeps"}}
    answer = ok(cluster, "POST", f"/{index}/_search", {"query": query, "highlight": {"fields": {"f": {}}}})
    first = answer["hits"]["hits"][0]
    assert (first["_id"], first["highlight"]) == ("cat", {"f": [TEXTS["cat"]]})


def test_the_best_of_several_chunks_counts() -> None:
    cluster = cluster_with()
    ok(cluster, "PUT", "/d/_doc/both", {"f": [TEXTS["cat"], TEXTS["sea"]]})
    for id in ("cat", "sea"):
        answer = ok(cluster, "POST", "/d/_search", {"query": {"semantic": {"field": "f", "query": TEXTS[id]}}})
        scores = {hit["_id"]: hit["_score"] for hit in answer["hits"]["hits"]}
        assert scores["both"] == scores[id] == max(scores.values())


def test_no_more_neighbours_are_found_than_hits_are_wanted_but_ten_at_least() -> None:
    cluster = cluster_with()
    for number in range(20):
        ok(cluster, "PUT", f"/d/_doc/{number}", {"f": f"text {number}"})
    query = {"semantic": {"field": "f", "query": "text"}}
    for size, total in ((3, 10), (15, 15)):
        assert ok(cluster, "POST", "/d/_search", {"query": query, "size": size})["hits"]["total"]["value"] == total


def test_a_filter_beside_it_and_an_update_of_the_text() -> None:
    cluster = cluster_with()
    query = {"bool": {"must": {"semantic": {"field": "f", "query": "cat"}}, "filter": {"term": {"k": "sea"}}}}
    assert found(cluster, "d", query) == ["sea"]
    ok(cluster, "POST", "/d/_update/sea", {"doc": {"f": "A cat on board"}})
    answer = ok(cluster, "POST", "/d/_search", {"query": query, "highlight": {"fields": {"f": {}}}})
    assert answer["hits"]["hits"][0]["highlight"] == {"f": ["A cat on board"]}


def test_words_and_meaning_put_together() -> None:
    cluster = cluster_with()
    lists = [{"standard": {"query": {"match": {"f": "the cat"}}}}, {"standard": {"query": {"term": {"k": "cat"}}}}]
    answer = ok(cluster, "POST", "/d/_search", {"retriever": {"rrf": {"retrievers": lists}}})
    assert answer["hits"]["hits"][0]["_id"] == "cat"


def test_a_field_that_exists() -> None:
    cluster = cluster_with()
    ok(cluster, "PUT", "/d/_doc/none", {"k": "none"})
    assert sorted(found(cluster, "d", {"exists": {"field": "f"}})) == sorted(TEXTS)


def test_counts_and_validations_ask_too() -> None:
    cluster = cluster_with()
    query = {"query": {"semantic": {"field": "f", "query": "cat"}}}
    assert ok(cluster, "POST", "/d/_count", query)["count"] == 3
    assert ok(cluster, "POST", "/d/_validate/query", query)["valid"] is True


def test_match_of_words_is_as_ever() -> None:
    cluster = cluster_with("9.5")
    ok(cluster, "PUT", "/w", {"mappings": {"properties": {"f": {"type": "text"}}}})
    ok(cluster, "PUT", "/w/_doc/1", {"f": "a cat"})
    assert found(cluster, "w", {"match": {"f": "cat"}}) == ["1"]
    assert found(cluster, "w", {"multi_match": {"query": "cat", "fields": ["f"]}}) == ["1"]


def test_before_8_18_a_match_is_refused() -> None:
    cluster = cluster_with("8.17")
    status, answer = ask(cluster, "POST", "/s/_search", {"query": {"match": {"f": "cat"}}})
    assert (status, "does not support match queries" in str(answer)) == (400, True)
    assert reason(cluster, "POST", "/s/_search", {"query": {"semantic": {}}}) == "Required [field, query]"


@pytest.mark.parametrize("legacy", [True, False])
def test_fields_show_texts_and_chunks(legacy: bool) -> None:
    cluster = cluster_with(**{"index.mapping.semantic_text.use_legacy_format": legacy})
    for wanted in ("f", {"field": "f", "format": "chunks"}):
        answer = ok(cluster, "POST", "/d/_search", {"query": {"ids": {"values": ["cat"]}}, "fields": [wanted]})
        assert answer["hits"]["hits"][0]["fields"] == {"f": [TEXTS["cat"]]}
