"""Lists of several indices put together."""

from __future__ import annotations

from typing import Any

from fakeinfer import documents, indices
from tests.search.asking import holding, searched

FACTOR = {"field_value_factor": {"field": "n"}, "boost_mode": "replace"}
QUERY = {"hybrid": {"queries": [{"function_score": {"query": {"match_all": {}}, **FACTOR}}, {"term": {"k": "a"}}]}}


def found(pipeline: dict[str, Any], line: str = "2.19") -> dict[str, float]:
    cluster = holding([{"n": 2}, {"n": 6, "k": "a"}], line=line)
    indices.create(cluster.state, "other", mappings={"properties": {"n": {"type": "integer"}}})
    documents.write(cluster.state, "other", "x", {"n": 10})
    answer = searched(cluster, QUERY, "/s,other/_search", search_pipeline={"phase_results_processors": [pipeline]})
    return {hit["_id"]: hit["_score"] for hit in answer["hits"]["hits"]}


def test_scores_are_compared_over_all_indices() -> None:
    assert list(found({"normalization-processor": {}}).items()) == [("1", 0.75), ("x", 0.5), ("0", 0.0005)]


def test_ranks_are_those_of_an_index_and_later_of_all() -> None:
    fusion = {"score-ranker-processor": {"combination": {"technique": "rrf"}}}
    assert list(found(fusion)) == ["1", "x", "0"]
    assert found(fusion)["x"] > found(fusion)["0"]
    assert found(fusion, "3.5")["0"] < found(fusion)["0"]


def test_a_hit_that_all_queries_find_is_shown_once() -> None:
    assert len(found({"normalization-processor": {"combination": {"technique": "harmonic_mean"}}})) == 3
