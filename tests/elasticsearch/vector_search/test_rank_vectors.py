"""Fields of several vectors, which scripts compare."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.vector_search.searching import ask, found, index, refused


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    index(
        cluster,
        {"v": {"type": "rank_vectors"}, "b": {"type": "rank_vectors", "element_type": "bit", "dims": 8}},
        {"v": [[1, 2], [3, 4]], "b": [[3], "07"]},
        {"v": [[-1, 2]], "b": ["ff"]},
    )
    return cluster


def scripted(source: str, query: Any) -> dict[str, Any]:
    script = {"source": source, "params": {"q": query}}
    return {"query": {"script_score": {"query": {"match_all": {}}, "script": script}}}


def best(cluster: Cluster, source: str, query: Any) -> float:
    _, told = ask(cluster, "POST", "/v/_search", scripted(source, query))
    score: float = told["hits"]["max_score"]
    return score


def test_each_vector_counts_with_the_one_most_like_it(cluster: Cluster) -> None:
    assert best(cluster, "maxSimDotProduct(params.q, 'v') + 10", [[1, 0], [0, 1]]) == 17.0
    assert best(cluster, "maxSimInvHamming(params.q, 'b')", ["03"]) == 1.0
    assert best(cluster, "maxSimDotProduct(params.q, 'b')", ["0f"]) == 4.0
    assert best(cluster, "maxSimDotProduct(params.q, 'b')", [[0, 0, 0, 0, 0, 0.5, 0.25, 1]]) == 1.75
    assert found(cluster, scripted("maxSimDotProduct(params.q, 'v') + 10", [[-1, 0]])) == ["2", "1"]


def test_the_first_vectors_say_how_long_they_are(cluster: Cluster) -> None:
    _, told = ask(cluster, "GET", "/v/_mapping")
    assert told["v"]["mappings"]["properties"]["v"] == {"type": "rank_vectors", "dims": 2}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5, "Field [v] of type [rank_vectors] cannot be indexed with a single value"),
        ([[1, 2, 3]], "The [rank_vectors] field [v] in doc [document with id '3'] has more dimensions than defined in the mapping [2]"),
        ([[1]], "The [rank_vectors] field [v] in doc [document with id '3'] has a different number of dimensions [1] than defined in the mapping [2]"),
        ([5], "Unsupported type [VALUE_NUMBER] for provided value [5]"),
    ],
)  # fmt: skip
def test_other_values_are_refused(cluster: Cluster, value: Any, reason: str) -> None:
    status, told = ask(cluster, "PUT", "/v/_doc/3", {"v": value})
    assert (status, told["error"]["caused_by"]["reason"]) == (400, reason)


def test_vectors_of_different_lengths_teach_nothing() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    index(cluster, {"v": {"type": "rank_vectors"}})
    status, told = ask(cluster, "PUT", "/v/_doc/1", {"v": [[1], [1, 2]]})
    assert status == 400
    assert told["error"]["caused_by"]["reason"].endswith("cannot be indexed with vectors of different dimensions")


@pytest.mark.parametrize(
    ("source", "query", "reason"),
    [
        ("maxSimInvHamming(params.q, 'v')", [[1, 1]], "hamming distance is only supported for byte or bit vectors"),
        ("maxSimDotProduct(params.q, 'v')", [], "The query vector is empty."),
        (
            "maxSimDotProduct(params.q, 'v')",
            [[1], [1, 1]],
            "The query vector contains inner vectors which have inconsistent number of dimensions.",
        ),
        (
            "maxSimDotProduct(params.q, 'v')",
            [[1]],
            "The query vector has a different number of dimensions [1] than the document vectors [2].",
        ),
        ("maxSimDotProduct(params.q, 'v')", 5, "Unsupported input object for byte vectors: java.lang.Integer"),
    ],
)
def test_what_scripts_cannot_compare(cluster: Cluster, source: str, query: Any, reason: str) -> None:
    assert refused(cluster, scripted(source, query)) == (400, reason)


def test_documents_without_vectors_cannot_be_compared(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/v/_doc/3", {"x": 1})
    reason = "A document doesn't have a value for a multi-vector field!"
    assert refused(cluster, scripted("maxSimDotProduct(params.q, 'v') + 10", [[1, 1]])) == (400, reason)


def test_they_need_a_licence_and_are_not_searched_by_knn(cluster: Cluster) -> None:
    basic = Cluster("elasticsearch", "9.5", license="basic")
    status, told = ask(basic, "PUT", "/v", {"mappings": {"properties": {"v": {"type": "rank_vectors"}}}})
    assert (status, told["error"]["reason"]) == (403, "current license is non-compliant for [Rank Vectors]")
    body = {"knn": {"field": "v", "query_vector": [1, 1]}}
    assert refused(cluster, body) == (400, "[knn] queries are only supported on [dense_vector] fields")


def test_they_are_hidden_in_sources(cluster: Cluster) -> None:
    assert ask(cluster, "GET", "/v/_doc/2")[1]["_source"] == {}
    _, told = ask(cluster, "GET", "/v/_doc/2?_source_exclude_vectors=false")
    assert told["_source"]["v"] == [[-1, 2]]
