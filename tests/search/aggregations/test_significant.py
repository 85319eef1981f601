"""Values that documents have more often than others."""

from __future__ import annotations

from typing import Any

from tests.search.aggregations.asking import answered

SOURCES: list[dict[str, Any]] = [{"t": "red", "k": "a"}, {"t": "red", "k": ["a", "b"]}, {"t": "blue", "k": "b"}]


def test_what_is_more_frequent_here_than_around() -> None:
    found = answered(SOURCES, {"significant_terms": {"field": "k", "min_doc_count": 1}}, query={"match": {"t": "red"}})
    (only,) = found["buckets"]
    assert (found["doc_count"], found["bg_count"], only["key"], only["bg_count"]) == (2, 3, "a", 2)
    assert only["score"] == (1 - 2 / 3) * (1 / (2 / 3))


def test_around_may_be_fewer() -> None:
    definition = {
        "significant_terms": {
            "field": "k",
            "min_doc_count": 1,
            "background_filter": {"term": {"k": "b"}},
            "percentage": {},
        }
    }
    found = answered(SOURCES, definition, query={"match": {"t": "red"}})
    assert found["bg_count"] == 2
    assert {one["key"]: one["bg_count"] for one in found["buckets"]} == {"a": 1, "b": 2}
