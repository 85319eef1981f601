"""Scores by scripts over vectors and numbers."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ok
from tests.opensearch.vector_search.vectors import failure, found, put, vector_index


@pytest.fixture
def fake() -> Cluster:
    made = Cluster("opensearch", "2.19")
    vector_index(made, [[1, 0], [0, 2], None])
    return made


def scripted(source: str, lang: str = "painless", **params: Any) -> dict[str, Any]:
    has = {"exists": {"field": "v"}}
    return {"script_score": {"query": has, "script": {"lang": lang, "source": source, "params": params}}}


@pytest.mark.parametrize(
    ("source", "scores"),
    [
        ("1 / (1 + l2Squared(params.q, doc['v']))", [1.0, 0.16666667]),
        ("1 / (1 + l1Norm(params.q, doc['v']))", [1.0, 0.25]),
        ("1 / (1 + lInfNorm(params.q, doc['v']))", [1.0, 0.33333334]),
        ("1 + cosineSimilarity(params.q, doc['v'])", [2.0, 1.0]),
        ("1 + innerProduct(params.q, doc['v'])", [2.0, 1.0]),
        ("doc['v'].size() == 0 ? 0 : 3", [3.0, 3.0]),
        ("_score * 2", [2.0, 2.0]),
    ],
)
def test_scripts_compare_vectors(fake: Cluster, source: str, scores: list[float]) -> None:
    answer = found(fake, scripted(source, q=[1, 0]))
    assert [answer[id] for id in ("0", "1")] == scores


def test_the_plugins_own_language_names_a_space(fake: Cluster) -> None:
    query = scripted("knn_score", "knn", field="v", query_value=[1, 0], space_type="l2")
    assert found(fake, query) == {"0": 1.0, "1": 0.16666667}


def test_documents_without_a_vector_cannot_be_compared(fake: Cluster) -> None:
    query = scripted("1 + l2Squared(params.q, doc['v'])", q=[1, 0])
    query["script_score"]["query"] = {"match_all": {}}
    assert failure(fake, "POST", "/i/_search", {"query": query})[0] == 400


def test_numbers_are_seen_by_scripts(fake: Cluster) -> None:
    put(fake, "/i/_doc/0", {"v": [1, 0], "n": 4})
    assert found(fake, scripted("doc['n'].size() == 0 ? 1 : saturation(doc['n'].value, 4)")) == {"0": 0.5, "1": 1.0}


def test_the_random_score_is_not_imitated(fake: Cluster) -> None:
    assert failure(fake, "POST", "/i/_search", {"query": scripted("randomScore(3)")})[0] == 501


def test_least_scores_leave_out_documents(fake: Cluster) -> None:
    query = scripted("1 / (1 + l2Squared(params.q, doc['v']))", q=[1, 0])
    query["script_score"]["min_score"] = 0.5
    assert list(found(fake, query)) == ["0"]


def test_ranks_by_features() -> None:
    fake = Cluster("opensearch", "2.19")
    ok(fake, "PUT", "/i", {"mappings": {"properties": {"r": {"type": "rank_feature"}}}})
    for id, value in (("a", 1.0), ("b", 3.0)):
        put(fake, f"/i/_doc/{id}", {"r": value})
    assert found(fake, {"rank_feature": {"field": "r", "saturation": {"pivot": 1}}}) == {"a": 0.5, "b": 0.75}
    assert list(found(fake, {"rank_feature": {"field": "r"}})) == ["b", "a"]
