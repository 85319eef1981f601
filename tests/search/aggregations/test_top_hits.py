"""The best hits of each bucket."""

from __future__ import annotations

from tests.search.asking import holding, reason, searched


def test_the_best_of_each() -> None:
    cluster = holding([{"k": "a", "n": 1}, {"k": "a", "n": 2}, {"k": "b", "n": 3}])
    hits = {"top_hits": {"size": 1, "sort": [{"n": "desc"}], "_source": ["n"]}}
    answer = searched(cluster, size=0, aggs={"x": {"terms": {"field": "k"}, "aggs": {"h": hits}}})
    found = [bucket["h"]["hits"] for bucket in answer["aggregations"]["x"]["buckets"]]
    assert [(one["total"]["value"], one["hits"][0]["_source"], one["hits"][0]["sort"]) for one in found] == [
        (2, {"n": 2}, [2]),
        (1, {"n": 3}, [3]),
    ]


def test_they_score_as_the_hits_do() -> None:
    cluster = holding([{"t": "red"}, {"t": "red red"}])
    answer = searched(cluster, {"match": {"t": "red"}}, aggs={"x": {"top_hits": {}}})
    assert answer["aggregations"]["x"]["hits"]["hits"] == answer["hits"]["hits"]


def test_no_more_than_the_index_allows() -> None:
    assert "too large" in reason(holding([]), aggs={"x": {"top_hits": {"size": 101}}})
