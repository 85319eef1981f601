"""Hybrid queries: documents that any of the queries finds, in the order of their combined scores."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.near import json_values
from tests.search.asking import asked, holding, ids, reason, searched

SOURCES = st.lists(st.fixed_dictionaries({"n": st.integers(0, 9)}, optional={"k": st.sampled_from("abc")}), max_size=8)
PARTS: list[dict[str, Any]] = [
    {"function_score": {"query": {"range": {"n": {"gte": 3}}}, "field_value_factor": {"field": "n"}}},
    {"term": {"k": "a"}},
    {"term": {"k": "zz"}},
]


def hybrid(*queries: Any, **options: Any) -> dict[str, Any]:
    return {"hybrid": {"queries": list(queries), **options}}


def pipeline(technique: str = "min_max") -> dict[str, Any]:
    return {"phase_results_processors": [{"normalization-processor": {"normalization": {"technique": technique}}}]}


@given(SOURCES, st.sampled_from(["min_max", "l2"]))
def test_what_any_of_the_queries_finds_once_the_best_first(sources: list[dict[str, Any]], technique: str) -> None:
    cluster = holding(sources)
    found = searched(cluster, hybrid(*PARTS), size=20, search_pipeline=pipeline(technique))["hits"]
    shown = [hit["_id"] for hit in found["hits"]]
    assert sorted(shown) == sorted({id for part in PARTS for id in ids(cluster, part)})
    scores = [hit["_score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert found["total"]["value"] == len(shown)
    assert found["max_score"] == (scores[0] if scores else 0.0)


@given(SOURCES)
def test_hits_in_an_order(sources: list[dict[str, Any]]) -> None:
    cluster = holding(sources)
    body = {"size": 20, "search_pipeline": pipeline(), "sort": [{"n": "desc"}]}
    numbers = [sources[int(id)]["n"] for id in ids(cluster, hybrid(*PARTS), **body)]
    assert numbers == sorted(numbers, reverse=True)


@given(SOURCES)
def test_a_count_is_of_all_that_is_found(sources: list[dict[str, Any]]) -> None:
    cluster = holding(sources)
    _, answer = asked(cluster, "POST", "/s/_count", {"query": hybrid(*PARTS)})
    assert answer["count"] == len({id for part in PARTS for id in ids(cluster, part)})


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (hybrid(), "query malformed"),
        (hybrid(*[PARTS[1]] * 6), "Number of sub-queries exceeds maximum supported by [hybrid] query"),
        (hybrid(PARTS[0], boost=2), "boost"),
        ({"bool": {"must": [hybrid(PARTS[0])], "should": [PARTS[1]]}}, "top level query"),
        (hybrid(PARTS[0], pagination_depth=0), "pagination_depth"),
    ],
)
def test_what_is_refused(query: dict[str, Any], why: str) -> None:
    cluster = holding([{"k": "a", "n": 5, "x": {"y": "p"}}])
    status, answer = asked(cluster, "POST", "/s/_search", {"query": query})
    assert status >= 400
    assert why in str(answer) or "malformed" in str(answer), answer


def test_later_pages_need_a_depth() -> None:
    cluster = holding({"k": "a", "n": number} for number in range(6))
    later: dict[str, Any] = {"from": 2}
    assert "pagination_depth" in reason(cluster, hybrid(*PARTS), **later)
    body: dict[str, Any] = {"search_pipeline": pipeline(), "size": 2}
    pages = [ids(cluster, hybrid(*PARTS, pagination_depth=10), **body, **{"from": start}) for start in (0, 2, 4)]
    assert [id for page in pages for id in page] == ids(cluster, hybrid(*PARTS), size=6, search_pipeline=pipeline())


@given(json_values)
def test_nonsense_is_refused_or_answered(body: Any) -> None:
    for line in ("2.11", "2.19", "3.7"):
        status, answer = asked(holding([], line=line), "POST", "/s/_search", {"query": {"hybrid": body}})
        assert status < 500, answer
