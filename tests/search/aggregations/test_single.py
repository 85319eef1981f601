"""Some of the documents: what queries find, what has no value, what is inside."""

from __future__ import annotations

from typing import Any

from tests.search.asking import holding, reason, searched

SOURCES: list[dict[str, Any]] = [
    {"k": "a", "n": 1, "x": [{"y": "p", "z": 1}, {"y": "q", "z": 2}]},
    {"k": "b", "n": 2, "x": {"y": "p"}},
    {"n": 3},
]


def of(aggregation: dict[str, Any], query: Any = None) -> dict[str, Any]:
    answer = searched(holding(SOURCES), query, size=0, aggs={"x": aggregation})
    found: dict[str, Any] = answer["aggregations"]["x"]
    return found


def test_what_a_query_finds() -> None:
    found = of({"filter": {"range": {"n": {"gte": 2}}}, "aggs": {"s": {"sum": {"field": "n"}}}})
    assert found == {"doc_count": 2, "s": {"value": 5.0}}


def test_what_several_find_and_what_none_finds() -> None:
    filters = {"filters": {"filters": {"a": {"term": {"k": "a"}}, "b": {"term": {"k": "b"}}}, "other_bucket": True}}
    assert {key: one["doc_count"] for key, one in of(filters)["buckets"].items()} == {"a": 1, "b": 1, "_other_": 1}


def test_what_has_no_value() -> None:
    assert of({"missing": {"field": "k"}})["doc_count"] == 1
    assert of({"missing": {"field": "zz"}})["doc_count"] == 3


def test_all_documents_whatever_is_looked_for() -> None:
    assert of({"global": {}}, {"term": {"k": "a"}})["doc_count"] == 3


def test_inside_and_back() -> None:
    back = {"r": {"reverse_nested": {}, "aggs": {"n": {"sum": {"field": "n"}}}}}
    found = of({"nested": {"path": "x"}, "aggs": {"y": {"terms": {"field": "x.y"}, "aggs": back}}})
    assert found["doc_count"] == 3
    assert [(one["key"], one["doc_count"], one["r"]["n"]["value"]) for one in found["y"]["buckets"]] == [
        ("p", 2, 3.0),
        ("q", 1, 1.0),
    ]


def test_nothing_to_go_back_from() -> None:
    assert "nested" in reason(holding([]), aggs={"x": {"reverse_nested": {}}})
