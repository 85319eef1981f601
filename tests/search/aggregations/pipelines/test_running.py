"""Running aggregations over answers: what goes wrong, goes wrong when all shards have answered."""

from __future__ import annotations

from tests.search.asking import asked, holding, searched


def test_a_refusal_is_of_the_last_phase() -> None:
    single = {"filter": {"match_all": {}}, "aggs": {"p": {"bucket_script": {"buckets_path": "_count", "script": "1"}}}}
    status, answer = asked(holding([{"n": 1}]), "POST", "/s/_search", {"aggs": {"x": single}})
    assert status == 500
    assert answer["error"]["phase"] == "fetch"
    assert answer["error"]["caused_by"]["type"] == "class_cast_exception"


def test_keyed_buckets_keep_their_keys() -> None:
    keyed = {"histogram": {"field": "n", "interval": 1, "keyed": True}}
    inner = {"p": {"bucket_sort": {"sort": [{"_key": "desc"}]}, "meta": {"a": 1}}}
    found = searched(holding([{"n": 1}, {"n": 2}]), size=0, aggs={"x": {**keyed, "aggs": inner}})
    assert list(found["aggregations"]["x"]["buckets"]) == ["2.0", "1.0"]
