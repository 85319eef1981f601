"""A search's source as the server prints it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.search_running.rendering import in_hash_order, rendered

SOURCES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"size": "3", "from": 1}, {"from": 1, "size": 3}),
    ({"sort": ["n"]}, {"sort": [{"n": {"order": "asc"}}]}),
    ({"sort": [{"n": "DESC"}, "_score"]}, {"sort": [{"n": {"order": "desc"}}, {"_score": {"order": "desc"}}]}),
    ({"_source": "a"}, {"_source": {"includes": ["a"], "excludes": []}}),
    ({"_source": {"excludes": ["b"]}}, {"_source": {"includes": [], "excludes": ["b"]}}),
    ({"_source": True}, {"_source": {"includes": [], "excludes": []}}),
    ({"_source": False}, {"_source": False}),
    ({"track_total_hits": True}, {"track_total_hits": 2147483647}),
    ({"track_total_hits": False}, {"track_total_hits": -1}),
    ({"track_total_hits": 1}, {"track_total_hits": 1}),
    ({"fields": ["a", {"field": "b"}]}, {"fields": [{"field": "a"}, {"field": "b"}]}),
    ({"stored_fields": ["_none_"]}, {"stored_fields": "_none_"}),
    ({"ext": {"rerank": {"a": 1}, "ml_inference": 5}}, {"ext": {"a": 1, "ml_inference": {}}}),
    ({"ext": {}}, {}),
    ({"aggs": {"x": {"max": {"field": "n"}}}}, {"aggregations": {"x": {"max": {"field": "n"}}}}),
]


@pytest.mark.parametrize(("source", "shown"), SOURCES)
def test_short_forms_are_written_out(source: dict[str, Any], shown: dict[str, Any]) -> None:
    assert rendered(Cluster("opensearch").state, source) == shown


def test_terms_aggregations_have_their_defaults() -> None:
    shown = rendered(Cluster("opensearch").state, {"aggs": {"x": {"terms": {"field": "k", "size": 3}}}})
    assert list(shown["aggregations"]["x"]["terms"].items())[:3] == [("field", "k"), ("size", 3), ("min_doc_count", 1)]


def test_keys_come_in_the_order_of_the_builder() -> None:
    source = {"search_pipeline": {}, "sort": ["n"], "query": {"match_all": {}}, "size": 1}
    assert list(rendered(Cluster("opensearch").state, source)) == ["size", "query", "sort", "search_pipeline"]


def test_hash_order_goes_all_the_way_down() -> None:
    assert list(in_hash_order([{"value": 1, "boost": 2}])[0]) == ["boost", "value"]
