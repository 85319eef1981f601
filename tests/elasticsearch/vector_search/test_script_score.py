"""Scripts that compare vectors."""

from __future__ import annotations

import math
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.vector_search.searching import ask, found, index, refused


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    properties = {
        "v": {"type": "dense_vector", "dims": 3},
        "b": {"type": "dense_vector", "dims": 3, "element_type": "byte"},
        "bits": {"type": "dense_vector", "dims": 16, "element_type": "bit"},
        "k": {"type": "keyword"},
    }
    index(
        cluster,
        properties,
        {"v": [1, 2, 3], "b": [1, 2, 3], "bits": [1, 2], "k": "x"},
        {"v": [3, 2, 1], "b": [3, 2, 1], "bits": "0103", "k": "y"},
    )
    return cluster


def scripted(source: str, query: Any = (1, 2, 2), **more: Any) -> dict[str, Any]:
    script = {"source": source, "params": {"q": list(query) if isinstance(query, tuple) else query}}
    return {"query": {"script_score": {"query": {"match_all": {}}, "script": script, **more}}}


@pytest.mark.parametrize(
    ("source", "best"),
    [
        ("cosineSimilarity(params.q, 'v') + 1.0", 1 + 11 / (3 * math.sqrt(14))),
        ("dotProduct(params.q, 'v')", 11),
        ("1 / (1 + l2norm(params.q, 'v'))", 0.5),
        ("1 / (1 + l1norm(params.q, 'v'))", 0.5),
        ("cosineSimilarity(params.q, 'b') + 1.0", 1 + 11 / (3 * math.sqrt(14))),
        ("dotProduct(params.q, 'b')", 11),
        ("1 / (1 + l2norm(params.q, 'b'))", 0.5),
        ("doc['v'].magnitude", math.sqrt(14)),
        ("doc['v'].vectorValue[2]", 3),
        ("doc['b'].size() + doc['b'].dims()", 4),
    ],
)
def test_functions_and_columns(cluster: Cluster, source: str, best: float) -> None:
    _, told = ask(cluster, "POST", "/v/_search", scripted(source))
    assert told["hits"]["max_score"] == pytest.approx(best, abs=1e-6)


def test_bits_are_compared_by_how_many_differ(cluster: Cluster) -> None:
    assert found(cluster, scripted("(16 - hamming(params.q, 'bits')) / 16.0", (1, 3))) == ["2", "1"]
    assert found(cluster, scripted("(16 - hamming(params.q, 'bits')) / 16.0", "0103")) == ["2", "1"]


def test_functions_of_function_score_use_the_same(cluster: Cluster) -> None:
    script = {"source": "cosineSimilarity(params.q, 'v') + 1.0", "params": {"q": [3, 2, 1]}}
    body = {"query": {"function_score": {"query": {"match_all": {}}, "script_score": {"script": script}}}}
    assert found(cluster, body) == ["2", "1"]


@pytest.mark.parametrize(
    ("source", "query", "reason"),
    [
        ("dotProduct(params.q, 'v')", (1, 2), "The query vector has a different number of dimensions [2] than the document vectors [3]."),
        ("dotProduct(params.q, 'nope')", (1, 2, 3), "No field found for [nope] in mapping"),
        ("hamming(params.q, 'v')", (1, 2, 3), "hamming distance is only supported for byte or bit vectors"),
        ("dotProduct(params.q, 'b')", (1, 2, 3.5), "element_type [byte] vectors only support non-decimal values but found decimal value [3.5] at dim [2]; Preview of invalid vector: [1.0, 2.0, 3.5]"),
        ("dotProduct(params.q, 'bits')", "0x", 'not a hexadecimal digit: "x" = 120'),
        ("dotProduct(params.q, 'v') - 100", (1, 2, 3), "script_score script returned an invalid score [-86.0] for doc [0]. Must be a non-negative score!"),
    ],
)  # fmt: skip
def test_refusals(cluster: Cluster, source: str, query: Any, reason: str) -> None:
    assert refused(cluster, scripted(source, query)) == (400, reason)


@pytest.mark.parametrize("query", ["params.nope", "5", "params.q"])
def test_what_is_no_vector_cannot_be_compared(cluster: Cluster, query: str) -> None:
    status, _ = ask(cluster, "POST", "/v/_search", scripted(f"dotProduct({query}, 'v')", ("a", 2, 3)))
    assert status == 400


def test_a_field_that_holds_no_vector_cannot_be_compared(cluster: Cluster) -> None:
    status, reason = refused(cluster, scripted("dotProduct(params.q, 'k')"))
    assert (status, "cannot be cast" in reason) == (400, True)


def test_documents_without_a_vector_are_asked_for_first(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/v/_doc/3", {"k": "z"})
    assert refused(cluster, scripted("dotProduct(params.q, 'v')")) == (
        400,
        "A document doesn't have a value for a vector field!",
    )
    assert found(cluster, scripted("doc['v'].size() == 0 ? 0 : dotProduct(params.q, 'v')"))[-1] == "3"


def test_values_of_vectors_are_not_taken_one_by_one(cluster: Cluster) -> None:
    status, reason = refused(cluster, scripted("doc['v'].value"))
    assert (status, reason.startswith("accessing a vector field's value")) == (400, True)
