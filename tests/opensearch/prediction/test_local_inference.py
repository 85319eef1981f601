"""Models in the cluster: what they say to texts, and that tests can say it for them."""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.prediction.local_inference import token_id
from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.asking import KEY, ML, ask, ok, refused

MINI = "huggingface/sentence-transformers/all-MiniLM-L6-v2"
CROSS = "huggingface/cross-encoders/ms-marco-MiniLM-L-6-v2"
WANTED = {"target_response": ["sentence_embedding"]}


def cluster(version: str | None = None, **settings: Any) -> Cluster:
    own = {f"{KEY}{name}": value for name, value in settings.items()}
    return Cluster("opensearch", version, settings={f"{KEY}only_run_on_ml_node": False, **own})


def pretrained(fake: Cluster, name: str = MINI, **more: str) -> str:
    body = {"name": name, "version": "1.0.2", "model_format": "TORCH_SCRIPT", **more}
    task = ok(fake, "POST", f"{ML}/models/_register?deploy=true", body)["task_id"]
    model: str = ok(fake, "GET", f"{ML}/tasks/{task}")["model_id"]
    return model


def chunked(fake: Cluster, function: str = "TEXT_EMBEDDING", **config: Any) -> str:
    """A model of one's own, uploaded and deployed."""
    content = b'"a model"'
    digest = hashlib.sha256(content).hexdigest()
    meta = {
        "name": "own", "function_name": function, "model_format": "TORCH_SCRIPT", "model_content_hash_value": digest,
        "total_chunks": 1,
        "model_config": {
            "model_type": "bert", "embedding_dimension": 8, "framework_type": "huggingface_transformers", **config,
        },
    }  # fmt: skip
    ok(fake, "PUT", "/_cluster/settings", {"persistent": {f"{KEY}allow_registering_model_via_local_file": True}})
    model: str = ok(fake, "POST", f"{ML}/models/_register_meta", meta)["model_id"]
    ok(fake, "POST", f"{ML}/models/{model}/upload_chunk/0", "a model")
    ok(fake, "POST", f"{ML}/models/{model}/_deploy")
    return model


def outputs(fake: Cluster, model: str, body: dict[str, Any]) -> list[Any]:
    found = ok(fake, "POST", f"{ML}/models/{model}/_predict", body)["inference_results"]
    return [one["output"] for one in found]


def test_bytes_are_the_numbers_in_little_endian_order() -> None:
    fake = cluster()
    model = pretrained(fake)
    ((tensor,),) = outputs(fake, model, {"text_docs": ["a"], "return_bytes": True, **WANTED})
    packed = base64.b64decode(tensor["byte_buffer"]["array"])
    assert list(struct.unpack("<384f", packed)) == pytest.approx(tensor["data"])


def test_texts_that_share_words_are_close() -> None:
    fake = cluster()
    model = pretrained(fake)
    texts = ["the cat sat on the mat", "a cat on a mat", "stock markets fell"]
    one, near, far = (output[0]["data"] for output in outputs(fake, model, {"text_docs": texts, **WANTED}))

    def closeness(left: list[float], right: list[float]) -> float:
        return sum(a * b for a, b in zip(left, right, strict=True))

    assert closeness(one, near) > closeness(one, far) + 0.3


def test_an_asymmetric_model_puts_a_prefix_before_texts() -> None:
    fake = cluster()
    model = chunked(fake, query_prefix="query: ", passage_prefix="passage: ")
    plain = chunked(fake)
    ((asked,),) = outputs(fake, model, {"text_docs": ["a"], "parameters": {"content_type": "query"}})
    ((same,),) = outputs(fake, plain, {"text_docs": ["query: a"]})
    assert asked["data"] == same["data"]
    status, reason = refused(fake, "POST", f"{ML}/models/{model}/_predict", {"text_docs": ["a"]})
    assert (status, reason) == (500, f"Failed to inference TEXT_EMBEDDING model: {model}")


def test_a_text_that_is_asked_for_is_the_most_similar() -> None:
    fake = cluster()
    model = pretrained(fake, CROSS, function_name="TEXT_SIMILARITY")
    body = {"query_text": "today is sunny", "text_docs": ["how are you", "today is sunny", "no rain today"]}
    scores = [output[0]["data"][0] for output in outputs(fake, model, body)]
    assert max(scores) == scores[1] > 0 > scores[0]


def test_a_question_is_answered_from_the_text() -> None:
    fake = cluster()
    model = chunked(fake, "QUESTION_ANSWERING")
    body = {"question": "what food do I like?", "context": "I am tall. I like pizza."}
    assert outputs(fake, model, body) == [[{"result": "pizza"}]]


def test_sentences_that_matter_are_marked() -> None:
    fake = cluster()
    model = chunked(fake, "QUESTION_ANSWERING", model_type="sentence_highlighting")
    body = {"question": "Where does the river flow?", "context": "Bread is baked. The river flows to the sea."}
    (((tensor),),) = outputs(fake, model, body)
    (marked,) = tensor["dataAsMap"]["highlights"]
    assert (tensor["name"], marked["text"], marked["position"]) == ("highlights", "The river flows to the sea.", 1)
    assert body["context"][marked["start"] : marked["end"]] == marked["text"]


def test_sentences_are_not_marked_before_3_0() -> None:
    fake = cluster("2.19")
    model = chunked(fake, "QUESTION_ANSWERING", model_type="sentence_highlighting")
    ((answer,),) = outputs(fake, model, {"question": "What is baked?", "context": "Bread is baked."})
    assert answer == {"result": "bread"}


def test_tokens_are_told_by_number() -> None:
    fake = cluster("3.2")
    model = pretrained(fake, "amazon/neural-sparse/opensearch-neural-sparse-encoding-v2-distill", version="1.0.0",
                       function_name="SPARSE_ENCODING")  # fmt: skip
    body = {"text_docs": ["hello"], "parameters": {"sparse_embedding_format": "token_id"}}
    ((tensor,),) = outputs(fake, model, body)
    assert list(tensor["dataAsMap"]["response"][0]) == [str(token_id("hello"))]


def test_a_local_model_has_its_own_rate_limit() -> None:
    fake = cluster()
    model = pretrained(fake)
    ok(fake, "PUT", f"{ML}/models/{model}", {"rate_limiter": {"limit": 1, "unit": "MINUTES"}})
    asked = [ask(fake, "POST", f"{ML}/models/{model}/_predict", {"text_docs": ["a"], **WANTED}).status for _ in "ab"]
    assert asked == [200, 429]


def test_only_so_many_models_fit_into_the_node() -> None:
    fake = cluster(max_model_on_node=1)
    first = pretrained(fake)
    second = pretrained(fake, "huggingface/sentence-transformers/all-MiniLM-L12-v2")
    states = [ok(fake, "GET", f"{ML}/models/{model}")["model_state"] for model in (first, second)]
    assert states == ["DEPLOYED", "DEPLOY_FAILED"]
    ok(fake, "POST", f"{ML}/models/{first}/_undeploy")
    ok(fake, "POST", f"{ML}/models/{second}/_deploy")
    assert ok(fake, "GET", f"{ML}/models/{second}")["model_state"] == "DEPLOYED"


def test_what_a_model_says_can_be_scripted() -> None:
    with FakeOpenSearch(settings={f"{KEY}only_run_on_ml_node": False}) as server:
        model = pretrained(server.cluster)
        server.endpoint(model).embeds({"a": [1.0] + [0.0] * 383})
        ((tensor,),) = outputs(server.cluster, model, {"text_docs": ["a"], **WANTED})
        assert tensor["data"][:2] == [1.0, 0.0]
