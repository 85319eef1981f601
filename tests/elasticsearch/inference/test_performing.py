"""Inference by a stored endpoint, as pipelines and fields ask for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.performing import dimensions_of, infer
from fakeinfer.errors import ApiError


def endpoint(task_type: str, service: str = "openai", **settings: Any) -> dict[str, Any]:
    task_settings = settings.pop("task_settings", {})
    return {
        "inference_id": "e",
        "task_type": task_type,
        "service": service,
        "service_settings": settings,
        "task_settings": task_settings,
        "chunking_settings": None,
    }


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("elasticsearch")


def test_dense_embeddings_are_lists_of_numbers_in_the_order_of_the_inputs(cluster: Cluster) -> None:
    result = infer(cluster.state, endpoint("text_embedding", dimensions=8), ["one", "two"])
    assert [len(vector) for vector in result.embeddings] == [8, 8]
    assert result.texts == ["one", "two"]
    assert json.loads(result.rendered().text) == {"text_embedding": [{"embedding": v} for v in result.embeddings]}


@pytest.mark.parametrize(
    ("settings", "key", "size"),
    [
        ({"embedding_type": "float"}, "text_embedding", 16),
        ({"embedding_type": "byte"}, "text_embedding_bytes", 16),
        ({"element_type": "byte"}, "text_embedding_bytes", 16),
        ({"embedding_type": "int8"}, "text_embedding_bytes", 16),
        ({"embedding_type": "bit"}, "text_embedding_bits", 2),
        ({"embedding_type": "binary"}, "text_embedding_bits", 2),
    ],
)
def test_the_element_type_of_the_endpoint_decides_key_and_size(
    cluster: Cluster, settings: dict[str, str], key: str, size: int
) -> None:
    result = infer(cluster.state, endpoint("text_embedding", "cohere", dimensions=16, **settings), ["x"])
    answer = json.loads(result.rendered().text)
    assert list(answer) == [key]
    assert answer[key] == [{"embedding": result.embeddings[0]}]
    assert len(result.embeddings[0]) == size


@pytest.mark.parametrize(
    ("service", "more", "settings"),
    [
        ("voyageai", {"hidden": {"embedding_type": "int8", "dimensions": 16}}, {}),
        ("custom", {}, {"response": {"json_parser": {"embedding_type": "byte"}}, "dimensions": 16}),
    ],
)
def test_the_element_type_may_be_kept_elsewhere(
    cluster: Cluster, service: str, more: dict[str, Any], settings: dict[str, Any]
) -> None:
    result = infer(cluster.state, {**endpoint("text_embedding", service, **settings), **more}, ["x"])
    assert list(json.loads(result.rendered().text)) == ["text_embedding_bytes"]
    assert len(result.embeddings[0]) == 16


def test_the_embedding_task_has_keys_of_its_own(cluster: Cluster) -> None:
    answer = infer(cluster.state, endpoint("embedding", dimensions=8, embedding_type="bit"), ["x"]).rendered().text
    assert list(json.loads(answer)) == ["embeddings_bits"]


def test_sparse_embeddings_are_token_weights(cluster: Cluster) -> None:
    result = infer(cluster.state, endpoint("sparse_embedding", "elasticsearch"), ["a grey cat"])
    assert result.embeddings[0]["cat"] > 1
    assert json.loads(result.rendered().text)["sparse_embedding"][0]["is_truncated"] is False


def test_input_types_change_no_vector(cluster: Cluster) -> None:
    cohere = endpoint("text_embedding", "cohere", dimensions=8)
    plain = infer(cluster.state, cohere, ["x"]).embeddings
    assert infer(cluster.state, cohere, ["x"], input_type="search").embeddings == plain


def test_the_input_types_of_the_server_itself_are_never_refused(cluster: Cluster) -> None:
    openai = endpoint("text_embedding", dimensions=8)
    assert infer(cluster.state, openai, ["x"], input_type="internal_ingest").embeddings
    with pytest.raises(ApiError, match="not supported by this service"):
        infer(cluster.state, openai, ["x"], input_type="ingest")


def test_the_request_wins_over_its_task_settings_and_those_over_the_stored_ones(cluster: Cluster) -> None:
    rank = endpoint("rerank", "cohere", task_settings={"top_n": 3, "return_documents": False})
    documents = ["a dog", "a cat", "cats", "a house"]

    def ranked(**more: Any) -> list[dict[str, Any]]:
        text = infer(cluster.state, rank, documents, query="cat", **more).rendered().text
        answer: list[dict[str, Any]] = json.loads(text)["rerank"]
        return answer

    assert len(ranked()) == 3
    assert len(ranked(task_settings={"top_n": 2})) == 2
    assert len(ranked(task_settings={"top_n": 2}, top_n=1)) == 1
    assert "text" in ranked(task_settings={"return_documents": True})[0]
    assert "text" not in ranked(task_settings={"return_documents": True}, return_documents=False)[0]


def test_ranked_texts_come_best_first(cluster: Cluster) -> None:
    result = infer(cluster.state, endpoint("rerank", "cohere"), ["a dog", "cats"], query="a cat")
    assert result.texts == ["cats", "a dog"]


def test_a_stored_limit_of_tokens_cuts_the_answer(cluster: Cluster) -> None:
    talk = endpoint("completion", "anthropic", task_settings={"max_tokens": 3})
    assert infer(cluster.state, talk, ["tell me more"]).texts == ["This is a"]


def test_unknown_task_settings_of_a_request_are_ignored(cluster: Cluster) -> None:
    embed = endpoint("text_embedding", dimensions=8)
    assert infer(cluster.state, embed, ["x"], task_settings={"nobody": 1}).embeddings


def test_a_chat_endpoint_is_refused_in_the_service_s_words(cluster: Cluster) -> None:
    with pytest.raises(ApiError) as refused:
        infer(cluster.state, endpoint("chat_completion"), ["x"])
    assert refused.value.reason == (
        "Inference entity [e] does not support task type [chat_completion] for inference, the task type must be one of "
        "[text_embedding, completion, embedding]. The task type for the inference entity is chat_completion, please use the "
        "_inference/chat_completion/e/_stream URL."
    )


def test_dimensions_are_those_stored_or_those_of_the_model() -> None:
    assert dimensions_of(endpoint("text_embedding", dimensions=5)) == 5
    assert dimensions_of({**endpoint("text_embedding"), "hidden": {"dimensions": 6}}) == 6
    assert dimensions_of(endpoint("text_embedding", model_id="text-embedding-3-large")) == 3072
    assert dimensions_of(endpoint("text_embedding", model_id=".multilingual-e5-small_linux-x86_64")) == 384
    assert dimensions_of(endpoint("text_embedding", model_id="nobody-knows")) == 1024


def test_same_seed_same_answers_and_another_seed_others() -> None:
    embed = endpoint("text_embedding", dimensions=32)
    first, second = (infer(Cluster("elasticsearch").state, embed, ["x"]).embeddings for _ in range(2))
    other = infer(Cluster("elasticsearch", seed="other").state, embed, ["x"]).embeddings
    assert first == second != other
