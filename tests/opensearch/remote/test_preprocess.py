"""Built-in pre-process functions: the parameters that texts become."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote import preprocess
from fakeinfer.opensearch.remote.inputs import Input, Parameters, Similarity, TextDocs
from fakeinfer.versions import Version

NEWEST = Version.parse("3.8.0")
TEXTS = TextDocs(["one", "two"])
RANKING = Similarity("q", ["one", "two"])


@pytest.mark.parametrize(
    ("name", "given", "values"),
    [
        ("openai.embedding", TEXTS, {"input": '["one","two"]'}),
        ("default.embedding", TEXTS, {"input": '["one","two"]'}),
        ("cohere.embedding", TEXTS, {"texts": '["one","two"]'}),
        ("cohere.multimodal_embedding", TEXTS, {"images": '["one","two"]'}),
        ("bedrock.embedding", TEXTS, {"inputText": "one"}),
        ("bedrock.multimodal_embedding", TEXTS, {"inputText": "one", "inputImage": "two"}),
        ("bedrock.nova.embedding", TextDocs(['{"image": "aGk="}']), {"image": "aGk="}),
        ("bedrock.nova.embedding", TEXTS, {"text": "one"}),
        ("bedrock.nova.image_embedding", TEXTS, {"inputImage": "one"}),
        ("cohere.rerank", RANKING, {"query": "q", "documents": '["one","two"]', "top_n": "2"}),
        ("default.rerank", RANKING, {"query": "q", "documents": '["one","two"]', "top_n": "2"}),
    ],
)
def test_texts_become_parameters(name: str, given: Input, values: dict[str, str]) -> None:
    function = preprocess.named(preprocess.PREFIX + name, NEWEST)
    assert function is not None
    assert preprocess.run(function, given).values == values


def test_bedrock_ranks_sources() -> None:
    function = preprocess.FUNCTIONS["bedrock.rerank"]
    made: dict[str, Any] = function.make(Similarity("q", ["one"]))
    assert made["queries"] == [{"textQuery": {"text": "q"}, "type": "TEXT"}]
    assert made["sources"][0]["inlineDocumentSource"]["textDocument"] == {"text": "one"}
    assert made["numberOfResults"] == 1


@pytest.mark.parametrize("name", list(preprocess.FUNCTIONS))
def test_parameters_pass_as_they_are(name: str) -> None:
    given = Parameters({"x": "1"})
    assert preprocess.run(preprocess.FUNCTIONS[name], given) is given


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("openai.embedding", RANKING, "can only support TextDocsInputDataSet"),
        ("cohere.rerank", TEXTS, "can only support TextSimilarityInputDataSet"),
        ("bedrock.rerank", TEXTS, "can only support TextSimilarityInputDataSet"),
        ("bedrock.multimodal_embedding", TextDocs([None]), "No input text or image provided"),
        ("cohere.multimodal_embedding", TextDocs([]), "No image provided"),
        ("bedrock.nova.embedding", TextDocs([None]), "No input provided"),
        ("bedrock.nova.video_embedding", TextDocs([]), "No input video provided"),
    ],
)
def test_other_inputs_are_refused(name: str, given: Input, reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        preprocess.run(preprocess.FUNCTIONS[name], given)


def test_functions_came_with_their_versions() -> None:
    assert preprocess.named("connector.pre_process.bedrock.rerank", Version.parse("2.18.0")) is None
    assert preprocess.named("connector.pre_process.bedrock.rerank", Version.parse("2.19.0")) is not None
    assert preprocess.named("return 'a script'", NEWEST) is None
