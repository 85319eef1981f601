"""Hits that are scored again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.asking import holding, reason, searched

BY_N = {"function_score": {"query": {"match_all": {}}, "field_value_factor": {"field": "n"}, "boost_mode": "replace"}}
FEW = {"constant_score": {"filter": {"range": {"n": {"lte": 3}}}, "boost": 10}}


def found(**rescore: Any) -> list[tuple[str, float]]:
    cluster = holding({"n": n} for n in range(1, 6))
    hits = searched(cluster, BY_N, rescore=rescore)["hits"]["hits"]
    return [(hit["_id"], hit["_score"]) for hit in hits]


def test_only_the_first_hits_are_scored_again() -> None:
    assert found(window_size=3, query={"rescore_query": FEW}) == [
        ("2", 13.0),
        ("4", 5.0),
        ("3", 4.0),
        ("1", 2.0),
        ("0", 1.0),
    ]


def test_weights_and_modes() -> None:
    query = {"rescore_query": FEW, "query_weight": 2, "rescore_query_weight": 0.5, "score_mode": "max"}
    assert dict(found(window_size=5, query=query)) == {"4": 10.0, "3": 8.0, "2": 6.0, "1": 5.0, "0": 5.0}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"rescore": {"query": {}}}, "rescore_query"),
        ({"rescore": {"query": {"rescore_query": FEW}}, "sort": ["n"]}, "in conjunction with [rescore]"),
        ({"rescore": {"window_size": 10001, "query": {"rescore_query": FEW}}}, "too large"),
    ],
)
def test_what_is_refused(body: dict[str, Any], why: str) -> None:
    assert why in reason(holding([]), **body)
