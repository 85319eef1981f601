from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.elasticsearch.security.record_search import API_KEYS, search
from fakeinfer.errors import ApiError
from tests.elasticsearch.security.asking import secured

RECORDS: list[tuple[str, dict[str, Any]]] = [
    ("1", {"name": "a", "metadata": {"env": "test"}}),
    ("2", {"name": "b", "invalidated": True}),
]


def found(body: dict[str, Any]) -> list[str]:
    hits = search(secured().state, API_KEYS, RECORDS, body)["hits"]["hits"]
    return [hit["_id"] for hit in hits]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"match_all": {}}, ["1", "2"]),
        ({"ids": {"values": ["2"]}}, ["2"]),
        ({"terms": {"name": ["a", "c"]}}, ["1"]),
        ({"wildcard": {"name": "*"}}, ["1", "2"]),
        ({"exists": {"field": "invalidated"}}, ["2"]),
        ({"bool": {"must_not": [{"term": {"metadata.env": "test"}}]}}, ["2"]),
    ],
)
def test_records_are_found(query: dict[str, Any], ids: list[str]) -> None:
    assert found({"query": query}) == ids


@pytest.mark.parametrize(
    "body",
    [
        {"query": {"bool": {"should": [{"bool": {"must": {"term": {"secret": 1}}}}]}}},
        {"sort": [{"secret": "asc"}]},
        {"aggs": {"x": {"terms": {"field": "name"}, "aggs": {"y": {"terms": {"field": "secret"}}}}}},
    ],
)
def test_fields_that_are_not_shown_are_refused_wherever_they_hide(body: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match=r"Field \[secret\] is not allowed"):
        found(body)


def test_searching_leaves_the_cluster_as_it_was() -> None:
    state = secured().state
    before = state.store.copied()
    search(state, API_KEYS, RECORDS, {})
    assert state.store.copied() == before
