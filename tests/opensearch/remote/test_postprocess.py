"""Built-in post-process functions: the tensors that answers become, and answers that do not fit."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote import postprocess
from fakeinfer.versions import Version


def run(name: str, found: Any, path: str | None = None, *, typed: bool = True) -> list[dict[str, Any]]:
    function = postprocess.FUNCTIONS[name]
    return postprocess.run(function, found, path or function.path, typed=typed)


def test_every_vector_is_a_tensor() -> None:
    assert run("openai.embedding", [[0.1, 0.2], [1, 2]]) == [
        {"name": "sentence_embedding", "data_type": "FLOAT32", "shape": [2], "data": [0.1, 0.2]},
        {"name": "sentence_embedding", "data_type": "FLOAT32", "shape": [2], "data": [1, 2]},
    ]
    assert [tensor["shape"] for tensor in run("bedrock.embedding", [0.1])] == [[1]]


def test_the_path_says_the_type_since_3_0() -> None:
    assert run("cohere_v2.embedding.uint8", [[1]])[0]["data_type"] == "UINT8"
    assert run("cohere_v2.embedding.float", [[1]])[0]["data_type"] == "FLOAT32"
    assert run("cohere_v2.embedding.int8", [[1]], typed=False)[0]["data_type"] == "FLOAT32"


def test_scores_come_in_the_order_of_documents() -> None:
    ranked = [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.1}]
    assert [tensor["data"] for tensor in run("cohere.rerank", ranked)] == [[0.1], [0.9]]
    ranked = [{"index": 1, "relevanceScore": 0.9}, {"index": 0, "relevanceScore": 0.1}]
    assert [tensor["data"] for tensor in run("bedrock.rerank", ranked)] == [[0.1], [0.9]]


def test_the_job_s_arn_is_made_fit_for_a_path() -> None:
    (tensor,) = run("bedrock.batch_job_arn", {"jobArn": "arn:aws:x/y"})
    assert tensor["dataAsMap"] == {"jobArn": "arn:aws:x/y", "processedJobArn": "arn:aws:x%2Fy"}


def test_answers_of_another_opensearch_are_unwrapped() -> None:
    inner = {"name": "n", "data_type": "INT8", "shape": [1], "data": [1], "extra": True}
    odd = {"name": 5, "data_type": "nope", "dataAsMap": {"a": 1}}
    found = {"inference_results": [{"output": [inner, odd]}, {"status_code": 200}]}
    assert run("mlcommons.passthrough", found) == [
        {"name": "n", "data_type": "INT8", "shape": [1], "data": [1]},
        {"name": "output", "dataAsMap": {"a": 1}},
    ]
    assert run("mlcommons.passthrough", {"a": 1}) == [{"name": "response", "dataAsMap": {"a": 1}}]


@pytest.mark.parametrize(
    ("name", "found", "reason"),
    [
        ("openai.embedding", None, "Can't run post process function as model output is null"),
        ("openai.embedding", "x", "Post process function input is not a List."),
        ("openai.embedding", [1], "The embedding should be a non-empty List containing List of Float values."),
        ("openai.embedding", [[]], "The embedding should be a non-empty List containing Float values."),
        ("bedrock.embedding", {}, "Post process function input is not a List."),
        ("bedrock.embedding", ["x"], "The embedding should be a non-empty List containing Float values."),
        ("cohere.rerank", {}, "Post process function input is not a List."),
        ("cohere.rerank", [1], "Post process function input is not a List of Map."),
        ("cohere.rerank", [{"index": 0}], "The rerank result should contain index and relevance_score."),
        ("bedrock.rerank", "x", "Post process function input is not a List."),
        ("bedrock.rerank", [], "Post process function input is empty."),
        ("bedrock.rerank", [1], "Rerank result is not a Map."),
        ("bedrock.rerank", [{}], "Rerank result is empty."),
        ("bedrock.rerank", [{"index": 0}], "Rerank result should have both index and relevanceScore."),
        ("bedrock.rerank", [{"index": 0, "relevanceScore": 1}], "relevanceScore is not BigDecimal or Double."),
        ("bedrock.batch_job_arn", [], "Post process function input is not a Map."),
        ("bedrock.batch_job_arn", {}, "job arn is missing."),
        ("mlcommons.passthrough", "x", "Post process function input must be a Map or List"),
        ("cohere.rerank", [{"index": 3, "relevance_score": 0.5}], "Index 3 out of bounds for length 1"),
    ],
)
def test_answers_that_do_not_fit_are_refused(name: str, found: Any, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        run(name, found)
    assert refused.value.reason == reason


def test_a_whole_number_is_no_score() -> None:
    with pytest.raises(ApiError, match=r"class java\.lang\.Integer cannot be cast to class java\.lang\.Double"):
        run("cohere.rerank", [{"index": 0, "relevance_score": 1}])


def test_functions_came_with_their_versions() -> None:
    name = "connector.post_process.mlcommons.passthrough"
    assert postprocess.named(name, Version.parse("3.2.0")) is None
    assert postprocess.named(name, Version.parse("3.3.0")) is not None
