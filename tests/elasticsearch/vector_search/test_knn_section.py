"""The `knn` of a search."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.elasticsearch.vector_search.searching import LINE, ask, found, index, refused


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    index(
        cluster,
        {"v": LINE, "k": {"type": "keyword"}},
        {"v": [0, 0], "k": "a"},
        {"v": [0, 1], "k": "b"},
        {"v": [0, 3], "k": "a"},
        {"k": "a"},
    )
    return cluster


def near(**more: Any) -> dict[str, Any]:
    return {"knn": {"field": "v", "query_vector": [0, 0], "k": 2, "num_candidates": 10, **more}}


def test_documents_without_a_vector_are_never_near(cluster: Cluster) -> None:
    assert found(cluster, near(k=4)) == ["1", "2", "3"]


def test_the_nearest_of_equals_come_in_the_order_of_documents(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/v/_doc/5", {"v": [0, 1]})
    assert found(cluster, near(k=2)) == ["1", "2"]


def test_changed_documents_are_looked_at_anew(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/v/_doc/1", {"v": [9, 9]})
    ask(cluster, "DELETE", "/v/_doc/2")
    assert found(cluster, near(k=2)) == ["3", "1"]


def test_filters_come_before_k_is_counted(cluster: Cluster) -> None:
    assert found(cluster, near(filter={"term": {"k": "a"}})) == ["1", "3"]
    assert found(cluster, {**near(), "post_filter": {"term": {"k": "a"}}}) == ["1"]


def test_aggregations_count_what_is_near(cluster: Cluster) -> None:
    _, told = ask(cluster, "POST", "/v/_search", {**near(), "aggs": {"k": {"terms": {"field": "k"}}}})
    assert [bucket["key"] for bucket in told["aggregations"]["k"]["buckets"]] == ["a", "b"]


def test_a_search_that_goes_on_page_by_page_keeps_its_hits(cluster: Cluster) -> None:
    _, told = ask(cluster, "POST", "/v/_search?scroll=1m", {**near(), "size": 1})
    _, more = ask(cluster, "POST", "/_search/scroll", {"scroll_id": told["_scroll_id"], "scroll": "1m"})
    assert [hit["_id"] for answer in (told, more) for hit in answer["hits"]["hits"]] == ["1", "2"]


def test_a_point_in_time_is_searched(cluster: Cluster) -> None:
    _, opened = ask(cluster, "POST", "/v/_pit?keep_alive=1m")
    ask(cluster, "DELETE", "/v/_doc/1")
    body = {**near(), "pit": {"id": opened["id"]}}
    assert found(cluster, body, "/_search") == ["1", "2"]


def test_searches_of_many_answer_each_for_itself(cluster: Cluster) -> None:
    lines = [{"index": "v"}, near(), {"index": "v"}, near(query_vector=[1])]
    body = "".join(json.dumps(line) + "\n" for line in lines).encode()
    answer = cluster.handle(Request.build("POST", "/_msearch", {"content-type": "application/x-ndjson"}, body))
    good, bad = json.loads(answer.body)["responses"]
    assert [hit["_id"] for hit in good["hits"]["hits"]] == ["1", "2"]
    assert bad["status"] == 400


def test_k_is_required_before_8_13() -> None:
    cluster = Cluster("elasticsearch", "8.12")
    index(cluster, {"v": LINE}, {"v": [1, 1]})
    assert refused(cluster, {"knn": {"field": "v", "query_vector": [1, 1]}}) == (400, "Required [k, num_candidates]")


def test_the_query_finds_candidates_before_it_takes_k() -> None:
    cluster = Cluster("elasticsearch", "8.14")
    index(cluster, {"v": LINE}, {"v": [1, 1]}, {"v": [2, 2]}, {"v": [3, 3]})
    body = {"query": {"knn": {"field": "v", "query_vector": [1, 1], "num_candidates": 2}}}
    assert found(cluster, body) == ["1", "2"]
    status, reason = refused(cluster, {"query": {"knn": {"field": "v", "query_vector": [1, 1], "k": 2}}})
    assert (status, "unknown field [k]" in reason) == (400, True)


def test_vectors_in_half_precision_are_compared_as_they_are_kept(cluster: Cluster) -> None:
    index(cluster, {"v": {**LINE, "element_type": "bfloat16"}}, {"v": [1.001, 0]}, name="half")
    _, told = ask(cluster, "POST", "/half/_search", {"knn": {"field": "v", "query_vector": [1, 0]}})
    assert told["hits"]["max_score"] == 1.0


def test_nearness_is_explained(cluster: Cluster) -> None:
    _, told = ask(cluster, "POST", "/v/_search", {**near(boost=2), "explain": True, "size": 1})
    [hit] = told["hits"]["hits"]
    assert hit["_explanation"] == {"value": 2.0, "description": "within top k documents", "details": []}
    body = {"query": {"knn": {"field": "v", "query_vector": [0, 0], "k": 2}}}
    for number, text in (("1", "within top 2 docs"), ("3", "not in top 2 docs")):
        _, told = ask(cluster, "POST", f"/v/_explain/{number}", body)
        assert told["explanation"]["description"] == text
    limited = {"query": {"knn": {**body["query"]["knn"], "similarity": 0.5}}}
    _, told = ask(cluster, "POST", "/v/_explain/1", limited)
    assert told["explanation"]["details"][0]["description"] == "within top 2 docs"


def test_as_many_are_near_as_the_body_wants(cluster: Cluster) -> None:
    body = {"knn": {"field": "v", "query_vector": [0, 0]}}
    _, told = ask(cluster, "POST", "/v/_search?size=1", body)
    assert (len(told["hits"]["hits"]), told["hits"]["total"]["value"]) == (1, 3)


def test_what_is_near_is_deleted(cluster: Cluster) -> None:
    query = {"knn": {"field": "v", "query_vector": [0, 0], "k": 2}}
    _, told = ask(cluster, "POST", "/v/_delete_by_query", {"query": query})
    assert told["deleted"] == 2
    _, told = ask(cluster, "POST", "/v/_delete_by_query", {"query": {"knn": {"field": "v", "query_vector": [0, 0]}}})
    assert told["deleted"] == 1
