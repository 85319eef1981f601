"""Which words of a field a query looks for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.asking import holding, searched


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ({"term": {"t": "red"}}, ["red"]),
        ({"terms": {"t": ["red", "dog"]}}, ["red", "dog"]),
        ({"bool": {"must": [{"match": {"t": "red"}}], "filter": [{"match": {"t": "dog"}}]}}, ["red", "dog"]),
        ({"bool": {"must": [{"match": {"t": "red"}}], "must_not": [{"match": {"t": "cat"}}]}}, ["red"]),
        ({"constant_score": {"filter": {"prefix": {"t": "re"}}}}, ["red"]),
        ({"dis_max": {"queries": [{"match": {"t": "fox"}}, {"match": {"t": "dog"}}]}}, ["fox", "dog"]),
        ({"wildcard": {"t": "?o*"}}, ["fox", "dog"]),
        ({"fuzzy": {"t": "rad"}}, ["red"]),
        ({"query_string": {"query": "t:(red OR dog)"}}, ["red", "dog"]),
        ({"simple_query_string": {"query": "fo*", "fields": ["t"]}}, ["fox"]),
        ({"function_score": {"query": {"match": {"t": "red"}}}}, ["red"]),
        ({"match_phrase": {"t": "fox dog"}}, ["fox", "dog"]),
        ({"match": {"u": "red"}}, []),
    ],
)
def test_the_words_that_are_looked_for_are_marked(query: dict[str, Any], marked: list[str]) -> None:
    cluster = holding([{"t": "red fox dog", "u": "red"}])
    answer = searched(cluster, query, highlight={"fields": {"t": {}}, "pre_tags": ["<"], "post_tags": [">"]})
    shown = answer["hits"]["hits"][0].get("highlight", {}).get("t", [""])[0]
    assert [word.strip("<>") for word in shown.split() if word.startswith("<")] == marked
