"""The rows between the lists of a hybrid query without a pipeline: from them the lists can be read again."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.singles import single
from fakeinfer.opensearch.hybrid.marked import DELIMITER, START_STOP
from tests.search.asking import holding, scores, searched

PARTS: list[dict[str, Any]] = [
    {"function_score": {"query": {"range": {"n": {"gte": 3}}}, "field_value_factor": {"field": "n"}}},
    {"term": {"k": "a"}},
]


@given(st.lists(st.fixed_dictionaries({"n": st.integers(1, 9)}, optional={"k": st.sampled_from("ab")}), max_size=6))
def test_the_lists_can_be_read_from_the_rows(sources: list[dict[str, Any]]) -> None:
    cluster = holding(sources)
    hits = searched(cluster, {"hybrid": {"queries": PARTS}}, size=50)["hits"]["hits"]
    rows = [(hit["_id"], hit["_score"]) for hit in hits]
    expected = [scores(cluster, part) for part in PARTS]
    if not any(expected):
        assert rows == []
        return
    assert single(rows[0][1]) == single(rows[-1][1]) == START_STOP
    lists: list[dict[str, float]] = []
    for id, score in rows[1:-1]:
        if single(score) == DELIMITER:
            lists.append({})
        else:
            lists[-1][id] = score
    assert lists == expected
