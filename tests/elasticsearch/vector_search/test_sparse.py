"""Documents by weights of tokens, given or made by models."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.elasticsearch.vector_search.searching import ask, embedded, endpoint, found, index, refused

TEXTS = ("a cat and two kittens", "tax law for companies")


@pytest.fixture(params=["sparse_vector", "rank_features"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def cluster_with(kind: str, version: str = "9.5") -> Cluster:
    cluster = Cluster("elasticsearch", version)
    endpoint(cluster, "elser", "sparse_embedding")
    index(cluster, {"s": {"type": kind}}, *({"s": embedded(cluster, "elser", text)} for text in TEXTS))
    return cluster


def test_an_endpoint_weighs_the_text() -> None:
    cluster = cluster_with("sparse_vector")
    for number, text in enumerate(TEXTS, 1):
        body = {"query": {"sparse_vector": {"field": "s", "inference_id": "elser", "query": text}}}
        assert found(cluster, body)[0] == str(number)


def test_text_expansion_asks_the_same_and_warns(kind: str) -> None:
    cluster = cluster_with(kind)
    body = {"query": {"text_expansion": {"s": {"model_id": "elser", "model_text": "cat"}}}}
    assert found(cluster, body) == ["1"]
    answer = cluster.handle(
        Request.build(
            "POST",
            "/v/_search",
            {"content-type": "application/json"},
            b'{"query": {"text_expansion": {"s": {"model_id": "elser", "model_text": "cat"}}}}',
        )
    )
    assert "text_expansion is deprecated. Use sparse_vector instead." in (answer.header("warning") or "")


def test_weighted_tokens_score_fields_of_both_types(kind: str) -> None:
    cluster = cluster_with(kind)
    assert found(cluster, {"query": {"weighted_tokens": {"s": {"tokens": {"cat": 1}}}}}) == ["1"]


def test_an_endpoint_of_vectors_weighs_no_tokens() -> None:
    cluster = cluster_with("sparse_vector")
    endpoint(cluster, "emb")
    body = {"query": {"sparse_vector": {"field": "s", "inference_id": "emb", "query": "x"}}}
    reason = "expected a result of type [text_expansion_result] received [text_embedding_result]. Is [emb] a compatible model?"
    assert refused(cluster, body) == (400, reason)


@pytest.fixture
def weighed() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    documents: list[dict[str, Any]] = [{"s": {"often": 1, f"rare{number}": 1}} for number in range(8)]
    plain = {"type": "sparse_vector", "index_options": {"prune": False}}
    pruned = {
        "type": "sparse_vector",
        "index_options": {"prune": True, "pruning_config": {"tokens_freq_ratio_threshold": 1}},
    }
    index(cluster, {"s": plain}, *documents)
    index(cluster, {"s": pruned}, *documents, name="pruned")
    return cluster


QUERY = {"field": "s", "query_vector": {"often": 0.1, "rare1": 1}}


def test_the_mapping_says_whether_frequent_tokens_are_left_out(weighed: Cluster) -> None:
    assert len(found(weighed, {"query": {"sparse_vector": QUERY}})) == 8
    assert found(weighed, {"query": {"sparse_vector": QUERY}}, "/pruned/_search") == ["2"]


def test_the_query_overrules_the_mapping(weighed: Cluster) -> None:
    on = {"prune": True, "pruning_config": {"tokens_freq_ratio_threshold": 1}}
    assert found(weighed, {"query": {"sparse_vector": {**QUERY, **on}}}) == ["2"]
    assert len(found(weighed, {"query": {"sparse_vector": {**QUERY, "prune": False}}}, "/pruned/_search")) == 8


def test_nothing_is_left_out_of_an_empty_field(weighed: Cluster) -> None:
    index(weighed, {"s": {"type": "sparse_vector"}}, {"x": 1}, name="empty")
    assert found(weighed, {"query": {"sparse_vector": {**QUERY, "prune": True}}}, "/empty/_search") == []


def test_a_weight_is_kept_with_eight_bits_of_its_fraction() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    index(cluster, {"s": {"type": "sparse_vector"}}, {"s": {"a": 1.3}})
    _, told = ask(cluster, "POST", "/v/_search", {"query": {"sparse_vector": {"field": "s", "query_vector": {"a": 1}}}})
    assert told["hits"]["max_score"] == 1.296875


def test_a_number_that_documents_have_ranks_them() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    index(
        cluster,
        {"r": {"type": "rank_feature"}, "s": {"type": "rank_features"}},
        {"r": 8, "s": {"a": 1}},
        {"r": 2, "s": {"a": 4}},
    )
    assert found(cluster, {"query": {"rank_feature": {"field": "r", "linear": {}}}}) == ["1", "2"]
    assert found(cluster, {"query": {"rank_feature": {"field": "s.a", "saturation": {"pivot": 2}}}}) == ["2", "1"]
    status, told = ask(cluster, "PUT", "/v/_doc/3", {"r": -1})
    assert status == 400
    assert told["error"]["reason"].startswith("[1:7] failed to parse field [r] of type [rank_feature]")
    status, told = ask(cluster, "PUT", "/v/_doc/3", {"s": {"a": 0}})
    assert told["error"]["reason"].startswith("[1:13] failed to parse: featureValue must be a positive normal float")


def test_weights_are_explained() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    index(cluster, {"s": {"type": "sparse_vector"}}, {"s": {"a": 1.5, "b": 0.25}})
    body = {"query": {"sparse_vector": {"field": "s", "query_vector": {"a": 1, "b": 2.5}}}}
    _, told = ask(cluster, "POST", "/v/_explain/1", body)
    assert told["explanation"]["value"] == 2.125
    first, _ = told["explanation"]["details"]
    assert first["description"] == "Linear function on the s field for the a feature, computed as w * S from:"
    assert [part["value"] for part in first["details"]] == [1.0, 1.5]
