"""Lists of hits put together: what is shown, counted and limited."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok, reason

TEXTS = {"1": "red fox", "2": "red red hen", "3": "blue fox"}


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/t", {"mappings": {"properties": {"t": {"type": "text"}, "n": {"type": "long"}}}})
    for id, text in TEXTS.items():
        ok(cluster, "PUT", f"/t/_doc/{id}", {"t": text, "n": int(id)})
    return cluster


def standard(text: str, **more: Any) -> dict[str, Any]:
    return {"standard": {"query": {"match": {"t": text}}, **more}}


def rrf(*retrievers: Any, **more: Any) -> dict[str, Any]:
    return {"rrf": {"retrievers": list(retrievers), **more}}


def found(cluster: Cluster, retriever: Any, path: str = "/t/_search", **more: Any) -> list[str]:
    answer = ok(cluster, "POST", path, {"retriever": retriever, **more})
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def test_what_stands_in_both_lists_comes_first(cluster: Cluster) -> None:
    assert found(cluster, rrf(standard("red"), standard("fox"))) == ["1", "2", "3"]


def test_the_hits_without_a_size_are_as_many_as_the_window_is_wide(cluster: Cluster) -> None:
    for number in range(4, 30):
        ok(cluster, "PUT", f"/t/_doc/{number}", {"t": "red"})
    assert len(found(cluster, rrf(standard("red"), rank_window_size=20))) == 20
    assert len(found(cluster, rrf(standard("red")))) == 10


def test_the_order_of_a_list_counts_whatever_made_it(cluster: Cluster) -> None:
    by_number = standard("red", sort=[{"n": "asc"}])
    assert found(cluster, rrf(by_number)) == ["1", "2"]


def test_aliases_with_filters_limit_every_list(cluster: Cluster) -> None:
    ok(cluster, "POST", "/_aliases", {"actions": [{"add": {"index": "t", "alias": "a", "filter": {"term": {"n": 1}}}}]})
    retriever = rrf(standard("red"), standard("fox"))
    answer = ok(cluster, "POST", "/a/_search", {"retriever": retriever})
    assert [hit["_id"] for hit in answer["hits"]["hits"]] == ["1"]
    assert answer["hits"]["total"]["value"] == 1


def test_a_point_in_time_is_searched(cluster: Cluster) -> None:
    pit = ok(cluster, "POST", "/t/_pit?keep_alive=1m")["id"]
    ok(cluster, "PUT", "/t/_doc/4", {"t": "red"})
    retriever = rrf(standard("red"))
    assert found(cluster, retriever, "/_search", pit={"id": pit}) == ["2", "1"]


def test_several_searches_each_have_their_retriever(cluster: Cluster) -> None:
    lines = (
        '{"index":"t"}\n{"retriever":{"rrf":{"retrievers":[{"standard":{}}]}},"size":1}\n{"index":"t"}\n{"size":2}\n'
    )
    answers = ok(cluster, "POST", "/_msearch", lines)["responses"]
    assert [len(answer["hits"]["hits"]) for answer in answers] == [1, 2]


def test_the_same_request_finds_the_same_again(cluster: Cluster) -> None:
    retriever = {"linear": {"retrievers": [{"retriever": rrf(standard("red"))}, {"retriever": standard("fox")}]}}
    first = ask(cluster, "POST", "/t/_search", {"retriever": retriever})
    assert ask(cluster, "POST", "/t/_search", {"retriever": retriever}) == first


def test_retrievers_came_with_8_14() -> None:
    old = Cluster("elasticsearch", "8.13")
    ok(old, "PUT", "/t")
    status, answer = ask(old, "POST", "/t/_search", {"retriever": {"standard": {}}})
    assert status in (400, 501), answer


@pytest.mark.parametrize(("kind", "version"), [("linear", "8.17"), ("pinned", "8.18"), ("rescorer", "8.17")])
def test_kinds_came_later(kind: str, version: str) -> None:
    old = Cluster("elasticsearch", version)
    ok(old, "PUT", "/t")
    assert reason(old, "POST", "/t/_search", {"retriever": {kind: {}}}) == f"unknown retriever [{kind}]"


@pytest.mark.parametrize("kind", ["rule", "random_reranker"])
def test_what_is_not_imitated_says_so(cluster: Cluster, kind: str) -> None:
    status, answer = ask(cluster, "POST", "/t/_search", {"retriever": {kind: {}}})
    assert (status, kind in answer["error"]["reason"]) == (501, True)


@pytest.mark.parametrize(
    "retriever",
    [
        rrf(standard("red"), {"standard": {"query": {"match_all": {}}, "sort": [{"_geo_distance": {"n": [0, 0]}}]}}),
        {
            "rescorer": {
                "rescore": {"window_size": 3, "query": {"rescore_query": {"percolate": {}}}},
                "retriever": standard("red"),
            }
        },
    ],
)
def test_what_the_fake_does_not_know_is_said_by_itself(cluster: Cluster, retriever: Any) -> None:
    status, answer = ask(cluster, "POST", "/t/_search", {"retriever": retriever})
    assert (status, answer["error"]["type"]) == (501, "fakeinfer_not_implemented_exception")


def test_a_search_inside_that_the_fake_cannot_run_says_so_itself(cluster: Cluster) -> None:
    analysis = {"analyzer": {"mine": {"tokenizer": "standard", "filter": ["kstem"]}}}
    fields = {"t": {"type": "text", "analyzer": "mine"}}
    ok(cluster, "PUT", "/k", {"settings": {"analysis": analysis}, "mappings": {"properties": fields}})
    status, answer = ask(cluster, "POST", "/k/_search", {"retriever": rrf(standard("red"))})
    assert (status, answer["error"]["type"]) == (501, "fakeinfer_not_implemented_exception")


def test_ranks_with_constants_below_one_divide_by_zero_as_java_does(cluster: Cluster) -> None:
    retriever = rrf(standard("red"), standard("fox"), rank_constant=-1)
    hits = ok(cluster, "POST", "/t/_search", {"retriever": retriever, "explain": True})["hits"]["hits"]
    assert hits[0]["_score"] == "Infinity"
