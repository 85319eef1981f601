"""The services for tests, value by value; what they refuse are fixtures."""

from __future__ import annotations

import math
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.services.for_tests import answering as module
from tests.elasticsearch.asking import ask, ok, reason

BY_NAME = {
    "test_service": "8.15",
    "text_embedding_test_service": "8.15",
    "test_reranking_service": "8.15",
    "streaming_completion_test_service": "8.16",
    "completion_test_service": "8.19",
    "alternate_sparse_embedding_test_service": "9.2",
    "embedding_test_service": "9.4",
}


def cluster(version: str = "9.5", **options: Any) -> Cluster:
    return Cluster("elasticsearch", version, test_services=True, **options)


def settings(**more: Any) -> dict[str, Any]:
    return {"model": "my_model", "api_key": "abc64", **more}


def made(of: Cluster, task_type: str, service: str, task_settings: Any = None, **more: Any) -> None:
    body = {"service": service, "service_settings": settings(**more), "task_settings": task_settings or {}}
    ok(of, "PUT", f"/_inference/{task_type}/{service}", body)


def test_weights_count_on_beyond_the_largest_int() -> None:
    smallest = "polygenelubricants"  # its hash code is -2^31, and so is that number's absolute value in Java
    assert list(module.features(smallest).values()) == [-2147483600.0] * 5
    assert module.features("") == {f"feature_{n}": float(n + 1) for n in range(5)}


def test_hash_codes_are_those_of_utf_16() -> None:
    assert module.embedding("😀", {"dimensions": 7}) == [float(code) for code in b"1772899"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1.0), (" -2.5 ", -2.5), ("1e3f", 1000.0), (".5", 0.5), ("1.", 1.0), ("x", None), ("1_0", None), ("", None)],
)
def test_floats_are_parsed_as_in_java(text: str, number: float | None) -> None:
    assert module.parsed_float(text) == number


def test_numbers_that_are_none_are_numbers() -> None:
    assert math.isnan(module.parsed_float("NaN") or 0)
    assert module.parsed_float("-Infinity") == -math.inf
    assert module.parsed_float("1e999") == math.inf


def test_vectors_may_be_shorter_than_the_digits_or_have_none() -> None:
    assert module.embedding("test", {"dimensions": 2}) == [51.0, 53.0]
    assert module.embedding("test", {"dimensions": 0}) == []
    assert len(module.embedding("test", {"dimensions": 1000})) == 1000


@pytest.mark.parametrize("text", ["test", "another"])
def test_vectors_for_the_dot_product_have_the_length_one(text: str) -> None:
    of = cluster()
    made(of, "embedding", "embedding_test_service", dimensions=13, similarity="dot_product")
    (answer,) = ok(of, "POST", "/_inference/embedding_test_service", {"input": text})["embeddings"]
    assert math.isclose(sum(value * value for value in answer["embedding"]), 1, rel_tol=1e-6)


@pytest.mark.parametrize("line", ["8.15", "8.16", "8.19", "9.1", "9.2", "9.5"])
def test_a_version_has_its_services_and_lists_them(line: str) -> None:
    of = cluster(line)
    if line > "8.16":
        names = {service["service"] for service in ok(of, "GET", "/_inference/_services")}
        assert names & set(BY_NAME) == {name for name, since in BY_NAME.items() if since <= line}


def test_a_listed_service_shows_its_settings() -> None:
    (shown,) = [one for one in ok(cluster(), "GET", "/_inference/_services") if one["service"] == "test_service"]
    assert shown["task_types"] == ["sparse_embedding"]
    assert shown["configurations"]["hidden_field"]["label"] == "Hidden Field"
    assert shown["configurations"]["model"]["sensitive"] is False


def test_other_clusters_know_nothing_of_them() -> None:
    cluster()
    of = Cluster("elasticsearch")
    assert reason(of, "PUT", "/_inference/rerank/r", {"service": "test_reranking_service"}).startswith(
        "Unknown service"
    )


def test_the_reranker_of_old_knows_no_numbers() -> None:
    for line, order in (("8.17", [2, 1, 0]), ("8.18", [0, 2, 1])):
        of = cluster(line)
        made(of, "rerank", "test_reranking_service", model_id="m")
        answer = ok(of, "POST", "/_inference/rerank/test_reranking_service", {"query": "q", "input": ["3", "1", "2"]})
        assert [one["index"] for one in answer["rerank"]] == order


def test_the_key_is_updated_and_task_settings_too() -> None:
    of = cluster()
    made(of, "sparse_embedding", "test_service", {"temperature": 1})
    body = {"service_settings": {"api_key": "other"}, "task_settings": {"temperature": 2}}
    changed = ok(of, "PUT", "/_inference/sparse_embedding/test_service/_update", body)
    assert changed["task_settings"] == {"temperature": 2}


def test_semantic_text_keeps_texts_whole() -> None:
    of = cluster()
    made(of, "text_embedding", "text_embedding_test_service", dimensions=4)
    field = {"type": "semantic_text", "inference_id": "text_embedding_test_service"}
    index = {
        "settings": {"index.mapping.semantic_text.use_legacy_format": True},
        "mappings": {"properties": {"t": field}},
    }
    ok(of, "PUT", "/docs", index)
    text = "One sentence. Another sentence. " * 100
    ok(of, "PUT", "/docs/_doc/1", {"t": [text, "test"]})
    kept = ok(of, "GET", "/docs/_source/1")["t"]["inference"]
    assert [chunk["text"] for chunk in kept["chunks"]] == [text, "test"]
    assert kept["chunks"][1]["embeddings"] == [51.0, 53.0, 53.0, 54.0]
    assert kept["model_settings"]["dimensions"] == 4


def test_settings_of_an_odd_kind_are_server_errors() -> None:
    of = cluster()
    for wrong in ({"dimensions": "4"}, {"dimensions": 2**31}, {"model": []}, {"similarity": 1}, {"api_key": 7}):
        body = {"service": "text_embedding_test_service", "service_settings": settings(dimensions=4) | wrong}
        status, answer = ask(of, "PUT", "/_inference/text_embedding/de", body)
        assert (status, answer["error"]["type"]) == (500, "class_cast_exception")


def test_a_text_of_no_length_is_infinitely_good() -> None:
    of = cluster()
    made(of, "rerank", "test_reranking_service", {"use_text_length": True})
    asked = {"query": "q", "input": ["abcd", ""]}
    ranked = ok(of, "POST", "/_inference/rerank/test_reranking_service", asked)["rerank"]
    assert [entry["index"] for entry in ranked] == [1, 0]
    assert ranked[0]["relevance_score"] == "Infinity"
